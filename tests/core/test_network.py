"""The readable form: an example worked by hand, and finite differences for every activation."""

import numpy as np
import pytest
from numpy.typing import NDArray

from core.activations import ACTIVATIONS, Activation
from core.network import Network, Parameters
from core.outputs import OUTPUTS

EVERY_ACTIVATION = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)


def test_one_example_worked_by_hand() -> None:
    network = Network(ACTIVATIONS["relu"], OUTPUTS["sigmoid"])
    X, Y = np.array([[1.0], [2.0]]), np.array([[1.0]])
    parameters = Parameters(
        W1=np.array([[1.0, 0.5], [-1.0, 0.25]]),
        b1=np.array([[0.0], [0.0]]),
        W2=np.array([[0.5, 3.0]]),
        b2=np.array([[-1.0]]),
    )
    cache = network.forward(X, parameters)
    np.testing.assert_array_equal(cache.Z1, [[2.0], [-0.5]])
    np.testing.assert_array_equal(cache.A1, [[2.0], [0.0]])
    np.testing.assert_array_equal(cache.Z2, [[0.0]])
    np.testing.assert_array_equal(cache.A2, [[0.5]])
    assert network.cost(cache.Z2, Y) == pytest.approx(np.log(2))
    gradients = network.backward(X, Y, parameters, cache)
    np.testing.assert_array_equal(gradients.dZ2, [[-0.5]])
    np.testing.assert_array_equal(gradients.dW2, [[-1.0, 0.0]])
    np.testing.assert_array_equal(gradients.db2, [[-0.5]])
    np.testing.assert_array_equal(gradients.dZ1, [[-0.25], [0.0]])
    np.testing.assert_array_equal(gradients.dW1, [[-0.25, -0.5], [0.0, 0.0]])
    np.testing.assert_array_equal(gradients.db1, [[-0.25], [0.0]])


@EVERY_ACTIVATION
def test_the_gradients_agree_with_central_differences_of_the_cost(activation: Activation) -> None:
    rng = np.random.RandomState(7)
    network = Network(activation, OUTPUTS["sigmoid"])
    X, Y = rng.randn(2, 20), (rng.rand(1, 20) > 0.5).astype(float)
    parameters = Parameters(rng.randn(3, 2), rng.randn(3, 1), rng.randn(1, 3), rng.randn(1, 1))
    gradients = network.backward(X, Y, parameters, network.forward(X, parameters))
    for name in ("W1", "b1", "W2", "b2"):
        entries: NDArray[np.float64] = getattr(parameters, name)
        for index in np.ndindex(entries.shape):
            middle = entries[index]
            costs = []
            for nudge in (1e-6, -1e-6):
                entries[index] = middle + nudge
                costs.append(network.cost(network.forward(X, parameters).Z2, Y))
            entries[index] = middle
            slope = (costs[0] - costs[1]) / 2e-6
            assert getattr(gradients, "d" + name)[index] == pytest.approx(slope, abs=1e-8), f"{name}{index}"


@EVERY_ACTIVATION
def test_the_derivative_is_the_slope_and_the_bounds_hold(activation: Activation) -> None:
    z = np.linspace(-5.03, 5.01, 400)
    slope = (activation.g(z + 1e-6) - activation.g(z - 1e-6)) / 2e-6
    np.testing.assert_allclose(activation.g_prime(z), slope, atol=1e-8)
    far = activation.g(np.array([-1e4, -1.0, 1.0, 1e4]))
    assert np.all((far >= activation.low) & (far <= activation.high))


@pytest.mark.parametrize(("name", "slope"), [("relu", 0.0), ("leaky_relu", 0.01)])
def test_at_the_kink_the_convention_holds(name: str, slope: float) -> None:
    activation = ACTIVATIONS[name]
    at_zero = np.zeros((1, 1))
    assert activation.g_prime(at_zero)[0, 0] == slope
    gradient = np.ones((1, 1))
    kernel = activation.bind(at_zero)
    kernel.forward()
    kernel.backward(gradient, at_zero)
    assert gradient[0, 0] == slope


@pytest.mark.parametrize("z", [-1e4, -40.0, 0.0, 40.0, 1e4])
def test_the_cost_is_finite_and_exact_for_any_logit(z: float) -> None:
    network = Network(ACTIVATIONS["tanh"], OUTPUTS["sigmoid"])
    logit = np.array([[z]])
    assert network.cost(logit, np.ones((1, 1))) == pytest.approx(np.logaddexp(0.0, -z), rel=1e-12)
    assert network.cost(logit, np.zeros((1, 1))) == pytest.approx(np.logaddexp(0.0, z), rel=1e-12)
