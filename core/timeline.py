"""What a run remembers, in bounded memory: costs, moments to go back to, what was changed by hand."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.arrays import Floats, Places
from core.configuration import TrainingConfiguration
from core.engine import Checkpoint
from core.errors import StateError
from core.history import History
from core.stopping import Progress

LIMIT = 256
"""Keyframes kept of one run."""
BYTES = 4_000_000
"""What the keyframes of one run may take together."""
FEWEST = 16
"""Keyframes kept however large they are."""
CHANGES = 5_000
"""Changes by hand that one run remembers."""
Held = TypeVar("Held")


@dataclass(frozen=True, slots=True)
class Moment:
    """What a keyframe holds: the engine's state, and how many of the changes it has behind it."""

    checkpoint: Checkpoint
    progress: Progress
    changes: int

    @property
    def bytes(self) -> int:
        """How much memory its arrays take."""
        kept = self.checkpoint
        arrays = [kept.flat, *kept.optimizer.values(), *([kept.batches.key] if kept.batches else [])]
        return sum(array.nbytes for array in arrays)


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """Something that was changed by hand at an iteration: hyperparameters, or entries of the parameters."""

    iteration: int
    training: TrainingConfiguration | None = None
    entries: tuple[Places, Floats] | None = None
    """Places in the flat vector (k,), and what was put there (k,)."""


class Keyframes(Generic[Held]):
    """Moments by iteration: dense in the near past, sparse in the far. The first one always stays."""

    def __init__(self, limit: int = LIMIT, most_bytes: int = BYTES) -> None:
        """Keep at most `limit` moments, and 16 only where more would take more than `most_bytes`."""
        self._limit, self._most_bytes = limit, most_bytes
        self._iterations: list[int] = []
        self._moments: list[Held] = []
        self._sizes: list[int] = []

    def __len__(self) -> int:
        return len(self._iterations)

    @property
    def bytes(self) -> int:
        """What they take together."""
        return sum(self._sizes)

    @property
    def iterations(self) -> tuple[int, ...]:
        """Where the keyframes are, in order."""
        return tuple(self._iterations)

    @property
    def last(self) -> int:
        """Where the last keyframe is."""
        return self._iterations[-1]

    def add(self, iteration: int, moment: Held, size: int = 0) -> None:
        """Keep a moment of `size` bytes after all others."""
        self._iterations.append(iteration)
        self._moments.append(moment)
        self._sizes.append(size)
        while self._too_many():
            self._drop(self._least_missed())

    def items(self) -> Iterator[tuple[int, Held]]:
        """Yield every iteration and its moment, in order."""
        return zip(self._iterations, self._moments, strict=True)

    def before(self, iteration: int) -> tuple[int, Held]:
        """Return the latest keyframe at or before an iteration."""
        place = bisect_right(self._iterations, iteration) - 1
        return self._iterations[place], self._moments[place]

    def copy(self) -> "Keyframes[Held]":
        """Return the same moments, to which others may come."""
        copied: Keyframes[Held] = Keyframes(self._limit, self._most_bytes)
        copied._iterations, copied._moments = self._iterations.copy(), self._moments.copy()
        copied._sizes = self._sizes.copy()
        return copied

    def forget_after(self, iteration: int) -> None:
        """Drop every keyframe after an iteration."""
        place = bisect_right(self._iterations, iteration)
        del self._iterations[place:], self._moments[place:], self._sizes[place:]

    def _too_many(self) -> bool:
        count = len(self._iterations)
        return count > self._limit or (count > FEWEST and self.bytes > self._most_bytes)

    def _least_missed(self) -> int:
        """Return the one whose loss leaves the smallest gap for its age."""
        now, at = self._iterations[-1], self._iterations
        return min(range(1, len(at) - 1), key=lambda i: (at[i + 1] - at[i - 1]) / (now - at[i]))

    def _drop(self, place: int) -> None:
        del self._iterations[place], self._moments[place], self._sizes[place]


class Timeline:
    """The past of a run from its start, and its future where it has gone back."""

    def __init__(self, start: TrainingConfiguration) -> None:
        """Remember nothing yet but how the training starts."""
        self.start = start
        self.history = History()
        self.keyframes: Keyframes[Moment] = Keyframes()
        self.changes: list[Change] = []
        """In the order in which they were made, which is that of their iterations."""
        self.reached = 0
        """The highest iteration that can be gone to."""

    def copy(self) -> "Timeline":
        """Return the same past, which goes its own way from here."""
        copied = Timeline(self.start)
        copied.history.put(0, self.history.rows)
        copied.history.thinned = self.history.thinned
        copied.keyframes, copied.changes = self.keyframes.copy(), self.changes.copy()
        copied.reached = self.reached
        return copied

    def branch(self, change: Change, after: int) -> None:
        """Add a change after the first `after` ones; what comes later than it is forgotten.

        Raises StateError, and changes nothing, where there are too many.
        """
        if after >= CHANGES:
            raise StateError(f"a run remembers at most {CHANGES} changes: start another one from here")
        self.changes[after:] = [change]
        self.history.forget_after(change.iteration)
        self.keyframes.forget_after(change.iteration)
        self.reached = change.iteration

    def training(self, after: int) -> TrainingConfiguration:
        """Return the training configuration after the first `after` changes."""
        trainings = (change.training for change in reversed(self.changes[:after]))
        return next((training for training in trainings if training), self.start)

    def next_change(self, after: int) -> Change | None:
        """Return the change that follows the first `after` ones."""
        return self.changes[after] if after < len(self.changes) else None
