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
from app.work import INLINE, do
from core.changelog import changelog
from core.errors import BoundsError, ConfigurationError

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
        write_frame: Callable[[Parts], bool] | None = None,
    ) -> None:
        """Watch the default channels; `write_frame` sends at once, or says False and sends nothing."""
        self._subject, self._settings = subject, settings
        self._send_text, self._send_frame, self._write_frame = send_text, send_frame, write_frame
        self._watch = self._within_limits(Watch(type="watch"))
        self._alarm: asyncio.Future[None] | None = None
        """What the task waits for while it sleeps."""
        self._timer: asyncio.Handle | None = None
        self._due_at = 0.0
        """When it should ring; that a client kept it waiting is not the crowd's fault."""
        self._awake = False
        self._unsent: Parts | None = None
        """A frame that is to follow the states."""
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
        if self._state_due or self._subject.ending is not None or not self._set_timer():
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
        if waited and not self._set_timer():
            self._ring()

    def _change_watch(self, message: Watch) -> None:
        """Change what the frames carry; a resolution above the server's limit, or an example that there is
        not, raises ConfigurationError.
        """
        most = self._settings.max_resolution
        for field in ("resolution", "hidden_resolution"):
            if field in message.model_fields_set and getattr(message, field) > most:
                raise ConfigurationError(field, getattr(message, field), within_here(LEAST_RESOLUTION, most))
        last = min(run.trainer.dataset.X.shape[1] for _, run in self._subject.parts) - 1
        if message.example is not None and message.example > last:
            raise BoundsError("example", message.example, 0, last)
        self._watch, self._cost = self._within_limits(message), Estimate()  # frames may cost more from now on
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
            if self._unsent is not None:
                frame, self._unsent = self._unsent, None
                await self._send_frame(frame)
            now = perf_counter()
            wait = self._wait(now)
            if wait > 0:
                await self._sleep()
                continue
            async with self._subject.held():
                self._take_in(*await do(self._prediction(now), self._turn))

    def _take_in(self, frame: Parts | None, trained: bool, ended: bool) -> None:
        """Tell what a turn has brought; the frame is to be sent after the states."""
        self._unsent = frame
        self._state_due |= ended
        if trained:
            self._subject.notify(state=ended, but=self)
            self._subject.checkpoint_soon()

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

    async def _sleep(self) -> None:
        """Sleep until something rings. Turns that are light are taken meanwhile, without waking the task."""
        if self._awake:
            return
        self._alarm = asyncio.get_running_loop().create_future()
        self._set_timer()
        try:
            await self._alarm
        finally:
            self._alarm = None
            self._stop_timer()

    def _set_timer(self) -> bool:
        """Set the timer to when there is something to do; say whether the task sleeps."""
        self._stop_timer()
        if self._alarm is None or self._alarm.done():
            return False
        now, loop = perf_counter(), self._alarm.get_loop()
        wait = max(0.0, self._wait(now))
        self._due_at = now + wait
        if not wait:
            self._timer = loop.call_soon(self._tick)
        elif wait < inf:
            self._timer = loop.call_later(wait + EARLY, self._tick)
        return True

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _tick(self) -> None:
        self._timer, alarm = None, self._alarm
        try:
            if not self._take_light_turn():
                self._ring()
        except Exception as error:  # noqa: BLE001 - it is raised where the task sleeps
            if alarm is not None and not alarm.done():
                alarm.set_exception(error)

    def _take_light_turn(self) -> bool:
        """Take a turn if that is light and nobody holds the runs; say whether the task can sleep on."""
        if self._write_frame is None or self._state_due or not self._subject.is_free:
            return False
        now = perf_counter()
        if self._wait(now) <= 0:
            if self._trains:
                self._subject.crowd.note_late((now - self._due_at) * self._rate)
            seconds = self._prediction(now)
            if seconds is None or seconds > INLINE:
                return False
            frame, trained, ended = self._turn()
            self._take_in(frame, trained, ended)
            if ended or (frame is not None and not self._write_frame(frame)):
                return False
            self._unsent = None
        return self._set_timer()

    def _prediction(self, now: float) -> float | None:
        """Return the seconds that a turn would take, None if nothing is known."""
        seconds = self._cost.seconds
        if seconds is not None and self._trains:
            training = self._subject.prediction(now, self._rate)
            seconds = None if training is None else seconds + training
        return seconds

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
