"""Moments of a run to go back to: dense in the near past, sparse in the far, never more than a limit."""

from bisect import bisect_right
from typing import Generic, TypeVar

LIMIT = 256
"""Keyframes kept of one run."""
Moment = TypeVar("Moment")


class Keyframes(Generic[Moment]):
    """Moments by iteration. The first one always stays."""

    def __init__(self, limit: int = LIMIT) -> None:
        """Keep at most `limit` moments."""
        self._limit = limit
        self._iterations: list[int] = []
        self._moments: list[Moment] = []

    def __len__(self) -> int:
        return len(self._iterations)

    @property
    def iterations(self) -> tuple[int, ...]:
        """Where the keyframes are, in order."""
        return tuple(self._iterations)

    def add(self, iteration: int, moment: Moment) -> None:
        """Keep a moment after all others; one at the same iteration takes its place."""
        if self._iterations and self._iterations[-1] == iteration:
            self._moments[-1] = moment
            return
        self._iterations.append(iteration)
        self._moments.append(moment)
        if len(self._iterations) > self._limit:
            self._drop(self._least_missed())

    def before(self, iteration: int) -> tuple[int, Moment]:
        """Return the latest keyframe at or before an iteration."""
        place = bisect_right(self._iterations, iteration) - 1
        return self._iterations[place], self._moments[place]

    def forget_after(self, iteration: int) -> None:
        """Drop every keyframe after an iteration."""
        place = bisect_right(self._iterations, iteration)
        del self._iterations[place:], self._moments[place:]

    def _least_missed(self) -> int:
        """Return the one whose loss leaves the smallest gap for its age."""
        now, at = self._iterations[-1], self._iterations
        return min(range(1, len(at) - 1), key=lambda i: (at[i + 1] - at[i - 1]) / (now - at[i]))

    def _drop(self, place: int) -> None:
        del self._iterations[place], self._moments[place]
