"""The published numbers of the course's lab come out."""

import numpy as np
import pytest

from core.configuration import NetworkConfiguration, configure
from core.datasets.sources import make_dataset
from core.network import Cache, Parameters, draw_parameters, make_network
from core.trainer import Trainer
from tests.support import LAB

DRAWN = draw_parameters(NetworkConfiguration(), n_x=2, n_y=1)
START = Parameters(
    np.array(LAB["init"]["W1"]), DRAWN.b1, np.array(LAB["init"]["W2"]), DRAWN.b2
)  # as published


def test_the_flower_has_the_labs_shape_and_balance() -> None:
    data = make_dataset("planar_flower", samples=400, noise=0.2, test_share=0.0, seed=1)
    assert list(data.X.shape) == LAB["dataset"]["shape"]["X"]
    assert [1, data.y.size] == LAB["dataset"]["shape"]["Y"]
    assert data.y.sum() == 200
    np.testing.assert_allclose(data.X[:, 0], [1.204442292, 3.576114148], atol=4e-8)
    np.testing.assert_allclose(data.X.sum(axis=1), [-17.33836367, 27.42634695], atol=3e-7)


def test_the_first_weights_are_the_labs() -> None:
    np.testing.assert_allclose(DRAWN.W1, START.W1, atol=5e-9)
    np.testing.assert_allclose(DRAWN.W2, START.W2, atol=5e-9)
    assert not DRAWN.b1.any()
    assert not DRAWN.b2.any()


def test_the_default_run_has_the_labs_costs() -> None:
    trainer = Trainer()
    costs = {int(k): cost for k, cost in LAB["costs_seed_2_n_h_4"].items()}
    for iteration, cost in sorted(costs.items()):
        if iteration:
            trainer.advance(iteration - trainer.iteration)
        assert round(trainer.snapshot.train_cost, 6) == cost, f"iteration {iteration}"


@pytest.mark.parametrize(("width", "percent"), LAB["accuracy_percent_after_5000_iterations_seed_2"].items())
def test_accuracy_after_5000_iterations(width: str, percent: float) -> None:
    trainer = Trainer(configure({"network": {"hidden_width": int(width)}}))
    trainer.advance(5000)
    assert trainer.snapshot.train_accuracy == pytest.approx(percent / 100)


def test_the_forward_example() -> None:
    rng = np.random.RandomState(1)
    X, b1 = rng.randn(2, 3), rng.randn(4, 1)
    parameters = Parameters(START.W1, b1, START.W2, np.array([[-1.3]]))
    cache = make_network(NetworkConfiguration()).forward(X, parameters)
    expected = LAB["forward_example"]
    for name, mean in expected["means"].items():
        assert getattr(cache, name).mean() == pytest.approx(mean, abs=1e-11), name
    np.testing.assert_allclose(cache.A2, expected["A2"], atol=5e-9)


def test_the_cost_example() -> None:
    example = LAB["cost_example"]
    Y = (np.random.RandomState(1).randn(1, 3) > 0).astype(float)
    A2 = np.array(example["A2"])
    cost = make_network(NetworkConfiguration()).cost(np.log(A2 / (1 - A2)), Y)
    assert cost == pytest.approx(example["cost"], abs=1e-12)


def test_the_backward_example() -> None:
    example = LAB["backward_example"]
    rng = np.random.RandomState(1)
    X, Y = rng.randn(2, 3), (rng.randn(1, 3) > 0).astype(float)
    A1, A2 = np.array(example["A1"]), np.array(example["A2"])
    cache = Cache(np.arctanh(A1), A1, np.log(A2 / (1 - A2)), A2)
    gradients = make_network(NetworkConfiguration()).backward(X, Y, START, cache)
    for name in ("dW1", "db1", "dW2", "db2"):
        np.testing.assert_allclose(getattr(gradients, name), example[name], atol=6e-9, err_msg=name)
