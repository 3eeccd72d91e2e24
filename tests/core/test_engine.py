"""The engine trains exactly as `network` says, for any choice."""

from dataclasses import astuple, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.arrays import Floats
from core.batches import Batches
from core.configuration import Configuration, configure
from core.datasets.records import Dataset
from core.datasets.sources import DATA_SOURCES, make_dataset
from core.engine import Engine
from core.initializers import INIT_SCHEMES
from core.network import Network, Parameters, draw_parameters, make_network, with_penalty
from core.optimizers import OPTIMIZERS
from core.outputs import OUTPUTS

SUITABLE = {
    name: [o.name for o in OUTPUTS.values() if not o.refuses(source.classes and source.classes[0])]
    for name, source in DATA_SOURCES.items()
    if source.generate
}


@st.composite
def configurations(draw: st.DrawFn) -> Configuration:
    """Draw any configuration whose output suits its data."""
    source = draw(st.sampled_from(sorted(SUITABLE)))
    range_of = DATA_SOURCES[source].classes
    classes = draw(st.integers(*range_of)) if range_of else 2
    outputs = [o for o in SUITABLE[source] if not OUTPUTS[o].refuses(classes if range_of else None)]
    values: dict[str, Any] = {
        "data": {
            "source": source,
            "samples": draw(st.integers(20, 60)),
            "classes": classes,
            "test_share": draw(st.sampled_from([0.0, 0.25])),
            "standardize": draw(st.booleans()),
            "seed": draw(st.integers(0, 999)),
        },
        "network": {
            "hidden_width": draw(st.integers(1, 9)),
            "activation": draw(st.sampled_from(list(ACTIVATIONS))),
            "leaky_slope": draw(st.sampled_from([0.01, 0.2])),
            "output": draw(st.sampled_from(outputs)),
            "biases": draw(st.booleans()),
            "init": {
                "scheme": draw(st.sampled_from(list(INIT_SCHEMES))),
                "seed": draw(st.integers(0, 999)),
                "bias_scale": draw(st.sampled_from([0.0, 0.5])),
                "zero": draw(st.sampled_from([[], ["W1"], ["W2", "b1"]])),
            },
        },
        "training": {
            "optimizer": draw(st.sampled_from(list(OPTIMIZERS))),
            "learning_rate": draw(st.floats(0.001, 0.3)),
            "batch_size": draw(st.sampled_from([None, 1, 7, 1000])),
            "l1": draw(st.sampled_from([0.0, 0.1])),
            "l2": draw(st.sampled_from([0.0, 0.5])),
        },
    }
    return configure(values)


def optimize(state: dict[str, Any], w: Any, g: Any, t: int, c: Any) -> Any:
    """Return the next value of w: the optimizers' formulas, written out."""
    name = c.optimizer
    if name in ("momentum", "nesterov"):
        v = state["v"] = c.momentum * state.get("v", 0.0) + g
        return w - c.learning_rate * (v if name == "momentum" else g + c.momentum * v)
    if name == "rmsprop":
        s = state["s"] = c.rho * state.get("s", 0.0) + (1 - c.rho) * g**2
        return w - c.learning_rate * g / (np.sqrt(s) + c.epsilon)
    if name == "adam":
        v = state["v"] = c.beta1 * state.get("v", 0.0) + (1 - c.beta1) * g
        s = state["s"] = c.beta2 * state.get("s", 0.0) + (1 - c.beta2) * g**2
        v, s = v / (1 - c.beta1**t), s / (1 - c.beta2**t)
        return w - c.learning_rate * v / (np.sqrt(s) + c.epsilon)
    return w - c.learning_rate * g


def start_of(configuration: Configuration) -> tuple[Network, Dataset, Parameters]:
    """Return network, data and first parameters."""
    data = configuration.data
    dataset = make_dataset(
        data.source,
        samples=data.samples,
        noise=data.noise,
        test_share=data.test_share,
        seed=data.seed,
        classes=data.classes,
        standardize=data.standardize,
    )
    network = make_network(configuration.network)
    n_y = network.targets(dataset).shape[0]
    return network, dataset, draw_parameters(configuration.network, n_x=dataset.X.shape[0], n_y=n_y)


def textbook(configuration: Configuration, iterations: int) -> tuple[Parameters, list[float], bool]:
    """Train with `network` alone, as the chapter writes it; say whether rounding decided the way."""
    network, dataset, p = start_of(configuration)
    training = configuration.training
    X, Y = dataset.inputs[:, dataset.train], network.targets(dataset)[:, dataset.train]
    m, costs, kinks = X.shape[1], list[float](), list[bool]()
    states: dict[str, dict[str, Any]] = {name: {} for name in ("W1", "b1", "W2", "b2")}
    batches = Batches(m, min(training.batch_size or m, m), training.seed)
    for t in range(1, iterations + 1):
        kinks.append(at_a_kink(configuration, network, X, p))
        costs.append(network.cost(network.forward(X, p).Z2, Y))
        columns = batches.next() if batches.size < m else np.arange(m)
        part, targets = X[:, columns], Y[:, columns]
        d = network.backward(part, targets, p, network.forward(part, p))
        d = with_penalty(d, p, l1=training.l1, l2=training.l2, m=m)
        moved = {}
        for name, state in states.items():
            fixed = name.startswith("b") and not network.biases
            w, g = getattr(p, name), getattr(d, "d" + name)
            # RMSprop and Adam divide by the gradient's size: one of rounding alone moves as far as any other
            kinks.append(training.optimizer in ("rmsprop", "adam") and float(np.abs(g).min()) < 1e-7)
            moved[name] = w if fixed else optimize(state, w, g, t, training)
        p = Parameters(**moved)
    return p, costs, any(kinks)


def at_a_kink(configuration: Configuration, network: Network, X: Floats, p: Parameters) -> bool:
    """Say whether rounding decides a slope: a weight under L1, or a z, is 0 up to rounding."""
    cache = network.forward(X, p)
    weights = [p.W1, p.W2] if configuration.training.l1 else []
    hidden = [cache.Z1] if network.activation.kinks else []
    outer = [cache.Z2] if network.output.kinks else []
    return any(float(np.abs(part).min()) < 1e-9 for part in (*weights, *hidden, *outer))


def make_engine(configuration: Configuration) -> Engine:
    """Return an engine at the start of the configuration's run."""
    return Engine(*start_of(configuration), configuration.training)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(configurations())
def test_engine_equals_network(configuration: Configuration) -> None:
    engine = make_engine(configuration)
    with np.errstate(all="ignore"):
        costs = engine.run(6)
        expected, expected_costs, at_kink = textbook(configuration, 6)
    assume(not at_kink)
    np.testing.assert_allclose(costs[:, 0], expected_costs, rtol=1e-7, atol=1e-9)
    for ours, theirs in zip(astuple(engine.layers.parameters()[0]), astuple(expected), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-8)


@settings(max_examples=100, deadline=None)
@given(configurations())
def test_networks_trained_together_equal_each_alone(configuration: Configuration) -> None:
    network, dataset, start = start_of(configuration)
    starts = [replace(start, W1=start.W1 + shift, W2=start.W2 - shift) for shift in (0.1, 0.2, 0.3)]
    assume(configuration.training.optimizer not in ("rmsprop", "adam") or network.output.name == "sigmoid")
    assume(not any(at_a_kink(configuration, network, dataset.inputs, first) for first in starts))
    with np.errstate(all="ignore"):
        together = Engine(network, dataset, starts, configuration.training)
        costs = together.run(5)
        for k, first in enumerate(starts):
            alone = Engine(network, dataset, first, configuration.training)
            np.testing.assert_allclose(costs[:, k], alone.run(5), rtol=1e-7, atol=1e-9)
            pair = zip(
                astuple(together.layers.parameters()[k]), astuple(alone.layers.parameters()[0]), strict=True
            )
            for ours, theirs in pair:
                np.testing.assert_allclose(ours, theirs, rtol=1e-6, atol=1e-8)


def test_each_of_several_networks_can_have_its_learning_rate() -> None:
    network, dataset, start = start_of(configure({}))
    engine = Engine(network, dataset, [start, start], configure({}).training)
    engine.set_rates([1.2, 0.3])
    engine.run(10)
    for k, rate in enumerate((1.2, 0.3)):
        alone = make_engine(configure({"training": {"learning_rate": rate}}))
        alone.run(10)
        ours, theirs = engine.layers.parameters()[k], alone.layers.parameters()[0]
        np.testing.assert_allclose(ours.W1, theirs.W1, rtol=0, atol=1e-12)


@pytest.mark.parametrize("scale", [1.0, 300.0])
def test_networks_trained_together_stay_with_each_alone(scale: float) -> None:
    configuration = configure({"data": {"test_share": 0.25}, "training": {"learning_rate": 0.3}})
    network, dataset, start = start_of(configuration)
    starts = [replace(start, W1=scale * k * start.W1, W2=scale * start.W2) for k in (1, 2, 3)]
    together = Engine(network, dataset, starts, configuration.training)
    costs = np.concatenate([together.run(3) for _ in range(100)])
    for k, first in enumerate(starts):
        alone = Engine(network, dataset, first, configuration.training)
        expected = np.concatenate([alone.run(3) for _ in range(100)])
        np.testing.assert_allclose(costs[:, k], expected, rtol=1e-12)
        ours, theirs = together.layers.parameters()[k], alone.layers.parameters()[0]
        for a, b in zip(astuple(ours), astuple(theirs), strict=True):
            np.testing.assert_allclose(a, b, rtol=0, atol=1e-12)


def test_networks_trained_together_stay_on_a_saddle() -> None:
    configuration = configure({"network": {"init": {"zero": ["W1", "W2"]}}})
    network, dataset, start = start_of(configuration)
    engine = Engine(network, dataset, [start] * 3, configuration.training)
    for _ in range(100):
        engine.run(engine.block)
    for end in engine.layers.parameters():  # rounding would grow from iteration to iteration
        assert not end.W1.any()
        assert not end.W2.any()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_float32_follows_float64(activation: str) -> None:
    chosen: dict[str, Any] = {"network": {"activation": activation, "init": {"scheme": "xavier_normal"}}}
    exact = make_engine(configure(chosen))
    single = make_engine(configure(chosen | {"training": {"precision": "float32"}}))
    np.testing.assert_allclose(single.run(20), exact.run(20), rtol=1e-4)
    assert single.layers.flat.dtype == np.float32


@pytest.mark.parametrize("output", OUTPUTS)
def test_costs_stay_finite_for_logits_up_to_ten_thousand(output: str) -> None:
    source = "blobs" if output == "softmax" else "xor"
    chosen = {"data": {"source": source}, "network": {"output": output, "init": {"scheme": "normal"}}}
    network, dataset, start = start_of(configure(chosen))
    starts = [replace(start, W2=start.W2 * scale) for scale in (1.0, 1e2, 1e4)]
    together, _ = Engine(network, dataset, starts, configure(chosen).training).look()
    for k, first in enumerate(starts):
        costs, Z2 = Engine(network, dataset, first, configure(chosen).training).look()
        assert np.isfinite(costs[0, 0])
        assert np.isfinite(network.output.g(Z2)).all()
        np.testing.assert_allclose(together[0, k], costs[0], rtol=1e-12)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_kernel_equals_the_readable_form(name: str) -> None:
    activation = ACTIVATIONS[name]
    Z = 3 * np.random.RandomState(0).randn(3, 50)
    for record in (activation, replace(activation, kernel=None)):
        A1, S = Z.copy(), np.empty_like(Z)
        kernel = record.bind(A1, S)
        kernel.forward()
        np.testing.assert_allclose(A1, activation.g(Z), rtol=1e-12, atol=1e-14)
        kernel.slope()
        slope = 1.0 - S if kernel.complement else S
        np.testing.assert_allclose(slope, activation.g_prime(Z), rtol=1e-10, atol=1e-14)
        if kernel.many:
            factor, forward = kernel.many
            np.multiply(Z, factor, A1)
            forward()
            np.testing.assert_allclose(A1, activation.g(Z), rtol=1e-12, atol=1e-15)


def test_tanh_for_many_numbers_is_exact_at_0_and_far_out() -> None:
    A1 = np.array([[0.0, 1e3, -1e3]])
    many = ACTIVATIONS["tanh"].bind(A1, np.empty_like(A1)).many
    assert many is not None
    A1 *= many[0]
    with np.errstate(over="ignore"):
        many[1]()
    np.testing.assert_array_equal(A1, [[0.0, 1.0, -1.0]])


def test_the_test_examples_change_no_parameter_and_get_their_own_cost() -> None:
    configuration = configure({"data": {"test_share": 0.25}})
    engine = make_engine(configuration)
    costs = engine.run(5)
    expected, _, _ = textbook(configuration, 5)
    np.testing.assert_allclose(engine.layers.parameters()[0].W1, expected.W1, rtol=1e-10)
    assert np.isfinite(costs[:, 1]).all()
    assert (costs[1:, 0] != costs[1:, 1]).all()


def test_costs_do_not_depend_on_the_block() -> None:
    together, apart = make_engine(configure({})), make_engine(configure({}))
    block = together.run(20)
    single = np.concatenate([apart.run(1) for _ in range(20)])
    np.testing.assert_array_equal(together.layers.flat, apart.layers.flat)
    np.testing.assert_allclose(block[:, 0], single[:, 0], rtol=0, atol=1e-12)
