"""What is looked at, computed from parameters and examples; nothing here trains."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.arrays import Floats
from core.network import Cache, Gradients, Network, Parameters

SYMMETRY_TOLERANCE = 1e-6
"""Rows of W1 are equal when no entry differs by more than this; rounding alone stays far below it."""


def accuracy(network: Network, A2: Floats, Y: Floats) -> float:
    """Return the share, 0 to 1, of the examples whose class is predicted; A2 and Y are (n_y, m)."""
    return float(np.mean(network.labels(A2) == network.labels(Y)))


def r2(network: Network, A2: Floats, Y: Floats) -> float | None:
    """Return 1 - mean((A2 - Y)^2) / var(Y); None where the targets do not vary. A2 and Y are (1, m)."""
    variance = float(np.var(Y))
    return 1.0 - float(np.mean((A2 - Y) ** 2)) / variance if variance else None


def confusion_matrix(network: Network, A2: Floats, Y: Floats, classes: int) -> NDArray[np.int64]:
    """Return counts (classes, classes): rows are true classes, columns predicted ones."""
    pairs = network.labels(Y).astype(int) * classes + network.labels(A2).astype(int)
    return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)


@dataclass(frozen=True, slots=True)
class Histograms:
    """Counts (n_h, bins) of each unit's z between `edges` (bins + 1,), with shares (n_h,) from 0 to 1.

    `saturated`: |z| beyond the activation's threshold, where g' is below 1 % of its maximum; None for an
    activation that does not saturate. `dead` (n_h,): g' = 0 on every example. `mean_A1` (n_h,).
    """

    counts: NDArray[np.uint32]
    edges: Floats
    saturated: Floats | None
    dead: NDArray[np.bool_]
    mean_A1: Floats


def z_histograms(network: Network, cache: Cache, *, bins: int = 32) -> Histograms:
    """Return the histograms of Z1 (n_h, m) over one range for all units, symmetric about 0."""
    Z1, activation = cache.Z1, network.activation
    reach = max(1.0, float(np.abs(Z1).max()))
    edges = np.linspace(-reach, reach, bins + 1)
    places = np.clip(((Z1 + reach) * (bins / (2.0 * reach))).astype(int), 0, bins - 1)
    places += bins * np.arange(len(Z1))[:, np.newaxis]
    counts = np.bincount(places.ravel(), minlength=bins * len(Z1)).reshape(len(Z1), bins)
    threshold = activation.saturation
    saturated = None if threshold is None else np.mean(np.abs(Z1) > threshold, axis=1)
    dead: NDArray[np.bool_] = np.all(activation.g_prime(Z1) == 0.0, axis=1)
    return Histograms(counts.astype(np.uint32), edges, saturated, dead, cache.A1.mean(axis=1))


def row_groups(W1: Floats, *, tolerance: float = SYMMETRY_TOLERANCE) -> NDArray[np.int64]:
    """Return (n_h,): the number, from 0, of the group of equal rows that each row of W1 belongs to.

    A row joins the first group whose first row differs from it by at most `tolerance` in every entry.
    """
    equal: NDArray[np.bool_] = np.abs(W1[:, np.newaxis] - W1).max(axis=2) <= tolerance
    first: list[int] = []
    groups = np.empty(len(W1), dtype=np.int64)
    for i in range(len(W1)):
        known = [group for group, j in enumerate(first) if equal[i, j]]
        groups[i] = known[0] if known else len(first)
        if not known:
            first.append(i)
    return groups


@dataclass(frozen=True, slots=True)
class Collapse:
    """W_prime = W2 W1 (n_y, n_x), b_prime = W2 b1 + b2 (n_y, 1), and max |Z2 - (W_prime X + b_prime)|."""

    W_prime: Floats
    b_prime: Floats
    largest_difference: float


def linear_collapse(X: Floats, parameters: Parameters, cache: Cache) -> Collapse:
    """Return the one layer that a linear hidden layer amounts to, and how far the network is from it."""
    W_prime = parameters.W2 @ parameters.W1
    b_prime = parameters.W2 @ parameters.b1 + parameters.b2
    return Collapse(W_prime, b_prime, float(np.abs(cache.Z2 - (W_prime @ X + b_prime)).max()))


def principal_components(A1: Floats, count: int) -> Floats:
    """Return the first principal components of A1 (n_h, m): (min(count, n_h), m), the largest first.

    The sign is chosen so that the largest loading of each is positive: it does not flip between frames.
    """
    centred = A1 - A1.mean(axis=1, keepdims=True)
    directions = np.linalg.svd(centred @ centred.T)[0].T[:count]
    largest = np.abs(directions).argmax(axis=1)
    signs = np.sign(directions[np.arange(len(directions)), largest])
    components: Floats = (signs[:, np.newaxis] * directions) @ centred
    return components


def gradient_norms(gradients: Gradients) -> dict[str, float]:
    """Return the square root of the sum of squares of dW1, db1, dW2, db2, by name."""
    return {name: float(np.linalg.norm(getattr(gradients, name))) for name in ("dW1", "db1", "dW2", "db2")}


def trace(
    network: Network, parameters: Parameters, X: Floats, Y: Floats, *, example: int | None = None
) -> tuple[Cache, Gradients]:
    """Return one iteration's forward and backward pass for all examples, or for one as a batch with m = 1."""
    if example is not None:
        X, Y = X[:, example : example + 1], Y[:, example : example + 1]
    cache = network.forward(X, parameters)
    return cache, network.backward(X, Y, parameters, cache)
