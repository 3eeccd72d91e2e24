"""The iteration of `network` in preallocated buffers: the form that trains.

What costs at this size is the number of NumPy calls, not the arithmetic. So:
- all parameters lie in one flat vector; [W1 | b1] and [W2 | b2] are views of it, one update moves all;
- X and A1 carry a row of ones, so that a bias and its gradient come with the matrix product;
- 1/m and the output's scale go into the learning rate;
- the logits of a block of iterations are kept, and their costs computed together.
"""

from dataclasses import dataclass

import numpy as np

from core.arrays import Floats
from core.datasets import Dataset
from core.network import Network, Parameters
from core.optimizers import Optimizer

BLOCK_BYTES = 1 << 18
"""Logits kept before their costs are computed."""


def with_ones(X: Floats) -> Floats:
    """Return X (n, m) with a row of ones below it: (n + 1, m)."""
    return np.concatenate([X, np.ones((1, X.shape[1]), dtype=X.dtype)])


@dataclass(frozen=True, slots=True)
class Layers:
    """[W1 | b1] as V1 (n_h, n_x + 1) and [W2 | b2] as V2 (n_y, n_h + 1), both views of `flat`."""

    flat: Floats
    V1: Floats
    V2: Floats

    @classmethod
    def allocate(cls, n_x: int, n_h: int, n_y: int) -> "Layers":
        """Return uninitialised layers."""
        split = n_h * (n_x + 1)
        flat = np.empty(split + n_y * (n_h + 1))
        return cls(flat, flat[:split].reshape(n_h, n_x + 1), flat[split:].reshape(n_y, n_h + 1))

    def parameters(self) -> Parameters:
        """Return the four parameters as copies."""
        return Parameters(
            self.V1[:, :-1].copy(), self.V1[:, -1:].copy(), self.V2[:, :-1].copy(), self.V2[:, -1:].copy()
        )

    def set(self, parameters: Parameters) -> None:
        """Copy the four parameters in."""
        self.V1[:, :-1], self.V1[:, -1:] = parameters.W1, parameters.b1
        self.V2[:, :-1], self.V2[:, -1:] = parameters.W2, parameters.b2


class Engine:
    """Trains on one data set; training examples come first in every buffer, test examples after them."""

    def __init__(
        self, network: Network, dataset: Dataset, parameters: Parameters, optimizer: Optimizer
    ) -> None:
        """Allocate every buffer; nothing is allocated per iteration afterwards."""
        order = np.argsort(~dataset.train, kind="stable")
        self.network = network
        self.m_train = m = int(dataset.train.sum())
        self.Y = np.ascontiguousarray(dataset.Y[:, order])
        self._X = with_ones(np.ascontiguousarray(dataset.X[:, order]))
        n_h, n_x = parameters.W1.shape
        n_y, m_all = self.Y.shape
        self.layers = Layers.allocate(n_x, n_h, n_y)
        self.layers.set(parameters)
        self._gradient = Layers.allocate(n_x, n_h, n_y)
        self._A1 = with_ones(np.empty((n_h, m_all)))
        self._kernel = network.activation.bind(self._A1[:-1])
        self._dZ1 = np.empty((n_h, m))
        self._dZ2 = np.empty((n_y, m))
        self._targets = (self.Y[:, :m] - network.output.offset) / network.output.scale
        self._step = optimizer.bind(self.layers.flat, self._gradient.flat)
        self.block = max(1, min(256, BLOCK_BYTES // (8 * self.Y.size)))
        self._logits = np.empty((self.block, n_y, m_all))

    def run(self, iterations: int, learning_rate: float) -> Floats:
        """Train at most `block` iterations; return the costs before each: (iterations, 2), train and test."""
        V1, V2, X, A1, dZ1, dZ2 = self.layers.V1, self.layers.V2, self._X, self._A1, self._dZ1, self._dZ2
        m = self.m_train
        A1_hidden, X_train_T = A1[:-1], X[:, :m].T
        A1_hidden_train, A1_train_T, W2_T = A1[:-1, :m], A1[:, :m].T, V2[:, :-1].T
        dV1, dV2, targets = self._gradient.V1, self._gradient.V2, self._targets
        forward, backward, step = self._kernel.forward, self._kernel.backward, self._step
        squash, factor = self.network.output.squash, self.network.output.scale / m
        logits = self._logits[:iterations]
        for Z2 in logits:
            np.dot(V1, X, out=A1_hidden)
            forward()
            np.dot(V2, A1, out=Z2)
            squash(Z2[:, :m], dZ2)
            np.subtract(dZ2, targets, out=dZ2)
            np.dot(dZ2, A1_train_T, out=dV2)
            np.dot(W2_T, dZ2, out=dZ1)
            backward(dZ1, A1_hidden_train)
            np.dot(dZ1, X_train_T, out=dV1)
            step(learning_rate, factor)
        return self._costs(logits)

    def look(self) -> tuple[Floats, Floats]:
        """Return the costs now (1, 2) and A2 (n_y, m) in the engine's order, without training."""
        Z2 = self._logits[:1]
        np.dot(self.layers.V1, self._X, out=self._A1[:-1])
        self._kernel.forward()
        np.dot(self.layers.V2, self._A1, out=Z2[0])
        return self._costs(Z2), self.network.output.g(Z2[0])

    def _costs(self, logits: Floats) -> Floats:
        losses = self.network.output.losses(logits, self.Y)
        costs = np.full((len(logits), 2), np.nan)
        costs[:, 0] = losses[:, : self.m_train].mean(axis=1)
        if self.m_train < losses.shape[1]:
            costs[:, 1] = losses[:, self.m_train :].mean(axis=1)
        return costs
