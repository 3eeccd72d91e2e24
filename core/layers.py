"""All parameters in one flat vector, and the matrices that are views of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from core.arrays import Floats
from core.network import Parameters

STACKED = 3
"""Axes of a matrix with several networks on its first."""


def with_ones(X: Floats) -> Floats:
    """Return X (n, m) with a row of ones below it: (n + 1, m)."""
    return np.concatenate([X, np.ones((1, X.shape[1]), dtype=X.dtype)])


@dataclass(frozen=True, slots=True)
class Layers:
    """[W1 | b1] as V1 (..., n_h, n_x + 1) and [W2 | b2] as V2 (..., n_y, n_h + 1), both views of `flat`.

    With K networks their V1 come first, one after the other, then their V2.
    """

    flat: Floats
    V1: Floats
    V2: Floats

    @classmethod
    def allocate(cls, lead: tuple[int, ...], n_x: int, n_h: int, n_y: int, dtype: Any) -> "Layers":
        """Return layers of zeros; `lead` is () or (K,) for K networks."""
        shapes = (*lead, n_h, n_x + 1), (*lead, n_y, n_h + 1)
        split = prod(shapes[0])
        flat = np.zeros(split + prod(shapes[1]), dtype=dtype)
        return cls(flat, flat[:split].reshape(shapes[0]), flat[split:].reshape(shapes[1]))

    def parameters(self) -> list[Parameters]:
        """Return the parameters of each network as copies, in float64."""
        V1s, V2s = (V if V.ndim == STACKED else V[np.newaxis] for V in (self.V1, self.V2))
        return [
            Parameters(*(part.astype(float) for part in (V1[:, :-1], V1[:, -1:], V2[:, :-1], V2[:, -1:])))
            for V1, V2 in zip(V1s, V2s, strict=True)
        ]

    def of(self, flat: Floats) -> Parameters:
        """Return the parameters of one network out of another flat vector like this one, as copies."""
        split = self.V1.size
        other = Layers(flat, flat[:split].reshape(self.V1.shape), flat[split:].reshape(self.V2.shape))
        return other.parameters()[0]

    def set(self, parameters: Sequence[Parameters]) -> None:
        """Copy the parameters of each network in."""
        for V, W, b in ((self.V1, "W1", "b1"), (self.V2, "W2", "b2")):
            stacked = np.stack([np.hstack([getattr(p, W), getattr(p, b)]) for p in parameters])
            V[...] = stacked if V.ndim == STACKED else stacked[0]
