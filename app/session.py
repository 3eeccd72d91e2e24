"""One connection: what it watches, how many frames are under way, and what to send next.

Frames are made when they can be sent, from the runs as they are then: the newest wins, nothing queues.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from math import inf
from time import perf_counter, thread_time

from app import metrics
from app.channels import Cursor, contents, joined
from app.errors import NotDrivingError
from app.frames import Parts, encode
from app.limits import within_here
from app.messages.stream import (
    LEAST_RESOLUTION,
    Ack,
    ChangeBody,
    ClientMessage,
    Drive,
    StateMessage,
    Watch,
)
from app.pacing import RATE, Estimate, next_due
from app.settings import Settings
from app.subject import Subject
from app.work import do
from core.changelog import changelog
from core.errors import ConfigurationError

CREDIT = 2
"""Frames that may be under way to a client that has not acknowledged them."""
EARLY = 0.0005
"""Seconds by which a timer of whole milliseconds may ring before its time; it would only be set again."""


class Session:
    """Sends states and frames of a run or group through the two functions it is given."""

    def __init__(
        self,
        subject: Subject,
        settings: Settings,
        *,
        send_text: Callable[[str], Awaitable[None]],
        send_frame: Callable[[Parts], Awaitable[None]],
    ) -> None:
        """Watch the default channels."""
        self._subject, self._settings = subject, settings
        self._send_text, self._send_frame = send_text, send_frame
        self._watch = self._within_limits(Watch(type="watch"))
        self._alarm: asyncio.Future[None] | None = None
        self._awake = False
        self._state_due = self._frame_due = True
        self._sent = self._acknowledged = 0
        self._next_frame_at = self._next_turn_at = 0.0
        self._cost = Estimate()
        self._cursors = [Cursor(run.past) for _, run in subject.parts]
        self._answers: list[int] = []

    def changed(self, *, state: bool) -> None:
        """Note that there is something new; with `state`, a state, a configuration or who drives."""
        self._frame_due = True
        self._state_due |= state
        self._ring()

    async def take(self, message: ClientMessage) -> None:
        """Do what the client asks for; what cannot be done raises and changes nothing."""
        if isinstance(message, Ack):
            self.acknowledge(message)
        elif isinstance(message, Watch):
            self._change_watch(message)
        elif isinstance(message, Drive):
            self._subject.drive(self)
        elif self._subject.driver is not self:
            raise NotDrivingError(f"{message.type}: another connection drives; take over with drive")
        else:
            await self._subject.handle(message, perf_counter())
            metrics.commands.labels(message.type).inc()
            if message.id is not None:
                self._answers.append(message.id)

    def acknowledge(self, message: Ack) -> None:
        """Take back credit: this frame and those before it have been painted."""
        waited = self._sent - self._acknowledged >= CREDIT
        self._acknowledged = max(self._acknowledged, min(message.frame, self._sent))
        if waited:
            self._ring()

    def _change_watch(self, message: Watch) -> None:
        """Change what the frames carry; a resolution above the server's limit raises ConfigurationError."""
        most = self._settings.max_resolution
        for field in ("resolution", "hidden_resolution"):
            if field in message.model_fields_set and getattr(message, field) > most:
                raise ConfigurationError(field, getattr(message, field), within_here(LEAST_RESOLUTION, most))
        self._watch = self._within_limits(message)
        self._next_frame_at = min(self._next_frame_at, perf_counter() + 1 / self._watch.max_fps)
        self._frame_due = True
        self._ring()

    def _within_limits(self, message: Watch) -> Watch:
        most = self._settings.max_resolution
        fields = {name: min(getattr(message, name), most) for name in ("resolution", "hidden_resolution")}
        return message.model_copy(update=fields)

    async def send_forever(self) -> None:
        """Send what is due, when it is due, until cancelled or what is watched ends."""
        while self._subject.ending is None:
            self._awake = False
            await self._send_states()
            now = perf_counter()
            wait = self._wait(now)
            if wait > 0:
                await self._sleep(wait)
                continue
            frame, trained, ended = await self._take_turn(now)
            if trained:
                self._subject.notify(state=ended, but=self)
                self._subject.checkpoint_soon()
            self._state_due |= ended
            await self._send_states()  # before the frame that shows it
            if frame is not None:
                await self._send_frame(frame)

    async def _send_states(self) -> None:
        if self._state_due:
            self._state_due = False
            drives, answers = self._subject.driver is self, self._answers
            self._answers = []
            for _, run in self._subject.parts:
                trainer = run.trainer
                message = StateMessage(
                    run=run.id,
                    state=trainer.state,
                    iteration=trainer.iteration,
                    reason=trainer.reason,
                    configuration=trainer.configuration,
                    drives=drives,
                    answers=answers,
                    changes=[ChangeBody(**asdict(told)) for told in changelog(trainer)],
                )
                await self._send_text(message.model_dump_json())

    @property
    def _trains(self) -> bool:
        return self._subject.driver is self and self._subject.has_work

    @property
    def _rate(self) -> float:
        return max(RATE, self._watch.max_fps)

    def _wait(self, now: float) -> float:
        """Return the seconds until there is something to do, infinite while only an event can bring it."""
        if self._sent - self._acknowledged >= CREDIT:
            return inf
        until_frame = self._next_frame_at - now if self._frame_due else inf
        until_turn = max(self._next_turn_at - now, self._subject.wait(now)) if self._trains else inf
        return min(until_frame, until_turn)

    def _ring(self) -> None:
        self._awake = True
        if self._alarm is not None and not self._alarm.done():
            self._alarm.set_result(None)

    async def _sleep(self, seconds: float) -> None:
        """Sleep until something rings; a future and a timer cost a third of an event with a timeout."""
        if self._awake:
            return
        loop = asyncio.get_running_loop()
        self._alarm = loop.create_future()
        timer = None if seconds == inf else loop.call_later(seconds + EARLY, self._ring)
        try:
            await self._alarm
        finally:
            self._alarm = None
            if timer is not None:
                timer.cancel()

    async def _take_turn(self, now: float) -> tuple[Parts | None, bool, bool]:
        async with self._subject.held():
            seconds = self._cost.seconds
            if seconds is not None and self._trains:
                training = self._subject.prediction(now, self._rate)
                seconds = None if training is None else seconds + training
            return await do(seconds, self._turn)

    def _turn(self) -> tuple[Parts | None, bool, bool]:
        """Train what is due if this connection drives: return a frame if it is time for one, whether it
        did train, and whether that ended a run.

        May run in a thread: it touches nothing of the event loop.
        """
        subject, now, trains, ended = self._subject, perf_counter(), self._trains, False
        if trains:
            ended = subject.train_due(now, self._rate)
            self._next_turn_at = next_due(self._next_turn_at, now, self._rate)
            self._frame_due = True
        if not subject.level or now < self._next_frame_at:
            return None, trains, ended
        self._next_frame_at = next_due(self._next_frame_at, now, self._watch.max_fps)
        self._frame_due = False
        self._sent += 1
        return self._frame(), trains, ended

    def _frame(self) -> Parts:
        start = thread_time()
        parts = [
            (prefix, contents(run, self._watch, cursor, self._sent))
            for (prefix, run), cursor in zip(self._subject.parts, self._cursors, strict=True)
        ]
        metadata, tensors = joined(parts)
        frame = encode(self._subject.about(self._sent) | metadata, tensors)
        seconds = thread_time() - start
        self._cost.learn(seconds)
        metrics.tally.note_frame(seconds)
        return frame
