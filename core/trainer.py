"""A run's mathematics: configuration -> iterations, history and state. Who shows it is not its business."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from core import views
from core.arrays import Floats
from core.configuration import FIELDS, SEED_LIMIT, Configuration, TrainingConfiguration, configure, flatten
from core.datasets.sources import make_dataset
from core.engine import Checkpoint, Engine
from core.errors import ConfigurationError, StateError
from core.fields import build
from core.history import History
from core.network import Parameters, draw_parameters, explicit, make_network
from core.run_state import RunState, move
from core.stopping import End, Progress, Referee
from core.timeline import Keyframes

KEYFRAME_EVERY = 64
"""Iterations between two keyframes, at least."""
CHANGES = 5_000
"""Changes by hand that one run remembers."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of a run. Accuracies are shares from 0 to 1, None for real targets; R2 is None for classes.

    What belongs to the test is None where there are no test examples.
    """

    iteration: int
    epoch: int
    state: RunState
    train_cost: float
    test_cost: float | None
    train_accuracy: float | None
    test_accuracy: float | None
    train_r2: float | None
    test_r2: float | None


@dataclass(frozen=True, slots=True)
class Moment:
    """What a keyframe holds: the engine's state, and how many of the changes it has behind it."""

    checkpoint: Checkpoint
    training: TrainingConfiguration
    progress: Progress
    changes: int


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was changed by hand at an iteration: hyperparameters, or all parameters (P,)."""

    iteration: int
    training: TrainingConfiguration | None = None
    flat: Floats | None = None


class Trainer:
    """One network being trained; every method does what it says, or raises and changes nothing."""

    def __init__(self, configuration: Configuration | None = None) -> None:
        """Draw the data and the weights; the run is ready at iteration 0."""
        self.configuration = configuration or configure({})
        self.dataset = make_dataset(**asdict(self.configuration.data))
        self.network = make_network(self.configuration.network)
        self._start()

    def _start(self) -> None:
        n_x, n_y = self.dataset.X.shape[0], self.network.targets(self.dataset).shape[0]
        start = draw_parameters(self.configuration.network, n_x=n_x, n_y=n_y)
        self._engine = Engine(self.network, self.dataset, start, self.configuration.training)
        self.history, self.iteration, self.reached = History(), 0, 0
        self.state = RunState.READY
        self.reason: str | None = None
        self._keyframes: Keyframes[Moment] = Keyframes()
        self._changes: list[Change] = []
        self._change = 0
        with np.errstate(all="ignore"):
            self._look()
        self._cost_at_start = float(self._costs[0])
        self._progress = Progress(self._cost_at_start, 0)
        self.history.append(0, self._costs[np.newaxis])
        self._keep_moment()

    @property
    def parameters(self) -> Parameters:
        """The parameters now, as copies."""
        return self._engine.layers.parameters()[0]

    @property
    def snapshot(self) -> Snapshot:
        """The numbers of this moment."""
        m, Y, A2 = self._engine.m_train, self._engine.Y, self._A2
        tested = m < Y.shape[1]
        parts = [slice(0, m), slice(m, None) if tested else None]
        classes = self.dataset.classes is not None

        def score(part: slice | None, wanted: bool) -> float | None:
            if part is None or not wanted:
                return None
            measure = views.accuracy if classes else views.r2
            return measure(self.network, A2[:, part], Y[:, part])

        return Snapshot(
            iteration=self.iteration,
            epoch=self._engine.seen // m,
            state=self.state,
            train_cost=float(self._costs[0]),
            test_cost=float(self._costs[1]) if tested else None,
            train_accuracy=score(parts[0], classes),
            test_accuracy=score(parts[1], classes),
            train_r2=score(parts[0], not classes),
            test_r2=score(parts[1], not classes),
        )

    def play(self) -> None:
        """Say that the run goes on; who calls `advance`, and when, is the caller's business."""
        self.check_can("play")
        self.state = move(self.state, RunState.RUNNING)

    def pause(self) -> None:
        """Stop playing; a run that does not play stays as it is."""
        if self.state is RunState.RUNNING:
            self.state = move(self.state, RunState.PAUSED)

    def advance(self, iterations: int) -> None:
        """Train `iterations` more, fewer if the run ends; a run that does not play is paused afterwards."""
        self.check_can("advance")
        if iterations < 1:
            raise ConfigurationError("iterations", iterations, "must be at least 1")
        if self.state is not RunState.RUNNING:
            self.state = move(self.state, RunState.PAUSED)
        target = self.iteration + iterations
        with np.errstate(all="ignore"):  # divergence is a state, not a warning
            while self.iteration < target and self._train_block(target) is None:
                pass

    def _train_block(self, target: int) -> End | None:
        """Train up to `target`, the next change or the block's end; return the end of the run, if it came."""
        size = self._block_size(target)
        before, first = self._moment(), self.iteration + 1
        costs = self._engine.run(size)[1:]
        self._look()
        costs = np.concatenate([costs, self._costs[np.newaxis]])
        end, progress = self._judge(first, costs)
        if end is not None and end.iteration < first + size - 1:
            self._engine.restore(before.checkpoint)
            size = end.iteration - first + 1
            self._engine.run(size)
            self._look()
            costs = np.concatenate([costs[: size - 1], self._costs[np.newaxis]])
        self.iteration, self._progress = self.iteration + size, progress
        new = max(0, self.reached + 1 - first)
        self.history.append(first + new, costs[new:])
        self.reached = max(self.reached, self.iteration)
        if end is not None:
            self.state, self.reason = move(self.state, end.state), end.reason
        elif self.iteration - self._keyframes.iterations[-1] >= KEYFRAME_EVERY:
            self._keep_moment()
        self._apply_changes()
        return end

    def _block_size(self, target: int) -> int:
        changes = self._changes[self._change :]
        until = min(target, changes[0].iteration) if changes else target
        return min(self._engine.block, until - self.iteration)

    def _judge(self, first: int, costs: Floats) -> tuple[End | None, Progress]:
        end, progress = self._referee().judge(first, costs[:, 0], self._progress)
        if end is None and not np.isfinite(self._engine.layers.flat).all():
            last = first + len(costs) - 1
            end = End(last, RunState.DIVERGED, f"A parameter left the finite range at iteration {last}.")
        return end, progress

    def _referee(self) -> Referee:
        return Referee(self.configuration.training.stop, self._cost_at_start)

    def _look(self) -> None:
        costs, self._A2 = self._engine.look()
        self._costs = costs[0]

    def check_can(self, what: str) -> None:
        """Raise StateError for what makes no sense at a run's end; a stop condition no longer met is none."""
        if self.state is RunState.DIVERGED:
            raise StateError(f"a run that has diverged cannot {what}: reset it or go back first")
        if self.state is RunState.FINISHED:
            costs = np.array([self._costs[0]])
            held, _ = self._referee().judge(self.iteration, costs, self._progress)
            if held:
                raise StateError(f"a run that has finished cannot {what}: {held.reason} Raise that first.")

    def seek(self, iteration: int) -> None:
        """Go to any iteration that was reached, exactly; the run is paused there, ready at 0."""
        if isinstance(iteration, (bool, float)) or not 0 <= iteration <= self.reached:
            raise ConfigurationError("iteration", iteration, f"must be between 0 and {self.reached}")
        place, moment = self._keyframes.before(iteration)
        with np.errstate(all="ignore"):
            self._engine.configure(moment.training)
            self._engine.restore(moment.checkpoint)
            self._set_training(moment.training)
            self.iteration, self._change, self._progress = place, moment.changes, moment.progress
            self._apply_changes()
            while self.iteration < iteration:
                self._replay(self._block_size(iteration))
            self._look()
        self.state = RunState.PAUSED if iteration else RunState.READY
        self.reason = None

    def _replay(self, size: int) -> None:
        costs = self._engine.run(size)
        _, self._progress = self._referee().judge(self.iteration, costs[:, 0], self._progress)
        self.iteration += size
        self._apply_changes()

    def reset(self, *, redraw: bool = False) -> None:
        """Go back to iteration 0 and forget the rest; `redraw` draws new weights, by the next init seed."""
        if redraw:
            seed = (self.configuration.network.init.seed + 1) % (SEED_LIMIT + 1)
            init = replace(self.configuration.network.init, seed=seed)
            network = replace(self.configuration.network, init=init)
            self.configuration = replace(self.configuration, network=network)
        self._start()

    def update(self, training: Mapping[str, Any]) -> None:
        """Change live hyperparameters from here on; one that is not live raises ConfigurationError."""
        if self.state is RunState.DIVERGED:
            raise StateError("a run that has diverged cannot take an update: reset it or go back first")
        changes = flatten({"training": training})
        for path, value in changes.items():
            if not FIELDS[path].about.live:
                raise ConfigurationError(path, value, "needs a new run: it does not change while one trains")
        checked = {path: FIELDS[path].check(value) for path, value in changes.items()}
        current = flatten({"training": asdict(self.configuration.training)})
        changed = build(TrainingConfiguration, current | checked, "training.")
        self._branch(Change(self.iteration, training=changed))

    def set_parameters(self, values: Mapping[str, Any]) -> None:
        """Set whole parameters by hand, as nested lists by name."""
        now = asdict(self.parameters)
        shapes = {name: W.shape for name, W in now.items()}
        now |= {name: explicit(name, entries, shapes=shapes) for name, entries in values.items()}
        self._change_parameters(Parameters(**now))

    def edit(self, entries: Sequence[tuple[str, int, int, float]]) -> None:
        """Set single entries by hand: (name, row, column, value), rows and columns from 0."""
        now = asdict(self.parameters)
        for name, row, column, value in entries:
            if name not in now:
                raise ConfigurationError("name", name, f"must be one of {', '.join(now)}")
            for field, index, size in zip(("row", "column"), (row, column), now[name].shape, strict=True):
                if not 0 <= index < size:
                    raise ConfigurationError(field, index, f"must be between 0 and {size - 1} for {name}")
            if not np.isfinite(value):
                raise ConfigurationError("value", value, "must be a finite number")
            now[name][row, column] = value
        self._change_parameters(Parameters(**now))

    def _change_parameters(self, parameters: Parameters) -> None:
        if self.state is RunState.DIVERGED:
            raise StateError("a run that has diverged cannot be edited: reset it or go back first")
        self._engine.layers.set([parameters])
        self._branch(Change(self.iteration, flat=self._engine.layers.flat.copy()))
        with np.errstate(all="ignore"):
            self._look()
        self.history.forget_after(self.iteration - 1)
        self.history.append(self.iteration, self._costs[np.newaxis])

    def _branch(self, change: Change) -> None:
        """Take a change in; what had been reached beyond this iteration is forgotten."""
        if len(self._changes) >= CHANGES:
            raise StateError(f"a run remembers at most {CHANGES} changes: start another one from here")
        del self._changes[self._change :]
        self.history.forget_after(self.iteration)
        self._keyframes.forget_after(self.iteration)
        self.reached = self.iteration
        self._changes.append(change)
        self._apply_changes()

    def _apply_changes(self) -> None:
        """Apply what was changed by hand at this iteration."""
        while self._change < len(self._changes) and self._changes[self._change].iteration <= self.iteration:
            change = self._changes[self._change]
            self._change += 1
            if change.training is not None:
                if change.training.stop != self.configuration.training.stop:
                    self._progress = Progress(float(np.inf), self.iteration)
                self._engine.configure(change.training)
                self._set_training(change.training)
            if change.flat is not None:
                self._engine.layers.flat[...] = change.flat

    def _set_training(self, training: TrainingConfiguration) -> None:
        self.configuration = replace(self.configuration, training=training)

    def _moment(self) -> Moment:
        training = self.configuration.training
        return Moment(self._engine.checkpoint(), training, self._progress, self._change)

    def _keep_moment(self) -> None:
        self._keyframes.add(self.iteration, self._moment())
