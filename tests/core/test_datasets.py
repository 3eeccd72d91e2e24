"""Data: every source gives what its name says, the split keeps classes and ranges, the view fits."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from core.arrays import Floats
from core.datasets.records import Dataset, DataSource
from core.datasets.sources import DATA_SOURCES, make_dataset
from core.datasets.split import split
from core.errors import ConfigurationError

DRAWN = [name for name, source in DATA_SOURCES.items() if source.generate]
CLASSES = [name for name in DRAWN if DATA_SOURCES[name].classes]
SEVERAL = [name for name in CLASSES if DATA_SOURCES[name].classes == (2, 5)]
SURFACES = ["plane", "bumps", "saddle"]
POINTS = [[0.0, 1.0, 1.0], [2.0, 3.0, 0.0], [4.0, 5.0, 1.0]]


def draw(source: str, **choices: Any) -> Dataset:
    """Draw a data set of which only some choices matter."""
    fixed: dict[str, Any] = {"samples": 200, "noise": 0.1, "test_share": 0.0, "seed": 1}
    low, _ = DATA_SOURCES[source].classes or (2, 2)
    return make_dataset(source, **(fixed | {"classes": low} | choices))


# ---------------------------------------------------------------- sources


def test_the_sources_stand_in_the_products_order() -> None:
    expected = "planar_flower circles moons xor gaussians spirals linear rings blobs pinwheel plane bumps"
    assert list(DATA_SOURCES) == [*expected.split(), "saddle", "sine", "custom", "custom_regression"]


@pytest.mark.parametrize("source", DRAWN)
@pytest.mark.parametrize("samples", [10, 11, 257])
def test_a_source_gives_what_is_asked_for(source: str, samples: int) -> None:
    record = DATA_SOURCES[source]
    data = draw(source, samples=samples)
    assert data.X.shape == (record.n_x, samples)
    assert data.y.shape == data.train.shape == (samples,)
    assert data.train.all()
    assert np.isfinite(data.X).all()
    again, other = draw(source, samples=samples), draw(source, samples=samples, seed=4)
    np.testing.assert_array_equal(data.X, again.X)
    np.testing.assert_array_equal(data.y, again.y)
    assert not (np.array_equal(data.X, other.X) and np.array_equal(data.y, other.y))


@pytest.mark.parametrize("source", DRAWN)
def test_noise_changes_the_examples_and_none_leaves_no_warning(source: str) -> None:
    calm, noisy = draw(source, noise=0.0), draw(source, noise=1.0)
    assert not (np.array_equal(calm.X, noisy.X) and np.array_equal(calm.y, noisy.y))
    assert np.isfinite(calm.bounds).all()


@pytest.mark.parametrize("source", CLASSES)
@pytest.mark.parametrize("samples", [10, 13, 200])
def test_the_classes_are_numbered_from_0_and_equally_large(source: str, samples: int) -> None:
    low, high = DATA_SOURCES[source].classes or (2, 2)
    for classes in range(low, high + 1):
        data = draw(source, samples=samples, classes=classes)
        assert data.classes == classes
        assert data.class_names == tuple(str(label) for label in range(classes))
        sizes = np.bincount(data.y.astype(int), minlength=classes)
        assert sizes.size == classes
        assert sizes.min() > 0
        if source not in ("xor", "linear"):  # where chance decides
            assert sizes.max() - sizes.min() <= 1


@pytest.mark.parametrize("source", [*SURFACES, "sine"])
def test_regression_has_targets_and_no_classes(source: str) -> None:
    data = draw(source)
    assert data.classes is None
    assert data.class_names == ()
    assert np.unique(data.y).size == 200


@pytest.mark.parametrize(("source", "classes"), [("moons", 3), ("rings", 1), ("rings", 6), ("blobs", 0)])
def test_a_number_of_classes_that_a_source_does_not_have_is_refused(source: str, classes: int) -> None:
    with pytest.raises(ConfigurationError, match=rf"data.classes={classes}: must be .* for {source}"):
        draw(source, classes=classes)


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="must be one of planar_flower"):
        make_dataset("mnist", samples=10, noise=0.0, test_share=0.0, seed=0)


def test_nothing_touches_the_global_random_state() -> None:
    before = repr(np.random.get_state())
    for source in DRAWN:
        draw(source, test_share=0.2)
    assert repr(np.random.get_state()) == before


@pytest.mark.parametrize("record", DATA_SOURCES.values(), ids=lambda record: record.name)
def test_a_source_says_in_both_languages_what_it_is_and_sets_its_fields(record: DataSource) -> None:
    assert record.label.en
    assert record.label.zh
    assert record.help.en.endswith(".")
    assert record.help.zh.endswith("。")
    if record.generate:
        assert "oise" in record.help.en
        assert "噪声" in record.help.zh
    assert {"data.samples", "data.noise", "data.seed", "data.classes"} <= set(record.defaults)
    if record.classes:
        low, high = record.classes
        assert low <= int(record.defaults["data.classes"]) <= high
    output = record.defaults.get("network.output", "sigmoid")
    assert output == ("linear" if not record.classes else "softmax" if record.classes[1] > 2 else "sigmoid")


# ---------------------------------------------------------------- what they look like


@pytest.mark.parametrize("samples", [400, 11])
def test_the_first_three_sources_give_the_numbers_they_always_gave(samples: int) -> None:
    sizes = (samples - samples // 2, samples // 2)
    rng, petals = np.random.RandomState(1), []
    for j, count in enumerate(sizes):
        t = np.linspace(j * 3.12, (j + 1) * 3.12, count) + rng.randn(count) * 0.2
        r = 4 * np.sin(4 * t) + rng.randn(count) * 0.2
        petals.append([r * np.sin(t), r * np.cos(t)])
    flower = draw("planar_flower", samples=samples, noise=0.2)
    np.testing.assert_array_equal(flower.X, np.hstack(petals))
    np.testing.assert_array_equal(flower.y, np.repeat([0, 1], sizes))

    rng, y = np.random.RandomState(1), np.repeat([0.0, 1.0], sizes)
    t = rng.uniform(0.0, 2 * np.pi, samples)
    X = (1.0 - 0.5 * y) * np.stack([np.cos(t), np.sin(t)]) + 0.1 * rng.randn(2, samples)
    np.testing.assert_array_equal(draw("circles", samples=samples).X, X)

    rng = np.random.RandomState(1)
    X = rng.uniform(-1.0, 1.0, (2, samples))
    moved = X + 0.1 * rng.randn(2, samples)
    np.testing.assert_array_equal(draw("xor", samples=samples).X, moved)
    np.testing.assert_array_equal(draw("xor", samples=samples).y, X[0] * X[1] < 0)


def test_without_noise_xor_and_circles_are_where_they_should_be() -> None:
    circles, xor = draw("circles", noise=0.0), draw("xor", noise=0.0)
    np.testing.assert_allclose(np.hypot(*circles.X), 1 - 0.5 * circles.y)
    np.testing.assert_array_equal(xor.y, xor.X[0] * xor.X[1] < 0)


def test_moons_are_two_half_circles_that_hold_each_other() -> None:
    data = draw("moons", noise=0.0)
    upper, lower = data.X[:, data.y == 0], data.X[:, data.y == 1]
    np.testing.assert_allclose(np.hypot(*upper), 1.0)
    np.testing.assert_allclose(np.hypot(lower[0] - 1, lower[1] - 0.5), 1.0)
    assert upper[1].min() > -1e-12
    assert lower[1].max() < 0.5 + 1e-12


def test_the_arms_of_the_spiral_are_half_a_turn_apart_and_equally_dense() -> None:
    data = draw("spirals", noise=0.0)
    arms = [data.X[:, data.y == label] for label in (0, 1)]
    np.testing.assert_allclose(arms[0], -arms[1], atol=1e-12)
    gaps = np.hypot(*np.diff(arms[0][:, 10:], axis=1))
    assert gaps.max() < 1.6 * gaps.min()


def test_linear_is_parted_by_its_line_with_a_gap_without_noise() -> None:
    data = draw("linear", noise=0.0)
    side = np.array([0.6, 0.8]) @ data.X
    np.testing.assert_array_equal(data.y, side > 0)
    assert np.abs(side).min() >= 0.15


@pytest.mark.parametrize("classes", [2, 3, 4, 5])
def test_rings_and_blobs_and_blades_stand_where_their_class_says(classes: int) -> None:
    rings = draw("rings", noise=0.0, classes=classes)
    np.testing.assert_allclose(np.hypot(*rings.X), 1 - rings.y / classes)
    blobs = draw("blobs", noise=0.0, classes=classes)
    angle = np.pi / 2 + 2 * np.pi * blobs.y / classes
    np.testing.assert_allclose(blobs.X, [np.cos(angle), np.sin(angle)], atol=1e-15)
    wheel = draw("pinwheel", noise=0.0, classes=classes)
    radius = np.hypot(*wheel.X)
    turned = np.arctan2(wheel.X[1], wheel.X[0]) - 0.4 * np.exp(radius) - 2 * np.pi * wheel.y / classes
    np.testing.assert_allclose(np.cos(turned), 1.0, atol=1e-9)


def test_rings_of_two_classes_are_the_circles() -> None:
    np.testing.assert_array_equal(draw("rings").X, draw("circles").X)


@pytest.mark.parametrize("noise", [0.3, 1.0])
def test_the_noise_of_clouds_is_their_standard_deviation(noise: float) -> None:
    for source, centre in (("gaussians", -1.0), ("blobs", 0.0)):
        data = draw(source, noise=noise, samples=10_000)
        cloud = data.X[:, data.y == 0]
        assert cloud[0].mean() == pytest.approx(centre, abs=0.06)
        assert cloud.std(axis=1) == pytest.approx([noise, noise], rel=0.05)


def test_the_surfaces_are_those_of_their_formulas() -> None:
    plane, saddle, bumps = (draw(source, noise=0.0) for source in ("plane", "saddle", "bumps"))
    np.testing.assert_allclose(plane.y, 0.6 * plane.X[0] - 0.4 * plane.X[1])
    np.testing.assert_allclose(saddle.y, saddle.X[0] * saddle.X[1])
    assert bumps.y.min() >= 0
    top = np.hypot(bumps.X[0] + 1.0, bumps.X[1] + 0.9).argmin()
    assert bumps.y[top] == pytest.approx(1.0, abs=0.05)


def test_the_sine_is_evenly_spaced_over_one_period() -> None:
    data = draw("sine", samples=5, noise=0.0)
    np.testing.assert_allclose(data.X, [[-np.pi, -np.pi / 2, 0, np.pi / 2, np.pi]])
    np.testing.assert_allclose(data.y, [0, -1, 0, 1, 0], atol=1e-15)


@pytest.mark.parametrize("source", [*SURFACES, "sine"])
def test_the_noise_of_regression_is_added_to_the_target_alone(source: str) -> None:
    calm, noisy = draw(source, samples=10_000, noise=0.0), draw(source, samples=10_000, noise=0.5)
    np.testing.assert_array_equal(calm.X, noisy.X)
    assert (noisy.y - calm.y).std() == pytest.approx(0.5, rel=0.03)


def learnt(data: Dataset, defaults: dict[str, Any]) -> float:
    """Return the accuracy or R2 after 2000 iterations with the source's defaults, else the lab's."""
    rng, m = np.random.RandomState(2), data.y.size
    width, output = defaults.get("network.hidden_width", 4), defaults.get("network.output", "sigmoid")
    rate, classes = defaults.get("training.learning_rate", 1.2), int(data.classes or 0)
    X = np.concatenate([data.inputs, np.ones((1, m))])
    Y = np.eye(classes)[:, data.y.astype(int)] if output == "softmax" else data.Y
    shapes = [(width, len(X) - 1), (len(Y), width)]
    wide = "network.init.scheme" in defaults
    draws = [rng.randn(*shape) * (np.sqrt(2 / sum(shape)) if wide else 0.01) for shape in shapes]
    V1, V2 = (np.concatenate([W, np.zeros((len(W), 1))], axis=1) for W in draws)
    A2 = Y
    for _ in range(2000):
        A1 = np.concatenate([np.tanh(V1 @ X), np.ones((1, m))])
        Z2 = V2 @ A1
        if output == "softmax":
            A2 = np.exp(Z2 - Z2.max(axis=0)) / np.exp(Z2 - Z2.max(axis=0)).sum(axis=0)
        else:
            A2 = Z2 if output == "linear" else 1 / (1 + np.exp(-Z2))
        dZ1 = V2[:, :-1].T @ (A2 - Y) * (1 - A1[:-1] ** 2)
        V1, V2 = V1 - rate / m * dZ1 @ X.T, V2 - rate / m * (A2 - Y) @ A1.T
    if output == "linear":
        return float(1 - np.mean((A2 - Y) ** 2) / np.var(Y))
    return float(np.mean((A2.argmax(axis=0) if output == "softmax" else A2[0] > 0.5) == data.y))


@pytest.mark.parametrize("source", [source for source in DRAWN if source != "planar_flower"])
def test_a_source_is_learnt_by_its_own_defaults(source: str) -> None:
    defaults = DATA_SOURCES[source].defaults
    choices = {path.removeprefix("data."): value for path, value in defaults.items() if "data." in path}
    assert learnt(draw(source, **choices), dict(defaults)) > (0.85 if source == "bumps" else 0.94)


# ---------------------------------------------------------------- the split


@pytest.mark.parametrize("source", DRAWN)
@pytest.mark.parametrize("share", [0.25, 0.6])
def test_the_split_moves_no_point(source: str, share: float) -> None:
    whole, parted = draw(source), draw(source, test_share=share)
    np.testing.assert_array_equal(whole.X, parted.X)
    np.testing.assert_array_equal(whole.y, parted.y)
    assert (~parted.train).sum() == pytest.approx(200 * share, abs=1)


@pytest.mark.parametrize("source", CLASSES)
def test_every_class_gives_the_same_share_to_the_test(source: str) -> None:
    data = draw(source, test_share=0.25)
    for label in np.unique(data.y):
        members = data.y == label
        assert abs((~data.train[members]).sum() - 0.25 * members.sum()) <= 0.5


@given(st.lists(st.integers(0, 4), min_size=1, max_size=40), st.floats(0.0, 0.9), st.integers(0, 99))
@settings(deadline=None)
def test_every_class_keeps_a_training_example(labels: list[int], share: float, seed: int) -> None:
    y = np.array(labels, dtype=float)
    train = split(y, share, np.random.RandomState(seed), by_class=True)
    assert set(y[train]) == set(labels)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=60), st.floats(0.0, 0.9), st.integers(0, 99))
@settings(deadline=None)
def test_the_split_of_targets_takes_the_share_from_all_over_the_range(
    targets: list[float], share: float, seed: int
) -> None:
    y = np.array(targets)
    train = split(y, share, np.random.RandomState(seed), by_class=False)
    tested = int((~train).sum())
    assert tested == min(round(share * y.size), y.size - 1)
    smaller = train if 2 * tested > y.size else ~train
    if smaller.any():
        ranks = np.flatnonzero(smaller[np.argsort(y, kind="stable")])
        widest = -(-y.size // int(smaller.sum()))  # of a stratum
        assert np.diff(ranks, prepend=-1, append=y.size).max() <= 2 * widest


# ---------------------------------------------------------------- inputs


def test_features_are_trained_on_as_they_are() -> None:
    data = draw("circles")
    np.testing.assert_array_equal(data.inputs, data.X)
    np.testing.assert_array_equal(data.centre, np.zeros((2, 1)))
    np.testing.assert_array_equal(data.scale, np.ones((2, 1)))


@pytest.mark.parametrize("source", DRAWN)
def test_standardized_training_examples_have_mean_0_and_deviation_1(source: str) -> None:
    data = draw(source, test_share=0.3, standardize=True)
    train = data.inputs[:, data.train]
    np.testing.assert_allclose(train.mean(axis=1), 0.0, atol=1e-12)
    np.testing.assert_allclose(train.std(axis=1), 1.0)
    np.testing.assert_array_equal(data.X, draw(source, test_share=0.3).X)


def test_a_constant_feature_is_centred_and_keeps_its_scale() -> None:
    points = [[0.1, 5.0, 0.0], [0.1, 6.0, 1.0], [0.1, 9.0, 1.0]]
    data = draw("custom", points=points, standardize=True)
    assert data.scale[0, 0] == 1.0
    np.testing.assert_allclose(data.inputs[0], 0.0, atol=1e-15)


plain = st.floats(-1e6, 1e6)
features = arrays.arrays(float, st.tuples(st.sampled_from([1, 2]), st.integers(1, 12)), elements=plain)


@given(features, st.booleans())
@settings(deadline=None)
def test_standardizing_is_undone_by_its_inverse(X: Floats, standardize: bool) -> None:
    data = Dataset.make(X, np.zeros(X.shape[1]), classes=None, standardize=standardize)
    assert np.isfinite(data.inputs).all()
    np.testing.assert_allclose(data.unstandardized(data.inputs), X, rtol=1e-12, atol=1e-9)


# ---------------------------------------------------------------- the view


def inside(values: Iterable[float], low: float, high: float) -> bool:
    """Say whether all values lie between the bounds, and not on them."""
    return all(low < value < high for value in values)


@given(features)
@settings(deadline=None)
def test_the_view_holds_every_point_and_has_a_size(X: Floats) -> None:
    data = Dataset.make(X, X[-1], classes=None)
    x_low, x_high, y_low, y_high = data.bounds
    assert inside(X[0], x_low, x_high)
    assert inside(X[-1], y_low, y_high)
    if len(X) == 2:
        assert x_high - x_low == pytest.approx(y_high - y_low, rel=1e-6)


def test_the_view_is_a_little_larger_than_the_data() -> None:
    X = np.array([[0.0, 10.0], [3.0, 4.0]])
    assert Dataset.make(X, X[0], classes=None).bounds == pytest.approx((-0.4, 10.4, -1.9, 8.9))


def test_the_view_of_one_feature_spans_feature_and_target() -> None:
    data = draw("sine", noise=0.0)
    assert data.bounds == pytest.approx((-1.08 * np.pi, 1.08 * np.pi, -1.08, 1.08), rel=1e-3)


@pytest.mark.parametrize(("value", "half"), [(0.0, 1.0), (5.0, 1.0), (-1e6, 1e3)])
def test_a_single_point_has_a_view_too(value: float, half: float) -> None:
    X = np.full((2, 3), value)
    expected = (value - half, value + half) * 2
    assert Dataset.make(X, np.zeros(3), classes=None).bounds == pytest.approx(expected)


def test_a_constant_feature_does_not_widen_the_view() -> None:
    X = np.array([[1e6, 1e6], [0.0, 1.0]])
    assert Dataset.make(X, X[1], classes=None).bounds == pytest.approx((1e6 - 0.54, 1e6 + 0.54, -0.04, 1.04))


# ---------------------------------------------------------------- points of one's own


def test_points_keep_their_order_and_their_classes() -> None:
    data = draw("custom", points=POINTS)
    np.testing.assert_array_equal(data.X, [[0, 2, 4], [1, 3, 5]])
    np.testing.assert_array_equal(data.y, [1, 0, 1])
    assert (data.classes, data.class_names) == (2, ("0", "1"))
    assert data.train.all()


def test_points_are_split_by_class_and_nothing_else_is_drawn() -> None:
    points = [[float(k), 0.0, float(k % 2)] for k in range(40)]
    a, b = (draw("custom", points=points, test_share=0.5, noise=noise, samples=99) for noise in (0.0, 0.9))
    np.testing.assert_array_equal(a.train, b.train)
    assert a.X.shape == (2, 40)
    assert [a.train[a.y == label].sum() for label in (0, 1)] == [10, 10]


def test_a_class_of_one_point_is_trained_on() -> None:
    points = [[float(k), 0.0, 0.0] for k in range(9)] + [[0.0, 1.0, 1.0]]
    assert draw("custom", points=points, test_share=0.9).train[-1]


@pytest.mark.parametrize(
    ("labels", "numbers", "names"),
    [
        ([7, 3, 7], [1, 0, 1], ("3", "7")),
        ([0, 2, 2], [0, 1, 1], ("0", "2")),
        ([1, -1, 1], [1, 0, 1], ("-1", "1")),
        ([0.5, -0.0, 0.0], [1, 0, 0], ("0", "0.5")),
    ],
)
def test_labels_with_gaps_are_renumbered_and_keep_their_names(
    labels: list[float], numbers: list[int], names: tuple[str, ...]
) -> None:
    data = draw("custom", points=[[k, k, label] for k, label in enumerate(labels)])
    np.testing.assert_array_equal(data.y, numbers)
    assert data.class_names == names


def test_given_names_go_with_the_labels_numbers() -> None:
    points = [[0, 0, 2], [1, 1, 0], [2, 2, 4]]
    assert draw("custom", points=points, labels=["cat", "cow", "dog"]).class_names == ("cat", "dog", "4")


@pytest.mark.parametrize(
    ("points", "rule"),
    [
        (None, "must hold at least one example of each of two classes"),
        ([], "must hold at least one example of each of two classes"),
        ([[1, 2, 3], [4, 5, 3]], 'data.points="3": is the only label'),
        ([[k, k, k] for k in range(6)], "data.points=6: different labels: must be at most 5"),
        ([[1, 2], [3, 4]], "must be rows of two features and a label"),
        ([[1, 2, 0], [3, 4]], "must be rows of two features and a label"),
        ([["a", 2, 0]], "must be rows of two features and a label"),
        ([1, 2, 3], "must be rows of two features and a label"),
        ([[1, 2, 0], [float("nan"), 4, 1]], "x1 of example 2 must be from -1000000 to 1000000"),
        ([[1, 2, 0], [3, -1.1e6, 1]], "x2 of example 2 must be from -1000000 to 1000000"),
        ([[1, 2, float("inf")], [3, 4, 1]], "label of example 1 must be finite"),
    ],
)
def test_points_that_break_a_rule_are_refused(points: Any, rule: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        draw("custom", points=points)
    assert caught.value.field == "data.points"
    assert rule in str(caught.value)


@pytest.mark.parametrize("labels", [["a", "b", "c", "d", "e", "f"], ["a", ""], ["a", "b" * 41]], ids=str)
def test_names_that_break_a_rule_are_refused(labels: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"data\.labels="):
        draw("custom", points=POINTS, labels=labels)


def test_own_targets_are_real_and_keep_their_order() -> None:
    data = draw("custom_regression", points=[[0, 1, 2.5], [2, 3, -1], [4, 5, 0.25]])
    np.testing.assert_array_equal(data.X, [[0, 2, 4], [1, 3, 5]])
    np.testing.assert_array_equal(data.y, [2.5, -1, 0.25])
    assert (data.classes, data.class_names) == (None, ())


@pytest.mark.parametrize(
    ("points", "rule"),
    [
        (None, "must hold at least two examples"),
        ([[1, 2, 3]], "must hold at least two examples"),
        ([[1, 2, 3], [4, 5, 1e7]], "target of example 2 must be from -1000000 to 1000000"),
        ([[1, 2e6, 3], [4, 5, 1]], "x2 of example 1 must be from -1000000 to 1000000"),
    ],
)
def test_targets_that_break_a_rule_are_refused(points: Any, rule: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        draw("custom_regression", points=points)
    assert caught.value.field == "data.points"
    assert rule in str(caught.value)


# ---------------------------------------------------------------- the view


@pytest.mark.parametrize(
    ("view", "bounds"),
    [
        ([-9, 9, -9, 9], (-9, 9, -9, 9)),
        ([0, 4, 1, 5], (0, 4, 1, 5)),
        ([-9, 11, 0, 6], (-9, 11, -7, 13)),
        ([1, 2, 1, 2], draw("custom", points=POINTS).bounds),
    ],
)
def test_the_view_is_what_is_asked_for_if_that_holds_all_points(view: list[float], bounds: Any) -> None:
    assert draw("custom", points=POINTS, view=view).bounds == pytest.approx(bounds)


def test_the_view_of_one_feature_need_not_be_square() -> None:
    own = draw("sine").bounds
    assert draw("sine", view=[-20, 20, 0, 1]).bounds == (-20, 20, *own[2:])


@pytest.mark.parametrize(
    "view",
    [[], [0, 1, 0], [1, 0, 0, 1], [0, 1, 2, 2], [0, float("nan"), 0, 1], [0, 1e8, 0, 1], ["0", 1, 0, 1]],
)
def test_a_view_that_is_none_is_refused(view: Any) -> None:
    with pytest.raises(ConfigurationError, match=r"data\.view="):
        draw("custom", points=POINTS, view=view)
