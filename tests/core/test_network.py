"""The readable form: an example worked by hand, and finite differences for every activation."""

import numpy as np
import pytest

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
def test_the_derivative_is_the_slope_and_the_bounds_hold(activation: Activation) -> None:
    z = np.linspace(-5.03, 5.01, 400)
    slope = (activation.g(z + 1e-6) - activation.g(z - 1e-6)) / 2e-6
    np.testing.assert_allclose(activation.g_prime(z), slope, atol=1e-8)
    far = activation.g(np.array([-1e4, -1.0, 1.0, 1e4]))
    assert np.all((far >= activation.low) & (far <= activation.high))


@pytest.mark.parametrize(("name", "slope"), [("relu", 0.0), ("leaky_relu", 0.01)])
def test_at_the_kink_the_convention_holds(name: str, slope: float) -> None:
    activation = ACTIVATIONS[name]
    assert activation.kinks == (0.0,)
    assert activation.g_prime(np.zeros((1, 1)))[0, 0] == slope
    Z1, S = np.zeros((1, 1)), np.full((1, 1), np.nan)
    kernel = activation.bind(Z1, S)
    kernel.forward()
    kernel.slope()
    assert S[0, 0] == slope


@pytest.mark.parametrize("z", [-1e4, -40.0, 0.0, 40.0, 1e4])
def test_the_cost_is_finite_and_exact_for_any_logit(z: float) -> None:
    network = Network(ACTIVATIONS["tanh"], OUTPUTS["sigmoid"])
    logit = np.array([[z]])
    assert network.cost(logit, np.ones((1, 1))) == pytest.approx(np.logaddexp(0.0, -z), rel=1e-12)
    assert network.cost(logit, np.zeros((1, 1))) == pytest.approx(np.logaddexp(0.0, z), rel=1e-12)
