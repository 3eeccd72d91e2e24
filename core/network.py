"""The network with one hidden layer as the chapter writes it: the form to read, the oracle of the engine.

Examples are columns: X is (n_x, m), Y and A2 are (n_y, m), A1 is (n_h, m). Source: A. Ng, Deep Learning
Specialization, course 1, week 3.
"""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from core.activations import ACTIVATIONS, Activation
from core.arrays import Floats
from core.configuration import PARAMETERS, NetworkConfiguration
from core.datasets.records import Dataset
from core.errors import ConfigurationError, all_checked
from core.initializers import INIT_SCHEMES
from core.outputs import OUTPUTS, Output

START = "network.start."
"""What stands before the name of a parameter in a configuration."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h), b2 (n_y, 1)."""

    W1: Floats
    b1: Floats
    W2: Floats
    b2: Floats

    @property
    def count(self) -> int:
        """How many numbers are learned: n_h (n_x + 1) + n_y (n_h + 1)."""
        return self.W1.size + self.b1.size + self.W2.size + self.b2.size

    @property
    def finite(self) -> bool:
        """Say whether every number is."""
        return all(bool(np.isfinite(W).all()) for W in (self.W1, self.b1, self.W2, self.b2))


@dataclass(frozen=True, slots=True)
class Cache:
    """What the forward pass leaves for the backward pass: Z1, A1 (n_h, m); Z2, A2 (n_y, m)."""

    Z1: Floats
    A1: Floats
    Z2: Floats
    A2: Floats


@dataclass(frozen=True, slots=True)
class Gradients:
    """dW and db are gradients of the cost, with its 1/m; dZ2, dZ1 are per example, without it."""

    dZ2: Floats
    dW2: Floats
    db2: Floats
    dZ1: Floats
    dW1: Floats
    db1: Floats


@dataclass(frozen=True, slots=True)
class Network:
    """The choice of hidden activation and output; the parameters are passed in."""

    activation: Activation
    output: Output
    biases: bool = True

    def forward(self, X: Floats, parameters: Parameters) -> Cache:
        """Return the cache; A1 is (n_h, m), A2 is (n_y, m)."""
        W1, b1, W2, b2 = parameters.W1, parameters.b1, parameters.W2, parameters.b2
        Z1 = W1 @ X + b1
        A1 = self.activation.g(Z1)
        Z2 = W2 @ A1 + b2
        A2 = self.output.g(Z2)
        return Cache(Z1, A1, Z2, A2)

    def backward(self, X: Floats, Y: Floats, parameters: Parameters, cache: Cache) -> Gradients:
        """Return the six gradients of the chapter for the examples X (n_x, m) with Y (n_y, m)."""
        m = X.shape[1]
        dZ2 = cache.A2 - Y
        if self.output.gate:
            self.output.gate(cache.Z2, dZ2)
        dW2 = dZ2 @ cache.A1.T / m
        db2 = np.sum(dZ2, axis=1, keepdims=True) / m
        dZ1 = parameters.W2.T @ dZ2 * self.activation.g_prime(cache.Z1)
        dW1 = dZ1 @ X.T / m
        db1 = np.sum(dZ1, axis=1, keepdims=True) / m
        return Gradients(dZ2, dW2, db2, dZ1, dW1, db1)

    def cost(self, Z2: Floats, Y: Floats) -> float:
        """Return the mean loss over the m examples."""
        return float(np.mean(self.output.losses(Z2, Y)))

    def targets(self, dataset: Dataset) -> Floats:
        """Return Y (n_y, m): one row of targets, or a row for each class with 1 where an example is of it.

        Raises ConfigurationError where the output does not suit the data.
        """
        if rule := self.output.refuses(dataset.classes):
            raise ConfigurationError("network.output", self.output.name, rule)
        if self.output.one_hot:
            one_hot: Floats = (dataset.y == np.arange(dataset.classes or 0)[:, np.newaxis]).astype(float)
            return one_hot
        return dataset.y[np.newaxis, :]

    def labels(self, A2: Floats) -> Floats:
        """Return the class (m,) that each column of A2 (n_y, m) predicts, or is as a target."""
        labels: Floats = (A2.argmax(axis=0) if self.output.one_hot else A2[0] > 0.5).astype(float)
        return labels


def penalty(parameters: Parameters, *, l1: float, l2: float, m: int) -> float:
    """Return what is added to the cost to make the objective: l2 / (2 m) sum W^2 + l1 / m sum |W|."""
    weights = np.concatenate([parameters.W1.ravel(), parameters.W2.ravel()])
    return float(l2 / (2 * m) * np.sum(weights**2) + l1 / m * np.sum(np.abs(weights)))


def with_penalty(gradients: Gradients, parameters: Parameters, *, l1: float, l2: float, m: int) -> Gradients:
    """Return the gradients of the objective; the derivative of |w| at 0 is 0, by convention."""
    W1, W2 = parameters.W1, parameters.W2
    return replace(
        gradients,
        dW1=gradients.dW1 + l2 / m * W1 + l1 / m * np.sign(W1),
        dW2=gradients.dW2 + l2 / m * W2 + l1 / m * np.sign(W2),
    )


def make_network(configuration: NetworkConfiguration) -> Network:
    """Look the choices up; a leaky activation gets its slope."""
    activation = ACTIVATIONS[configuration.activation]
    if activation.with_slope:
        activation = activation.with_slope(configuration.leaky_slope)
    return Network(activation, OUTPUTS[configuration.output], configuration.biases)


def draw_parameters(configuration: NetworkConfiguration, *, n_x: int, n_y: int) -> Parameters:
    """Draw W1, then W2, then with a bias scale b1 and b2, all from RandomState(init.seed).

    Parameters that `start` gives replace what was drawn; one of a wrong shape or with an entry that
    is not finite raises ConfigurationError.
    """
    init, n_h = configuration.init, configuration.hidden_width
    rng, scheme = np.random.RandomState(init.seed), INIT_SCHEMES[init.scheme]
    drawn = {
        "W1": scheme.draw(rng, n_h, n_x) * init.scale,
        "W2": scheme.draw(rng, n_y, n_h) * init.scale,
        "b1": np.zeros((n_h, 1)),
        "b2": np.zeros((n_y, 1)),
    }
    if init.bias_scale and configuration.biases:
        drawn |= {name: rng.randn(*drawn[name].shape) * init.bias_scale for name in ("b1", "b2")}
    drawn |= {name: np.zeros_like(drawn[name]) for name in init.zero}
    start, shapes = configuration.start or {}, {known: W.shape for known, W in drawn.items()}
    checks = (partial(explicit, name, entries, shapes=shapes, place=START) for name, entries in start.items())
    drawn |= dict(zip(start, all_checked(checks), strict=True))
    return Parameters(**{name: drawn[name] for name in PARAMETERS})


def explicit(name: str, entries: object, *, shapes: dict[str, tuple[int, ...]], place: str = "") -> Floats:
    """Return a parameter given as nested lists; raise ConfigurationError with what is wrong about it.

    `place` stands before its name where it came from.
    """
    field = f"{place}{name}"
    if name not in shapes:
        raise ConfigurationError(
            field, entries, f"is not a parameter: must be one of {', '.join(PARAMETERS)}"
        )
    try:
        W = np.array(entries, dtype=float)
    except (TypeError, ValueError):
        raise ConfigurationError(field, entries, "must be rows of numbers") from None
    if W.shape != shapes[name]:
        rows, columns = shapes[name]
        raise ConfigurationError(field, entries, f"must be {rows} by {columns} numbers, a list for each row")
    if not np.isfinite(W).all():
        raise ConfigurationError(field, entries, "must have finite entries")
    return W
