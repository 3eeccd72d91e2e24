"""Data and weights: shapes, seeds, moments, and no touch of the global random state."""

import numpy as np
import pytest

from core.configuration import NetworkConfiguration, configure
from core.datasets import DATA_SOURCES, make_dataset
from core.initializers import INIT_SCHEMES
from core.network import draw_parameters

VARIANCES = {
    "small_normal": 1.0,
    "xavier_normal": 2 / (300 + 200),
    "xavier_uniform": 2 / (300 + 200),
    "he_normal": 2 / 300,
    "he_uniform": 2 / 300,
}


@pytest.mark.parametrize("source", DATA_SOURCES)
@pytest.mark.parametrize("samples", [10, 11, 257])
def test_a_source_gives_what_is_asked_for(source: str, samples: int) -> None:
    data = make_dataset(source, samples=samples, noise=0.1, test_share=0.0, seed=3)
    assert data.X.shape == (2, samples)
    assert data.Y.shape == (1, samples)
    assert set(np.unique(data.Y)) == {0.0, 1.0}
    again = make_dataset(source, samples=samples, noise=0.1, test_share=0.0, seed=3)
    np.testing.assert_array_equal(data.X, again.X)
    other = make_dataset(source, samples=samples, noise=0.1, test_share=0.0, seed=4)
    assert not np.array_equal(data.X, other.X)
    x1_low, x1_high, x2_low, x2_high = data.bounds
    assert x1_high - x1_low == pytest.approx(x2_high - x2_low)
    assert x1_low < data.X[0].min() <= data.X[0].max() < x1_high
    assert x2_low < data.X[1].min() <= data.X[1].max() < x2_high


def test_noise_free_circles_and_xor_are_where_they_should_be() -> None:
    rings = make_dataset("circles", samples=100, noise=0.0, test_share=0.0, seed=0)
    np.testing.assert_allclose(np.hypot(*rings.X), 1 - 0.5 * rings.Y[0])
    xor = make_dataset("xor", samples=100, noise=0.0, test_share=0.0, seed=0)
    np.testing.assert_array_equal(xor.Y[0], xor.X[0] * xor.X[1] < 0)


@pytest.mark.parametrize("source", DATA_SOURCES)
def test_the_split_takes_the_same_share_of_every_class_and_moves_no_point(source: str) -> None:
    whole = make_dataset(source, samples=200, noise=0.1, test_share=0.0, seed=1)
    split = make_dataset(source, samples=200, noise=0.1, test_share=0.25, seed=1)
    np.testing.assert_array_equal(whole.X, split.X)
    for label in (0.0, 1.0):
        members = split.Y[0] == label
        assert abs((~split.train[members]).sum() - 0.25 * members.sum()) <= 0.5


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
    make_dataset("circles", samples=50, noise=0.1, test_share=0.2, seed=0)
    draw_parameters(NetworkConfiguration(), n_x=2, n_y=1)
    assert repr(np.random.get_state()) == before
