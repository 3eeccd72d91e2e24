"""Gradients against central differences of the objective, in float64."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Floats
from core.configuration import PARAMETERS
from core.network import Network, Parameters, penalty, with_penalty
from core.pieces import Pieces, finish

STEP = 1e-5
TOLERANCE = 1e-6
FLOOR = 1e-10
"""A difference this small passes where the gradient itself vanishes."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Analytic against numeric, as vectors: |n - a| and |n - a| / (|n| + |a|), 0 where both are 0."""

    difference: float
    relative_error: float

    @property
    def passed(self) -> bool:
        """Say whether the gradients agree."""
        return self.relative_error <= TOLERANCE or self.difference <= FLOOR


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """The comparison over all entries and by parameter.

    `analytic` and `numeric` hold dW1, db1, dW2, db2 in their shapes.

    An entry whose two probes lie on different sides of a kink (of ReLU and its kin, of |w|) has no derivative
    to compare with: it is left out of the comparisons and marked in `at_kink`, by name and shape.
    """

    overall: Comparison
    by_parameter: dict[str, Comparison]
    analytic: dict[str, Floats]
    numeric: dict[str, Floats]
    at_kink: dict[str, Floats]

    @property
    def kinks(self) -> int:
        """How many entries were left out."""
        return int(sum(marks.sum() for marks in self.at_kink.values()))


def check_gradients(  # noqa: PLR0913 - a point of the objective
    network: Network, parameters: Parameters, X: Floats, Y: Floats, *, l1: float = 0.0, l2: float = 0.0
) -> GradientCheck:
    """Compare the gradients of the objective at `parameters` for X (n_x, m), Y (n_y, m) with differences."""
    return finish(gradient_check(network, parameters, X, Y, l1=l1, l2=l2))


def gradient_check(  # noqa: PLR0913 - a point of the objective
    network: Network, parameters: Parameters, X: Floats, Y: Floats, *, l1: float = 0.0, l2: float = 0.0
) -> Pieces[GradientCheck]:
    """Do the same, and yield after every entry, so that a caller can leave it."""
    m = X.shape[1]
    copies = {name: np.array(getattr(parameters, name), dtype=float) for name in PARAMETERS}
    probed = Parameters(**copies)
    gradients = network.backward(X, Y, probed, network.forward(X, probed))
    gradients = with_penalty(gradients, probed, l1=l1, l2=l2, m=m)
    numeric = {f"d{name}": np.empty_like(copies[name]) for name in PARAMETERS}
    at_kink = {f"d{name}": np.zeros(copies[name].shape, dtype=bool) for name in PARAMETERS}
    for name, entries in copies.items():
        for index in np.ndindex(entries.shape):
            middle, objectives, sides = entries[index], [], []
            for probe in (middle + STEP, middle - STEP):
                entries[index] = probe
                cache = network.forward(X, probed)
                objectives.append(network.cost(cache.Z2, Y) + penalty(probed, l1=l1, l2=l2, m=m))
                sides.append(_sides(network, cache.Z1, cache.Z2))
            entries[index] = middle
            numeric[f"d{name}"][index] = (objectives[0] - objectives[1]) / (2 * STEP)
            through_zero = bool(l1) and name.startswith("W") and abs(middle) < STEP
            at_kink[f"d{name}"][index] = through_zero or not np.array_equal(sides[0], sides[1])
            yield
    pairs = {
        name: (getattr(gradients, name)[~at_kink[name]], numeric[name][~at_kink[name]]) for name in numeric
    }
    everything = [np.concatenate(parts) for parts in zip(*pairs.values(), strict=True)]
    by_parameter = {name: _compare(*pair) for name, pair in pairs.items()}
    analytic = {name: getattr(gradients, name) for name in numeric}
    return GradientCheck(_compare(everything[0], everything[1]), by_parameter, analytic, numeric, at_kink)


def _sides(network: Network, Z1: Floats, Z2: Floats) -> Floats:
    """Return on which side of each kink every z lies."""
    hidden = [np.ravel(kink < Z1) for kink in network.activation.kinks]
    outer = [np.ravel(kink < Z2) for kink in network.output.kinks]
    sides: Floats = np.concatenate([*hidden, *outer, np.empty(0, dtype=bool)])
    return sides


def _compare(analytic: Floats, numeric: Floats) -> Comparison:
    difference = float(np.linalg.norm(numeric - analytic))
    size = float(np.linalg.norm(numeric) + np.linalg.norm(analytic))
    return Comparison(difference, difference / size if size else 0.0)
