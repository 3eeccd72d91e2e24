"""How W and b start: explicit entries, zeros, drawn biases, and every init scheme's formula."""

from typing import Any

import numpy as np
import pytest

from core.configuration import configure
from core.errors import ConfigurationError
from core.initializers import INIT_SCHEMES
from core.network import Parameters, draw_parameters
from core.trainer import Trainer


def drawn(network: dict[str, Any]) -> Parameters:
    """Return the start of a network with two inputs and one output."""
    return draw_parameters(configure({"network": network}).network, n_x=2, n_y=1)


def test_explicit_parameters_replace_the_draw() -> None:
    start = {"W1": [[1, -1], [-1, 1], [1, 1], [-1, -1]], "W2": [[5, 5, -5, -5]]}
    p = drawn({"start": start})
    np.testing.assert_array_equal(p.W1, start["W1"])
    np.testing.assert_array_equal(p.W2, start["W2"])
    assert not p.b1.any()


def test_xor_wired_by_hand_is_solved_at_iteration_0() -> None:
    start = {"W1": [[1, -1], [-1, 1], [1, 1], [-1, -1]], "W2": [[5, 5, -5, -5]]}
    wired = {"data": {"source": "xor"}, "network": {"activation": "relu", "start": start}}
    assert Trainer(configure(wired)).snapshot.train_accuracy == 1.0


@pytest.mark.parametrize(
    ("start", "field", "rule"),
    [
        ({"W3": [[1]]}, "network.start.W3", "is not a parameter"),
        ({"W1": [[1, 2]]}, "network.start.W1", "must be 4 by 2 numbers"),
        ({"W1": [[1, 2], [3]]}, "network.start.W1", "must be rows of numbers"),
        ({"b2": [["x"]]}, "network.start.b2", "must be rows of numbers"),
        ({"b2": [[float("inf")]]}, "network.start.b2", "must have finite entries"),
    ],
)
def test_explicit_parameters_that_break_a_rule_are_refused(start: Any, field: str, rule: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        drawn({"start": start})
    assert caught.value.field == field
    assert caught.value.rule.startswith(rule)


def test_parameters_can_be_set_to_zero_after_the_draw() -> None:
    plain, zeroed = drawn({}), drawn({"init": {"zero": ["W1", "b2"]}})
    assert not zeroed.W1.any()
    np.testing.assert_array_equal(zeroed.W2, plain.W2)


@pytest.mark.parametrize("names", ["W1", ["W1", "W1"], ["W3"], [1], {"W1": 1}])
def test_only_names_of_parameters_can_be_zeroed(names: Any) -> None:
    with pytest.raises(ConfigurationError, match="must be a list of some of W1, b1, W2, b2"):
        drawn({"init": {"zero": names}})


def test_biases_are_drawn_after_the_weights_which_stay_the_same() -> None:
    plain, biased = drawn({}), drawn({"init": {"bias_scale": 2.0}})
    np.testing.assert_array_equal(biased.W2, plain.W2)
    assert biased.b1.all()
    assert not drawn({"init": {"bias_scale": 2.0}, "biases": False}).b1.any()


@pytest.mark.parametrize(("fan_out", "fan_in"), [(3, 7), (7, 3), (5, 5), (1, 4)])
def test_orthogonal_rows_or_columns_have_length_1(fan_out: int, fan_in: int) -> None:
    Q = INIT_SCHEMES["orthogonal"].draw(np.random.RandomState(0), fan_out, fan_in)
    assert Q.shape == (fan_out, fan_in)
    product = Q @ Q.T if fan_out <= fan_in else Q.T @ Q
    np.testing.assert_allclose(product, np.eye(min(fan_out, fan_in)), atol=1e-14)


def test_small_uniform_is_the_chapters_rand_all_positive() -> None:
    p = drawn({"init": {"scheme": "small_uniform", "seed": 2}})
    np.testing.assert_array_equal(p.W1, np.random.RandomState(2).rand(4, 2) * 0.01)


@pytest.mark.parametrize("wrong", [{"biases": 1}, {"start": [1]}, {"start": "W1"}])
def test_a_field_of_another_type_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigurationError, match="must be"):
        drawn(wrong)
