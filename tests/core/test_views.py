"""What is looked at, on examples small enough to work out by hand, and as properties."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import views
from core.activations import ACTIVATIONS
from core.configuration import configure
from core.network import Cache, Network, Parameters
from core.outputs import OUTPUTS
from core.trainer import Trainer

BINARY = Network(ACTIVATIONS["tanh"], OUTPUTS["sigmoid"])
MANY = Network(ACTIVATIONS["tanh"], OUTPUTS["softmax"])


def cache_of(Z1: list[list[float]], activation: str = "tanh") -> Cache:
    """Return a cache with these Z1."""
    Z = np.array(Z1)
    return Cache(Z, ACTIVATIONS[activation].g(Z), np.zeros((1, Z.shape[1])), np.zeros((1, Z.shape[1])))


def test_accuracy_and_confusion_count_classes() -> None:
    A2, Y = np.array([[0.9, 0.2, 0.6, 0.5]]), np.array([[1.0, 0.0, 0.0, 0.0]])
    assert views.accuracy(BINARY, A2, Y) == 0.75
    np.testing.assert_array_equal(views.confusion_matrix(BINARY, A2, Y, 2), [[2, 1], [0, 1]])
    A2 = np.array([[0.5, 0.1, 0.2], [0.3, 0.8, 0.3], [0.2, 0.1, 0.5]])
    np.testing.assert_array_equal(views.confusion_matrix(MANY, A2, np.eye(3)[:, [0, 1, 1]], 3).trace(), 2)


def test_r2_is_1_for_a_perfect_fit_0_for_the_mean_and_none_without_variance() -> None:
    Y = np.array([[1.0, 2.0, 3.0]])
    assert views.r2(BINARY, Y, Y) == 1.0
    assert views.r2(BINARY, np.full((1, 3), 2.0), Y) == 0.0
    assert views.r2(BINARY, Y, np.ones((1, 3))) is None


def test_histograms_count_every_example_and_state_saturated_and_dead_shares() -> None:
    seen = views.z_histograms(BINARY, cache_of([[-3.0, -2.99, 0.0, 3.5], [0.0, 0.1, 0.2, 0.3]]), bins=7)
    np.testing.assert_array_equal(seen.counts.sum(axis=1), [4, 4])
    assert seen.saturated is not None
    np.testing.assert_array_equal(seen.saturated, [0.5, 0.0])
    np.testing.assert_array_equal(seen.dead, [False, False])
    assert seen.edges[0] == -seen.edges[-1] == -3.5
    relu = Network(ACTIVATIONS["relu"], OUTPUTS["sigmoid"])
    seen = views.z_histograms(relu, cache_of([[-1.0, -2.0], [-1.0, 2.0]], "relu"))
    assert seen.saturated is None
    np.testing.assert_array_equal(seen.dead, [True, False])
    np.testing.assert_array_equal(seen.mean_A1, [0.0, 1.0])


@pytest.mark.parametrize(("name", "threshold"), [("tanh", 2.9932), ("sigmoid", 5.9864)])
def test_saturation_starts_where_the_slope_is_one_per_cent_of_its_maximum(
    name: str, threshold: float
) -> None:
    activation = ACTIVATIONS[name]
    assert activation.saturation == pytest.approx(threshold, abs=1e-4)
    at, top = activation.g_prime(np.array([activation.saturation or 0.0, 0.0]))
    assert at / top == pytest.approx(0.01)


def test_rows_that_differ_by_less_than_the_tolerance_are_one_group() -> None:
    W1 = np.array([[1.0, 2.0], [1.0, 2.0 + 9e-7], [1.0, 2.1], [1.0, 2.0]])
    np.testing.assert_array_equal(views.row_groups(W1), [0, 0, 1, 0])
    np.testing.assert_array_equal(views.row_groups(W1, tolerance=0.2), [0, 0, 0, 0])


def test_a_linear_hidden_layer_is_one_layer_and_a_tanh_layer_is_not() -> None:
    for activation, least, most in (("linear", 0.0, 1e-12), ("tanh", 0.1, np.inf)):
        trainer = Trainer(configure({"network": {"activation": activation, "init": {"scheme": "normal"}}}))
        p, X = trainer.parameters, trainer.dataset.X
        collapse = views.linear_collapse(X, p, trainer.network.forward(X, p))
        assert least <= collapse.largest_difference <= most
        assert (collapse.W_prime.shape, collapse.b_prime.shape) == ((1, 2), (1, 1))


def test_principal_components_are_uncorrelated_the_largest_first_with_a_steady_sign() -> None:
    A1 = np.random.RandomState(0).randn(5, 5) @ np.random.RandomState(1).randn(5, 300)
    components = views.principal_components(A1, 3)
    covariance = np.cov(components)
    np.testing.assert_allclose(covariance, np.diag(np.diag(covariance)), atol=1e-9)
    assert (np.diff(np.diag(covariance)) < 0).all()
    np.testing.assert_allclose(
        views.principal_components(A1 * 1.0000001, 3), components, rtol=1e-4, atol=1e-6
    )
    assert views.principal_components(A1[:2], 3).shape == (2, 300)


def test_the_trace_of_one_example_is_its_column_and_the_gradients_are_the_mean_of_all() -> None:
    trainer = Trainer(configure({"data": {"samples": 12}}))
    X, Y, p = trainer.dataset.X, trainer.network.targets(trainer.dataset), trainer.parameters
    everything = views.trace(trainer.network, p, X, Y)
    singles = [views.trace(trainer.network, p, X, Y, example=i) for i in range(12)]
    for name in ("Z1", "A1", "Z2", "A2"):
        together = np.concatenate([getattr(cache, name) for cache, _ in singles], axis=1)
        np.testing.assert_allclose(together, getattr(everything[0], name), atol=1e-14)
    for name in ("dW1", "db1", "dW2", "db2"):
        mean = np.mean([getattr(gradients, name) for _, gradients in singles], axis=0)
        np.testing.assert_allclose(mean, getattr(everything[1], name), atol=1e-14)
    assert views.gradient_norms(everything[1])["dW1"] == pytest.approx(
        np.sqrt((everything[1].dW1 ** 2).sum())
    )


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(5)), st.sampled_from(list(ACTIVATIONS)))
def test_permuting_hidden_units_permutes_nothing_that_is_seen(order: list[int], activation: str) -> None:
    chosen = {"network": {"activation": activation, "hidden_width": 5, "init": {"scheme": "normal"}}}
    trainer = Trainer(configure(chosen))
    p, X, Y = trainer.parameters, trainer.dataset.X, trainer.network.targets(trainer.dataset)
    shuffled = replace(p, W1=p.W1[order], b1=p.b1[order], W2=p.W2[:, order])
    (cache, gradients), (other, others) = (views.trace(trainer.network, q, X, Y) for q in (p, shuffled))
    np.testing.assert_allclose(other.A2, cache.A2, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(others.dW1, gradients.dW1[order], rtol=1e-9, atol=1e-12)
    assert len(set(views.row_groups(shuffled.W1))) == len(set(views.row_groups(p.W1)))
    for name, norm in views.gradient_norms(gradients).items():
        assert views.gradient_norms(others)[name] == pytest.approx(norm, rel=1e-9)


def test_parameters_are_counted() -> None:
    shapes = (np.zeros((4, 3)), np.zeros((4, 1)), np.zeros((1, 4)), np.zeros((1, 1)))
    assert Parameters(*shapes).count == 21
