"""How a run came to where it is: the moments chosen, and the numbers at each."""

import numpy as np

from core import path, views
from core.configuration import configure
from core.network import Parameters
from core.trainer import Trainer
from tests.support import EXPLODING


def test_at_most_so_many_moments_evenly_spread_with_both_ends() -> None:
    assert path.chosen([0, 64, 128, 150], 64) == [0, 1, 2, 3]
    iterations = [*range(0, 6400, 64), 6350]
    at = [iterations[place] for place in path.chosen(iterations, 9)]
    assert (at[0], at[-1], len(at)) == (0, 6350, 9)
    assert np.ptp(np.diff(at)) <= 2 * 64
    assert path.chosen([0], 8) == [0]


def test_large_networks_have_fewer_moments() -> None:
    assert path.moments(4, 400) == 64
    assert path.moments(256, 10_000) == 8


def test_rows_norms_and_gradients_are_those_of_the_run_at_that_moment() -> None:
    trainer = Trainer(configure({"data": {"test_share": 0.25}, "training": {"l2": 0.5}}))
    trainer.advance(70)
    trainer.update({"l2": 0.0})
    trainer.advance(60)
    trainer.set_parameters({"W1": np.ones((4, 2)).tolist()})
    found = path.look_back(trainer)
    assert found.iterations.tolist() == [0, 64, 128, 130]
    assert found.distinct_rows.tolist() == [4, 4, 4, 1]
    train = trainer.dataset.train
    X, Y = trainer.dataset.inputs[:, train], trainer.network.targets(trainer.dataset)[:, train]
    for k, (iteration, l2) in enumerate([(0, 0.5), (64, 0.5), (128, 0.0), (130, 0.0)]):
        p = trainer.parameters if iteration == 130 else _at(trainer, iteration)
        gradients = views.objective_gradients(trainer.network, p, X, Y, l2=l2)
        np.testing.assert_array_equal(found.W1[k], p.W1)
        np.testing.assert_array_equal(found.b1[k], p.b1[:, 0])
        norms = [np.linalg.norm(part) for part in (p.W1, p.b1, p.W2, p.b2)]
        np.testing.assert_array_equal(found.parameter_norms[k], norms)
        np.testing.assert_allclose(found.gradient_norms[k], list(views.gradient_norms(gradients).values()))


def _at(trainer: Trainer, iteration: int) -> Parameters:
    earlier = Trainer(configure({"data": {"test_share": 0.25}, "training": {"l2": 0.5}}))
    if iteration:
        earlier.advance(min(iteration, 70))
    if iteration > 70:
        earlier.update({"l2": 0.0})
        earlier.advance(iteration - 70)
    return earlier.parameters


def test_one_that_went_back_looks_no_further_than_it_stands() -> None:
    trainer = Trainer(configure({}))
    trainer.advance(200)
    trainer.seek(100)
    assert path.look_back(trainer).iterations.tolist() == [0, 64, 100]


def test_a_diverged_run_has_a_path_to_its_end() -> None:
    trainer = Trainer(configure(EXPLODING))
    trainer.advance(1000)
    with np.errstate(all="ignore"):
        found = path.look_back(trainer)
    assert trainer.ended
    assert found.iterations[-1] == trainer.iteration
    assert (found.distinct_rows >= 1).all()


def test_constant_weights_stay_one_unit() -> None:
    trainer = Trainer(configure({"network": {"init": {"scheme": "constant", "scale": 0.5}}}))
    trainer.advance(500)
    found = path.look_back(trainer)
    assert set(found.distinct_rows.tolist()) == {1}
    assert np.linalg.norm(found.W1[-1] - found.W1[0]) > 0.5
