"""How a run came to where it is: what its keyframes tell of rows, norms and gradients."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core import views
from core.arrays import Floats
from core.configuration import PARAMETERS
from core.network import Parameters
from core.trainer import Trainer

MOMENTS, FEWEST = 64, 8
"""Moments looked at, at most, and where the network is large."""
NUMBERS = 20_000_000
"""Numbers of a hidden layer that all moments together may have, about."""


@dataclass(frozen=True, slots=True)
class Path:
    """Moments of a run, k of them in order, the last one now.

    `distinct_rows` of W1 by the rule of `views.row_groups`; norms are of W1, b1, W2, b2 and of the gradients
    of the objective by them, over the training examples, with the penalty of that moment.
    """

    iterations: NDArray[np.uint32]
    """(k,)"""
    distinct_rows: NDArray[np.uint32]
    """(k,)"""
    parameter_norms: Floats
    """(k, 4)"""
    gradient_norms: Floats
    """(k, 4)"""
    W1: Floats
    """(k, n_h, n_x)"""
    b1: Floats
    """(k, n_h)"""


def moments(n_h: int, m: int) -> int:
    """Return how many moments of a network of this width over m examples are looked at, at most."""
    return int(np.clip(NUMBERS // (n_h * m), FEWEST, MOMENTS))


def chosen(iterations: list[int], most: int) -> list[int]:
    """Return the places of at most `most` of the iterations, evenly spread, with the first and the last."""
    wanted = np.linspace(iterations[0], iterations[-1], most)
    nearest = np.abs(np.subtract.outer(wanted, iterations)).argmin(axis=1)
    return [int(place) for place in np.unique([*nearest, len(iterations) - 1])]


def look_back(trainer: Trainer) -> Path:
    """Return what the run's keyframes and the parameters now tell; of a diverged run not all is finite."""
    iterations, flats = trainer.path()
    places = chosen(iterations, moments(trainer.parameters.W1.shape[0], trainer.engine.m_train))
    at = [iterations[place] for place in places]
    parameters = [trainer.engine.layers.of(flats[place]) for place in places]
    groups = [views.row_groups(views.finite(p).W1) for p in parameters]
    return Path(
        iterations=np.array(at, dtype=np.uint32),
        distinct_rows=np.array([group.max() + 1 for group in groups], dtype=np.uint32),
        parameter_norms=np.array(
            [[np.linalg.norm(getattr(p, name)) for name in PARAMETERS] for p in parameters]
        ),
        gradient_norms=np.array(
            [_gradient_norms(trainer, p, iteration) for p, iteration in zip(parameters, at, strict=True)]
        ),
        W1=np.stack([p.W1 for p in parameters]),
        b1=np.stack([p.b1[:, 0] for p in parameters]),
    )


def _gradient_norms(trainer: Trainer, parameters: Parameters, iteration: int) -> list[float]:
    train, changes = trainer.dataset.train, trainer.timeline.changes
    X, Y = trainer.dataset.inputs[:, train], trainer.network.targets(trainer.dataset)[:, train]
    training = trainer.timeline.training(sum(change.iteration <= iteration for change in changes))
    found = views.objective_gradients(trainer.network, parameters, X, Y, l1=training.l1, l2=training.l2)
    return list(views.gradient_norms(found).values())
