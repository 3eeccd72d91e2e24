"""What the chapter shows with other networks than runs have: 3-4-1, shapes, a deep linear stack."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from core import views
from core.activations import ACTIVATIONS
from core.arrays import Floats
from core.configuration import PARAMETERS, NetworkConfiguration
from core.loops import by_examples, by_units, largest_difference
from core.network import Cache, Gradients, Network, Parameters, draw_parameters
from core.outputs import OUTPUTS

STEP = 1e-5
RATE = 1.2
# fmt: off
DRAWS = np.array([
    0.125730221093, -0.132104863291, 0.640422650443, 0.104900117153, -0.535669373161, 0.361595054909,
    1.304000045130, 0.947080963129, -0.703735235807, -1.265421471046, -0.623274462537, 0.041325979347,
    -2.325030774639, -0.218791663933, -1.245910947253, -0.732267354703, -0.544258982857, -0.316300156369,
    0.411630536374, 1.042513369443, -0.128534662944, 1.366463470550, -0.665194673487, 0.351510070093,
    0.903470181652, 0.094012297761, -0.743499249354, -0.921725376258, -0.457725825667, 0.220195123470,
    -1.009618183539, -0.209175574872, -0.159225009914, 0.540845584686, 0.214659122506, 0.355372709040,
])
# fmt: on
"""Drawn once from the standard normal distribution: X, W1, b1, W2 and b2 are its numbers in order."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must be small, and how small."""

    name: str
    value: float
    bound: float

    @property
    def holds(self) -> bool:
        """Say whether it is."""
        return self.value <= self.bound


@dataclass(frozen=True, slots=True)
class Pass:
    """Examples through a network, forth and back."""

    network: Network
    X: Floats
    Y: Floats
    parameters: Parameters
    cache: Cache
    gradients: Gradients

    @property
    def dA1(self) -> Floats:
        """W2^T dZ2, (n_h, m)."""
        product: Floats = self.parameters.W2.T @ self.gradients.dZ2
        return product

    @property
    def slopes(self) -> Floats:
        """g'(Z1), (n_h, m)."""
        return self.network.activation.g_prime(self.cache.Z1)

    @property
    def dA2(self) -> Floats:
        """The loss's derivative by A2: -y / a + (1 - y) / (1 - a)."""
        A2, Y = self.cache.A2, self.Y
        derivative: Floats = -Y / A2 + (1 - Y) / (1 - A2)
        return derivative

    @property
    def losses(self) -> Floats:
        """The loss of each example, (1, m)."""
        return self.network.output.losses(self.cache.Z2, self.Y)[np.newaxis]


@dataclass(frozen=True, slots=True)
class Shapes:
    """Rows and columns of each array of a network n_x - n_h - n_y with m examples; `count`: parameters."""

    n_x: int
    n_h: int
    n_y: int
    m: int
    shapes: Mapping[str, tuple[int, ...]]
    count: int


@dataclass(frozen=True, slots=True)
class Stack:
    """Linear layers and the one that they amount to: A = W' X + b'."""

    widths: tuple[int, ...]
    W_prime: Floats
    b_prime: Floats
    relative_difference: float
    """The largest one of the outputs of 100 examples, relative to the largest output."""


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """One of them: a pass, shapes or stacks, and what must hold."""

    name: str
    checks: tuple[Check, ...] = ()
    passed: Pass | None = None
    shapes: tuple[Shapes, ...] = ()
    without_keepdims: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    stacks: tuple[Stack, ...] = ()


def _pass(m: int, activation: str, targets: list[float]) -> Pass:
    rest, parts = DRAWS, []
    for rows, columns in ((3, m), (4, 3), (4, 1), (1, 4), (1, 1)):
        parts.append(rest[: rows * columns].reshape(rows, columns))
        rest = rest[rows * columns :]
    X, parameters = parts[0], Parameters(*parts[1:])
    network, Y = Network(ACTIVATIONS[activation], OUTPUTS["sigmoid"]), np.array([targets])
    return Pass(network, X, Y, parameters, *views.trace(network, parameters, X, Y))


def _numeric(cost: Callable[[Floats], float], Z: Floats) -> Floats:
    """Return the gradient of a cost by Z, by central differences."""
    gradient, probe = np.empty_like(Z), Z.copy()
    for index in np.ndindex(Z.shape):
        middle = Z[index]
        probe[index] = middle + STEP
        above = cost(probe)
        probe[index] = middle - STEP
        gradient[index] = (above - cost(probe)) / (2 * STEP)
        probe[index] = middle
    return gradient


def _largest(difference: Floats) -> float:
    return float(np.abs(difference).max())


def _numeric_dZ1(p: Pass) -> float:
    network, W2, b2 = p.network, p.parameters.W2, p.parameters.b2
    numeric = _numeric(lambda Z1: network.cost(W2 @ network.activation.g(Z1) + b2, p.Y), p.cache.Z1)
    return _largest(p.gradients.dZ1 - p.X.shape[1] * numeric)


def one_example() -> WorkedExample:
    """One example through 3-4-1 with sigmoid everywhere, unit by unit, at once, and back."""
    p = _pass(1, "sigmoid", [1.0])
    chain = p.dA2 * ACTIVATIONS["sigmoid"].g_prime(p.cache.Z2) - p.gradients.dZ2
    checks = (
        Check("unit_by_unit", largest_difference(by_units(p.network, p.parameters, p.X), p.cache), 1e-14),
        Check("chain_rule", _largest(chain), 1e-14),
        Check("numeric_dZ1", _numeric_dZ1(p), 1e-8),
    )
    return WorkedExample("one-example", checks, p)


def five_examples() -> WorkedExample:
    """Five examples at once through 3-4-1 with tanh: columns are single passes, gradients their mean."""
    p = _pass(5, "tanh", [1.0, 0.0, 1.0, 0.0, 1.0])
    alone = [views.trace(p.network, p.parameters, p.X, p.Y, example=k)[1] for k in range(5)]
    means = [
        np.mean([getattr(one, f"d{name}") for one in alone], axis=0) - getattr(p.gradients, f"d{name}")
        for name in PARAMETERS
    ]
    by_Z2 = _numeric(lambda Z2: p.network.cost(Z2, p.Y), p.cache.Z2)
    checks = (
        Check(
            "example_by_example",
            largest_difference(by_examples(p.network, p.parameters, p.X), p.cache),
            1e-14,
        ),
        Check("mean_of_gradients", max(_largest(difference) for difference in means), 1e-14),
        Check("numeric_dZ2", _largest(p.gradients.dZ2 / 5 - by_Z2), 1e-8),
        Check("numeric_dZ1", _numeric_dZ1(p), 1e-8),
    )
    return WorkedExample("five-examples", checks, p)


def _shapes(n_x: int, n_h: int, n_y: int, m: int) -> tuple[Shapes, Gradients, Parameters]:
    parameters = draw_parameters(NetworkConfiguration(hidden_width=n_h), n_x=n_x, n_y=n_y)
    network, rng = Network(ACTIVATIONS["tanh"], OUTPUTS["sigmoid"]), np.random.RandomState(0)
    cache, gradients = views.trace(network, parameters, rng.rand(n_x, m), rng.rand(n_y, m))
    arrays = {"X": (n_x, m)} | {name: getattr(parameters, name).shape for name in PARAMETERS}
    arrays |= {name: getattr(cache, name).shape for name in ("Z1", "A1", "Z2", "A2")}
    return Shapes(n_x, n_h, n_y, m, arrays, parameters.count), gradients, parameters


def shapes() -> WorkedExample:
    """Rows, columns and counts of four networks."""
    networks = ((3, 4, 1, 1), (3, 4, 1, 400), (2, 4, 1, 400), (7, 5, 3, 10))
    return WorkedExample("shapes", shapes=tuple(_shapes(*n)[0] for n in networks))


def keepdims() -> WorkedExample:
    """What becomes of b1 where the sum over the examples loses its axis."""
    kept, gradients, parameters = _shapes(3, 4, 1, 400)
    flat = np.sum(gradients.dZ1, axis=1) / 400
    without = {"db1": flat.shape, "b1": (parameters.b1 - RATE * flat).shape}
    return WorkedExample("keepdims", shapes=(kept,), without_keepdims=without)


def _stack(widths: tuple[int, ...]) -> Stack:
    rng = np.random.RandomState(0)
    X = rng.randn(widths[0], 100)
    W = [rng.randn(out, into) for into, out in pairwise(widths)]
    b = [rng.randn(out, 1) for out in widths[1:]]
    A, W_prime, b_prime = X, np.eye(widths[0]), np.zeros((widths[0], 1))
    for W_l, b_l in zip(W, b, strict=True):
        A = W_l @ A + b_l
        W_prime, b_prime = W_l @ W_prime, W_l @ b_prime + b_l
    return Stack(widths, W_prime, b_prime, _largest(A - (W_prime @ X + b_prime)) / _largest(A))


def deep_collapse() -> WorkedExample:
    """Stacks of linear layers, deeper and wider ones too, are one layer."""
    stacks = tuple(_stack(widths) for widths in ((2, 4, 1), (2, 4, 4, 4, 1), (2, 64, 64, 1)))
    worst = max(stack.relative_difference for stack in stacks)
    return WorkedExample("deep-collapse", (Check("collapse", worst, 1e-13),), stacks=stacks)


WORKED: dict[str, Callable[[], WorkedExample]] = {
    "one-example": one_example,
    "five-examples": five_examples,
    "shapes": shapes,
    "keepdims": keepdims,
    "deep-collapse": deep_collapse,
}
