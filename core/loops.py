"""The forward pass as the chapter writes it before it vectorises: example by example, and unit by unit."""

import numpy as np

from core.arrays import Floats
from core.network import Cache, Network, Parameters


def _empty(network: Network, parameters: Parameters, m: int) -> Cache:
    n_h, n_y = parameters.W1.shape[0], parameters.W2.shape[0]
    return Cache(*(np.empty((rows, m)) for rows in (n_h, n_h, n_y, n_y)))


def by_examples(network: Network, parameters: Parameters, X: Floats) -> Cache:
    """Return what `network.forward` does for X (n_x, m), one example after the other."""
    W1, b1, W2, b2 = parameters.W1, parameters.b1, parameters.W2, parameters.b2
    cache = _empty(network, parameters, X.shape[1])
    for k in range(X.shape[1]):
        x = X[:, k : k + 1]
        z1 = W1 @ x + b1
        a1 = network.activation.g(z1)
        z2 = W2 @ a1 + b2
        a2 = network.output.g(z2)
        for whole, column in zip((cache.Z1, cache.A1, cache.Z2, cache.A2), (z1, a1, z2, a2), strict=True):
            whole[:, k : k + 1] = column
    return cache


def by_units(network: Network, parameters: Parameters, X: Floats) -> Cache:
    """Return the same, one example after the other and in it one unit after the other."""
    W1, b1, W2, b2 = parameters.W1, parameters.b1, parameters.W2, parameters.b2
    g, cache = network.activation.g, _empty(network, parameters, X.shape[1])
    Z1, A1, Z2 = cache.Z1, cache.A1, cache.Z2
    for k in range(X.shape[1]):
        for i in range(len(W1)):
            Z1[i, k] = W1[i] @ X[:, k] + b1[i, 0]
            A1[i, k : k + 1] = g(Z1[i, k : k + 1])
        for r in range(len(W2)):
            Z2[r, k] = W2[r] @ A1[:, k] + b2[r, 0]
        cache.A2[:, k : k + 1] = network.output.g(Z2[:, k : k + 1])
    return cache


def largest_difference(one: Cache, other: Cache) -> float:
    """Return the largest difference between any two numbers of two passes; NaN where one of them is."""
    pairs = ((one.Z1, other.Z1), (one.A1, other.A1), (one.Z2, other.Z2), (one.A2, other.A2))
    return float(np.max([np.abs(a - b).max() for a, b in pairs]))
