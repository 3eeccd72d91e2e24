"""The engine trains exactly as `network` says."""

from dataclasses import astuple, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.configuration import Configuration, configure
from core.datasets import DATA_SOURCES, make_dataset
from core.engine import Engine
from core.initializers import INIT_SCHEMES
from core.network import Parameters, draw_parameters, make_network
from core.optimizers import OPTIMIZERS

configurations = st.builds(
    lambda source, samples, share, seed, width, activation, scheme, rate: configure(
        {
            "data": {"source": source, "samples": samples, "test_share": share, "seed": seed},
            "network": {
                "hidden_width": width,
                "activation": activation,
                "init": {"scheme": scheme, "seed": seed},
            },
            "training": {"learning_rate": rate},
        }
    ),
    st.sampled_from(list(DATA_SOURCES)),
    st.integers(10, 60),
    st.sampled_from([0.0, 0.25]),
    st.integers(0, 1000),
    st.integers(1, 9),
    st.sampled_from(list(ACTIVATIONS)),
    st.sampled_from(list(INIT_SCHEMES)),
    st.floats(0.01, 1.5),
)


def textbook(configuration: Configuration, iterations: int) -> tuple[Parameters, list[float]]:
    """Train with `network` alone, as the chapter writes it."""
    data = configuration.data
    dataset = make_dataset(
        data.source, samples=data.samples, noise=data.noise, test_share=data.test_share, seed=data.seed
    )
    X, Y = dataset.X[:, dataset.train], dataset.Y[:, dataset.train]
    network = make_network(configuration.network)
    p = draw_parameters(configuration.network, n_x=2, n_y=1)
    alpha, costs = configuration.training.learning_rate, []
    for _ in range(iterations):
        cache = network.forward(X, p)
        costs.append(network.cost(cache.Z2, Y))
        d = network.backward(X, Y, p, cache)
        p = Parameters(p.W1 - alpha * d.dW1, p.b1 - alpha * d.db1, p.W2 - alpha * d.dW2, p.b2 - alpha * d.db2)
    return p, costs


def make_engine(configuration: Configuration) -> Engine:
    """Return an engine at the start of the configuration's run."""
    data = configuration.data
    dataset = make_dataset(
        data.source, samples=data.samples, noise=data.noise, test_share=data.test_share, seed=data.seed
    )
    start = draw_parameters(configuration.network, n_x=2, n_y=1)
    optimizer = OPTIMIZERS[configuration.training.optimizer]
    return Engine(make_network(configuration.network), dataset, start, optimizer)


@settings(max_examples=150, deadline=None)
@given(configurations)
def test_engine_equals_network(configuration: Configuration) -> None:
    engine = make_engine(configuration)
    costs = engine.run(6, configuration.training.learning_rate)
    expected, expected_costs = textbook(configuration, 6)
    np.testing.assert_allclose(costs[:, 0], expected_costs, rtol=1e-9, atol=1e-12)
    for ours, theirs in zip(astuple(engine.layers.parameters()), astuple(expected), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_kernel_equals_the_readable_form(name: str) -> None:
    activation = ACTIVATIONS[name]
    Z, dA = np.random.RandomState(0).randn(2, 3, 50)
    fast, plain = Z.copy(), Z.copy()
    fast_gradient, plain_gradient = dA.copy(), dA.copy()
    for buffer, gradient, record in (
        (fast, fast_gradient, activation),
        (plain, plain_gradient, replace(activation, kernel=None)),
    ):
        kernel = record.bind(buffer)
        kernel.forward()
        kernel.backward(gradient, buffer)
    np.testing.assert_allclose(fast, activation.g(Z), rtol=1e-14)
    np.testing.assert_allclose(plain, fast, rtol=1e-14)
    np.testing.assert_allclose(fast_gradient, dA * activation.g_prime(Z), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(plain_gradient, fast_gradient, rtol=1e-12, atol=1e-15)


def test_the_test_examples_change_no_parameter_and_get_their_own_cost() -> None:
    configuration = configure({"data": {"test_share": 0.25}})
    engine = make_engine(configuration)
    costs = engine.run(5, 1.2)
    expected, _ = textbook(configuration, 5)
    np.testing.assert_allclose(engine.layers.parameters().W1, expected.W1, rtol=1e-12)
    assert np.isfinite(costs[:, 1]).all()
    assert (costs[1:, 0] != costs[1:, 1]).all()


def test_costs_do_not_depend_on_the_block() -> None:
    together, apart = make_engine(configure({})), make_engine(configure({}))
    block = together.run(20, 1.2)
    single = np.concatenate([apart.run(1, 1.2) for _ in range(20)])
    np.testing.assert_array_equal(together.layers.flat, apart.layers.flat)
    np.testing.assert_allclose(block[:, 0], single[:, 0], rtol=0, atol=1e-12)
