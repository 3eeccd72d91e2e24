"""One run: who drives it, what it owes, and all that is done with it, one thing at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from time import perf_counter
from typing import Protocol, TypeVar

from app.errors import RunGoneError, ServerFullError
from app.messages.rest import RunSummary
from app.messages.stream import Advance, Pause, Play, Reset, StateMessage, Update
from app.pacing import Estimate, Pace
from app.settings import Settings
from core.configuration import Configuration
from core.errors import ConfigurationError
from core.lens import Lens
from core.run_state import RunState
from core.trainer import Trainer

Command = Play | Pause | Advance | Reset | Update
Result = TypeVar("Result")

ENDED = (RunState.DIVERGED, RunState.FINISHED)
INLINE = 0.002
"""Work predicted to take less seconds than this is done in the event loop, the rest in a thread."""
LENSES = 3
"""Grids kept per run while somebody watches."""
NUMBER = 8
"""Bytes of a number."""
BUFFERS = 5
"""Arrays of the size of the hidden layer that an engine holds, about."""


class Viewer(Protocol):
    """A connection, as its run sees it."""

    def changed(self, *, state: bool) -> None:
        """Note that the run has moved on; with `state`, its state or configuration too."""


class Run:
    """One configuration being trained. All work on the trainer happens under `lock`."""

    def __init__(self, run_id: str, configuration: Configuration, settings: Settings) -> None:
        """Draw data and weights; raises ConfigurationError where the server's limits are exceeded."""
        _check_limits(configuration, settings)
        self.id = run_id
        self.trainer = Trainer(configuration)
        self.lock = asyncio.Lock()
        self.pace = Pace()
        self.past = 0
        """Grows whenever iterations are taken back: viewers then need the history anew."""
        self.viewers: list[Viewer] = []
        self.deleted = False
        self._settings = settings
        self._owed = 0
        self._interruptions = 0
        """Grows with everything that ends an advance that is under way."""
        self._command_cost, self._reset_cost = Estimate(0.0), Estimate()
        self._lenses: dict[int, Lens] = {}

    @property
    def driver(self) -> Viewer | None:
        """The connection whose painting paces the run: the one that has watched longest."""
        return self.viewers[0] if self.viewers else None

    @property
    def bytes(self) -> int:
        """About how much memory the run's buffers take."""
        m, width = self.trainer.dataset.X.shape[1], self.trainer.configuration.network.hidden_width
        return BUFFERS * NUMBER * (width + 1) * int(m)

    @property
    def idle(self) -> bool:
        """Say whether nobody watches and nothing is being done."""
        return not self.viewers and not self.lock.locked()

    @property
    def has_work(self) -> bool:
        """Say whether iterations are wanted."""
        return self._owed > 0 or self.trainer.state is RunState.RUNNING

    def wait(self, now: float) -> float:
        """Return the seconds until the next iteration is due; has_work must hold."""
        return 0.0 if self._owed else self.pace.wait(now)

    def train_due(self, now: float) -> bool:
        """Train what is due; say whether the state changed. Takes about the budget of a frame at most."""
        if not self._owed:
            return self._train(self.pace.due(now))
        iterations = min(self._owed, self.pace.fitting())
        self._owed -= iterations
        return self._train(iterations)

    def _train(self, iterations: int) -> bool:
        before, start, first = self.trainer.state, perf_counter(), self.trainer.iteration
        if iterations:
            self.trainer.advance(iterations)
            done = self.trainer.iteration - first
            self.pace.iteration.learn((perf_counter() - start) / max(1, done))
        if self.trainer.state in ENDED:
            self._owed = 0
        return self.trainer.state is not before

    async def work(self, cost: Estimate, job: Callable[[], Result]) -> Result:
        """Do `job` under the lock: in the event loop if `cost` predicts it to be light, else in a thread."""
        async with self.lock:
            start = perf_counter()
            heavy = cost.seconds is None or cost.seconds > INLINE
            result = await asyncio.to_thread(job) if heavy else job()
            cost.learn(perf_counter() - start)
            return result

    async def advance(self, iterations: int, *, cancelled: Callable[[], Awaitable[bool]]) -> None:
        """Train so many iterations, a frame's worth at a time: viewers see them, and a caller can leave.

        Pause and reset end it too. Raises RunGoneError if the run is deleted meanwhile.
        """
        self._check_iterations(iterations, 0)
        left, cost, interruptions = iterations, Estimate(), self._interruptions
        while left and self._interruptions == interruptions:
            part = min(left, self.pace.fitting())
            self.notify(state=await self.work(cost, partial(self._train, part)))
            left -= part
            if self.trainer.state in ENDED or (left and await cancelled()):
                return
            await asyncio.sleep(0)
            if self.deleted:
                raise RunGoneError(self.id)

    async def handle(self, command: Command, now: float) -> None:
        """Obey a command; one that cannot be obeyed raises a CoreError and changes nothing."""
        cost = self._reset_cost if isinstance(command, Reset) else self._command_cost
        await self.work(cost, partial(self._obey, command, now))
        self.notify(state=True)

    def _obey(self, command: Command, now: float) -> None:
        match command:
            case Play():
                goes_on = self.trainer.state is RunState.RUNNING
                self.trainer.play()
                speed = command.iterations_per_second
                self.pace.start(None if speed == "max" else float(speed), now, goes_on=goes_on)
            case Pause():
                self.trainer.pause()
                self._interrupt()
            case Advance():
                self._check_iterations(command.iterations, self._owed)
                self.trainer.check_can("advance")
                self._owed += command.iterations
            case Reset():
                self.trainer.reset(redraw=command.redraw)
                self._interrupt()
                self.past += 1
            case Update():
                self.trainer.update(command.training.fields)

    def _interrupt(self) -> None:
        self._owed = 0
        self._interruptions += 1

    def close(self) -> None:
        """End every connection and everything that is under way."""
        self.deleted = True
        self._interrupt()
        self.notify(state=False)

    def notify(self, *, state: bool) -> None:
        """Tell every viewer that there is something new."""
        for viewer in self.viewers:
            viewer.changed(state=state)

    def join(self, viewer: Viewer) -> None:
        """Let a connection watch; raises ServerFullError when too many do."""
        if len(self.viewers) >= self._settings.max_viewers_per_run:
            raise ServerFullError(f"run {self.id} is watched by {len(self.viewers)} connections already")
        self.viewers.append(viewer)

    def leave(self, viewer: Viewer) -> None:
        """Forget a connection; when it drove, the next one drives."""
        self.viewers.remove(viewer)
        if not self.viewers:
            self._lenses.clear()
        self.notify(state=False)

    def lens(self, resolution: int) -> Lens:
        """Return the grid of this resolution."""
        if resolution not in self._lenses:
            while len(self._lenses) >= LENSES:
                self._lenses.pop(next(iter(self._lenses)))
            trainer = self.trainer
            lens = Lens(trainer.network, trainer.dataset, trainer.parameters, resolution)
            self._lenses[resolution] = lens
        return self._lenses[resolution]

    def summary(self) -> RunSummary:
        """Return the run as REST tells it."""
        trainer, now = self.trainer, self.trainer.snapshot
        return RunSummary(
            id=self.id,
            state=now.state,
            iteration=now.iteration,
            epoch=now.epoch,
            cost=now.train_cost,
            test_cost=now.test_cost,
            train_accuracy=now.train_accuracy,
            test_accuracy=now.test_accuracy,
            train_r2=now.train_r2,
            test_r2=now.test_r2,
            reason=trainer.reason,
            parameter_count=trainer.parameters.count,
            configuration=trainer.configuration,
        )

    def state_message(self) -> StateMessage:
        """Return the state as the stream tells it."""
        trainer = self.trainer
        return StateMessage(
            state=trainer.state,
            iteration=trainer.iteration,
            reason=trainer.reason,
            configuration=trainer.configuration,
        )

    def _check_iterations(self, iterations: int, owed: int) -> None:
        most = self._settings.max_iterations_per_call
        if not 1 <= iterations <= most - owed:
            still = f" with {owed} still to be trained" if owed else ""
            raise ConfigurationError("iterations", iterations, f"must be between 1 and {most - owed}{still}")


def _check_limits(configuration: Configuration, settings: Settings) -> None:
    limits = (
        ("network.hidden_width", configuration.network.hidden_width, settings.max_hidden_width),
        ("data.samples", configuration.data.samples, settings.max_samples),
    )
    for field, value, most in limits:
        if value > most:
            raise ConfigurationError(field, value, f"must be at most {most} on this server")
