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
from core.configuration import Configuration
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
        self.leads: list[Audience] = []
        """The groups with this run that somebody watches; the first of them trains it."""
        self.used = self.kept = perf_counter()
        """When anybody asked for it, and when it was last saved."""
        self._settings, self.crowd, self._keeper = settings, crowd, keeper
        self._owed = self._turns = 0
        self._interruptions = 0
        """Grows with everything that ends an advance that is under way."""
        self._light_cost, self._save_cost = Estimate(0.0), Estimate()
        self._costs: dict[type[RunCommand], Estimate] = {
            kind: Estimate() for kind in (Reset, Seek, Update, Edit)
        }
        """Of what is done by commands, each by itself: the first one of a kind is done in a thread."""
        self._change_cost = Estimate()
        self._lenses: dict[int, Lens] = {}
        self._checkpoint: asyncio.Task[None] | None = None

    @property
    def memory(self) -> int:
        """About how many bytes the run takes."""
        return memory_of(self.trainer)

    @property
    def owed(self) -> int:
        """Iterations of advances that are still to be trained."""
        return self._owed

    @property
    def lead(self) -> Audience | None:
        """The group that trains this run."""
        return self.leads[0] if self.leads else None

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

    @property
    def is_free(self) -> bool:
        """Say whether nobody works on the run."""
        return not self.lock.locked()

    def held(self) -> asyncio.Lock:
        """Hold the run: nobody else then works on it."""
        return self.lock

    def concerned(self) -> list[Viewer]:
        """Return everybody who sees what changes here."""
        return self.viewers + [viewer for lead in self.leads for viewer in lead.viewers]

    @property
    def idle(self) -> bool:
        """Say whether nobody watches and nothing is being done."""
        return not (self.viewers or self.leads or self.lock.locked())

    @property
    def owes(self) -> bool:
        """Say whether iterations are wanted."""
        return self._owed > 0 or self.trainer.state is RunState.RUNNING

    @property
    def has_work(self) -> bool:
        """Say whether iterations are wanted, and no group trains them."""
        return self.owes and not self.leads

    def wait(self, now: float) -> float:
        """Return the seconds until the next iteration is due; has_work must hold."""
        return 0.0 if self._owed else self.pace.wait(now)

    def prediction(self, now: float, rate: float) -> float | None:
        """Return the seconds that train_due would take, None before the first measurement."""
        budget = self.crowd.budget(self.id, now, rate)
        if self._owed:
            return self.pace.seconds(self.pace.fitting(budget))
        return self.pace.prediction(now, budget)

    def train_due(self, now: float, rate: float) -> bool:
        """Train what is due in one of `rate` turns a second; say whether the state changed."""
        budget = self.crowd.budget(self.id, now, rate)
        return self.train_owed(budget) if self._owed else self.train(self.pace.due(now, budget))

    def train_owed(self, budget: float) -> bool:
        """Train what is owed of an advance and fits `budget` seconds; say whether the state changed."""
        iterations = min(self._owed, self.pace.fitting(budget))
        self.pay(iterations)
        return self.train(iterations)

    def owe_until(self, iteration: int) -> None:
        """Owe what is left up to an iteration."""
        self._owed = iteration - self.trainer.iteration

    def pay(self, iterations: int) -> None:
        """Owe so many less, and nothing once the run has ended."""
        self._owed = 0 if self.trainer.ended else max(0, self._owed - iterations)

    def train(self, iterations: int) -> bool:
        """Train at once; say whether the state changed."""
        before, start, first = self.trainer.state, thread_time(), self.trainer.iteration
        if iterations:
            self.trainer.advance(iterations)
            done = self.trainer.iteration - first
            self.pace.learn(thread_time() - start, done)
            metrics.tally.note(done)
        self.pay(0)
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
        await self.work(self._cost_of(command), partial(self.obey, command, now))
        await self.keep_and_tell()

    def _cost_of(self, command: RunCommand) -> Estimate:
        return self._costs.get(type(command), self._light_cost)

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
        await self.work(self._change_cost, partial(self._change, change))
        await self.keep_and_tell()

    def _change(self, change: Callable[[], None]) -> None:
        known, cost = self.trainer.reached, self.trainer.snapshot.train_cost
        change()
        if self.trainer.reached < known or self.trainer.snapshot.train_cost != cost:
            self.past += 1

    def _interrupt(self) -> None:
        self._owed = 0
        self._interruptions += 1

    async def keep_and_tell(self) -> None:
        """Save what was changed and tell everybody who watches, even where it could not be saved."""
        try:
            await self.keep()
        finally:
            self.notify(state=True)

    async def keep(self) -> None:
        """Save the run as it is. Raises RunGoneError or NotKeptError where that is not to be had."""
        self.used = perf_counter()
        try:
            await self._keeper.save(self._write)
            self.kept = perf_counter()
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
        for lead in self.leads:
            lead.end(ending)

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
    """Return about how many bytes a trainer takes: its buffers, and what it remembers."""
    buffers = _buffers(trainer.dataset.X.shape[1], trainer.configuration)
    return buffers + trainer.history.rows.nbytes + trainer.timeline.keyframes.bytes


def memory_for(configuration: Configuration) -> int:
    """Return about how many bytes a trainer takes at first."""
    data = configuration.data
    return _buffers(data.samples if data.points is None else len(data.points), configuration)


def _buffers(m: int, configuration: Configuration) -> int:
    return BUFFERS * NUMBER * (configuration.network.hidden_width + 1) * int(m)


def _timed(cost: Estimate, job: Callable[[], Result]) -> Result:
    start = thread_time()  # not the clock: in a thread, waiting for a turn is no work
    result = job()
    cost.learn(thread_time() - start)
    return result
