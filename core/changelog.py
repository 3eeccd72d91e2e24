"""What was changed by hand in the past of a run, in words of the configuration."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from itertools import chain
from typing import Any

from core.arrays import Places
from core.timeline import Change
from core.trainer import Trainer

MOST = 64
"""Changes looked at, the latest ones: a slider makes many."""


@dataclass(frozen=True, slots=True)
class Told:
    """One change: a hyperparameter by its path, or one of W1, b1, W2, b2, with None before and after."""

    iteration: int
    field: str
    before: Any = None
    after: Any = None


def changelog(trainer: Trainer) -> list[Told]:
    """Return the latest changes in order, those that still lie ahead of a run that has gone back too.

    Changes of one field at one iteration are one, and none where the first value came back.
    """
    timeline = trainer.timeline
    first = max(0, len(timeline.changes) - MOST)
    training, told = timeline.training(first), dict[tuple[int, str], Told]()
    for change in timeline.changes[first:]:
        at = change.iteration
        if change.training is not None:
            for path, before, after in _differences(training, change.training, "training."):
                known = told.pop((at, path), None)
                if known is None or known.before != after:
                    told[at, path] = Told(at, path, known.before if known else before, after)
            training = change.training
        for name in _names(change, trainer):
            told[at, name] = Told(at, name)
    return list(told.values())


def _differences(one: Any, other: Any, prefix: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield path, value and other value where two records of one kind differ."""
    for field in fields(one):
        before, after = getattr(one, field.name), getattr(other, field.name)
        if before == after:
            continue
        if is_dataclass(before):
            yield from _differences(before, after, f"{prefix}{field.name}.")
        else:
            yield prefix + field.name, before, after


def _names(change: Change, trainer: Trainer) -> set[str]:
    """Return which parameters a change by hand has set."""
    if change.entries is None:
        return set()
    layers = trainer.engine.layers
    places, split = change.entries[0], layers.V1.size
    below, above = places[places < split], places[places >= split] - split
    return set(
        chain(
            _of_layer(below, layers.V1.shape[1], ("W1", "b1")),
            _of_layer(above, layers.V2.shape[1], ("W2", "b2")),
        )
    )


def _of_layer(places: Places, columns: int, names: tuple[str, str]) -> Iterator[str]:
    """Yield the names of what lies at places in [W | b]."""
    for place in places.tolist():
        yield names[place % columns == columns - 1]
