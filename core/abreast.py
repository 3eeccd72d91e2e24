"""Both passes of several networks of one shape side by side, each number as one network alone computes it.

`bind_stacked` makes one product of all networks, which sums in another order: after a few hundred iterations
of a lively run the last digit has become the first. Here every network has the products of `bind_single`,
with the same shapes and strides, and what goes number by number is done for all networks at once. What is
won are calls: an operation on K small arrays costs little more than on one.
"""

from collections.abc import Callable, Iterable

import numpy as np

from core.arrays import Floats
from core.layers import Layers
from core.network import Network
from core.passes import SMALL, Backward, Forward, Problem

Dot = Callable[[Floats, Floats], Floats]


def bind_abreast(
    network: Network, layers: Layers, gradient: Layers, problem: Problem, *, masked: bool
) -> tuple[Forward, Backward]:
    """Return both passes of K networks; `bind_single` with all arrays K times, networks on the first axis."""
    m, form, X, mask = problem.m_train, problem.form, problem.X, problem.mask
    (K, n_h, q), (n_y, m_all) = layers.V1.shape, problem.Y.shape
    dtype, gate, one_output, dV1 = layers.flat.dtype, network.output.gate, n_y == 1, gradient.V1
    targets = np.repeat(problem.targets()[np.newaxis], K, axis=0)
    # the rows of ones take part in what is done number by number, and are set again: gaps cost more
    A1, S = np.ones((2, K, n_h + 1, m_all), dtype=dtype)
    A1_ones, S_ones, kernel = A1[:, -1], S[:, -1], network.activation.bind(A1, S)
    G, P = np.empty((K, n_y, q, m), dtype=dtype), np.empty((K, n_h + 1, n_y * q), dtype=dtype)
    dZ2, dZ2_X, each_dZ2 = G[:, :, -1], G[:, :, :-1], G[:, :, -1:]
    features = np.broadcast_to(X[:-1, :m], dZ2_X.shape).copy()
    units, everything = P[:, :-1], P[:, -1:]
    late = kernel.complement and n_h * m > SMALL
    ones = np.ones_like(S) if kernel.complement and not late else None
    W2_T = layers.V2[..., :-1].swapaxes(-1, -2)
    W2_of_output, units_of_output = W2_T[..., np.newaxis], units.reshape(K, n_h, n_y, q)
    activate, slope, errors = kernel.forward, kernel.slope, form.errors
    squash = form.bind_squash(np.repeat(problem.Y[np.newaxis], K, axis=0))
    A1_T, G_T = A1[..., :m].swapaxes(-1, -2), G.reshape(K, n_y * q, m).swapaxes(-1, -2)
    hidden = list(zip(_dots(layers.V1), [X] * K, A1[:, :-1], strict=True))
    outer = list(zip(_dots(layers.V2), A1, strict=True))
    outer_gradient = list(zip(_dots(dZ2), A1_T, gradient.V2, strict=True))
    hidden_gradient = list(zip(_dots(S[..., :m]), G_T, P, strict=True))

    def forward(Z2: Floats, squashed: Floats) -> None:
        _multiply(hidden)
        activate()
        A1_ones.fill(1.0)
        for (times, A), Z in zip(outer, Z2, strict=True):
            times(A, Z)
        squash(Z2, squashed)

    def backward(Z2: Floats, squashed: Floats) -> None:
        errors(squashed, targets, dZ2)
        if gate is not None:
            gate(Z2, dZ2)
        if masked:
            np.multiply(dZ2, mask, dZ2)
        np.multiply(features, each_dZ2, dZ2_X)
        _multiply(outer_gradient)
        slope()
        if ones is not None:
            np.subtract(ones, S, S)
        if late:
            S_ones.fill(1.0)
        _multiply(hidden_gradient)
        if late:
            np.subtract(everything, units, units)
        if one_output:
            np.multiply(units, W2_T, dV1)
        else:
            np.add.reduce(units_of_output * W2_of_output, axis=2, out=dV1)

    return forward, backward


def _multiply(products: Iterable[tuple[Dot, Floats, Floats]]) -> None:
    for times, A, out in products:
        times(A, out)


def _dots(stack: Floats) -> list[Dot]:
    """Return what multiplies each matrix of a stack by another one into a buffer."""
    return [matrix.dot for matrix in stack]
