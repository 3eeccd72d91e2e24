"""Runs: who drives one, what it owes, and the place where all of them are kept."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from functools import partial
from time import perf_counter
from typing import Protocol, TypeVar

from app.messages.rest import RunSummary
from app.messages.stream import Advance, Pause, Play, Reset, StateMessage, Update
from app.pacing import Estimate, Pace
from app.settings import Settings
from core.configuration import Configuration
from core.errors import ConfigurationError, StateError
from core.run_state import RunState
from core.trainer import Trainer
from core.views import Lens

Command = Play | Pause | Advance | Reset | Update
Result = TypeVar("Result")

INLINE = 0.002
"""Work predicted to take less seconds than this is done in the event loop, the rest in a thread."""
LENSES = 4
"""Grids kept per run."""


class ServerFullError(Exception):
    """No room for another run or connection."""


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
        self._lenses: dict[int, Lens] = {}

    @property
    def driver(self) -> Viewer | None:
        """The connection whose painting paces the run: the one that has watched longest."""
        return self.viewers[0] if self.viewers else None

    @property
    def has_work(self) -> bool:
        """Say whether iterations are wanted."""
        return self._owed > 0 or self.trainer.state is RunState.RUNNING

    def wait(self, now: float) -> float:
        """Return the seconds until the next iteration is due; has_work must hold."""
        return 0.0 if self._owed else self.pace.wait(now)

    def train_due(self, now: float) -> bool:
        """Train what is due; say whether the state changed. Takes about the budget of a frame at most."""
        iterations = min(self._owed, self.pace.fitting()) if self._owed else self.pace.due(now)
        return self._train(iterations)

    def _train(self, iterations: int) -> bool:
        before, start, first = self.trainer.state, perf_counter(), self.trainer.iteration
        if iterations:
            self.trainer.advance(iterations)
            done = self.trainer.iteration - first
            self.pace.iteration.learn((perf_counter() - start) / max(1, done))
            self._owed = max(0, self._owed - iterations)
        if self.trainer.state is RunState.DIVERGED:
            self._owed = 0
        return self.trainer.state is not before

    async def work(self, cost: Estimate, job: Callable[[], Result]) -> Result:
        """Do `job` under the lock: inline when `cost` predicts it to be light, else in a thread."""
        async with self.lock:
            start = perf_counter()
            heavy = cost.seconds is not None and cost.seconds > INLINE
            result = await asyncio.to_thread(job) if heavy else job()
            cost.learn(perf_counter() - start)
            return result

    async def advance(self, iterations: int, *, cancelled: Callable[[], Awaitable[bool]]) -> None:
        """Train so many iterations, a frame's worth at a time: viewers see them, and a caller can leave."""
        self._check_iterations(iterations)
        left, cost = iterations, Estimate()
        while left:
            part = min(left, self.pace.fitting())
            self.notify(state=await self.work(cost, partial(self._train, part)))
            left -= part
            if self.trainer.state is RunState.DIVERGED or (left and await cancelled()):
                return
            await asyncio.sleep(0)

    async def handle(self, command: Command, now: float) -> None:
        """Obey a command; one that cannot be obeyed raises a CoreError and changes nothing."""
        async with self.lock:
            match command:
                case Play():
                    self.trainer.play()
                    speed = command.iterations_per_second
                    self.pace.start(None if speed == "max" else float(speed), now)
                case Pause():
                    self.trainer.pause()
                    self._owed = 0
                case Advance():
                    self._check_iterations(command.iterations)
                    if self.trainer.state is RunState.DIVERGED:
                        raise StateError("a run that has diverged cannot advance: reset it first")
                    self._owed = min(self._owed + command.iterations, self._settings.max_iterations_per_call)
                case Reset():
                    self.trainer.reset(redraw=command.redraw)
                    self._owed = 0
                    self.past += 1
                case Update():
                    self.trainer.update(command.training.fields)
        self.notify(state=True)

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
        self.notify(state=False)

    def lens(self, resolution: int) -> Lens:
        """Return the grid of this resolution."""
        if resolution not in self._lenses:
            while len(self._lenses) >= LENSES:
                self._lenses.pop(next(iter(self._lenses)))
            trainer = self.trainer
            width = trainer.configuration.network.hidden_width
            self._lenses[resolution] = Lens(trainer.network, width, trainer.dataset.bounds, resolution)
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

    def _check_iterations(self, iterations: int) -> None:
        most = self._settings.max_iterations_per_call
        if not 1 <= iterations <= most:
            raise ConfigurationError("iterations", iterations, f"must be between 1 and {most}")


class Runs:
    """All runs of this process, the longest unused first."""

    def __init__(self, settings: Settings) -> None:
        """Start with none."""
        self._settings = settings
        self._runs: dict[str, Run] = {}

    def __len__(self) -> int:
        return len(self._runs)

    def create(self, configuration: Configuration) -> Run:
        """Start a run; at the limit the longest unused one without viewers goes, else ServerFullError."""
        run = Run(secrets.token_urlsafe(12), configuration, self._settings)
        if len(self._runs) >= self._settings.max_runs:
            unused = next((one for one in self._runs.values() if not one.viewers), None)
            if unused is None:
                raise ServerFullError(
                    f"all {self._settings.max_runs} runs are being watched: try again later"
                )
            del self._runs[unused.id]
        self._runs[run.id] = run
        return run

    def find(self, run_id: str) -> Run | None:
        """Return the run, which now counts as the latest used, or None."""
        run = self._runs.pop(run_id, None)
        if run is not None:
            self._runs[run_id] = run
        return run

    def delete(self, run_id: str) -> bool:
        """Drop the run; say whether there was one."""
        run = self._runs.pop(run_id, None)
        if run is not None:
            run.deleted = True
            run.notify(state=False)
        return run is not None


def _check_limits(configuration: Configuration, settings: Settings) -> None:
    limits = (
        ("network.hidden_width", configuration.network.hidden_width, settings.max_hidden_width),
        ("data.samples", configuration.data.samples, settings.max_samples),
    )
    for field, value, most in limits:
        if value > most:
            raise ConfigurationError(field, value, f"must be at most {most} on this server")
