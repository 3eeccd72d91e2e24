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
    assert seen.edges[0] == -seen.edges[-1] == -views.REACH
    np.testing.assert_array_equal(seen.inactive, [0.0, 0.0])
    relu = Network(ACTIVATIONS["relu"], OUTPUTS["sigmoid"])
    seen = views.z_histograms(relu, cache_of([[-1.0, -2.0], [-1.0, 2.0]], "relu"))
    assert seen.saturated is None
    np.testing.assert_array_equal(seen.dead, [True, False])
    np.testing.assert_array_equal(seen.inactive, [1.0, 0.5])
    np.testing.assert_array_equal(seen.mean_A1, [0.0, 1.0])


def test_the_outer_bins_of_a_histogram_hold_what_lies_beyond_and_the_middle_one_0() -> None:
    seen = views.z_histograms(BINARY, cache_of([[-1e300, -9.0, -7.9, 0.0, 8.0, np.inf]]))
    assert seen.counts[0, [0, views.BINS // 2, -1]].tolist() == [3, 1, 2]
    assert seen.edges[views.BINS // 2] < 0 < seen.edges[views.BINS // 2 + 1]


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


@pytest.mark.parametrize("n_h", [1, 2, 3, 4, 9])
@pytest.mark.parametrize("source", ["planar_flower", "blobs"])
def test_the_hidden_space_is_a1_or_its_components_with_the_outputs_plane(n_h: int, source: str) -> None:
    chosen = {"data": {"source": source, "classes": 3 if source == "blobs" else 2}}
    trainer = Trainer(configure(chosen | {"network": {"hidden_width": n_h, "init": {"scheme": "normal"}}}))
    p = trainer.parameters
    cache = trainer.network.forward(trainer.dataset.inputs, p)
    space = views.hidden_space(trainer.network, p, cache.A1)
    assert space.points.shape == (min(n_h, 3), trainer.dataset.X.shape[1])
    assert space.principal == (n_h > 3)
    np.testing.assert_allclose(space.points, space.directions @ (cache.A1 - space.mean[:, np.newaxis]))
    Z2 = space.normal @ space.points + space.offset[:, np.newaxis]
    if n_h <= 3:
        np.testing.assert_array_equal(space.points, cache.A1)
        np.testing.assert_allclose(Z2, cache.Z2, atol=1e-12)
        assert space.explained.sum() == pytest.approx(1.0)
    else:
        np.testing.assert_allclose(space.points, views.principal_components(cache.A1, 3))
        shares = cache.A1.var(axis=1).sum()
        np.testing.assert_allclose(space.explained, space.points.var(axis=1) / shares)
        centre = cache.A1.mean(axis=1, keepdims=True)
        np.testing.assert_allclose(space.offset, (p.W2 @ centre + p.b2)[:, 0])
        assert space.explained.sum() <= 1.0 + 1e-12
    assert space.level == 0.0


def test_a_hidden_space_in_which_nothing_varies_explains_nothing() -> None:
    p = Parameters(np.zeros((4, 2)), np.zeros((4, 1)), np.zeros((1, 4)), np.zeros((1, 1)))
    space = views.hidden_space(BINARY, p, np.zeros((4, 10)))
    np.testing.assert_array_equal(space.explained, [0.0, 0.0, 0.0])
    np.testing.assert_array_equal(space.points, np.zeros((3, 10)))


def test_the_parameters_of_a_diverged_run_are_cut_off_for_looking_at() -> None:
    W1 = np.array([[np.nan, np.inf], [-np.inf, 2.0]])
    shown = views.finite(Parameters(W1, np.zeros((2, 1)), np.ones((1, 2)), np.array([[-1e300]])))
    np.testing.assert_array_equal(shown.W1, [[0.0, views.HUGE], [-views.HUGE, 2.0]])
    assert shown.b2[0, 0] == -views.HUGE


def test_the_gradients_of_the_objective_have_the_penalty_and_none_for_biases_that_are_not_there() -> None:
    trainer = Trainer(configure({"data": {"samples": 20}, "network": {"init": {"bias_scale": 1.0}}}))
    X, Y, p = trainer.dataset.X, trainer.network.targets(trainer.dataset), trainer.parameters
    plain = views.trace(trainer.network, p, X, Y)[1]
    whole = views.objective_gradients(trainer.network, p, X, Y, l1=0.5, l2=3.0)
    np.testing.assert_allclose(whole.dW1, plain.dW1 + 3.0 / 20 * p.W1 + 0.5 / 20 * np.sign(p.W1))
    np.testing.assert_array_equal(whole.db2, plain.db2)
    without = views.objective_gradients(replace(trainer.network, biases=False), p, X, Y)
    np.testing.assert_array_equal(without.dW2, plain.dW2)
    assert plain.db2.any()
    assert not without.db1.any()
    assert not without.db2.any()


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
