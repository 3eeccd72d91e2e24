"""Forward and backward pass in preallocated buffers, for one network and for several of one shape at once.

Both never form dZ1. With S = g'(Z1) and G = dZ2 * X, which is small beside the hidden layer, the
gradient [dW1 | db1] is W2^T * (S G^T): the activation's slope goes through one product.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Floats
from core.layers import Layers
from core.network import Network

Forward = Callable[[Floats, Floats], None]
"""Write Z2 and squash(Z2) of the examples, train and test."""
Backward = Callable[[Floats, Floats], None]
"""From the training columns of both: write the gradient of the cost, times m and less the output's scale."""
SMALL = 8192
"""Numbers in an array over which one more pass costs less than two operations on small ones."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is trained on: X (n_x + 1, m) with its row of ones and Y (n_y, m), m_train columns first."""

    X: Floats
    Y: Floats
    m_train: int
    mask: Floats
    """(m_train,): what each example's dZ2 is multiplied by, for mini-batches."""

    def targets(self, network: Network) -> Floats:
        """Return what squash(Z2) of the training examples should be: (n_y, m_train)."""
        output = network.output
        return ((self.Y[:, : self.m_train] - output.offset) / output.scale).astype(self.Y.dtype)


def bind_single(
    network: Network, layers: Layers, gradient: Layers, problem: Problem, *, masked: bool
) -> tuple[Forward, Backward]:
    """Return both passes of one network; bound methods and rows of their own, since each call counts."""
    targets, m, output = problem.targets(network), problem.m_train, network.output
    (n_h, q), (n_y, m_all) = layers.V1.shape, problem.Y.shape
    dtype, gate, mask, one_output = layers.flat.dtype, output.gate, problem.mask, n_y == 1
    A1, S = np.ones((2, n_h + 1, m_all), dtype=dtype)
    kernel = network.activation.bind(A1[:-1], S[:-1])
    # G holds dZ2 * X for each output; X's row of ones makes its last row dZ2 itself
    G, P = np.empty((n_y, q, m), dtype=dtype), np.empty((n_h + 1, n_y * q), dtype=dtype)
    dZ2, G_T = G[:, -1], G.reshape(n_y * q, m).T
    X, X_train = problem.X, problem.X[:-1, :m]
    rows = [(X_train[j], G[k, j], G[k, -1]) for k in range(n_y) for j in range(q - 1)]
    units, everything = P[:-1], P[-1:]  # S has a row of ones too: it sums G up
    # the derivative itself takes a pass over (n_h, m), the detour by its complement two small steps
    late = kernel.complement and n_h * m > SMALL
    ones = np.ones_like(S[:-1]) if kernel.complement and not late else None
    W2_T = layers.V2[:, :-1].T if one_output else layers.V2[:, :-1].T[:, :, np.newaxis]
    units_of_output = units.reshape(n_h, n_y, q)
    dV1, dV2, A1_hidden, A1_T, S_hidden = gradient.V1, gradient.V2, A1[:-1], A1[:, :m].T, S[:-1]
    times_V1, times_V2, times_S = layers.V1.dot, layers.V2.dot, S[:, :m].dot
    activate, slope, squash = kernel.forward, kernel.slope, output.bind_squash(problem.Y)

    def forward(Z2: Floats, squashed: Floats) -> None:
        times_V1(X, A1_hidden)
        activate()
        times_V2(A1, Z2)
        squash(Z2, squashed)

    def backward(Z2: Floats, squashed: Floats) -> None:
        np.subtract(squashed, targets, dZ2)
        if gate is not None:
            gate(Z2, dZ2)
        if masked:
            np.multiply(dZ2, mask, dZ2)
        for x, g, d in rows:
            np.multiply(x, d, g)
        np.dot(dZ2, A1_T, dV2)
        slope()
        if ones is not None:
            np.subtract(ones, S_hidden, S_hidden)
        times_S(G_T, P)
        if late:
            np.subtract(everything, units, units)
        if one_output:
            np.multiply(units, W2_T, dV1)
        else:
            np.add.reduce(units_of_output * W2_T, axis=1, out=dV1)

    return forward, backward


def bind_stacked(
    network: Network, layers: Layers, gradient: Layers, problem: Problem, *, masked: bool
) -> tuple[Forward, Backward]:
    """Return both passes of K networks: products with X take all of them as rows of one matrix."""
    targets, m, output = problem.targets(network), problem.m_train, network.output
    (K, n_h, q), (n_y, m_all) = layers.V1.shape, problem.Y.shape
    dtype, gate, mask = layers.flat.dtype, output.gate, problem.mask
    A1, S = np.empty((2, K, n_h, m_all), dtype=dtype)
    kernel = network.activation.bind(A1, S)
    dZ2, T = np.empty((K, n_y, m), dtype=dtype), np.empty((K, n_h, m), dtype=dtype)
    sums, products = np.empty((K * n_y, q), dtype=dtype), np.empty((K * n_h, q), dtype=dtype)
    dV2_W, dV2_b = gradient.V2[..., :-1], gradient.V2[..., -1]
    W2, b2, V1_rows = layers.V2[..., :-1], layers.V2[..., -1:], layers.V1.reshape(K * n_h, q)
    W2_T, dV1 = W2.swapaxes(-1, -2), gradient.V1
    A1_rows, T_rows, dZ2_rows = A1.reshape(K * n_h, m_all), T.reshape(K * n_h, m), dZ2.reshape(K * n_y, m)
    A1_train, S_train, X, X_train_T = A1[..., :m], S[..., :m], problem.X, problem.X[:, :m].T
    ones, squash = np.ones(m, dtype=dtype), output.bind_squash(np.empty((K, n_y, m_all), dtype=dtype))
    one_output, complement, products_3 = n_y == 1, kernel.complement, products.reshape(K, n_h, q)
    by_square = one_output and kernel.square

    def forward(Z2: Floats, squashed: Floats) -> None:
        np.dot(V1_rows, X, A1_rows)
        kernel.forward()
        np.matmul(W2, A1, Z2)
        np.add(Z2, b2, Z2)
        squash(Z2, squashed)

    def backward(Z2: Floats, squashed: Floats) -> None:
        np.subtract(squashed, targets, dZ2)
        if gate is not None:
            gate(Z2, dZ2)
        if masked:
            np.multiply(dZ2, mask, dZ2)
        np.dot(dZ2_rows, X_train_T, sums)
        np.copyto(dV2_b, sums[:, -1].reshape(K, n_y))
        if not by_square:
            kernel.slope()
        if one_output:
            np.multiply(A1_train, dZ2, T)
            np.copyto(dV2_W, T_rows.dot(ones).reshape(K, 1, n_h))
            if by_square:
                np.multiply(T, A1_train, T)
            else:
                np.multiply(S_train, dZ2, T)
            np.dot(T_rows, X_train_T, products)
            if complement:
                np.subtract(sums[:, np.newaxis], products_3, products_3)
            np.multiply(products_3, W2_T, dV1)
        else:
            np.matmul(dZ2, A1_train.swapaxes(-1, -2), dV2_W)
            np.matmul(W2_T, dZ2, T)
            np.multiply(T, 1.0 - S_train if complement else S_train, T)
            np.dot(T_rows, X_train_T, products)
            np.copyto(dV1, products_3)

    return forward, backward
