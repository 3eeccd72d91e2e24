"""The cost over a plane: the costs are the network's own, the directions what they are said to be."""

from typing import Any

import numpy as np
import pytest

from core.arrays import Floats
from core.configuration import configure
from core.landscape import Plane, plane_costs, principal_plane, random_plane
from core.network import Parameters
from core.pieces import StoppedError, finish
from core.trainer import Trainer

STEPS = np.linspace(-1.0, 1.0, 7)


def trained(choices: dict[str, Any], iterations: int) -> Trainer:
    """Return a trainer after so many iterations."""
    trainer = Trainer(configure(choices))
    if iterations:
        trainer.advance(iterations)
    return trainer


def costs_of(trainer: Trainer, plane: Plane, steps: Floats = STEPS) -> Floats:
    """Return train and test costs over the plane."""
    return finish(plane_costs(trainer.network, trainer.dataset, trainer.parameters, plane, steps))


def from_flat(flat: Floats, like: Parameters) -> Parameters:
    """Take a flat vector apart, row by row of [W1 | b1], then of [W2 | b2]."""
    split = like.W1.size + like.b1.size
    V1 = flat[:split].reshape(len(like.W1), -1)
    V2 = flat[split:].reshape(len(like.W2), -1)
    return Parameters(V1[:, :-1], V1[:, -1:], V2[:, :-1], V2[:, -1:])


@pytest.mark.parametrize(
    "choices",
    [
        {"network": {"hidden_width": 8}},
        {"data": {"test_share": 0.3}, "training": {"precision": "float32", "batch_size": 32}},
        {"data": {"source": "blobs", "classes": 3, "samples": 50, "test_share": 0.2, "standardize": True}},
        {"data": {"source": "sine"}, "network": {"activation": "relu"}},
        {"data": {"samples": 3000}, "network": {"hidden_width": 30, "biases": False}},
    ],
    ids=str,
)
def test_every_cost_is_the_networks_own_to_the_last_digits(choices: dict[str, Any]) -> None:
    trainer = trained(choices, 100)
    data, network, p = trainer.dataset, trainer.network, trainer.parameters
    plane = random_plane(network, p, seed=3)
    costs, Y = costs_of(trainer, plane), network.targets(data)
    for i, j in ((0, 0), (3, 3), (6, 2), (1, 5)):
        there = from_flat(plane.origin + STEPS[j] * plane.first + STEPS[i] * plane.second, p)
        for part, columns in ((0, data.train), (1, ~data.train)):
            if columns.any():
                expected = network.cost(network.forward(data.inputs[:, columns], there).Z2, Y[:, columns])
                assert costs[i, j, part] == pytest.approx(expected, rel=1e-12)
    assert np.isnan(costs[..., 1]).all() == data.train.all()
    if trainer.configuration.training.precision == "float64":
        assert costs[3, 3, 0] == pytest.approx(trainer.snapshot.train_cost, rel=1e-12)


def test_random_directions_have_the_lengths_of_the_filters_and_come_back_with_their_seed() -> None:
    trainer = trained({"network": {"hidden_width": 5}}, 200)
    p, network = trainer.parameters, trainer.network
    plane = random_plane(network, p, seed=7)
    for direction in (plane.first, plane.second):
        parts = from_flat(direction, p)
        for W, b in (("W1", "b1"), ("W2", "b2")):
            rows = [np.hstack([getattr(q, W), getattr(q, b)]) for q in (parts, p)]
            ours, theirs = (np.linalg.norm(row, axis=1) for row in rows)
            np.testing.assert_allclose(ours, theirs, rtol=1e-12)
    again, other = random_plane(network, p, seed=7), random_plane(network, p, seed=8)
    np.testing.assert_array_equal(plane.second, again.second)
    cosine = plane.first @ plane.second / np.linalg.norm(plane.first) / np.linalg.norm(plane.second)
    assert plane.cosine == pytest.approx(cosine)
    assert not np.array_equal(plane.first, other.first)


def test_a_network_without_biases_stays_without_them() -> None:
    trainer = trained({"network": {"biases": False}}, 200)
    iterations, path = trainer.path()
    assert len(iterations) > 3
    for plane in (
        random_plane(trainer.network, trainer.parameters, seed=0),
        principal_plane(trainer.network, trainer.parameters, path, seed=0),
        principal_plane(trainer.network, trainer.parameters, path[-1:], seed=0),
    ):
        for direction in (plane.first, plane.second):
            parts = from_flat(direction, trainer.parameters)
            assert not parts.b1.any()
            assert not parts.b2.any()
            assert parts.W1.any()


def test_principal_directions_hold_the_path_between_minus_1_and_1_and_no_plane_holds_more_of_it() -> None:
    trainer = trained({"network": {"hidden_width": 3}}, 1500)
    _, path = trainer.path()
    plane = principal_plane(trainer.network, trainer.parameters, path, seed=0)
    coordinates = plane.project(path)
    np.testing.assert_allclose(coordinates[-1], [0.0, 0.0], atol=1e-12)
    np.testing.assert_allclose(coordinates.max(axis=0), [1.0, 1.0])
    assert (coordinates >= -1.0 - 1e-12).all()
    assert abs(plane.cosine) < 1e-12
    share = plane.explained(path)
    assert 0.9 < share <= 1.0
    for seed in range(5):
        assert random_plane(trainer.network, trainer.parameters, seed).explained(path) < share


def test_what_lies_in_the_plane_is_projected_onto_itself() -> None:
    trainer = trained({}, 100)
    plane = random_plane(trainer.network, trainer.parameters, seed=1)
    wanted = np.array([[0.5, -0.25], [2.0, 1.0]])
    points = plane.origin + wanted @ np.stack([plane.first, plane.second])
    np.testing.assert_allclose(plane.project(points), wanted, rtol=1e-10)
    assert plane.explained(points) == pytest.approx(1.0)


@pytest.mark.parametrize("iterations", [0, 1])
def test_a_path_that_has_not_begun_or_is_a_line_gets_directions_at_right_angles(iterations: int) -> None:
    trainer = trained({}, iterations)
    _, path = trainer.path()
    plane = principal_plane(trainer.network, trainer.parameters, path, seed=0)
    lengths = [np.linalg.norm(direction) for direction in (plane.first, plane.second)]
    assert lengths[0] == pytest.approx(lengths[1])
    assert lengths[0] > 0
    assert abs(plane.cosine) < 1e-9
    assert plane.explained(path) == pytest.approx(1.0)


def test_a_frozen_run_lies_in_a_landscape_that_is_not_flat() -> None:
    trainer = trained({"network": {"init": {"scheme": "zeros"}}}, 0)
    for plane in (
        random_plane(trainer.network, trainer.parameters, seed=0),
        principal_plane(trainer.network, trainer.parameters, trainer.path()[1], seed=0),
    ):
        costs = costs_of(trainer, plane)[..., 0]
        middle = len(costs) // 2
        assert costs[middle, middle] == pytest.approx(np.log(2.0))
        assert np.ptp(costs) > 0.1
        assert plane.explained(trainer.path()[1]) == 1.0  # it has never left
        for direction in (plane.first, plane.second):
            assert np.linalg.norm(direction) == pytest.approx(np.sqrt(5.0))  # four units and the output


def test_the_work_can_be_left_between_its_pieces() -> None:
    trainer = trained({"data": {"samples": 10_000}, "network": {"hidden_width": 32}}, 0)
    plane = random_plane(trainer.network, trainer.parameters, seed=0)
    asked: list[None] = []

    def after_three() -> bool:
        asked.append(None)
        return len(asked) == 3

    work = plane_costs(trainer.network, trainer.dataset, trainer.parameters, plane, STEPS)
    with pytest.raises(StoppedError):
        finish(work, after_three)
    assert len(asked) == 3
