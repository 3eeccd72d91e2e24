"""Runs and races: what the core's engine makes of a configuration, and the chapter's form row by row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import Floats
from core.configuration import PARAMETERS, TrainingConfiguration
from core.datasets.records import Dataset
from core.engine import Engine
from core.network import Network, Parameters
from tests.reference.figures import WANTED, Case, key
from tests.reference.recipes import make_dataset, make_start, network_of

Trained = tuple[Floats, dict[int, list[Parameters]]]
"""The costs of iterations 0 to the last, (iterations + 1, ...), and the parameters at those wanted."""


@dataclass(frozen=True, slots=True)
class Run:
    """One configuration, trained: one network, or one for each seed on the second axis of `costs`."""

    network: Network
    dataset: Dataset
    learning_rate: float
    costs: Floats
    at: Mapping[int, Sequence[Parameters]]


def train(
    network: Network,
    dataset: Dataset,
    start: Parameters | Sequence[Parameters],
    *,
    learning_rate: float,
    wanted: Iterable[int],
) -> Trained:
    """Train with the engine, full batches in float64, up to the last iteration that is wanted."""
    engine = Engine(network, dataset, start, TrainingConfiguration(learning_rate=learning_rate))
    costs, at, iteration = [], {}, 0
    with np.errstate(all="ignore"):  # some runs are meant to diverge
        for target in sorted({0, *wanted}):
            while iteration < target:
                size = min(engine.block, target - iteration)
                costs.append(engine.run(size)[..., 0])
                iteration += size
            at[target] = engine.layers.parameters()
        costs.append(engine.look()[0][..., 0])
    return np.concatenate(costs), at


class RowByRow(np.ndarray[Any, np.dtype[np.float64]]):
    """An array whose matrix products add up in one order for every row, as no BLAS promises to."""

    def __matmul__(self, other: Any) -> Any:
        return (self[:, :, np.newaxis] * other).sum(axis=1)


def train_row_by_row(
    network: Network, dataset: Dataset, start: Parameters, *, learning_rate: float, wanted: Iterable[int]
) -> Trained:
    """Train with `network`, the chapter's form, without a matrix product."""
    X, Y = dataset.X.view(RowByRow), dataset.Y.view(RowByRow)
    now = {name: getattr(start, name).view(RowByRow) for name in PARAMETERS}
    costs, at = [], {}
    for iteration in range(max(wanted) + 1):
        parameters = Parameters(**now)
        cache = network.forward(X, parameters)
        costs.append(network.cost(cache.Z2, Y))
        if iteration in wanted:
            at[iteration] = [Parameters(**{name: W.view(np.ndarray) for name, W in now.items()})]
        gradients = network.backward(X, Y, parameters, cache)
        now = {name: W - learning_rate * getattr(gradients, f"d{name}") for name, W in now.items()}
    return np.array(costs), at


FORMS = {"engine": train, "rowwise": train_row_by_row}
_KNOWN: dict[str, Run] = {}


def run_of(case: Case) -> Run:
    """Return the run, or the race of all seeds, that a case looks at; each is trained once."""
    seeds = tuple(case.experiment.get("seeds", ()))
    place = key(case.config, seeds)
    if place not in _KNOWN:
        _KNOWN[place] = _train(case.config, seeds, wanted=WANTED[place])
    return _KNOWN[place]


def _train(config: Mapping[str, Any], seeds: tuple[int, ...], *, wanted: set[int]) -> Run:
    network, dataset = network_of(config["activation"], config["output"]), make_dataset(config["dataset"])
    n_x, rate = dataset.X.shape[0], config["learning_rate"]
    if seeds:
        seeded = [{**config, "init": {**config["init"], "seed": seed}} for seed in range(*seeds)]
        starts = [make_start(one, n_x) for one in seeded]
        costs, at = train(network, dataset, starts, learning_rate=rate, wanted=wanted)
    else:
        form = FORMS[config.get("form", "engine")]
        costs, at = form(network, dataset, make_start(config, n_x), learning_rate=rate, wanted=wanted)
    return Run(network, dataset, rate, costs, at)
