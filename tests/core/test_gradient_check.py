"""Every gradient of every choice agrees with central differences; kinks are said."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.gradient_check import TOLERANCE, check_gradients
from core.network import Network, Parameters
from core.outputs import OUTPUTS

PENALTIES = {"none": (0.0, 0.0), "l1": (0.3, 0.0), "l2": (0.0, 0.7), "both": (0.3, 0.7)}


def problem(output: str) -> tuple[Parameters, np.ndarray, np.ndarray]:
    """Return parameters, X (2, 20) and Y that suit an output."""
    rng = np.random.RandomState(7)
    n_y = 3 if output == "softmax" else 1
    X = rng.randn(2, 20)
    Y = {
        "sigmoid": (rng.rand(1, 20) > 0.5).astype(float),
        "softmax": np.eye(3)[:, rng.randint(0, 3, 20)],
        "linear": rng.randn(1, 20),
        "relu": rng.rand(1, 20),
    }[output]
    p = Parameters(rng.randn(3, 2), rng.randn(3, 1), rng.randn(n_y, 3), rng.randn(n_y, 1))
    return p, X, Y


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_output_and_penalty(activation: str, output: str, penalty: str) -> None:
    parameters, X, Y = problem(output)
    l1, l2 = PENALTIES[penalty]
    checked = check_gradients(
        Network(ACTIVATIONS[activation], OUTPUTS[output]), parameters, X, Y, l1=l1, l2=l2
    )
    assert checked.kinks == 0
    assert checked.overall.relative_error <= TOLERANCE
    assert checked.overall.passed
    assert all(part.passed for part in checked.by_parameter.values())


def test_a_wrong_gradient_is_found() -> None:
    from dataclasses import replace  # noqa: PLC0415

    parameters, X, Y = problem("sigmoid")
    wrong = replace(ACTIVATIONS["tanh"], g_prime=lambda z: 1.01 * (1 - np.tanh(z) ** 2))
    checked = check_gradients(Network(wrong, OUTPUTS["sigmoid"]), parameters, X, Y)
    assert not checked.overall.passed
    assert checked.by_parameter["dW2"].passed
    assert not checked.by_parameter["dW1"].passed


def test_a_probe_across_a_kink_is_left_out_and_said() -> None:
    parameters, X, Y = problem("sigmoid")
    parameters.b1[0, 0] = -(parameters.W1[0] @ X[:, 3])  # unit 1 is exactly at its kink for example 4
    checked = check_gradients(Network(ACTIVATIONS["relu"], OUTPUTS["sigmoid"]), parameters, X, Y)
    assert checked.kinks > 0
    assert checked.at_kink["db1"][0, 0]
    assert checked.overall.passed


def test_a_weight_at_0_is_a_kink_of_the_l1_penalty() -> None:
    parameters, X, Y = problem("sigmoid")
    parameters.W2[0, 1] = 0.0
    network = Network(ACTIVATIONS["tanh"], OUTPUTS["sigmoid"])
    assert check_gradients(network, parameters, X, Y).kinks == 0
    checked = check_gradients(network, parameters, X, Y, l1=0.5)
    assert checked.kinks == 1
    assert checked.at_kink["dW2"][0, 1]


def test_where_the_gradient_vanishes_an_absolute_floor_holds() -> None:
    _, X, _ = problem("sigmoid")
    zeros = Parameters(np.zeros((2, 2)), np.zeros((2, 1)), np.zeros((1, 2)), np.zeros((1, 1)))
    Y = np.repeat([[0.0, 1.0]], 10, axis=0).reshape(1, 20)
    checked = check_gradients(Network(ACTIVATIONS["tanh"], OUTPUTS["sigmoid"]), zeros, X, Y)
    assert checked.overall.passed
    assert checked.overall.difference <= 1e-10


def test_the_check_changes_no_parameter() -> None:
    parameters, X, Y = problem("linear")
    before = parameters.W1.copy()
    check_gradients(Network(ACTIVATIONS["gelu"], OUTPUTS["linear"]), parameters, X, Y)
    np.testing.assert_array_equal(parameters.W1, before)
