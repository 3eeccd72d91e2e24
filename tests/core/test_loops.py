"""The passes in loops compute what the vectorised one does, for every activation and output."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.loops import by_examples, by_units, largest_difference
from core.network import Network, Parameters
from core.outputs import OUTPUTS


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
@pytest.mark.parametrize(("output", "n_y"), [("sigmoid", 1), ("softmax", 3), ("linear", 1), ("relu", 1)])
def test_loops_and_matrices_give_the_same_numbers(activation: str, output: str, n_y: int) -> None:
    rng = np.random.RandomState(3)
    network = Network(ACTIVATIONS[activation], OUTPUTS[output])
    parameters = Parameters(rng.randn(4, 2), rng.randn(4, 1), rng.randn(n_y, 4), rng.randn(n_y, 1))
    X = rng.randn(2, 9)
    whole = network.forward(X, parameters)
    assert largest_difference(by_examples(network, parameters, X), whole) <= 1e-14
    assert largest_difference(by_units(network, parameters, X), whole) <= 1e-14


def test_a_difference_is_seen_wherever_it_is() -> None:
    rng = np.random.RandomState(3)
    network = Network(ACTIVATIONS["tanh"], OUTPUTS["sigmoid"])
    parameters = Parameters(rng.randn(4, 2), rng.randn(4, 1), rng.randn(1, 4), rng.randn(1, 1))
    X = rng.randn(2, 5)
    for name in ("Z1", "A1", "Z2", "A2"):
        one, other = network.forward(X, parameters), network.forward(X, parameters)
        getattr(one, name)[0, 3] += 0.25
        assert largest_difference(one, other) == pytest.approx(0.25)
