"""One connection to a run: what it watches, how many frames are under way, and what to send next.

Frames are made when they can be sent, from the run as it is then: the newest wins, nothing queues.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from math import inf
from time import perf_counter
from typing import Any

from numpy.typing import NDArray

from app.frames import encode
from app.messages.stream import Ack, FrameLevels, FrameSnapshot, Watch
from app.pacing import Estimate
from app.runs import Run
from app.settings import Settings
from core.errors import ConfigurationError
from core.views import Levels

CREDIT = 2
"""Frames that may be under way to a client that has not acknowledged them."""
COST_ROWS = 1000
"""Costs sent with one frame, at most."""


class Session:
    """Sends states and frames of `run` through the two functions it is given."""

    def __init__(
        self,
        run: Run,
        settings: Settings,
        *,
        send_text: Callable[[str], Awaitable[None]],
        send_bytes: Callable[[bytes], Awaitable[None]],
    ) -> None:
        """Watch the default channels."""
        self._run, self._settings = run, settings
        self._send_text, self._send_bytes = send_text, send_bytes
        self._watch = Watch(type="watch")
        self._wake = asyncio.Event()
        self._state_due = self._frame_due = True
        self._sent = self._acknowledged = 0
        self._next_frame_at = 0.0
        self._cost = Estimate()
        self._past, self._costs_until = run.past, -1

    def changed(self, *, state: bool) -> None:
        """Note that the run has moved on; with `state`, its state or configuration too."""
        self._frame_due = True
        self._state_due |= state
        self._wake.set()

    def acknowledge(self, message: Ack) -> None:
        """Take back credit: this frame and those before it have been painted."""
        self._acknowledged = max(self._acknowledged, min(message.frame, self._sent))
        self._wake.set()

    def watch(self, message: Watch) -> None:
        """Change what the frames carry; raises ConfigurationError above the server's limits."""
        for field in ("resolution", "hidden_resolution"):
            value = getattr(message, field)
            if value > self._settings.max_resolution:
                raise ConfigurationError(
                    field, value, f"must be between 2 and {self._settings.max_resolution}"
                )
        self._watch = message
        self._frame_due = True
        self._wake.set()

    async def send_forever(self) -> None:
        """Send what is due, when it is due, until cancelled or the run is deleted."""
        while not self._run.deleted:
            self._wake.clear()
            await self._send_state()
            wait = self._wait(perf_counter())
            if wait > 0:
                await self._sleep(wait)
            else:
                frame = await self._run.work(self._cost, self._turn)
                await self._send_state()  # before the frame that shows it
                await self._send_bytes(frame)

    async def _send_state(self) -> None:
        if self._state_due:
            self._state_due = False
            await self._send_text(self._run.state_message().model_dump_json())

    def _wait(self, now: float) -> float:
        """Return the seconds until the next frame is due, infinite while only an event can make it so."""
        if self._sent - self._acknowledged >= CREDIT:
            return inf
        drives = self._run.driver is self and self._run.has_work
        if not self._frame_due and not drives:
            return inf
        return max(self._next_frame_at - now, 0.0 if self._frame_due else self._run.wait(now))

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(None if seconds == inf else seconds):
                await self._wake.wait()
        except TimeoutError:
            pass

    def _turn(self) -> bytes:
        """Train what is due if this connection drives, and return the next frame."""
        run, now = self._run, perf_counter()
        if run.driver is self and run.has_work:
            state = run.train_due(now)
            for viewer in run.viewers:
                if viewer is not self or state:
                    viewer.changed(state=state)
        self._next_frame_at = max(now, self._next_frame_at + 1 / self._watch.max_fps)
        self._frame_due = False
        self._sent += 1
        return encode(*self._contents())

    def _contents(self) -> tuple[dict[str, str], dict[str, NDArray[Any]]]:
        run, trainer, watched = self._run, self._run.trainer, self._watch.channels
        now = trainer.snapshot
        parameters = trainer.parameters
        snapshot = FrameSnapshot(
            run=run.id,
            frame=self._sent,
            iteration=now.iteration,
            epoch=now.epoch,
            state=now.state,
            train_cost=now.train_cost,
            test_cost=now.test_cost,
            train_accuracy=now.train_accuracy,
            test_accuracy=now.test_accuracy,
        )
        metadata = {"snapshot": snapshot.model_dump_json()}
        tensors: dict[str, NDArray[Any]] = {}
        if "surface" in watched:
            surface = run.lens(self._watch.resolution).surface(parameters)
            tensors["surface"] = surface.pixels
            level = trainer.network.output.level
            metadata["surface"] = _levels(surface, bounds=trainer.dataset.bounds, level=level)
        if "hidden" in watched:
            hidden = run.lens(self._watch.hidden_resolution).hidden_maps(parameters)
            tensors["hidden"] = hidden.pixels
            metadata["hidden"] = _levels(hidden)
        if "costs" in watched:
            tensors["costs"] = self._new_costs()
        if "parameters" in watched:
            tensors |= asdict(parameters)
        return metadata, tensors

    def _new_costs(self) -> NDArray[Any]:
        if self._past != self._run.past:
            self._past, self._costs_until = self._run.past, -1
        rows = self._run.trainer.history.since(self._costs_until, COST_ROWS)
        self._costs_until = self._run.trainer.iteration
        return rows


def _levels(field: Levels, **more: Any) -> str:
    return FrameLevels(low=field.low, high=field.high, **more).model_dump_json()
