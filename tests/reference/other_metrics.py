"""The experiments that train nothing: data sets, shapes, tables, and what has a closed form."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from core import views
from core.activations import ACTIVATIONS, Activation
from core.arrays import Floats
from core.configuration import PARAMETERS, NetworkConfiguration
from core.network import Parameters, draw_parameters
from core.outputs import OUTPUTS
from tests.reference.example_metrics import largest
from tests.reference.figures import Case
from tests.reference.recipes import make_dataset, network_of


def dataset(case: Case) -> Any:
    """Return a number of a data set."""
    data = make_dataset(case.expected["dataset"])
    return {
        "shape_X": data.X.shape,
        "first_example": data.X[:, 0],
        "sum_X": data.X.sum(axis=1),
        "sum_Y": data.Y.sum(),
    }[case.metric]


def shapes(case: Case) -> Any:
    """Return shapes of parameters and passes, by name, or how many parameters there are."""
    n_x, n_h, n_y, m = case.expected["n"]
    parameters = draw_parameters(NetworkConfiguration(hidden_width=n_h), n_x=n_x, n_y=n_y)
    if case.metric == "parameter_count":
        return parameters.count
    network, rng = network_of("tanh", "sigmoid"), np.random.default_rng(0)
    cache, gradients = views.trace(network, parameters, rng.random((n_x, m)), rng.random((n_y, m)))
    if case.metric == "shapes_without_keepdims":
        assert gradients.db1.shape == parameters.b1.shape
        db1 = np.sum(gradients.dZ1, axis=1) / m  # what the core must not do
        return {"db1": list(db1.shape), "b1 - lr * db1": list((parameters.b1 - 1.2 * db1).shape)}
    for name in PARAMETERS:
        assert getattr(gradients, f"d{name}").shape == getattr(parameters, name).shape
    named = {name: getattr(parameters, name) for name in PARAMETERS}
    named |= {name: getattr(cache, name) for name in ("Z1", "A1", "Z2", "A2")}
    return {name: list(array.shape) for name, array in named.items()}


def _numeric_slope_difference(activation: Activation, z: Floats) -> float:
    eps = 1e-6
    slope = (activation.g(z + eps) - activation.g(z - eps)) / (2 * eps)
    return largest(slope - activation.g_prime(z))


TABLE: dict[str, Callable[[Activation, Floats], Any]] = {
    "g": lambda activation, z: activation.g(z),
    "gprime": lambda activation, z: activation.g_prime(z),
    "gprime_numeric_max_diff": _numeric_slope_difference,
    "tanh_minus_2sigmoid2z_plus_1": lambda tanh, z: largest(
        tanh.g(z) - 2 * ACTIVATIONS["sigmoid"].g(2 * z) + 1
    ),
}


def table(case: Case) -> Any:
    """Return an activation's values at the z given."""
    z = np.array(case.expected["z"], dtype=float)
    return TABLE[case.metric](ACTIVATIONS[case.expected["activation"]], z)


def saturation_edge(case: Case) -> Any:
    """Return the |z| beyond which the core calls a unit saturated."""
    activation = ACTIVATIONS[case.expected["activation"]]
    assert activation.saturation is not None
    z = np.array([-activation.saturation, 0.0, activation.saturation])
    low, middle, high = activation.g_prime(z)
    np.testing.assert_allclose([low, high], 0.01 * middle, rtol=1e-9)
    return activation.saturation


def deep_collapse(case: Case) -> Any:
    """Return how far a stack of linear layers is from their product, relative to its largest output."""
    widths, rng = case.expected["widths"], np.random.default_rng(0)
    X = rng.standard_normal((widths[0], 100))
    W = [rng.standard_normal((out, into)) for into, out in pairwise(widths)]
    b = [rng.standard_normal((out, 1)) for out in widths[1:]]
    A = X
    for W_l, b_l in zip(W, b, strict=True):
        A = W_l @ A + b_l
    network = network_of("linear", "linear")
    one: tuple[Floats, Floats] = (W[0], b[0])
    for W_l, b_l in zip(W[1:], b[1:], strict=True):
        two = Parameters(*one, W_l, b_l)
        collapse = views.linear_collapse(X, two, network.forward(X, two))
        one = (collapse.W_prime, collapse.b_prime)
    return largest(A - (one[0] @ X + one[1])) / largest(A)


def logistic_regression(case: Case) -> Any:
    """Go to the optimum by Newton's method; the core's passes with one linear unit that is passed on."""
    data, network = make_dataset(case.expected["dataset"]), network_of("linear", "sigmoid")
    V, w_b = np.vstack([data.X, np.ones(data.y.size)]), np.zeros(3)

    def passed_on() -> Parameters:
        return Parameters(w_b[np.newaxis, :2], w_b[np.newaxis, 2:], np.ones((1, 1)), np.zeros((1, 1)))

    for _ in range(50):
        cache, gradients = views.trace(network, passed_on(), data.X, data.Y)
        slope = ACTIVATIONS["sigmoid"].g_prime(cache.Z2)
        gradient = np.concatenate([gradients.dW1[0], gradients.db1[0]])
        w_b = w_b - np.linalg.solve((V * slope) @ V.T / data.y.size, gradient)
    cache = network.forward(data.X, passed_on())
    return {
        "cost": network.cost(cache.Z2, data.Y),
        "accuracy": 100 * views.accuracy(network, cache.A2, data.Y),
        "w_b": w_b,
    }[case.metric]


def least_squares(case: Case) -> Any:
    """Return the core's cost of the best line, or of the best prediction that is never negative."""
    data, output = make_dataset(case.expected["dataset"]), OUTPUTS["linear"]
    V = np.vstack([data.X, np.ones(data.y.size)])
    w_b = np.linalg.lstsq(V.T, data.y, rcond=None)[0]
    predictions = {
        "cost": w_b[np.newaxis] @ V,
        "floor_of_a_nonnegative_prediction": np.maximum(data.Y, 0.0),
    }
    return output.losses(predictions[case.metric], data.Y).mean()
