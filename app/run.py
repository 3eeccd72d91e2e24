"""One run: what it owes, and all that is done with it, one thing at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from time import perf_counter, thread_time
from typing import TypeVar

from app import metrics
from app.audience import STALE, Audience, Ending, Viewer
from app.errors import NotKeptError, RunGoneError
from app.keeping import Keeper
from app.logs import log
from app.messages.rest import RunSummary
from app.messages.stream import Advance, Edit, Pause, Play, Reset, RunCommand, Seek, Update
from app.pacing import Crowd, Estimate, Pace
from app.records import Debts, Written, write_save
from app.settings import Settings
from app.stores import StaleClaimError, StoreError
from app.work import do
from core.errors import ConfigurationError
from core.lens import Lens
from core.run_state import RunState
from core.saving import Saver
from core.trainer import Trainer

Result = TypeVar("Result")

ENDED = (RunState.DIVERGED, RunState.FINISHED)
LENSES = 3
"""Grids kept per run while somebody watches."""
NUMBER = 8
"""Bytes of a number."""
BUFFERS = 5
"""Arrays of the size of the hidden layer that an engine holds, about."""
TURNS_KEPT = 10
"""Turns of training between two checkpoints."""


class Run(Audience):
    """One configuration being trained. All work on the trainer happens under `lock`."""

    def __init__(self, run_id: str, saver: Saver, keeper: Keeper, settings: Settings, crowd: Crowd) -> None:
        """Go on with the trainer of `saver`; `keeper` holds the claim, `crowd` is all that train here."""
        super().__init__(f"run {run_id}", settings.max_viewers_per_run)
        self.id, self.saver, self.trainer, self.lock = run_id, saver, saver.trainer, asyncio.Lock()
        self.pace = Pace()
        self.bounds = saver.trainer.dataset.bounds
        """The view: x1 low, x1 high, x2 low, x2 high."""
        self.past = 0
        """Grows whenever iterations are taken back: viewers then need the history anew."""
        self.lead: Audience | None = None
        """The group that trains this run, as long as somebody watches that."""
        self.used = perf_counter()
        self._settings, self._crowd, self._keeper = settings, crowd, keeper
        self._owed = self._turns = 0
        self._interruptions = 0
        """Grows with everything that ends an advance that is under way."""
        self._command_cost, self._save_cost = Estimate(0.0), Estimate(0.0)
        self._reset_cost, self._seek_cost = Estimate(), Estimate()
        self._lenses: dict[int, Lens] = {}
        self._checkpoint: asyncio.Task[None] | None = None

    @property
    def memory(self) -> int:
        """About how much memory the run's buffers take."""
        return memory_of(self.trainer)

    def owe(self, debts: Debts) -> None:
        """Take over what the run owed when it was saved."""
        self._owed = debts.iterations
        if debts.speed is not None:
            self.pace.start(debts.speed, perf_counter())

    @property
    def parts(self) -> "tuple[tuple[str, Run], ...]":
        """The run itself: nothing stands before the names of its tensors."""
        return (("", self),)

    @property
    def level(self) -> bool:
        """Say that there may be a frame at any time."""
        return True

    def about(self, _frame: int) -> dict[str, str]:
        """Return nothing: all metadata are the run's."""
        return {}

    def held(self) -> asyncio.Lock:
        """Hold the run: nobody else then works on it."""
        return self.lock

    def concerned(self) -> list[Viewer]:
        """Return everybody who sees what changes here."""
        return self.viewers + (self.lead.viewers if self.lead else [])

    @property
    def idle(self) -> bool:
        """Say whether nobody watches and nothing is being done."""
        led = self.lead is not None and self.lead.viewers
        return not (self.viewers or led or self.lock.locked())

    @property
    def owes(self) -> bool:
        """Say whether iterations are wanted."""
        return self._owed > 0 or self.trainer.state is RunState.RUNNING

    @property
    def has_work(self) -> bool:
        """Say whether iterations are wanted, and no group trains them."""
        return self.owes and not (self.lead is not None and self.lead.viewers)

    def wait(self, now: float) -> float:
        """Return the seconds until the next iteration is due; has_work must hold."""
        return 0.0 if self._owed else self.pace.wait(now)

    def prediction(self, now: float, rate: float) -> float | None:
        """Return the seconds that train_due would take, None before the first measurement."""
        budget = self._crowd.budget(self.id, now, rate)
        if self._owed:
            return self.pace.seconds(self.pace.fitting(budget))
        return self.pace.prediction(now, budget)

    def train_due(self, now: float, rate: float) -> bool:
        """Train what is due in one of `rate` turns a second; say whether the state changed."""
        budget = self._crowd.budget(self.id, now, rate)
        return self.train_owed(budget) if self._owed else self.train(self.pace.due(now, budget))

    def train_owed(self, budget: float) -> bool:
        """Train what is owed of an advance and fits `budget` seconds; say whether the state changed."""
        iterations = min(self._owed, self.pace.fitting(budget))
        self._owed -= iterations
        return self.train(iterations)

    def train(self, iterations: int) -> bool:
        """Train at once; say whether the state changed."""
        before, start, first = self.trainer.state, thread_time(), self.trainer.iteration
        if iterations:
            self.trainer.advance(iterations)
            done = self.trainer.iteration - first
            self.pace.learn(thread_time() - start, done)
            metrics.tally.note(done)
        if self.trainer.state in ENDED:
            self._owed = 0
        return self.trainer.state is not before

    async def work(self, cost: Estimate, job: Callable[[], Result]) -> Result:
        """Do `job` under the lock: in the event loop if `cost` predicts it to be light, else in a thread."""
        async with self.lock:
            return await do(cost.seconds, partial(_timed, cost, job))

    async def advance(self, iterations: int, *, cancelled: Callable[[], Awaitable[bool]]) -> None:
        """Train so many iterations, a frame's worth at a time: viewers see them, and a caller can leave.

        Pause, reset and seek end it too. Raises RunGoneError if the run is deleted meanwhile.
        """
        self._check_iterations(iterations, 0)
        left, cost, interruptions = iterations, Estimate(), self._interruptions
        while left and self._interruptions == interruptions:
            part = min(left, self.pace.fitting())
            self.notify(state=await self.work(cost, partial(self.train, part)))
            left -= part
            if self.trainer.state in ENDED or (left and await cancelled()):
                break
            await asyncio.sleep(0)
            if self.ending:
                raise RunGoneError(self.id)
        await self.keep()

    async def handle(self, command: RunCommand, now: float) -> None:
        """Obey a command and keep what it leads to; one that cannot be obeyed raises and changes nothing."""
        if command.run not in (None, self.id):
            raise ConfigurationError("run", command.run, f"must be {self.id}, or left out")
        costs = {Reset: self._reset_cost, Seek: self._seek_cost}
        await self.work(costs.get(type(command), self._command_cost), partial(self.obey, command, now))
        await self.keep()
        self.notify(state=True)

    def obey(self, command: RunCommand, now: float) -> None:
        """Obey a command at once; the lock is held."""
        match command:
            case Play():
                goes_on = self.trainer.state is RunState.RUNNING
                self.trainer.play()
                self.pace.start(command.iterations_per_second, now, goes_on=goes_on)
            case Pause():
                self.trainer.pause()
                self._interrupt()
            case Advance():
                self._check_iterations(command.iterations, self._owed)
                self.trainer.check_can("advance")
                self._owed += command.iterations
            case Seek():
                self.trainer.seek(command.iteration)
                self._interrupt()
            case Reset():
                self.trainer.reset(redraw=command.redraw)
                self._interrupt()
                self.past += 1
            case Update():
                self._change(partial(self.trainer.update, command.training.fields))
            case Edit():
                entry = (command.name, command.row, command.column, command.value)
                self._change(partial(self.trainer.edit, [entry]))

    async def change(self, change: Callable[[], None]) -> None:
        """Change the trainer by a call of its own, and keep what that leads to."""
        await self.work(self._command_cost, partial(self._change, change))
        await self.keep()
        self.notify(state=True)

    def _change(self, change: Callable[[], None]) -> None:
        known, cost = self.trainer.reached, self.trainer.snapshot.train_cost
        change()
        if self.trainer.reached < known or self.trainer.snapshot.train_cost != cost:
            self.past += 1

    def _interrupt(self) -> None:
        self._owed = 0
        self._interruptions += 1

    async def keep(self) -> None:
        """Save the run as it is. Raises RunGoneError or NotKeptError where that is not to be had."""
        self.used = perf_counter()
        try:
            await self._keeper.save(self._write)
        except StaleClaimError as stale:
            self.end(Ending(STALE, "another server has taken this run over"))
            raise RunGoneError(self.id) from stale
        except StoreError as error:
            log.warning("run not saved", run=self.id, why=str(error))
            raise NotKeptError("done, but the store failed: after a restart it may be undone") from error

    async def release(self) -> None:
        """Save the run and leave it to whoever asks for it next; it ends here."""
        await self.keep()
        await self._keeper.release()

    async def _write(self, whole: bool) -> Written:
        return await self.work(self._save_cost, partial(self._written, whole))

    def _written(self, whole: bool) -> Written:
        debts = Debts(self._owed, self.pace.speed if self.trainer.state is RunState.RUNNING else None)
        return write_save(self.saver.save(whole=whole), debts)

    def checkpoint_soon(self) -> None:
        """Save now and then, beside the work, after a turn of training."""
        self._turns += 1
        if self._turns >= TURNS_KEPT and (self._checkpoint is None or self._checkpoint.done()):
            self._turns = 0
            self._checkpoint = asyncio.create_task(self.checkpoint())

    async def checkpoint(self) -> None:
        """Save; where that fails the next one tries again, and whoever commands hears of it."""
        with suppress(RunGoneError, NotKeptError):
            await self.keep()

    def end(self, ending: Ending) -> None:
        """End every connection and everything that is under way."""
        super().end(ending)
        self._interrupt()
        if self.lead is not None:
            self.lead.end(ending)

    def leave(self, viewer: Viewer) -> None:
        """Forget a connection; when it drove, the next one drives."""
        super().leave(viewer)
        if not self.viewers:
            self._lenses.clear()

    def lens(self, resolution: int) -> Lens:
        """Return the grid of this resolution."""
        if resolution not in self._lenses:
            while len(self._lenses) >= LENSES:
                self._lenses.pop(next(iter(self._lenses)))
            trainer = self.trainer
            lens = Lens(trainer.network, trainer.dataset, trainer.parameters, resolution)
            self._lenses[resolution] = lens
        return self._lenses[resolution]

    async def read(self) -> RunSummary:
        """Return the run as REST tells it."""
        async with self.lock:
            return self._summary()

    def _summary(self) -> RunSummary:
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

    def _check_iterations(self, iterations: int, owed: int) -> None:
        most = self._settings.max_iterations_per_call
        if not 1 <= iterations <= most - owed:
            still = f" with {owed} still to be trained" if owed else ""
            raise ConfigurationError("iterations", iterations, f"must be from 1 to {most - owed}{still}")


def memory_of(trainer: Trainer) -> int:
    """Return about how many bytes the buffers of a trainer take."""
    m, width = trainer.dataset.X.shape[1], trainer.configuration.network.hidden_width
    return BUFFERS * NUMBER * (width + 1) * int(m)


def _timed(cost: Estimate, job: Callable[[], Result]) -> Result:
    start = thread_time()  # not the clock: in a thread, waiting for a turn is no work
    result = job()
    cost.learn(thread_time() - start)
    return result
