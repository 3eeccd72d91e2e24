"""Two to four runs on the same data, trained in lockstep and shown in one frame."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from time import thread_time

from app.audience import Audience, Viewer
from app.messages.stream import Advance, GroupSnapshot, Pause, Play, Reset, RunCommand, Seek
from app.pacing import Crowd, Estimate, Pace
from app.run import ENDED, Run
from app.settings import Settings
from app.work import do
from core.errors import ConfigurationError, CoreError
from core.lockstep import Lockstep
from core.run_state import RunState


class Group(Audience):
    """Runs that are trained together as long as somebody watches the group."""

    def __init__(self, group_id: str, runs: list[Run], settings: Settings, crowd: Crowd) -> None:
        """Raises ConfigurationError unless the runs are on the same data."""
        super().__init__(f"group {group_id}", settings.max_viewers_per_run)
        self.id, self.runs = group_id, runs
        if any(run.trainer.configuration.data != runs[0].trainer.configuration.data for run in runs):
            raise ConfigurationError("runs", [run.id for run in runs], "must all be on the same data")
        self._lockstep = Lockstep([run.trainer for run in runs])
        self._settings, self._crowd, self._pace, self._owed = settings, crowd, Pace(), 0
        self._pace.speed = runs[0].pace.speed
        self._cost = Estimate()

    @property
    def parts(self) -> tuple[tuple[str, Run], ...]:
        """Each run, with what stands before the names of its tensors."""
        return tuple((f"{place}/", run) for place, run in enumerate(self.runs))

    def about(self, frame: int) -> dict[str, str]:
        """Return the group's own snapshot."""
        iteration = max(run.trainer.iteration for run in self.runs)
        snapshot = GroupSnapshot(group=self.id, frame=frame, iteration=iteration)
        return {"snapshot": snapshot.model_dump_json()}

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
        """Let a connection watch; from now on the group trains its runs."""
        super().join(viewer)
        for run in self.runs:
            run.lead = self

    def _players(self) -> list[Run]:
        """Return the runs that train together now."""
        runs = [run for run in self.runs if run.trainer.state not in ENDED]
        return runs if self._owed else [run for run in runs if run.trainer.state is RunState.RUNNING]

    @property
    def has_work(self) -> bool:
        """Say whether iterations are wanted."""
        return bool(self._players()) or any(run.owes for run in self.runs)

    @property
    def level(self) -> bool:
        """Say whether all runs that train stand at the same iteration."""
        return len({run.trainer.iteration for run in self._players()}) <= 1

    def wait(self, now: float) -> float:
        """Return the seconds until the next iteration is due."""
        alone = any(run.owes and run.trainer.state is not RunState.RUNNING for run in self.runs)
        return 0.0 if self._owed or alone or not self.level else self._pace.wait(now)

    def prediction(self, now: float, rate: float) -> float | None:
        """Return the seconds that train_due would take, None before the first measurement."""
        budget = self._crowd.budget(self.id, now, rate)
        return budget if self._owed or not self.level else self._pace.prediction(now, budget)

    def train_due(self, now: float, rate: float) -> bool:
        """Train what is due in one of `rate` turns a second; say whether a state changed."""
        before = [run.trainer.state for run in self.runs]
        budget = self._crowd.budget(self.id, now, rate)
        for run in self.runs:
            run.train_owed(budget)
        players = self._players()
        if players:
            self._train(players, now, budget)
        if not self._players():
            self._owed = 0
        return before != [run.trainer.state for run in self.runs]

    def _train(self, players: list[Run], now: float, budget: float) -> None:
        """Bring those that lag forward; if none does, all of them."""
        places = sorted({run.trainer.iteration for run in players})
        if len(places) > 1:
            iterations = min(places[1] - places[0], self._pace.fitting(budget))
        elif self._owed:
            iterations = min(self._owed, self._pace.fitting(budget))
            self._owed -= iterations
        else:
            iterations = self._pace.due(now, budget)
        if iterations:
            start = thread_time()
            together = [run.trainer for run in players if run.trainer.iteration == places[0]]
            self._lockstep.advance(iterations, together)
            self._pace.learn(thread_time() - start, iterations)

    async def handle(self, command: RunCommand, now: float) -> None:
        """Obey a command, all runs or the one it names, and keep what it leads to.

        It is refused only if every run refuses it, and then changes nothing.
        """
        meant = [run for run in self.runs if command.run in (None, run.id)]
        if not meant:
            names = ", ".join(run.id for run in self.runs)
            raise ConfigurationError("run", command.run, f"must be one of {names}")
        async with self.held():
            await do(self._cost_of(command), partial(self._obey, command, meant, now))
        for run in meant:
            await run.keep()
        self.notify(state=True)

    def _cost_of(self, command: RunCommand) -> float | None:
        return None if isinstance(command, Seek | Reset) else 0.0

    def _obey(self, command: RunCommand, meant: list[Run], now: float) -> None:
        together = command.run is None
        if together and isinstance(command, Seek):
            known = min(run.trainer.reached for run in meant)
            if command.iteration > known:
                rule = f"must be from 0 to {known}, which all runs have reached"
                raise ConfigurationError("iteration", command.iteration, rule)
        if together and isinstance(command, Advance):
            most = self._settings.max_iterations_per_call - self._owed
            if command.iterations > most:
                raise ConfigurationError("iterations", command.iterations, f"must be from 1 to {most}")
            _unless_all_refuse([partial(run.trainer.check_can, "advance") for run in meant])
            self._owed += command.iterations
            return
        goes_on = bool(self._players()) and not self._owed
        _unless_all_refuse([partial(run.obey, command, now) for run in meant])
        if isinstance(command, Play):
            self._pace.start(command.iterations_per_second, now, goes_on=goes_on)
        elif together and isinstance(command, Pause | Seek | Reset):
            self._owed = 0

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
