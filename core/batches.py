"""Which examples an iteration learns from: all of them, or mini-batches in a new order each epoch."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class BatchState:
    """A place in the order of examples: the generator at the start of the epoch, and how far into it.

    `key` (624,) and `drawn` are what a RandomState consists of that draws nothing but permutations.
    """

    key: NDArray[np.uint32]
    drawn: int
    position: int

    def equals(self, other: "BatchState") -> bool:
        """Say whether the same batches follow."""
        same = (self.drawn, self.position) == (other.drawn, other.position)
        return same and np.array_equal(self.key, other.key)


class Batches:
    """Mini-batches of `size` out of m examples; the last one of an epoch is smaller where m is no multiple.

    The order of each epoch is the next permutation of one RandomState.
    """

    def __init__(self, m: int, size: int, seed: int) -> None:
        """Start at the first epoch."""
        self.m, self.size = m, size
        self._rng = np.random.RandomState(seed)
        self._position = m
        self._start: tuple[NDArray[np.uint32], int] = self._generator()
        self._order: NDArray[np.intp] = np.empty(0, dtype=np.intp)

    def next(self) -> NDArray[np.intp]:
        """Return the columns of the next batch."""
        if self._position >= self.m:
            self._start = self._generator()
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
            return BatchState(*self._generator(), self.m)
        return BatchState(*self._start, self._position)

    def restore(self, state: BatchState) -> None:
        """Go back to a place."""
        self._rng.set_state(("MT19937", state.key, state.drawn, 0, 0.0))
        self._position = state.position
        if state.position < self.m:
            self._start = (state.key, state.drawn)
            self._order = self._rng.permutation(self.m)

    def _generator(self) -> tuple[NDArray[np.uint32], int]:
        inner = self._rng.get_state(legacy=False)["state"]
        return inner["key"], inner["pos"]
