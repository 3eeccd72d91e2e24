"""One example or a few through 3-4-1, forth and back: every array by its name, and what must agree."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from core import views
from core.activations import ACTIVATIONS
from core.arrays import Floats
from core.network import Cache, Gradients, Network, Parameters
from tests.reference.figures import Case
from tests.reference.recipes import network_of

STEP = 1e-5


@dataclass(frozen=True, slots=True)
class Worked:
    """A worked example."""

    network: Network
    X: Floats
    Y: Floats
    parameters: Parameters
    cache: Cache
    gradients: Gradients

    @property
    def da2(self) -> Floats:
        """The loss's derivative by A2: -y / a + (1 - y) / (1 - a)."""
        result: Floats = -self.Y / self.cache.A2 + (1 - self.Y) / (1 - self.cache.A2)
        return result

    @property
    def gprime_Z1(self) -> Floats:
        """The hidden activation's slope."""
        return self.network.activation.g_prime(self.cache.Z1)


@cache
def _work(seed: int, m: int, activation: str, Y: tuple[int, ...]) -> Worked:
    rng = np.random.default_rng(seed)
    X, W1, b1, W2, b2 = (rng.standard_normal(shape) for shape in ((3, m), (4, 3), (4, 1), (1, 4), (1, 1)))
    network, parameters = network_of(activation, "sigmoid"), Parameters(W1, b1, W2, b2)
    targets = np.array([Y], dtype=float)
    return Worked(network, X, targets, parameters, *views.trace(network, parameters, X, targets))


def work(inputs: Mapping[str, Any]) -> Worked:
    """Return the worked example that an experiment's inputs describe."""
    return _work(inputs["seed"], inputs["m"], inputs["activation"], tuple(inputs["Y"]))


def largest(*differences: Floats) -> float:
    """Return the largest difference of all."""
    return max(float(np.abs(difference).max()) for difference in differences)


def unit_loop(worked: Worked) -> float:
    """Compute unit by unit with plain numbers; return the largest difference from the matrices."""
    p, g, sigmoid = worked.parameters, worked.network.activation.g, worked.network.output.g
    z1, x = np.zeros(len(p.W1)), worked.X[:, 0]
    for i, w in enumerate(p.W1):
        z1[i] = sum(float(w[j]) * float(x[j]) for j in range(len(x))) + p.b1[i, 0]
    a1 = g(z1)
    z2 = np.array([sum(float(p.W2[0, i]) * float(a1[i]) for i in range(len(a1))) + p.b2[0, 0]])
    c = worked.cache
    return largest(z1 - c.Z1[:, 0], a1 - c.A1[:, 0], z2 - c.Z2[:, 0], sigmoid(z2) - c.A2[:, 0])


def singles(worked: Worked) -> list[tuple[Cache, Gradients]]:
    """Return the core's passes of each example alone."""
    m = worked.X.shape[1]
    return [views.trace(worked.network, worked.parameters, worked.X, worked.Y, example=k) for k in range(m)]


def example_loop(worked: Worked) -> float:
    """Return the largest difference of the single passes from the columns of the batch."""
    return largest(
        *(
            getattr(single, name)[:, 0] - getattr(worked.cache, name)[:, k]
            for k, (single, _) in enumerate(singles(worked))
            for name in ("Z1", "A1", "Z2", "A2")
        )
    )


def mean_of_singles(worked: Worked) -> float:
    """Return the largest difference of the mean of the single gradients from the batch's."""
    alone = [gradients for _, gradients in singles(worked)]
    return largest(
        *(
            np.mean([getattr(one, name) for one in alone], axis=0) - getattr(worked.gradients, name)
            for name in ("dW1", "db1", "dW2", "db2")
        )
    )


def numeric(cost: Callable[[Floats], float], Z: Floats) -> Floats:
    """Return the gradient of the cost by Z, by central differences."""
    result, probe = np.empty_like(Z), Z.copy()
    for index in np.ndindex(Z.shape):
        probe[index] = Z[index] + STEP
        above = cost(probe)
        probe[index] = Z[index] - STEP
        result[index] = (above - cost(probe)) / (2 * STEP)
        probe[index] = Z[index]
    return result


def numeric_dZ1(worked: Worked) -> float:
    """Return the largest difference of dZ1 from m times the numeric gradient by Z1."""
    network, p = worked.network, worked.parameters

    def cost(Z1: Floats) -> float:
        return network.cost(p.W2 @ network.activation.g(Z1) + p.b2, worked.Y)

    return largest(worked.gradients.dZ1 - worked.X.shape[1] * numeric(cost, worked.cache.Z1))


def numeric_dZ2(worked: Worked) -> float:
    """Return the largest difference of dZ2 / m from the numeric gradient by Z2."""
    gradient = numeric(lambda Z2: worked.network.cost(Z2, worked.Y), worked.cache.Z2)
    return largest(worked.gradients.dZ2 / worked.X.shape[1] - gradient)


METRICS: dict[str, Callable[[Worked], Any]] = {
    "cost": lambda worked: worked.network.cost(worked.cache.Z2, worked.Y),
    "da2": lambda worked: worked.da2,
    "dA1": lambda worked: worked.parameters.W2.T @ worked.gradients.dZ2,
    "gprime_Z1": lambda worked: worked.gprime_Z1,
    "dA2_times_gprime_minus_dZ2": lambda worked: largest(
        worked.da2 * ACTIVATIONS["sigmoid"].g_prime(worked.cache.Z2) - worked.gradients.dZ2
    ),
    "unit_loop_max_diff": unit_loop,
    "example_loop_max_diff": example_loop,
    "mean_of_single_gradients_max_diff": mean_of_singles,
    "dZ1_numeric_max_diff": numeric_dZ1,
    "dZ2_over_m_numeric_max_diff": numeric_dZ2,
}


def measure(case: Case) -> Any:
    """Return the metric of a case of kind `forward_example`; arrays go by their names."""
    worked, name = work(case.experiment["inputs"]), case.metric
    if name in METRICS:
        return METRICS[name](worked)
    owners = (worked, worked.parameters, worked.cache, worked.gradients)
    return next(getattr(owner, name) for owner in owners if hasattr(owner, name))
