"""One iteration as a student writes it: the chapter's formulas, a new array for each result, float64."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.arrays import Floats
from core.network import Parameters

NAMES = ("W1", "b1", "W2", "b2")
Named = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Form:
    """g(z) and g'(z) from z and a = g(z); no g' where it is 1."""

    g: Callable[[Any], Any]
    slope: Callable[[Any, Any], Any] | None


def _sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def _gelu(z: Any) -> Any:
    return 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))


def _gelu_slope(z: Any, a: Any) -> Any:
    t = np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3))
    return 0.5 * (1 + t) + 0.5 * z * (1 - t**2) * np.sqrt(2 / np.pi) * (1 + 3 * 0.044715 * z**2)


FORMS: dict[str, Form] = {
    "sigmoid": Form(_sigmoid, lambda z, a: a * (1 - a)),
    "tanh": Form(np.tanh, lambda z, a: 1 - a**2),
    "relu": Form(lambda z: np.maximum(0, z), lambda z, a: z > 0),
    "leaky_relu": Form(lambda z: np.where(z > 0, z, 0.01 * z), lambda z, a: np.where(z > 0, 1, 0.01)),
    "linear": Form(lambda z: z, None),
    "elu": Form(lambda z: np.where(z > 0, z, np.exp(z) - 1), lambda z, a: np.where(z > 0, 1, a + 1)),
    "gelu": Form(_gelu, _gelu_slope),
    "silu": Form(lambda z: z * _sigmoid(z), lambda z, a: a + _sigmoid(z) * (1 - a)),
    "softplus": Form(lambda z: np.log(1 + np.exp(z)), lambda z, a: _sigmoid(z)),
    "sine": Form(np.sin, lambda z, a: np.cos(z)),
}


class GradientDescent:
    """W := W - alpha dW."""

    def __init__(self, rate: float) -> None:
        """Keep the learning rate."""
        self.rate = rate

    def update(self, p: Named, d: Named) -> None:
        """Move each parameter."""
        for name in NAMES:
            p[name] = p[name] - self.rate * d[name]


class Momentum(GradientDescent):
    """v := mu v + dW; W := W - alpha v."""

    mu = 0.9

    def __init__(self, rate: float) -> None:
        """Start at rest."""
        super().__init__(rate)
        self.v: dict[str, Any] = dict.fromkeys(NAMES, 0.0)

    def update(self, p: Named, d: Named) -> None:
        """Move each parameter."""
        for name in NAMES:
            self.v[name] = self.mu * self.v[name] + d[name]
            p[name] = p[name] - self.rate * self.v[name]


class Nesterov(Momentum):
    """v := mu v + dW; W := W - alpha (dW + mu v)."""

    def update(self, p: Named, d: Named) -> None:
        """Move each parameter."""
        for name in NAMES:
            self.v[name] = self.mu * self.v[name] + d[name]
            p[name] = p[name] - self.rate * (d[name] + self.mu * self.v[name])


class RMSprop(GradientDescent):
    """s := rho s + (1 - rho) dW^2; W := W - alpha dW / (sqrt(s) + epsilon)."""

    rho, epsilon = 0.99, 1e-8

    def __init__(self, rate: float) -> None:
        """Start with nothing seen."""
        super().__init__(rate)
        self.s: dict[str, Any] = dict.fromkeys(NAMES, 0.0)

    def update(self, p: Named, d: Named) -> None:
        """Move each parameter."""
        for name in NAMES:
            self.s[name] = self.rho * self.s[name] + (1 - self.rho) * d[name] ** 2
            p[name] = p[name] - self.rate * d[name] / (np.sqrt(self.s[name]) + self.epsilon)


class Adam(GradientDescent):
    """Both moments, each corrected for its start."""

    beta1, beta2, epsilon = 0.9, 0.999, 1e-8

    def __init__(self, rate: float) -> None:
        """Start with nothing seen."""
        super().__init__(rate)
        self.t = 0
        self.v: dict[str, Any] = dict.fromkeys(NAMES, 0.0)
        self.s: dict[str, Any] = dict.fromkeys(NAMES, 0.0)

    def update(self, p: Named, d: Named) -> None:
        """Move each parameter."""
        self.t += 1
        for name in NAMES:
            self.v[name] = self.beta1 * self.v[name] + (1 - self.beta1) * d[name]
            self.s[name] = self.beta2 * self.s[name] + (1 - self.beta2) * d[name] ** 2
            v_corrected = self.v[name] / (1 - self.beta1**self.t)
            s_corrected = self.s[name] / (1 - self.beta2**self.t)
            p[name] = p[name] - self.rate * v_corrected / (np.sqrt(s_corrected) + self.epsilon)


OPTIMIZERS: dict[str, type[GradientDescent]] = {
    "gradient_descent": GradientDescent,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "rmsprop": RMSprop,
    "adam": Adam,
}


def forward(X: Floats, p: Named, g: Callable[[Any], Any]) -> tuple[Floats, Floats, Floats]:
    """Return Z1, A1 and A2 of a sigmoid output."""
    Z1 = p["W1"] @ X + p["b1"]
    A1 = g(Z1)
    Z2 = p["W2"] @ A1 + p["b2"]
    return Z1, A1, 1 / (1 + np.exp(-Z2))


@dataclass
class Textbook:
    """Trains on all examples at once, sigmoid output; X is (n_x, m), Y (1, m)."""

    X: Floats
    Y: Floats
    start: Parameters
    form: Form
    optimizer: GradientDescent
    p: Named = field(init=False)

    def __post_init__(self) -> None:
        """Copy the start."""
        self.p = {name: getattr(self.start, name).copy() for name in NAMES}

    def run(self, iterations: int) -> list[float]:
        """Train; return the cost before each update."""
        return [self.iterate(self.X, self.Y) for _ in range(iterations)]

    def iterate(self, X: Floats, Y: Floats) -> float:
        """Make one update from these examples and return their cost before it."""
        p, m = self.p, X.shape[1]
        Z1, A1, A2 = forward(X, p, self.form.g)
        cost = -np.mean(Y * np.log(A2) + (1 - Y) * np.log(1 - A2))
        dZ2 = A2 - Y
        dW2 = dZ2 @ A1.T / m
        db2 = np.sum(dZ2, axis=1, keepdims=True) / m
        dZ1 = p["W2"].T @ dZ2
        if self.form.slope:
            dZ1 = dZ1 * self.form.slope(Z1, A1)
        dW1 = dZ1 @ X.T / m
        db1 = np.sum(dZ1, axis=1, keepdims=True) / m
        self.optimizer.update(p, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2})
        return float(cost)

    def parameters(self) -> Parameters:
        """Return where it stands."""
        return Parameters(**self.p)


@dataclass
class MiniBatches(Textbook):
    """The same from `size` examples at a time, in a new order each epoch."""

    size: int = 32
    seed: int = 0
    whole_cost: bool = False
    """Compute the cost of all examples at each iteration, as our core does, instead of the batch's."""
    _batches: Iterator[tuple[Floats, Floats]] = field(init=False)

    def __post_init__(self) -> None:
        """Copy the start."""
        super().__post_init__()
        self._batches = self._forever(np.random.RandomState(self.seed))

    def run(self, iterations: int) -> list[float]:
        """Train; return the cost before each update."""
        costs = []
        for _ in range(iterations):
            X, Y = next(self._batches)
            whole = self._whole_cost() if self.whole_cost else None
            cost = self.iterate(X, Y)
            costs.append(cost if whole is None else whole)
        return costs

    def _whole_cost(self) -> float:
        _, _, A2 = forward(self.X, self.p, self.form.g)
        return float(-np.mean(self.Y * np.log(A2) + (1 - self.Y) * np.log(1 - A2)))

    def _forever(self, rng: np.random.RandomState) -> Iterator[tuple[Floats, Floats]]:
        m = self.X.shape[1]
        while True:
            order = rng.permutation(m)
            X, Y = self.X[:, order], self.Y[:, order]
            for k in range(0, m, self.size):
                yield X[:, k : k + self.size], Y[:, k : k + self.size]


def frame(p: Named, g: Callable[[Any], Any], low: float, high: float) -> tuple[Floats, list[Floats]]:
    """Return A2 on 100 x 100 points and each hidden unit's A1 on 50 x 50, each from a grid made anew."""
    x1, x2 = np.meshgrid(np.linspace(low, high, 100), np.linspace(low, high, 100))
    _, _, A2 = forward(np.c_[x1.ravel(), x2.ravel()].T, p, g)
    surface = A2.reshape(x1.shape)
    x1, x2 = np.meshgrid(np.linspace(low, high, 50), np.linspace(low, high, 50))
    A1 = g(p["W1"] @ np.c_[x1.ravel(), x2.ravel()].T + p["b1"])
    return surface, [unit.reshape(x1.shape) for unit in A1]
