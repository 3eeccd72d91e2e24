"""The accuracy of every iteration of a block, from what the forward pass has left."""

from collections.abc import Callable

import numpy as np

from core.arrays import Bools, Floats
from core.outputs import Output

Hits = Callable[[Floats], Bools]
"""From squash(Z2) (k, ..., n_y, m): where the class that is predicted is the true one, (k, ..., m)."""
Shares = Callable[[Bools], Floats]
"""From hits (..., m): their shares among training and test examples, (..., 2)."""
HALF = 0.5


def bind_hits(output: Output, Y: Floats, block: tuple[int, ...]) -> Hits:
    """Return what compares predictions with the classes in Y (n_y, m), as `Network.labels` would.

    One output predicts class 1 where A2 > 0.5, several the class of the largest, the first of equal ones.
    `block` is the largest shape of what it will be given; what it returns is overwritten by the next call.
    """
    hits = np.empty((*block[:-2], block[-1]), dtype=bool)
    return _bind_largest(Y, hits) if output.one_hot else _bind_threshold(output, Y, hits)


def _bind_threshold(output: Output, Y: Floats, hits: Bools) -> Hits:
    truth = np.broadcast_to(Y[0] > HALF, hits.shape).copy()
    # where A2 is a sum, half a unit in the last place of 0.5 is lost in it: such an A2 is 0.5
    lost = np.finfo(Y.dtype).eps / 2 if output.offset else 0.0
    threshold = Y.dtype.type((HALF - output.offset) / output.scale + lost)

    def compare(squashed: Floats) -> Bools:
        found = hits[: len(squashed)]
        np.greater(squashed[..., 0, :], threshold, found)
        np.equal(found, truth[: len(squashed)], found)
        return found

    return compare


def _bind_largest(Y: Floats, hits: Bools) -> Hits:
    n_y, m = Y.shape
    truth = Y.argmax(axis=0)
    places = truth * m + np.arange(m)

    def compare(squashed: Floats) -> Bools:
        largest, found = np.maximum.reduce(squashed, axis=-2), hits[: len(squashed)]
        if np.count_nonzero(squashed == largest[..., np.newaxis, :]) > largest.size:
            np.equal(squashed.argmax(axis=-2), truth, found)  # ties, at ten times the price
        else:
            own = squashed.reshape(*squashed.shape[:-2], n_y * m).take(places, axis=-1)
            np.equal(own, largest, found)
        return found

    return compare


def bind_shares(m: int, m_train: int) -> Shares:
    """Return what gives from hits (..., m) their shares among the first m_train examples and the others.

    (..., 2); where there are no others, NaN.
    """
    # one product counts both; counts below 2^24 are exact in float32
    select = np.zeros((m, 2), dtype=np.float32)
    select[:m_train, 0] = select[m_train:, 1] = 1.0
    sizes = np.array([m_train, m - m_train or np.nan])

    def shares(hits: Bools) -> Floats:
        counts: Floats = hits.astype(np.float32).dot(select)
        found: Floats = counts / sizes
        return found

    return shares
