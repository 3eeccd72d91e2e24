"""Costs and accuracies of a run, in bounded memory."""

from itertools import pairwise

import numpy as np

from core.arrays import Floats

LIMIT = 20_000
"""Rows kept of one run."""
MEASURES = 4
"""What is kept of an iteration: train and test cost, train and test accuracy."""


def thin(rows: Floats, limit: int) -> Floats:
    """Return at most `limit` of the rows (iteration, train cost, ...), in order.

    The iterations are cut into equal stretches, of which the lowest and the highest train cost stay; the
    first and the last row always stay. `limit` is at least 4.
    """
    if len(rows) <= limit:
        return rows
    borders = np.linspace(rows[0, 0], rows[-1, 0], (limit - 2) // 2 + 1)
    places = np.unique(np.searchsorted(rows[:, 0], borders))
    costs, kept = np.nan_to_num(rows[:, 1], nan=np.inf), [0, len(rows) - 1]
    for start, end in pairwise(places):
        kept += [start + int(costs[start:end].argmin()), start + int(costs[start:end].argmax())]
    thinned: Floats = rows[np.unique(kept)]
    return thinned


class History:
    """Rows of (iteration, train cost, test cost, train accuracy, test accuracy), iterations strictly growing.

    Where there are no test examples, or no classes, there is NaN.
    What is kept depends on the rows alone, not on how many were added at once.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        """Keep at most `limit` rows: when one more comes, half of them are thinned out."""
        self._limit = limit
        self._rows = np.empty((limit, 1 + MEASURES))
        self._size = 0
        self.thinned = 0
        """How often rows of the past have been thinned out."""

    def __len__(self) -> int:
        return self._size

    @property
    def rows(self) -> Floats:
        """All rows, (k, 5), as a view."""
        return self._rows[: self._size]

    def append(self, first_iteration: int, measures: Floats) -> None:
        """Add the measures (k, 4) of the iterations from `first_iteration` on."""
        start = 0
        while start < len(measures):
            if self._size == self._limit:
                self._thin_out()
            part = measures[start : start + self._limit - self._size]
            new = self._rows[self._size : self._size + len(part)]
            new[:, 0] = np.arange(first_iteration + start, first_iteration + start + len(part))
            new[:, 1:] = part
            self._size += len(part)
            start += len(part)

    def _thin_out(self) -> None:
        kept = thin(self.rows, self._limit // 2)
        self._rows[: len(kept)] = kept
        self._size = len(kept)
        self.thinned += 1

    def put(self, place: int, rows: Floats) -> None:
        """Let these rows (k, 5) follow the first `place` ones, instead of what follows them now."""
        self._size = place + len(rows)
        self._rows[place : self._size] = rows

    def forget_after(self, iteration: int) -> None:
        """Drop the rows after an iteration."""
        self._size = int(np.searchsorted(self.rows[:, 0], iteration, side="right"))

    def since(self, iteration: int, limit: int) -> Floats:
        """Return a copy of the rows after `iteration`, thinned to `limit`."""
        start = int(np.searchsorted(self.rows[:, 0], iteration, side="right"))
        return thin(self.rows[start:], limit).copy()
