"""Several runs on the same data, iteration by iteration together: for comparisons and sweeps.

Runs of one shape and one form train in one engine: their products stay apart, so each comes out bit for bit
as it does alone, and whatever goes number by number is done for all of them in one call.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Floats
from core.configuration import (
    Configuration,
    InitConfiguration,
    NetworkConfiguration,
    StopConfiguration,
    TrainingConfiguration,
)
from core.engine import Checkpoint, Engine
from core.errors import BoundsError, ConfigurationError
from core.trainer import Trainer

STACK_BYTES = 200_000
"""A1 of all networks together; with more of it their arrays leave the cache, and apart is as fast."""
FEWEST = 3
"""Runs that are worth an engine together: for two it has as much to do as both have apart."""
ENGINES = 8
"""Engines kept, each for some of the runs."""
Form = tuple[NetworkConfiguration, TrainingConfiguration]


@dataclass(slots=True)
class Stack:
    """An engine for several runs, and the learning rates that it has now."""

    engine: Engine
    rates: list[float]


class Lockstep:
    """Trainers that advance together; each remains usable alone at any time between two calls."""

    def __init__(self, trainers: Sequence[Trainer]) -> None:
        """Take the runs as they stand; raises ConfigurationError unless all are on the same data."""
        self.trainers = tuple(trainers)
        if not self.trainers or len(set(self.trainers)) < len(self.trainers):
            raise ConfigurationError("runs", len(self.trainers), "must be different runs, at least one")
        for trainer in self.trainers:
            if trainer.configuration.data != self.trainers[0].configuration.data:
                source = trainer.configuration.data.source
                raise ConfigurationError("data", source, "must be the same in every field for all runs")
        self._forms: dict[Trainer, tuple[Configuration, Form]] = {}
        self._stacks: dict[tuple[Trainer, ...], Stack] = {}

    def advance(self, iterations: int, only: Iterable[Trainer] | None = None) -> None:
        """Train all runs that have not ended, or `only` these, to `iterations` past the furthest of them.

        Those that lag catch up first. A run that ends on the way stays there, the others go on. Raises
        StateError where a run asked for, or every run, has ended, ConfigurationError for no iteration.
        """
        chosen = self._able() if only is None else self._checked(only)
        if iterations < 1:
            raise BoundsError("iterations", iterations, 1)
        target = max(trainer.set_out(iterations) for trainer in chosen)
        with np.errstate(all="ignore"):  # divergence is a state, not a warning
            while waiting := [run for run in chosen if run.iteration < target and not run.ended]:
                last = min(run.iteration for run in waiting)
                until = min([target, *(run.iteration for run in waiting if run.iteration > last)])
                self._train_block([run for run in waiting if run.iteration == last], until)

    def _able(self) -> list[Trainer]:
        able = [trainer for trainer in self.trainers if trainer.can("advance")]
        if not able:
            self.trainers[0].check_can("advance")
        return able

    def _checked(self, only: Iterable[Trainer]) -> list[Trainer]:
        chosen = list(only)
        if not chosen or not set(chosen) <= set(self.trainers):
            raise ConfigurationError(
                "only", len(chosen), "must be among the runs of this lockstep, at least one"
            )
        for trainer in chosen:
            trainer.check_can("advance")
        return chosen

    def _train_block(self, runs: list[Trainer], until: int) -> None:
        """Train the first of these runs for a block, and with it those that can share its engine."""
        first = runs[0]
        bunch, before = [first], first.engine.checkpoint()
        befores, most = [before], STACK_BYTES // self._bytes(first)
        for run in runs[1:] if min(len(runs), most) >= FEWEST else ():
            if len(bunch) < most and self._form(run) == self._form(first):
                checkpoint = run.engine.checkpoint()
                if _go_on_alike(before, checkpoint):
                    bunch.append(run)
                    befores.append(checkpoint)
        if len(bunch) < FEWEST:
            first.train_block(until)
        else:
            self._train_together(bunch, befores, until)

    def _train_together(self, runs: list[Trainer], befores: list[Checkpoint], until: int) -> None:
        engine = self._engine(tuple(runs))
        width = engine.layers.V1[0].size
        engine.restore(_joined(befores, width))
        costs, Z2 = engine.train(min(run.block_size(until) for run in runs))
        afters = _parted(engine.checkpoint(), befores, width)
        for k, (run, before, after) in enumerate(zip(runs, befores, afters, strict=True)):
            run.engine.restore(after)
            run.take(costs[:, k], Z2[k], before)

    def _engine(self, runs: tuple[Trainer, ...]) -> Engine:
        """Return an engine for these runs; shape, precision and data of a run never change."""
        first, training = runs[0], runs[0].configuration.training
        if runs not in self._stacks:
            if len(self._stacks) == ENGINES:
                self._stacks.pop(next(iter(self._stacks)))
            starts = [run.parameters for run in runs]
            engine = Engine(first.network, first.dataset, starts, training, exact=True, scored=True)
            self._stacks[runs] = Stack(engine, [])
        stack = self._stacks[runs]
        if stack.engine.training != training:
            stack.engine.configure(training)
            stack.rates = []
        rates = [run.configuration.training.learning_rate for run in runs]
        if stack.rates != rates:
            stack.engine.set_rates(rates)
            stack.rates = rates
        return stack.engine

    def _form(self, run: Trainer) -> Form:
        """Return the configuration without what runs in one engine may differ in."""
        configuration, form = self._forms.get(run, (None, None))
        if form is None or configuration is not run.configuration:
            network = replace(run.configuration.network, init=InitConfiguration(), start=None)
            training = replace(run.configuration.training, learning_rate=1.0, stop=StopConfiguration())
            form = network, training
            self._forms[run] = run.configuration, form
        return form

    @staticmethod
    def _bytes(run: Trainer) -> int:
        width, Y = run.configuration.network.hidden_width, run.engine.Y
        return (width + 1) * int(Y.shape[1]) * Y.itemsize


def _go_on_alike(one: Checkpoint, other: Checkpoint) -> bool:
    """Say whether the same batches follow, and as many updates have gone before."""
    if one.optimizer.get("updates") != other.optimizer.get("updates"):
        return False
    if one.batches is None or other.batches is None:
        return one.batches is other.batches
    return one.batches.equals(other.batches)


def _joined(checkpoints: Sequence[Checkpoint], width: int) -> Checkpoint:
    """Return one checkpoint for K networks: all their V1, `width` numbers each, and then all their V2."""

    def joined(vectors: Sequence[Floats]) -> Floats:
        if not vectors[0].ndim:  # how many updates: the same for all
            return vectors[0]
        return np.concatenate([*(vector[:width] for vector in vectors), *(v[width:] for v in vectors)])

    first = checkpoints[0]
    optimizer = {name: joined([each.optimizer[name] for each in checkpoints]) for name in first.optimizer}
    return Checkpoint(joined([each.flat for each in checkpoints]), optimizer, first.batches, first.seen)


def _parted(after: Checkpoint, befores: Sequence[Checkpoint], width: int) -> list[Checkpoint]:
    """Return the checkpoint of each network; every one has seen as many more examples as the first."""
    K = len(befores)

    def parted(vector: Floats) -> list[Floats]:
        if not vector.ndim:
            return [vector] * K
        stacks = vector[: K * width].reshape(K, -1), vector[K * width :].reshape(K, -1)
        return list(np.concatenate(stacks, axis=1))

    flats, new = parted(after.flat), after.seen - befores[0].seen
    optimizers = {name: parted(vector) for name, vector in after.optimizer.items()}
    return [
        Checkpoint(
            flats[k], {name: parts[k] for name, parts in optimizers.items()}, after.batches, before.seen + new
        )
        for k, before in enumerate(befores)
    ]
