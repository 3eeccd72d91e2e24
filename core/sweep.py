"""The cost after n iterations against the scale of the weights at the start: one run a scale, all at once."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from core import views
from core.arrays import Bools, Floats
from core.configuration import Configuration
from core.datasets.records import Dataset
from core.datasets.sources import make_dataset
from core.engine import Engine
from core.errors import ConfigurationError
from core.initializers import INIT_SCHEMES
from core.network import Parameters, draw_parameters, make_network
from core.pieces import Pieces
from core.stopping import EXPLOSION

STACK_BYTES = 1 << 19
"""Activations of the networks that train together, about."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One network at one moment; what belongs to the test is None where there are no test examples.

    Accuracies are None for real targets. `gradient_norms` are of the objective, by name. `saturated` is the
    share of all z of the training examples where g' is below 1 % of its maximum, None for an activation that
    does not saturate; `dead` is the share of the hidden units whose g' is 0 on every training example.
    """

    train_cost: float
    test_cost: float | None
    train_accuracy: float | None
    test_accuracy: float | None
    gradient_norms: dict[str, float]
    saturated: float | None
    dead: float


@dataclass(frozen=True, slots=True)
class ScaledRun:
    """A run from one scale; one that diverged, as a run of its own would have, has no end, but says when."""

    scale: float
    start: Reading
    end: Reading | None
    diverged_at: int | None


def scale_sweep(
    configuration: Configuration, scales: Sequence[float], iterations: int
) -> Pieces[list[ScaledRun]]:
    """Train the configuration from every scale in turn of `init.scale`, same draws; return a run for each.

    Stop conditions do not count, nor do weights that are given: they would leave nothing to scale. Yields
    between pieces of the work, so that a caller can leave it. Raises ConfigurationError where the scheme
    takes no scale.
    """
    scheme = configuration.network.init.scheme
    if INIT_SCHEMES[scheme].default_scale is None:
        raise ConfigurationError("configuration.network.init.scheme", scheme, "takes no scale to sweep over")
    configuration = _drawn(configuration)
    sweep = _Sweep(configuration, make_dataset(**asdict(configuration.data)))
    starts = [(scale, sweep.draw(scale)) for scale in scales]
    size = 8 * (configuration.network.hidden_width + 1) * sweep.dataset.X.shape[1]
    together = max(1, STACK_BYTES // size)
    runs: list[ScaledRun] = []
    for first in range(0, len(starts), together):
        runs += yield from sweep.train(starts[first : first + together], iterations)
    return runs


def _drawn(configuration: Configuration) -> Configuration:
    given = configuration.network.start or {}
    start = {name: rows for name, rows in given.items() if name not in ("W1", "W2")}
    return replace(configuration, network=replace(configuration.network, start=start or None))


class _Sweep:
    """What all runs of a sweep share."""

    def __init__(self, configuration: Configuration, dataset: Dataset) -> None:
        """Look the network's choices up."""
        self.configuration, self.dataset = configuration, dataset
        self.network = make_network(configuration.network)
        self._Y = self.network.targets(dataset)

    def draw(self, scale: float) -> Parameters:
        """Return the start from this scale."""
        chosen = self.configuration.network
        scaled = replace(chosen, init=replace(chosen.init, scale=scale))
        return draw_parameters(scaled, n_x=self.dataset.X.shape[0], n_y=self._Y.shape[0])

    def train(self, starts: list[tuple[float, Parameters]], iterations: int) -> Pieces[list[ScaledRun]]:
        """Train one stack of networks, (scale, start) each."""
        training = self.configuration.training
        engine = Engine(self.network, self.dataset, [start for _, start in starts], training)
        readings = []
        for _, start in starts:
            readings.append(self.read(start))
            yield
        limit = EXPLOSION * np.maximum(1.0, [reading.train_cost for reading in readings])
        diverged: list[int | None] = [None] * len(starts)
        for done in range(0, iterations, engine.block):
            with np.errstate(all="ignore"):  # divergence is a result, not a warning
                costs = engine.run(min(engine.block, iterations - done))[..., 0]
            _note_divergence(diverged, done, costs <= limit)
            yield
        with np.errstate(all="ignore"):
            costs = engine.look()[0][..., 0]
        ends = engine.layers.parameters()
        _note_divergence(diverged, iterations, (costs <= limit) & [end.finite for end in ends])
        runs = []
        for (scale, _), before, end, at in zip(starts, readings, ends, diverged, strict=True):
            runs.append(ScaledRun(scale, before, self.read(end) if at is None else None, at))
            yield
        return runs

    def read(self, parameters: Parameters) -> Reading:
        """Return how one network stands."""
        network, train = self.network, self.dataset.train
        (X, Y), test = self._examples(train), self._examples(~train)
        l1, l2 = self.configuration.training.l1, self.configuration.training.l2
        cache = network.forward(X, parameters)
        gradients = views.objective_gradients(network, parameters, X, Y, l1=l1, l2=l2)
        histograms = views.z_histograms(network, cache)
        tested = network.forward(test[0], parameters) if test[0].size else None
        classes = self.dataset.classes is not None
        return Reading(
            train_cost=network.cost(cache.Z2, Y),
            test_cost=network.cost(tested.Z2, test[1]) if tested else None,
            train_accuracy=views.accuracy(network, cache.A2, Y) if classes else None,
            test_accuracy=views.accuracy(network, tested.A2, test[1]) if tested and classes else None,
            gradient_norms=views.gradient_norms(gradients),
            saturated=None if histograms.saturated is None else float(histograms.saturated.mean()),
            dead=float(histograms.dead.mean()),
        )

    def _examples(self, chosen: Bools) -> tuple[Floats, Floats]:
        return self.dataset.inputs[:, chosen], self._Y[:, chosen]


def _note_divergence(diverged: list[int | None], first: int, within: Bools) -> None:
    """Note for each network the first iteration, counted from `first`, at which it is not within (k, K)."""
    for network, steps in enumerate(within.T):
        if diverged[network] is None and not steps.all():
            diverged[network] = first + int(steps.argmin())
