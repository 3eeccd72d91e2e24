"""Which examples are trained on: the split keeps classes, or the range of the targets, on both sides."""

import numpy as np

from core.arrays import Bools, Floats


def split(y: Floats, test_share: float, rng: np.random.RandomState, *, by_class: bool) -> Bools:
    """Return true (m,) where an example is trained on; draws nothing where no example is tested.

    By class, every class gives the same share (rounded) to the test, and keeps at least one example.
    Otherwise by rank: the sorted targets are cut into equal strata, as many as the smaller part has
    examples, and each stratum gives that part one of them. So both parts reach over the whole range.
    """
    if test_share <= 0:
        return np.ones(y.size, dtype=bool)
    return _by_class(y, test_share, rng) if by_class else _by_rank(y, test_share, rng)


def _by_class(y: Floats, test_share: float, rng: np.random.RandomState) -> Bools:
    train = np.ones(y.size, dtype=bool)
    for label in np.unique(y):
        members = np.flatnonzero(y == label)
        tested = min(round(test_share * members.size), members.size - 1)
        train[rng.permutation(members)[:tested]] = False
    return train


def _by_rank(y: Floats, test_share: float, rng: np.random.RandomState) -> Bools:
    tested = min(round(test_share * y.size), y.size - 1)
    test_is_smaller = 2 * tested <= y.size
    smaller = tested if test_is_smaller else y.size - tested
    chosen = np.zeros(y.size, dtype=bool)
    if smaller:
        for stratum in np.array_split(np.argsort(y, kind="stable"), smaller):
            chosen[stratum[rng.randint(stratum.size)]] = True
    return ~chosen if test_is_smaller else chosen
