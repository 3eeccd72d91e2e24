"""The iteration of `network` in preallocated buffers: the form that trains.

What costs at this size is the number of NumPy calls and of passes over (n_h, m) arrays. So:
- all parameters lie in one flat vector; [W1 | b1] and [W2 | b2] are views of it, one update moves all;
- X and A1 carry a row of ones, so that a bias and its gradient come with the matrix product;
- 1/m and the output's scale go into the learning rate where the update is linear;
- the logits of a block of iterations are kept, and their costs computed together.

Several networks of one shape train at once: every array then has them on its first axis. A call is then
shared by all of them and the passes are what costs, so activation and output take other forms.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from typing import TypeVar

import numpy as np

from core.abreast import bind_abreast
from core.arrays import Floats, aligned
from core.batches import Batches, BatchState
from core.configuration import TrainingConfiguration
from core.datasets.records import Dataset
from core.layers import Layers, with_ones
from core.network import Network, Parameters
from core.optimizers import OPTIMIZERS
from core.outputs import Losses
from core.passes import Backward, Forward, Problem, bind_single, bind_stacked
from core.scores import Hits, Shares, bind_hits, bind_shares
from core.sharing import buffer, shared

BLOCK_BYTES = 1 << 17
"""Logits kept before their costs are computed."""
STACKED_BLOCK_BYTES = 1 << 18
"""The same for several networks: of theirs few iterations fit, and share what the calls for a block cost."""
BLOCK_ITERATIONS = 256
SHARING = 1 << 16
"""Numbers in a hidden layer up to which engines share what they can: a larger one fills the cache alone."""
Thing = TypeVar("Thing")
Row = tuple[Floats, Floats, Floats, Floats]
"""Of one iteration: Z2 and squash(Z2), and both of the training examples alone."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Everything that the next iterations depend on, as copies."""

    flat: Floats
    optimizer: dict[str, Floats]
    batches: BatchState | None
    seen: int


@dataclass(frozen=True, slots=True)
class _Bench:
    """What an engine works with in one thread."""

    Z2: Floats
    squashed: Floats
    rows: list[Row]
    losses: Losses
    hits: Hits | None
    shares: Shares
    forward: Forward
    backward: Backward


class Engine:
    """Trains on one data set; training examples come first in every buffer, test examples after them."""

    def __init__(  # noqa: PLR0913 - the keywords have defaults
        self,
        network: Network,
        dataset: Dataset,
        parameters: Parameters | Sequence[Parameters],
        training: TrainingConfiguration,
        *,
        exact: bool = False,
        scored: bool = False,
    ) -> None:
        """Allocate every buffer; nothing of the size of the data is allocated per iteration afterwards.

        With `exact`, each of several networks comes out bit for bit as it does alone. With `scored`, train
        and test accuracy stand beside the costs wherever those are returned, 4 for 2; not where the output
        has a form of its own for several networks, as without `exact`.
        """
        starts = [parameters] if isinstance(parameters, Parameters) else list(parameters)
        self._lead: tuple[int, ...] = () if isinstance(parameters, Parameters) else (len(starts),)
        self._bind = (bind_abreast if exact else bind_stacked) if self._lead else bind_single
        order, dtype = np.argsort(~dataset.train, kind="stable"), np.dtype(training.precision)
        self.network, self.training = network, training
        self.m_train = m = int(dataset.train.sum())
        self.Y = network.targets(dataset)[:, order].astype(dtype)
        X = with_ones(dataset.inputs[:, order].astype(dtype))
        sizes = (starts[0].W1.shape[1], starts[0].W1.shape[0], self.Y.shape[0])
        self._form = network.output.form(stacked=bool(self._lead) and not exact)
        self._sharing = not self._lead and sizes[1] * X.shape[1] <= SHARING
        if self._sharing:
            self._data_key = blake2b(X.tobytes() + self.Y.tobytes()).digest(), self.Y.shape, dtype, m
            X = shared(("X", self._data_key), lambda: X)
            self.Y = shared(("Y", self._data_key), lambda: self.Y)
        self._problem = Problem(X, self.Y, m, np.zeros(m, dtype=dtype), self._form, self._sharing)
        self.layers = Layers.allocate(self._lead, *sizes, dtype)
        self.layers.set(starts)
        self.gradient = Layers.allocate(self._lead, *sizes, dtype)
        self._rates = np.empty_like(self.layers.flat)
        self._weights = Layers.allocate(
            self._lead, *sizes, dtype
        )  # 1 where a parameter is a weight, 0 for a bias
        self._weights.V1[..., :-1] = self._weights.V2[..., :-1] = 1.0
        most = STACKED_BLOCK_BYTES if self._lead else BLOCK_BYTES
        self.block = max(1, min(BLOCK_ITERATIONS, most // (8 * self.Y.size * len(starts))))
        self._scored = scored and dataset.classes is not None
        self._columns = 4 if scored else 2
        self._benches: dict[int, _Bench] = {}
        """By thread, where buffers are shared; else one for all."""
        self._ahead: tuple[bytes, Floats, Floats] | None = None
        """If the last pass was forward: with which parameters, Z2 and squash(Z2)."""
        self.seen = 0
        """Examples learned from so far."""
        self._batches: Batches | None = None
        self._optimizer = OPTIMIZERS[training.optimizer]
        self._state = self._optimizer.make_state(self.layers.flat)
        self.configure(training)

    def configure(self, training: TrainingConfiguration) -> None:
        """Take hyperparameters over; another optimizer starts with its state at zero."""
        optimizer, m = OPTIMIZERS[training.optimizer], self.m_train
        if optimizer is not self._optimizer:
            self._optimizer, self._state = optimizer, optimizer.make_state(self.layers.flat)
        size = training.batch_size
        if size is None or size >= m:
            self._batches = None
        elif self._batches is None:
            self._batches = Batches(m, size, training.seed)
        elif self._batches.size != size:
            self._batches.resize(size)
        self.training, self._ahead = training, None  # the passes get buffers of their own
        self._benches.clear()
        self._update = optimizer.bind(self.layers.flat, self.gradient.flat, self._state, training)
        self._before_update = self._bind_before_update(training)

    def _bench(self) -> _Bench:
        """Return what to work with in this thread."""
        thread = threading.get_ident() if self._sharing else 0
        bench = self._benches.get(thread)
        if bench is None:
            bench = self._benches[thread] = self._make_bench()
        return bench

    def _make_bench(self) -> _Bench:
        """Bind everything to buffers; what stays of one pass for the next is the engine's in any case."""
        Y, m, output = self.Y, self.m_train, self.network.output
        shape = (self.block, *self._lead, *Y.shape)
        if self._sharing:
            Z2, squashed = (buffer(name, shape, Y.dtype) for name in ("Z2", "squashed"))
        else:
            Z2, squashed = aligned((2, *shape), Y.dtype)
        masked = self._batches is not None
        forward, backward = self._bind(self.network, self.layers, self.gradient, self._problem, masked=masked)
        return _Bench(
            Z2,
            squashed,
            [(Z, T, Z[..., :m], T[..., :m]) for Z, T in zip(Z2, squashed, strict=True)],
            self._of_data("losses", lambda: self._form.bind_losses(np.broadcast_to(Y, shape))),
            self._of_data("hits", lambda: bind_hits(output, Y, shape)) if self._scored else None,
            self._of_data("shares", lambda: bind_shares(Y.shape[1], m)),
            forward,
            backward,
        )

    def _of_data(self, name: str, make: Callable[[], Thing]) -> Thing:
        """Return what only data, output and block make what it is."""
        return shared((name, self.network.output.name, self._data_key), make) if self._sharing else make()

    def set_rates(self, rates: Sequence[float]) -> None:
        """Give each of K networks a learning rate of its own, in place of the configured one."""
        column = np.asarray(rates, dtype=float)[:, np.newaxis, np.newaxis]
        V1, V2 = (np.broadcast_to(column, V.shape).ravel() for V in (self.layers.V1, self.layers.V2))
        self._rates[:] = np.concatenate([V1, V2]) * self._factor

    def run(self, iterations: int) -> Floats:
        """Train at most `block` iterations; return train and test costs before each: (iterations, ..., 2)."""
        with np.errstate(all="ignore"):
            return self._run(iterations)

    def _run(self, iterations: int) -> Floats:
        self._iterate(iterations)
        return self._costs(iterations)

    def _iterate(self, iterations: int) -> None:
        bench, before_update, update = self._bench(), self._before_update, self._update
        forward, backward = bench.forward, bench.backward
        batches, rate, is_forward = self._batches, self._rates, self._recall(bench)
        for Z2, squashed, Z2_train, squashed_train in bench.rows[:iterations]:
            if not is_forward:
                forward(Z2, squashed)
            is_forward = False
            if batches is not None:
                self._next_batch(batches)
            backward(Z2_train, squashed_train)
            for prepare in before_update:
                prepare()
            update(rate)
        if batches is None:
            self.seen += self.m_train * iterations

    def _next_batch(self, batches: Batches) -> None:
        """Let only the next batch's examples count, each by m / (batch size), for the mean over the batch."""
        batch, mask = batches.next(), self._problem.mask
        mask.fill(0.0)
        mask[batch] = self.m_train / batch.size
        self.seen += batch.size

    def train(self, iterations: int) -> tuple[Floats, Floats]:
        """Train any number of iterations; return the costs after each, (iterations, ..., 2), and Z2 then.

        Z2 (..., n_y, m) is in the engine's order, and not to be written to. Divergence is no warning.
        """
        blocks, rest = divmod(iterations, self.block)
        with np.errstate(all="ignore"):
            costs = [self._run(self.block) for _ in range(blocks)]
            self._iterate(rest)
            now, Z2 = self._look(rest)
        return np.concatenate([*costs, now])[1:] if blocks else now[1:], Z2

    def look(self) -> tuple[Floats, Floats]:
        """Return the costs now (1, ..., 2) and Z2 as `train` does, without training."""
        with np.errstate(all="ignore"):
            return self._look(0)

    def _look(self, row: int) -> tuple[Floats, Floats]:
        """Pass forward into a row; return the costs of all rows up to it, and Z2."""
        bench = self._bench()
        Z2, squashed = bench.rows[row][:2]
        bench.forward(Z2, squashed)
        kept = Z2.copy()  # the costs overwrite both
        self._ahead = self.layers.flat.tobytes(), kept, squashed.copy()
        return self._costs(row + 1), kept

    def _recall(self, bench: _Bench) -> bool:
        """Say whether the last pass was forward, and with the parameters as they are: it is in row 0 then."""
        ahead, self._ahead = self._ahead, None
        if ahead is None or ahead[0] != self.layers.flat.tobytes():
            return False
        np.copyto(bench.Z2[0], ahead[1])
        np.copyto(bench.squashed[0], ahead[2])
        return True

    def ahead(self) -> Parameters:
        """Return what the next iteration makes of the parameters of one network; nothing changes."""
        before = self.checkpoint()
        with np.errstate(all="ignore"):
            self._iterate(1)
        after = self.layers.parameters()[0]
        self.restore(before)
        return after

    def checkpoint(self) -> Checkpoint:
        """Copy everything that the next iterations depend on."""
        state = {name: array.copy() for name, array in self._state.items()}
        batches = self._batches.state if self._batches else None
        return Checkpoint(self.layers.flat.copy(), state, batches, self.seen)

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go back to a checkpoint that was taken under the training configuration in force."""
        self.layers.flat[...] = checkpoint.flat
        for name, array in checkpoint.optimizer.items():
            self._state[name][...] = array
        self.seen = checkpoint.seen
        if self._batches is not None and checkpoint.batches is not None:
            self._batches.restore(checkpoint.batches)

    def _bind_before_update(self, training: TrainingConfiguration) -> list[Callable[[], object]]:
        """Set the rates; return what makes of `gradient` the gradient of the objective.

        The passes leave out 1/m and the output's scale: a factor that goes into the rates where it can.
        """
        theta, gradient, weights = self.layers.flat, self.gradient.flat, self._weights.flat
        kind, m, scratch = theta.dtype.type, self.m_train, np.empty_like(theta)
        parts: list[Callable[[], object]] = []
        factor, penalised = self._form.scale / m, training.l1 or training.l2
        self._factor = factor if self._optimizer.linear and not penalised else 1.0
        self._rates.fill(training.learning_rate * self._factor)
        if self._factor != factor:
            parts.append(partial(np.multiply, gradient, np.full_like(theta, factor), gradient))
        if training.l2:
            parts.append(partial(np.multiply, theta, weights * kind(training.l2 / m), scratch))
            parts.append(partial(np.add, gradient, scratch, gradient))
        if training.l1:
            parts.append(partial(np.sign, theta, scratch))
            parts.append(partial(np.multiply, scratch, weights * kind(training.l1 / m), scratch))
            parts.append(partial(np.add, gradient, scratch, gradient))
        if not self.network.biases:
            parts.append(partial(np.multiply, gradient, weights, gradient))
        return parts

    def _costs(self, count: int) -> Floats:
        m, bench = self.m_train, self._bench()
        squashed = bench.squashed[:count]
        hits = bench.hits(squashed) if bench.hits else None  # before the losses overwrite it
        losses = bench.losses(bench.Z2[:count], squashed)
        costs = np.empty((*losses.shape[:-1], self._columns))
        costs[..., 2:] = np.nan if hits is None else bench.shares(hits)
        costs[..., 0] = np.add.reduce(losses[..., :m], axis=-1) / m
        costs[..., 1] = losses[..., m:].mean(axis=-1) if m < losses.shape[-1] else np.nan
        return costs
