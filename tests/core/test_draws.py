"""Weights: shapes, moments, and no touch of the global random state."""

import numpy as np
import pytest

from core.configuration import NetworkConfiguration, configure
from core.initializers import INIT_SCHEMES
from core.network import draw_parameters

VARIANCES = {
    "small_normal": 1.0,
    "xavier_normal": 2 / (300 + 200),
    "xavier_uniform": 2 / (300 + 200),
    "he_normal": 2 / 300,
    "he_uniform": 2 / 300,
}


@pytest.mark.parametrize(("scheme", "variance"), VARIANCES.items())
def test_a_scheme_draws_with_mean_0_and_its_variance(scheme: str, variance: float) -> None:
    W = INIT_SCHEMES[scheme].draw(np.random.RandomState(0), 200, 300)
    assert W.shape == (200, 300)
    assert W.mean() == pytest.approx(0, abs=5 * np.sqrt(variance / W.size))
    assert W.var() == pytest.approx(variance, rel=0.03)


@pytest.mark.parametrize(("scheme", "value"), [("zeros", 0.0), ("constant", 0.5)])
def test_the_schemes_that_draw_nothing(scheme: str, value: float) -> None:
    network = configure({"network": {"init": {"scheme": scheme}}}).network
    parameters = draw_parameters(network, n_x=2, n_y=1)
    assert set(parameters.W1.flat) | set(parameters.W2.flat) == {value}


def test_the_scale_multiplies_the_draw() -> None:
    wide = configure({"network": {"init": {"scheme": "small_normal", "scale": 10.0}}}).network
    ratio = draw_parameters(wide, n_x=2, n_y=1).W1 / draw_parameters(NetworkConfiguration(), n_x=2, n_y=1).W1
    np.testing.assert_allclose(ratio, 1000.0)


def test_nothing_touches_the_global_random_state() -> None:
    before = repr(np.random.get_state())
    draw_parameters(NetworkConfiguration(), n_x=2, n_y=1)
    assert repr(np.random.get_state()) == before
