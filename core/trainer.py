"""A run's mathematics: configuration -> iterations, history and state. Who shows it is not its business."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.arrays import Floats
from core.configuration import FIELDS, SEED_LIMIT, Configuration, configure, flatten
from core.datasets import Dataset, make_dataset
from core.engine import Engine
from core.errors import ConfigurationError, StateError
from core.history import History
from core.network import Network, Parameters, draw_parameters, make_network
from core.optimizers import OPTIMIZERS
from core.run_state import RunState, move

EXPLOSION = 1e6
"""A run has diverged when its cost exceeds this times max(1, cost at iteration 0)."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of a run; accuracies are shares from 0 to 1, None where there are no test examples."""

    iteration: int
    epoch: int
    state: RunState
    train_cost: float
    test_cost: float | None
    train_accuracy: float
    test_accuracy: float | None


class Trainer:
    """One network being trained; every method does what it says, or raises and changes nothing."""

    def __init__(self, configuration: Configuration | None = None) -> None:
        """Draw the data and the weights; the run is ready at iteration 0."""
        self.configuration = configuration or configure({})
        data = self.configuration.data
        self.dataset: Dataset = make_dataset(
            data.source, samples=data.samples, noise=data.noise, test_share=data.test_share, seed=data.seed
        )
        self.network: Network = make_network(self.configuration.network)
        self._start()

    def _start(self) -> None:
        parameters = draw_parameters(
            self.configuration.network, n_x=self.dataset.X.shape[0], n_y=self.dataset.Y.shape[0]
        )
        optimizer = OPTIMIZERS[self.configuration.training.optimizer]
        self._engine = Engine(self.network, self.dataset, parameters, optimizer)
        self.history = History()
        self.iteration = 0
        self.state = RunState.READY
        self.reason: str | None = None
        costs = self._look()
        self._cost_limit = EXPLOSION * max(1.0, float(costs[0, 0]))
        self.history.append(0, costs)

    @property
    def parameters(self) -> Parameters:
        """The parameters now, as copies."""
        return self._engine.layers.parameters()

    @property
    def snapshot(self) -> Snapshot:
        """The numbers of this moment."""
        m, Y, A2 = self._engine.m_train, self._engine.Y, self._A2
        tested = m < Y.shape[1]
        _, train_cost, test_cost = self.history.rows[-1]
        return Snapshot(
            iteration=self.iteration,
            epoch=self.iteration,  # full batch: one iteration is one pass over the data
            state=self.state,
            train_cost=float(train_cost),
            test_cost=float(test_cost) if tested else None,
            train_accuracy=self.network.accuracy(A2[:, :m], Y[:, :m]),
            test_accuracy=self.network.accuracy(A2[:, m:], Y[:, m:]) if tested else None,
        )

    def play(self) -> None:
        """Say that the run goes on; who calls `advance`, and when, is the caller's business."""
        self._leave_diverged("play")
        self.state = move(self.state, RunState.RUNNING)

    def pause(self) -> None:
        """Stop playing; a run that does not play stays as it is."""
        if self.state is RunState.RUNNING:
            self.state = move(self.state, RunState.PAUSED)

    def advance(self, iterations: int) -> None:
        """Train `iterations` more, fewer if the run diverges; a ready run is paused afterwards."""
        self._leave_diverged("advance")
        if iterations < 1:
            raise ConfigurationError("iterations", iterations, "must be at least 1")
        if self.state is not RunState.RUNNING:
            self.state = move(self.state, RunState.PAUSED)
        target = self.iteration + iterations
        with np.errstate(over="ignore", invalid="ignore"):  # divergence is a state, not a warning
            while self.iteration < target and self.state is not RunState.DIVERGED:
                self._train_block(min(self._engine.block, target - self.iteration))

    def _train_block(self, size: int) -> None:
        start = self._engine.layers.flat.copy()
        costs = self._engine.run(size, self.configuration.training.learning_rate)
        after = np.concatenate([costs[1:], self._look()])
        out_of_range = ~(after[:, 0] <= self._cost_limit)  # written so that NaN counts
        if out_of_range.any() or not np.isfinite(self._engine.layers.flat).all():
            size = int(out_of_range.argmax()) + 1 if out_of_range.any() else size
            self._engine.layers.flat[:] = start
            self._engine.run(size, self.configuration.training.learning_rate)
            after = np.concatenate([after[: size - 1], self._look()])
            self._diverge(self.iteration + size, float(after[-1, 0]))
        self.history.append(self.iteration + 1, after)
        self.iteration += size

    def _look(self) -> Floats:
        costs, self._A2 = self._engine.look()
        return costs

    def _diverge(self, iteration: int, cost: float) -> None:
        self.state = move(self.state, RunState.DIVERGED)
        what = f"rose to {cost:.3g}" if np.isfinite(cost) else "left the finite range"
        self.reason = f"Cost {what} at iteration {iteration}."

    def _leave_diverged(self, what: str) -> None:
        if self.state is RunState.DIVERGED:
            raise StateError(f"a run that has diverged cannot {what}: reset it first")

    def reset(self, *, redraw: bool = False) -> None:
        """Go back to iteration 0: the same weights or, by the next init seed, a new draw."""
        if redraw:
            seed = (self.configuration.network.init.seed + 1) % (SEED_LIMIT + 1)
            init = replace(self.configuration.network.init, seed=seed)
            network = replace(self.configuration.network, init=init)
            self.configuration = replace(self.configuration, network=network)
        self._start()

    def update(self, training: Mapping[str, Any]) -> None:
        """Change live hyperparameters from here on; one that is not live raises ConfigurationError."""
        self._leave_diverged("take an update")
        changes = flatten({"training": training})
        for path, value in changes.items():
            if not FIELDS[path].about.live:
                raise ConfigurationError(path, value, "needs a new run: it does not change while one trains")
        checked = {
            path.removeprefix("training."): FIELDS[path].check(value) for path, value in changes.items()
        }
        self.configuration = replace(
            self.configuration, training=replace(self.configuration.training, **checked)
        )
