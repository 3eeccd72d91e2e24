"""Two to four runs on the same data, trained in lockstep and shown in one frame."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from time import thread_time

from app.audience import Audience, Viewer
from app.errors import NotKeptError, RunGoneError
from app.messages.stream import Advance, Edit, GroupSnapshot, Play, Reset, RunCommand, Seek, Update
from app.pacing import Crowd, Pace
from app.run import Run
from app.settings import Settings
from app.work import do
from core.errors import ConfigurationError, CoreError
from core.lockstep import Lockstep
from core.run_state import RunState

HEAVY = (Seek, Reset, Update, Edit)
"""Commands that may take long, for several runs all the more."""


class Group(Audience):
    """Runs that are trained together as long as somebody watches the group."""

    def __init__(self, group_id: str, runs: list[Run], settings: Settings, crowd: Crowd) -> None:
        """Raises ConfigurationError unless the runs are on the same data."""
        super().__init__(f"group {group_id}", settings.max_viewers_per_run)
        self.id, self.runs = group_id, runs
        if any(run.trainer.configuration.data != runs[0].trainer.configuration.data for run in runs):
            raise ConfigurationError("runs", [run.id for run in runs], "must all be on the same data")
        self._lockstep = Lockstep([run.trainer for run in runs])
        self._settings, self.crowd, self._pace = settings, crowd, Pace()
        self._pace.speed = runs[0].pace.speed

    @property
    def parts(self) -> tuple[tuple[str, Run], ...]:
        """Each run, with what stands before the names of its tensors."""
        return tuple((f"{place}/", run) for place, run in enumerate(self.runs))

    def about(self, frame: int) -> dict[str, str]:
        """Return the group's own snapshot."""
        iteration = max(run.trainer.iteration for run in self.runs)
        snapshot = GroupSnapshot(group=self.id, frame=frame, iteration=iteration)
        return {"snapshot": snapshot.model_dump_json()}

    @property
    def is_free(self) -> bool:
        """Say whether nobody works on any of the runs."""
        return not any(run.lock.locked() for run in self.runs)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Hold all runs: nobody else then works on them."""
        async with AsyncExitStack() as stack:
            for run in sorted(
                self.runs, key=lambda run: run.id
            ):  # one order for all: nobody waits in a circle
                await stack.enter_async_context(run.lock)
            yield

    def concerned(self) -> list[Viewer]:
        """Return everybody who sees what changes here."""
        return self.viewers + [viewer for run in self.runs for viewer in run.viewers]

    def join(self, viewer: Viewer) -> None:
        """Let a connection watch; from now on the group trains its runs, unless another one does."""
        super().join(viewer)
        for run in self.runs:
            if self not in run.leads:
                run.leads.append(self)

    def leave(self, viewer: Viewer) -> None:
        """Forget a connection; when it was the last one, the runs are left to whoever else watches them."""
        super().leave(viewer)
        if not self.viewers:
            for run in self.runs:
                run.leads.remove(self)
                run.notify(state=False)

    @property
    def _leads(self) -> bool:
        """Say whether this group trains its runs; another one that is watched may do so."""
        return all(run.lead is self for run in self.runs)

    def _players(self) -> list[Run]:
        """Return the runs that are to be trained now."""
        return [run for run in self.runs if run.owes and not run.trainer.ended]

    @property
    def has_work(self) -> bool:
        """Say whether iterations are wanted."""
        return self._leads and bool(self._players())

    @property
    def level(self) -> bool:
        """Say whether all runs that train stand at the same iteration."""
        return not self._leads or len({run.trainer.iteration for run in self._players()}) <= 1

    @property
    def _hurries(self) -> bool:
        """Say whether iterations are due whatever the speed."""
        return not self.level or any(run.owed for run in self.runs)

    def wait(self, now: float) -> float:
        """Return the seconds until the next iteration is due."""
        return 0.0 if self._hurries else self._pace.wait(now)

    def prediction(self, now: float, rate: float) -> float | None:
        """Return the seconds that train_due would take, None before the first measurement."""
        budget = self.crowd.budget(self.id, now, rate)
        return budget if self._hurries else self._pace.prediction(now, budget)

    def train_due(self, now: float, rate: float) -> bool:
        """Train what is due in one of `rate` turns a second; say whether a state changed."""
        before, players = [run.trainer.state for run in self.runs], self._players()
        if players:
            self._train(players, now, self.crowd.budget(self.id, now, rate))
        return before != [run.trainer.state for run in self.runs]

    def _train(self, players: list[Run], now: float, budget: float) -> None:
        """Bring those that lag forward; if none does, all of them."""
        places = sorted({run.trainer.iteration for run in players})
        together = [run for run in players if run.trainer.iteration == places[0]]
        owed, fitting = [run.owed for run in together if run.owed], self._pace.fitting(budget)
        if len(places) > 1:
            iterations = min(places[1] - places[0], fitting, *owed)
        elif owed:
            iterations = min(*owed, fitting)
        else:
            iterations = self._pace.due(now, budget)
        if iterations:
            start = thread_time()
            self._lockstep.advance(iterations, [run.trainer for run in together])
            self._pace.learn(thread_time() - start, iterations)
        for run in together:
            run.pay(iterations)

    async def handle(self, command: RunCommand, now: float) -> None:
        """Obey a command, all runs or the one it names, and keep what it leads to.

        It is refused only if every run refuses it, and then changes nothing.
        """
        meant = [run for run in self.runs if command.run in (None, run.id)]
        if not meant:
            names = ", ".join(run.id for run in self.runs)
            raise ConfigurationError("run", command.run, f"must be one of {names}")
        async with self.held():
            await do(None if isinstance(command, HEAVY) else 0.0, partial(self._obey, command, meant, now))
        failed: list[Exception] = []
        for run in meant:
            try:
                await run.keep()
            except (NotKeptError, RunGoneError) as error:
                failed.append(error)
        self.notify(state=True)
        if failed:
            raise failed[0]

    def _obey(self, command: RunCommand, meant: list[Run], now: float) -> None:
        together = command.run is None
        acts: list[Callable[[], None]] = [partial(run.obey, command, now) for run in meant]
        if together and isinstance(command, Seek):
            known = min(run.trainer.reached for run in meant)
            if command.iteration > known:
                rule = f"must be from 0 to {known}, which all runs have reached"
                raise ConfigurationError("iteration", command.iteration, rule)
        if together and isinstance(command, Advance):
            acts = self._debts(command.iterations, meant)
        goes_on = any(run.trainer.state is RunState.RUNNING for run in self.runs)
        _unless_all_refuse(acts)
        if isinstance(command, Play):
            self._pace.start(command.iterations_per_second, now, goes_on=goes_on)

    def _debts(self, iterations: int, meant: list[Run]) -> list[Callable[[], None]]:
        """Return what makes each run owe so many iterations past the furthest of them."""
        most = self._settings.max_iterations_per_call - max(run.owed for run in meant)
        if iterations > most:
            raise ConfigurationError("iterations", iterations, f"must be from 1 to {most}")
        places = [run.trainer.iteration + run.owed for run in meant if run.trainer.can("advance")]
        target = max(places, default=0) + iterations

        def owe(run: Run) -> None:
            run.trainer.check_can("advance")
            run.owe_until(target)

        return [partial(owe, run) for run in meant]

    def checkpoint_soon(self) -> None:
        """Save all runs now and then, beside the work."""
        for run in self.runs:
            run.checkpoint_soon()

    async def checkpoint(self) -> None:
        """Save all runs."""
        for run in self.runs:
            await run.checkpoint()


def _unless_all_refuse(acts: list[Callable[[], None]]) -> None:
    refusals: list[CoreError] = []
    for act in acts:
        try:
            act()
        except CoreError as refusal:
            refusals.append(refusal)
    if len(refusals) == len(acts):
        raise refusals[0]
