"""A run's mathematics: configuration -> iterations, history and state. Who shows it is not its business."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import isfinite
from typing import Any

import numpy as np

from core import edits, views
from core.arrays import Floats
from core.configuration import SEED_LIMIT, Configuration, TrainingConfiguration, configure, flatten
from core.datasets.sources import make_dataset
from core.engine import Checkpoint, Engine
from core.errors import BoundsError, StateError
from core.history import History
from core.network import Parameters, draw_parameters, make_network
from core.run_state import RunState, move
from core.stopping import End, Progress, Referee
from core.timeline import Change, Moment, Timeline

KEYFRAME_EVERY = 64
"""Iterations between two keyframes, at least."""
ENDED = (RunState.DIVERGED, RunState.FINISHED)


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
class Standing:
    """Where a run stands, apart from what its timeline remembers."""

    iteration: int
    state: RunState
    reason: str | None
    cost_at_start: float
    moment: Moment


class Trainer:
    """One network being trained; every method does what it says, or raises and changes nothing."""

    def __init__(
        self, configuration: Configuration | None = None, past: tuple[Timeline, Standing] | None = None
    ) -> None:
        """Draw the data and the weights; the run is ready at iteration 0, or goes on from its past."""
        self.configuration = configuration or configure({})
        self.dataset = make_dataset(**asdict(self.configuration.data))
        self.network = make_network(self.configuration.network)
        self._measures: Floats
        self._Z2: Floats
        if past:
            self._go_on(*past)
        else:
            self._start()

    def _make_engine(self) -> Engine:
        n_x, n_y = self.dataset.X.shape[0], self.network.targets(self.dataset).shape[0]
        start = draw_parameters(self.configuration.network, n_x=n_x, n_y=n_y)
        return Engine(self.network, self.dataset, start, self.configuration.training, scored=True)

    def _start(self) -> None:
        self.engine = self._make_engine()
        self.timeline = Timeline(self.configuration.training)
        self.iteration, self.state = 0, RunState.READY
        self.reason: str | None = None
        self._change = 0
        self._look()
        self._cost_at_start = float(self._measures[0])
        self._progress = Progress(self._cost_at_start, 0)
        self.history.append(0, self._measures[np.newaxis])
        self._keep_moment()

    def _go_on(self, timeline: Timeline, standing: Standing) -> None:
        self.engine, self.timeline = self._make_engine(), timeline
        self.iteration, self.state, self.reason = standing.iteration, standing.state, standing.reason
        self._cost_at_start = standing.cost_at_start
        self._recall(standing.moment)
        self._look()

    @property
    def history(self) -> History:
        """Costs and accuracies, up to the highest iteration that was reached."""
        return self.timeline.history

    @property
    def reached(self) -> int:
        """The highest iteration that can be gone to."""
        return self.timeline.reached

    @property
    def changes(self) -> list[Change]:
        """What has been changed by hand up to now, in order."""
        return self.timeline.changes[: self._change]

    @property
    def parameters(self) -> Parameters:
        """The parameters now, as copies."""
        return self.engine.layers.parameters()[0]

    @property
    def next_parameters(self) -> Parameters:
        """What the next iteration would make of them, by the optimizer and its next batch."""
        return self.engine.ahead()

    @property
    def start(self) -> Parameters:
        """The parameters at iteration 0, with what was set by hand there, as copies."""
        _, moment = self.timeline.keyframes.before(0)
        return self.engine.layers.of(self._flat_at(0, moment))

    @property
    def standing(self) -> Standing:
        """Where the run stands, as copies."""
        return Standing(self.iteration, self.state, self.reason, self._cost_at_start, self._moment())

    def path(self) -> tuple[list[int], Floats]:
        """Return the iterations of the keyframes before now and of now, and the parameters there, (k, P).

        A row holds [W1 | b1], then [W2 | b2], row by row.
        """
        moments = [item for item in self.timeline.keyframes.items() if item[0] < self.iteration]
        flats = [self._flat_at(iteration, moment) for iteration, moment in moments]
        iterations = [iteration for iteration, _ in moments]
        return [*iterations, self.iteration], np.stack([*flats, self.engine.layers.flat]).astype(float)

    def _flat_at(self, iteration: int, moment: Moment) -> Floats:
        flat = moment.checkpoint.flat.copy()
        for change in self.timeline.changes[moment.changes :]:
            if change.iteration <= iteration and change.entries is not None:
                places, values = change.entries
                flat[places] = values
        return flat

    @property
    def snapshot(self) -> Snapshot:
        """The numbers of this moment."""
        m, Y = self.engine.m_train, self.engine.Y
        tested, classes = m < Y.shape[1], self.dataset.classes is not None
        train_cost, test_cost, train_accuracy, test_accuracy = self._measures.tolist()

        def r2(part: slice) -> float | None:
            return views.r2(self.network, self.network.output.g(self._Z2[:, part]), Y[:, part])

        return Snapshot(
            iteration=self.iteration,
            epoch=self.engine.seen // m,
            state=self.state,
            train_cost=train_cost,
            test_cost=test_cost if tested else None,
            train_accuracy=train_accuracy if classes else None,
            test_accuracy=test_accuracy if classes and tested else None,
            train_r2=None if classes else r2(slice(0, m)),
            test_r2=None if classes or not tested else r2(slice(m, None)),
        )

    def play(self) -> None:
        """Say that the run goes on; who calls `advance`, and when, is the caller's business."""
        self.check_can("play")
        self.state, self.reason = move(self.state, RunState.RUNNING), None

    def pause(self) -> None:
        """Stop playing; a run that does not play stays as it is."""
        if self.state is RunState.RUNNING:
            self.state = move(self.state, RunState.PAUSED)

    def advance(self, iterations: int) -> None:
        """Train `iterations` more, fewer if the run ends; a run that does not play is paused afterwards."""
        target = self.set_out(iterations)
        while self.iteration < target and not self.ended:
            self.train_block(target)

    def set_out(self, iterations: int) -> int:
        """Get ready to advance, or raise what `advance` does; return the iteration that it comes to."""
        self.check_can("advance")
        if iterations < 1:
            raise BoundsError("iterations", iterations, 1)
        if self.state is not RunState.RUNNING:
            self.state, self.reason = move(self.state, RunState.PAUSED), None
        return self.iteration + iterations

    @property
    def ended(self) -> bool:
        """Say whether the run has diverged or finished."""
        return self.state in ENDED

    def block_size(self, target: int) -> int:
        """Return how many iterations come before the target, the next keyframe or the next change."""
        every = max(KEYFRAME_EVERY, self.engine.block)
        until = min(target, self.iteration + every - self.iteration % every)
        change = self.timeline.next_change(self._change)
        return (min(until, change.iteration) if change else until) - self.iteration

    def train_block(self, target: int) -> None:
        """Train up to the target or the block's end, whichever comes first; the run has set out."""
        before = self.engine.checkpoint()
        self.take(*self.engine.train(self.block_size(target)), before)

    def take(self, measures: Floats, Z2: Floats, before: Checkpoint) -> None:
        """Take in what `engine` has trained since `before`: measures (k, 4) after each iteration, and Z2 now.

        k is at most `block_size`. Where the run ends on the way, the engine goes back and to that end.
        """
        first, size = self.iteration + 1, len(measures)
        end, progress = self._judge(first, measures)
        if end is not None and end.iteration < first + size - 1:
            self.engine.restore(before)
            measures, Z2 = self.engine.train(end.iteration - first + 1)
            progress = self._referee().follow(first, measures[:, 0], self._progress)
        self._measures, self._Z2 = measures[-1], Z2
        self.iteration, self._progress = self.iteration + len(measures), progress
        new = max(0, self.reached + 1 - first)
        self.history.append(first + new, measures[new:])
        self.timeline.reached = max(self.reached, self.iteration)
        if end is not None:
            self.state, self.reason = move(self.state, end.state), end.reason
        elif self._is_place_of_keyframe():
            self._keep_moment()
        if self._apply_changes():
            self._look()

    def _judge(self, first: int, measures: Floats) -> tuple[End | None, Progress]:
        end, progress = self._referee().judge(first, measures[:, 0], self._progress)
        if end is None and not self._is_finite():
            last = first + len(measures) - 1
            end = End(last, RunState.DIVERGED, f"A parameter left the finite range at iteration {last}.")
        return end, progress

    def _is_finite(self) -> bool:
        flat = self.engine.layers.flat
        # a sum that is finite has finite terms only; one that is not says nothing
        return isfinite(np.add.reduce(flat)) or bool(np.isfinite(flat).all())

    def _referee(self) -> Referee:
        return Referee(self.configuration.training.stop, self._cost_at_start)

    def _look(self) -> None:
        measures, self._Z2 = self.engine.look()
        self._measures = measures[0]

    def can(self, what: str) -> bool:
        """Say whether `check_can` lets it pass."""
        try:
            self.check_can(what)
        except StateError:
            return False
        return True

    def check_can(self, what: str) -> None:
        """Raise StateError for what makes no sense at a run's end; a stop condition no longer met is none."""
        self._check_not_diverged(what)
        if self.state is RunState.FINISHED:
            costs = self._measures[:1]
            held, _ = self._referee().judge(self.iteration, costs, self._progress)
            if held:
                raise StateError(f"a run that has finished cannot {what}: {held.reason} Raise that first.")

    def seek(self, iteration: int) -> None:
        """Go to any iteration that was reached, exactly; the run is paused there, ready at 0."""
        if isinstance(iteration, (bool, float)) or not 0 <= iteration <= self.reached:
            raise BoundsError("iteration", iteration, 0, self.reached)
        self.iteration, moment = self.timeline.keyframes.before(iteration)
        self._recall(moment)
        self._apply_changes()
        while self.iteration < iteration:
            measures, _ = self.engine.train(self.block_size(iteration))
            self._progress = self._referee().follow(self.iteration + 1, measures[:, 0], self._progress)
            self.iteration += len(measures)
            self._apply_changes()
        self._look()
        self.state = RunState.PAUSED if iteration else RunState.READY
        self.reason = None

    def _recall(self, moment: Moment) -> None:
        training = self.timeline.training(moment.changes)
        if training != self.engine.training:
            self.engine.configure(training)
        self.engine.restore(moment.checkpoint)
        self._set_training(training)
        self._change, self._progress = moment.changes, moment.progress

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
        self._check_not_diverged("take an update")
        changed = edits.with_fields(self.configuration.training, flatten({"training": training}))
        self._branch(Change(self.iteration, training=changed))

    def set_parameters(self, values: Mapping[str, Any]) -> None:
        """Set whole parameters by hand, as nested lists by name."""
        self._change_parameters(edits.replaced(self.parameters, values))

    def edit(self, entries: Sequence[edits.Entry], place: str = "") -> None:
        """Set single entries by hand: (name, row, column, value), rows and columns from 0.

        `place` is how errors name the entry at {k}, if by more than its fields.
        """
        self._change_parameters(edits.edited(self.parameters, entries, place))

    def _change_parameters(self, parameters: Parameters) -> None:
        self._check_not_diverged("be edited")
        flat = self.engine.layers.flat
        before = flat.copy()
        self.engine.layers.set([parameters])
        places = np.flatnonzero(flat != before)
        values, flat[...] = flat[places], before
        self._branch(Change(self.iteration, entries=(places, values)))
        self._look()
        self.history.forget_after(self.iteration - 1)
        self.history.append(self.iteration, self._measures[np.newaxis])

    def _check_not_diverged(self, what: str) -> None:
        if self.state is RunState.DIVERGED:
            raise StateError(f"a run that has diverged cannot {what}: reset it or go back first")

    def _branch(self, change: Change) -> None:
        self.timeline.branch(change, self._change)
        self._apply_changes()

    def _apply_changes(self) -> bool:
        """Apply what was changed by hand at this iteration; say whether parameters were."""
        edited = False
        while (change := self.timeline.next_change(self._change)) and change.iteration <= self.iteration:
            self._change += 1
            if change.training is not None:
                if change.training.stop != self.configuration.training.stop:
                    self._progress = Progress(float(np.inf), self.iteration)
                self.engine.configure(change.training)
                self._set_training(change.training)
            if change.entries is not None:
                places, values = change.entries
                self.engine.layers.flat[places] = values
                edited = True
        return edited

    def _set_training(self, training: TrainingConfiguration) -> None:
        self.configuration = replace(self.configuration, training=training)

    def _moment(self) -> Moment:
        return Moment(self.engine.checkpoint(), self._progress, self._change)

    def _is_place_of_keyframe(self) -> bool:
        due = self.iteration % max(KEYFRAME_EVERY, self.engine.block) == 0
        return due and self.iteration > self.timeline.keyframes.last

    def _keep_moment(self) -> None:
        moment = self._moment()
        self.timeline.keyframes.add(self.iteration, moment, moment.bytes)
