"""Forward and backward pass in preallocated buffers, for one network and for several of one shape at once.

Both never form dZ1. With S = g'(Z1) and G = dZ2 * X, which is small beside the hidden layer, the
gradient [dW1 | db1] is W2^T * (S G^T): the activation's slope goes through one product.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from core.arrays import Floats, aligned
from core.layers import Layers
from core.network import Network
from core.outputs import Form
from core.sharing import buffer

Forward = Callable[[Floats, Floats], None]
"""Write Z2 and squash(Z2) of the examples, train and test."""
Backward = Callable[[Floats, Floats], None]
"""From the training columns of both: write the gradient of the cost, times m and less the form's scale."""
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
    form: Form
    """How the output is computed."""
    shares: bool = False
    """Scratch space is that of the thread in which the passes are bound: they work nowhere else."""
    kept: dict[str, Floats] = field(default_factory=dict)
    """Buffers that hold on from pass to pass, and from binding to binding."""

    def scratch(self, name: str, shape: tuple[int, ...], *, fill: float = 0.0) -> Floats:
        """Return space that others may write to between two passes; what should stay `fill` stays it."""
        if self.shares:
            return buffer(name, shape, self.Y.dtype, fill=fill)
        return np.full(shape, fill, self.Y.dtype)

    def targets(self) -> Floats:
        """Return what the output's form makes of the training examples' Y: (n_y, m_train)."""
        return self.form.targets(self.Y[:, : self.m_train]).astype(self.Y.dtype)


def bind_single(
    network: Network, layers: Layers, gradient: Layers, problem: Problem, *, masked: bool
) -> tuple[Forward, Backward]:
    """Return both passes of one network; bound methods and rows of their own, since each call counts."""
    targets, m, form, errors = problem.targets(), problem.m_train, problem.form, problem.form.errors
    (n_h, q), (n_y, m_all) = layers.V1.shape, problem.Y.shape
    dtype, gate, mask, one_output = layers.flat.dtype, network.output.gate, problem.mask, n_y == 1
    A1, S = problem.kept.setdefault("A1, S", np.ones((2, n_h + 1, m_all), dtype=dtype))
    kernel = network.activation.bind(A1[:-1], S[:-1])
    # G holds dZ2 * X for each output; X's row of ones makes its last row dZ2 itself
    G, P = problem.scratch("G", (n_y, q, m)), problem.scratch("P", (n_h + 1, n_y * q))
    dZ2, G_T = G[:, -1], G.reshape(n_y * q, m).T
    X, X_train = problem.X, problem.X[:-1, :m]
    rows = [(X_train[j], G[k, j], G[k, -1]) for k in range(n_y) for j in range(q - 1)]
    units, everything = P[:-1], P[-1:]  # S has a row of ones too: it sums G up
    # the derivative itself takes a pass over (n_h, m), the detour by its complement two small steps
    late = kernel.complement and n_h * m > SMALL
    ones = problem.scratch("ones", (n_h, m_all), fill=1.0) if kernel.complement and not late else None
    W2_T = layers.V2[:, :-1].T if one_output else layers.V2[:, :-1].T[:, :, np.newaxis]
    units_of_output = units.reshape(n_h, n_y, q)
    dV1, dV2, A1_hidden, A1_T, S_hidden = gradient.V1, gradient.V2, A1[:-1], A1[:, :m].T, S[:-1]
    times_V1, times_V2, times_S = layers.V1.dot, layers.V2.dot, S[:, :m].dot
    activate, slope, squash = kernel.forward, kernel.slope, form.bind_squash(problem.Y)

    def forward(Z2: Floats, squashed: Floats) -> None:
        times_V1(X, A1_hidden)
        activate()
        times_V2(A1, Z2)
        squash(Z2, squashed)

    def backward(Z2: Floats, squashed: Floats) -> None:
        errors(squashed, targets, dZ2)
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
    """Return both passes of K networks: all of them are rows of one matrix where they meet X."""
    m, form, errors = problem.m_train, problem.form, problem.form.errors
    (K, n_h, q), (n_y, m_all) = layers.V1.shape, problem.Y.shape
    dtype, gate, mask = layers.flat.dtype, network.output.gate, problem.mask
    A1, S = aligned((2, K, n_h, m_all), dtype)
    kernel = network.activation.bind(A1, S)
    factor, activate = kernel.many or (1.0, kernel.forward)
    factor_X, slope, complement = factor * problem.X, kernel.slope, kernel.complement
    squash = form.bind_squash(np.broadcast_to(problem.Y, (K, n_y, m_all)))
    # repeated for each network: a pass over arrays of one shape takes half the time of one that repeats a row
    targets, X = (np.repeat(part[np.newaxis], K, axis=0) for part in (problem.targets(), problem.X[:, :m]))
    # G holds dZ2 * X, whose row of ones makes its last part dZ2 itself
    G, dZ1 = aligned((q, K, n_y, m), dtype), np.empty((K, n_h, m), dtype=dtype)
    dZ2, parts = G[-1], [(np.repeat(X[:, j : j + 1], n_y, axis=1), G[j]) for j in range(q - 1)]
    G_T = G[:, :, 0].transpose(1, 2, 0)
    sums, units = np.empty((K * n_y, q), dtype=dtype), np.empty((K, n_h, q), dtype=dtype)
    sums_of_network, db2 = sums.reshape(K, n_y, q), sums[:, -1].reshape(K, n_y)
    A1_rows, dZ1_rows = A1.reshape(K * n_h, m_all), dZ1.reshape(K * n_h, m)
    times_V1, times_dZ2 = layers.V1.reshape(K * n_h, q).dot, dZ2.reshape(K * n_y, m).dot
    dV1_rows = gradient.V1.reshape(K * n_h, q)
    W2, b2, dV1 = layers.V2[..., :-1], layers.V2[..., -1:], gradient.V1
    dV2_W, dV2_b, W2_T = gradient.V2[..., :-1], gradient.V2[..., -1], W2.swapaxes(-1, -2)
    A1_T, S_train, X_T = A1[..., :m].swapaxes(-1, -2), S[..., :m], problem.X[:, :m].T
    one_output = n_y == 1

    def forward(Z2: Floats, squashed: Floats) -> None:
        times_V1(factor_X, A1_rows)
        activate()
        np.matmul(W2, A1, Z2)
        np.add(Z2, b2, Z2)
        squash(Z2, squashed)

    def backward(Z2: Floats, squashed: Floats) -> None:
        errors(squashed, targets, dZ2)
        if gate is not None:
            gate(Z2, dZ2)
        if masked:
            np.multiply(dZ2, mask, dZ2)
        np.matmul(dZ2, A1_T, dV2_W)
        times_dZ2(X_T, sums)
        dV2_b[...] = db2
        slope()
        if one_output:
            for x, g in parts:
                np.multiply(x, dZ2, g)
            np.matmul(S_train, G_T, units)
            if complement:
                np.subtract(sums_of_network, units, units)
            np.multiply(units, W2_T, dV1)
        else:
            np.matmul(W2_T, dZ2, dZ1)
            np.multiply(dZ1, 1.0 - S_train if complement else S_train, dZ1)
            np.dot(dZ1_rows, X_T, dV1_rows)

    return forward, backward
