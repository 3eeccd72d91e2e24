"""What a program needs to train a run again: its configuration, its shapes, and what was changed by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any

import numpy as np

from core.configuration import Configuration, TrainingConfiguration
from core.edits import flat_fields
from core.errors import StateError
from core.passes import SMALL
from core.timeline import Change
from core.trainer import KEYFRAME_EVERY, Trainer

USUAL = 1000
"""Iterations of a program of a run that has none behind it, and no last one."""
MOST_ENTRIES = 20_000
"""Numbers changed by hand that a program repeats."""
Entry = tuple[str, int, int, float]


@dataclass(frozen=True, slots=True)
class Step:
    """What changed by hand at an iteration: fields of the training, or single entries, rows from 0."""

    iteration: int
    fields: dict[str, Any]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """A run up to where it stands; `configuration` is that of its start, `dtype` NumPy's name of its type.

    `cost` is that of the run at `iterations`, None where the run has not been there. `left_out` is the
    iteration of the first change that the steps do not hold, None where they hold all of them.
    """

    configuration: Configuration
    steps: tuple[Step, ...]
    iterations: int
    cost: float | None
    left_out: int | None
    patience_anew: bool
    """The stop conditions were changed before the first iteration."""
    n_x: int
    n_y: int
    classes: int | None
    m: int
    """Training examples."""
    look_every: int
    """Iterations between two looks at whether all parameters are finite."""
    complement: bool
    """The activation's text gives 1 - slope."""

    @property
    def late(self) -> bool:
        """Say whether the engine takes the complement after the sums over the examples, not before."""
        return self.complement and self.configuration.network.hidden_width * self.m > SMALL

    @property
    def trainings(self) -> list[dict[str, Any]]:
        """The training fields at the start and after each step, without their section."""
        fields = short(flat_fields(self.configuration.training))
        stages = [fields]
        for step in self.steps:
            stages.append(stages[-1] | step.fields)
        return stages

    @property
    def optimizers(self) -> list[str]:
        """The optimizers that it uses, in order."""
        return list(dict.fromkeys(stage["optimizer"] for stage in self.trainings))

    def ever(self, *names: str) -> bool:
        """Say whether one of these training fields is ever set: neither None nor 0."""
        return any(stage[name] for stage in self.trainings for name in names)

    @property
    def batched(self) -> bool:
        """Say whether there are ever mini-batches."""
        return any(stage["batch_size"] and stage["batch_size"] < self.m for stage in self.trainings)


def recipe(trainer: Trainer) -> Recipe:
    """Return the recipe of a run as it stands; the run's lock is held."""
    start, changes = _without_the_first(trainer.timeline.start, trainer.changes)
    steps, left_out = _steps(start, changes, trainer)
    stands = trainer.iteration if left_out is None else left_out
    cost, small = trainer.snapshot.train_cost, np.empty((1, 1))
    return Recipe(
        configuration=replace(trainer.configuration, training=start),
        steps=steps,
        iterations=stands or start.stop.iteration or USUAL,
        cost=cost if stands and left_out is None and isfinite(cost) else None,
        left_out=left_out,
        patience_anew=start.stop != trainer.timeline.start.stop,
        n_x=trainer.dataset.X.shape[0],
        n_y=trainer.engine.Y.shape[0],
        classes=trainer.dataset.classes,
        m=trainer.engine.m_train,
        look_every=max(KEYFRAME_EVERY, trainer.engine.block),
        complement=trainer.network.activation.bind(small, small.copy()).complement,
    )


def _without_the_first(
    start: TrainingConfiguration, changes: Sequence[Change]
) -> tuple[TrainingConfiguration, list[Change]]:
    """Return the training after what was changed before the first iteration, and all other changes."""
    trainings = [change.training for change in changes if change.training and not change.iteration]
    others = [change for change in changes if change.iteration or change.entries is not None]
    return (trainings[-1] if trainings else start), others


def _steps(
    training: TrainingConfiguration, changes: Sequence[Change], trainer: Trainer
) -> tuple[tuple[Step, ...], int | None]:
    steps, numbers = list[Step](), 0
    for change in changes:
        fields: dict[str, Any] = {}
        if change.training is not None:
            old, new = short(flat_fields(training)), short(flat_fields(change.training))
            fields = {name: value for name, value in new.items() if value != old[name]}
            training = change.training
        entries = _entries(change, trainer)
        numbers += len(entries)
        if numbers > MOST_ENTRIES:
            return tuple(steps), change.iteration
        if fields or entries:
            steps.append(Step(change.iteration, fields, entries))
    return tuple(steps), None


def _entries(change: Change, trainer: Trainer) -> tuple[Entry, ...]:
    """Return the entries of a change by name, row and column."""
    if change.entries is None:
        return ()
    layers, entries = trainer.engine.layers, list[Entry]()
    split = layers.V1.size
    for place, value in zip(*(part.tolist() for part in change.entries), strict=True):
        V, W, b = (layers.V1, "W1", "b1") if place < split else (layers.V2, "W2", "b2")
        row, column = divmod(place - (0 if place < split else split), V.shape[1])
        is_bias = column == V.shape[1] - 1
        entries.append((b, row, 0, value) if is_bias else (W, row, column, value))
    return tuple(entries)


def short(fields: dict[str, Any]) -> dict[str, Any]:
    """Return training fields by the last part of their path: stop.iteration is stop_iteration."""
    return {path.removeprefix("training.").replace(".", "_"): value for path, value in fields.items()}


def code_of(record: Any) -> Any:
    """Return how a record is written; raise StateError where it is not."""
    if record.code is None:
        raise StateError(f"no program can be written of {record.name}: its record has no source text")
    return record.code
