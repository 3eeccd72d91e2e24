"""Which examples an iteration learns from: all of them, or mini-batches in a new order each epoch."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class BatchState:
    """A place in the order of examples: the generator at the start of the epoch, and how far into it."""

    generator: Any
    position: int


class Batches:
    """Mini-batches of `size` out of m examples; the last one of an epoch is smaller where m is no multiple.

    The order of each epoch is the next permutation of one RandomState.
    """

    def __init__(self, m: int, size: int, seed: int) -> None:
        """Start at the first epoch."""
        self.m, self.size = m, size
        self._rng = np.random.RandomState(seed)
        self._position = m
        self._start: Any = None
        self._order: NDArray[np.intp] = np.empty(0, dtype=np.intp)

    def next(self) -> NDArray[np.intp]:
        """Return the columns of the next batch."""
        if self._position >= self.m:
            self._start = self._rng.get_state()
            self._order, self._position = self._rng.permutation(self.m), 0
        batch = self._order[self._position : self._position + self.size]
        self._position += self.size
        return batch

    def resize(self, size: int) -> None:
        """Go on with batches of another size, at the next epoch's order."""
        self.size, self._position = size, self.m

    @property
    def state(self) -> BatchState:
        """The place where the next batch begins."""
        if self._position >= self.m:
            return BatchState(self._rng.get_state(), self.m)
        return BatchState(self._start, self._position)

    def restore(self, state: BatchState) -> None:
        """Go back to a place."""
        self._rng.set_state(state.generator)
        self._position = state.position
        if state.position < self.m:
            self._start = state.generator
            self._order = self._rng.permutation(self.m)
