"""One connection to a run: what it watches, how many frames are under way, and what to send next.

Frames are made when they can be sent, from the run as it is then: the newest wins, nothing queues.
"""

import asyncio
from collections.abc import Awaitable, Callable
from math import inf
from time import perf_counter

from app.channels import Cursor, contents
from app.frames import encode
from app.messages.stream import Ack, Watch
from app.pacing import Estimate
from app.run import Run
from app.settings import Settings
from core.errors import ConfigurationError

CREDIT = 2
"""Frames that may be under way to a client that has not acknowledged them."""


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
        self._watch = self._within_limits(Watch(type="watch"))
        self._wake = asyncio.Event()
        self._state_due = self._frame_due = True
        self._sent = self._acknowledged = 0
        self._next_frame_at = 0.0
        self._cost = Estimate()
        self._cursor = Cursor(run.past)

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
        """Change what the frames carry; a resolution above the server's limit raises ConfigurationError."""
        most = self._settings.max_resolution
        for field in ("resolution", "hidden_resolution"):
            if field in message.model_fields_set and getattr(message, field) > most:
                raise ConfigurationError(field, getattr(message, field), f"must be between 2 and {most}")
        self._watch = self._within_limits(message)
        self._frame_due = True
        self._wake.set()

    def _within_limits(self, message: Watch) -> Watch:
        most = self._settings.max_resolution
        fields = {name: min(getattr(message, name), most) for name in ("resolution", "hidden_resolution")}
        return message.model_copy(update=fields)

    async def send_forever(self) -> None:
        """Send what is due, when it is due, until cancelled or the run is deleted."""
        while not self._run.deleted:
            self._wake.clear()
            await self._send_state()
            wait = self._wait(perf_counter())
            if wait > 0:
                await self._sleep(wait)
            else:
                frame, trained, ended = await self._run.work(self._cost, self._turn)
                self._tell_others(trained, ended)
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

    def _tell_others(self, trained: bool, ended: bool) -> None:
        self._state_due |= ended
        for viewer in self._run.viewers:
            if trained and viewer is not self:
                viewer.changed(state=ended)

    def _turn(self) -> tuple[bytes, bool, bool]:
        """Train what is due if this connection drives: return the frame, whether it did, and ended the run.

        May run in a thread: it touches nothing of the event loop.
        """
        run, now, ended = self._run, perf_counter(), False
        trains = run.driver is self and run.has_work
        if trains:
            ended = run.train_due(now)
        self._next_frame_at = max(now, self._next_frame_at + 1 / self._watch.max_fps)
        self._frame_due = False
        self._sent += 1
        return encode(*contents(run, self._watch, self._cursor, self._sent)), trains, ended
