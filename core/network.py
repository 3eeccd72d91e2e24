"""The network with one hidden layer as the chapter writes it: the form to read, the oracle of the engine.

Examples are columns: X is (n_x, m), Y and A2 are (n_y, m), A1 is (n_h, m). Source: A. Ng, Deep Learning
Specialization, course 1, week 3.
"""

from dataclasses import dataclass

import numpy as np

from core.activations import ACTIVATIONS, Activation
from core.arrays import Floats
from core.configuration import NetworkConfiguration
from core.initializers import INIT_SCHEMES
from core.outputs import OUTPUTS, Output


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
        dW2 = dZ2 @ cache.A1.T / m
        db2 = np.sum(dZ2, axis=1, keepdims=True) / m
        dZ1 = parameters.W2.T @ dZ2 * self.activation.g_prime(cache.Z1)
        dW1 = dZ1 @ X.T / m
        db1 = np.sum(dZ1, axis=1, keepdims=True) / m
        return Gradients(dZ2, dW2, db2, dZ1, dW1, db1)

    def cost(self, Z2: Floats, Y: Floats) -> float:
        """Return the mean loss over the m examples."""
        return float(np.mean(self.output.losses(Z2, Y)))

    def accuracy(self, A2: Floats, Y: Floats) -> float:
        """Return the share, 0 to 1, of examples whose class is predicted."""
        return float(np.mean((self.output.level < A2) == (self.output.level < Y)))


def make_network(configuration: NetworkConfiguration) -> Network:
    """Look the choices up; a leaky activation gets its slope."""
    activation = ACTIVATIONS[configuration.activation]
    if activation.with_slope:
        activation = activation.with_slope(configuration.leaky_slope)
    return Network(activation, OUTPUTS[configuration.output])


def draw_parameters(configuration: NetworkConfiguration, *, n_x: int, n_y: int) -> Parameters:
    """Draw W1, then W2, from RandomState(init.seed); the biases start at 0."""
    rng = np.random.RandomState(configuration.init.seed)
    scheme, n_h = INIT_SCHEMES[configuration.init.scheme], configuration.hidden_width
    W1 = scheme.draw(rng, n_h, n_x) * configuration.init.scale
    W2 = scheme.draw(rng, n_y, n_h) * configuration.init.scale
    return Parameters(W1, np.zeros((n_h, 1)), W2, np.zeros((n_y, 1)))
