"""What is looked at, computed from parameters and examples; nothing here trains."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.arrays import Floats
from core.configuration import PARAMETERS
from core.network import Cache, Gradients, Network, Parameters, with_penalty

SYMMETRY_TOLERANCE = 1e-6
"""Rows of W1 are equal when no entry differs by more than this; rounding alone stays far below it."""
DIMENSIONS = 3
"""Axes of a hidden space, at most."""
HUGE = 1e15
REACH, BINS = 8.0, 49
"""Histograms of z go so far to each side: past where sigmoid saturates. A bin in the middle holds 0."""


def finite(parameters: Parameters) -> Parameters:
    """Return parameters that a view can be computed from: those of a diverged run are cut off, NaN is 0."""
    cut = {name: np.clip(np.nan_to_num(getattr(parameters, name)), -HUGE, HUGE) for name in PARAMETERS}
    return Parameters(**cut)


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

    The first and the last bin hold what lies beyond, too. `saturated`: |z| beyond the activation's threshold,
    where g' is below 1 % of its maximum; None for an activation that does not saturate. `inactive`: g' = 0.
    `dead` (n_h,): g' = 0 on every example. `mean_A1` (n_h,).
    """

    counts: NDArray[np.uint32]
    edges: Floats
    saturated: Floats | None
    inactive: Floats
    dead: NDArray[np.bool_]
    mean_A1: Floats


def z_histograms(network: Network, cache: Cache, *, bins: int = BINS) -> Histograms:
    """Return the histograms of Z1 (n_h, m) over one range, which stays while the units are trained."""
    Z1, activation = cache.Z1, network.activation
    edges = np.linspace(-REACH, REACH, bins + 1)
    within = np.clip(Z1, -REACH, REACH)
    places = np.clip(((within + REACH) * (bins / (2.0 * REACH))).astype(int), 0, bins - 1)
    places += bins * np.arange(len(Z1))[:, np.newaxis]
    counts = np.bincount(places.ravel(), minlength=bins * len(Z1)).reshape(len(Z1), bins)
    threshold = activation.saturation
    saturated = None if threshold is None else np.mean(np.abs(Z1) > threshold, axis=1)
    flat = activation.g_prime(Z1) == 0.0
    mean_A1 = cache.A1.mean(axis=1)
    return Histograms(
        counts.astype(np.uint32), edges, saturated, flat.mean(axis=1), flat.all(axis=1), mean_A1
    )


def row_groups(W1: Floats, *, tolerance: float = SYMMETRY_TOLERANCE) -> NDArray[np.int64]:
    """Return (n_h,): the number, from 0, of the group of equal rows that each row of W1 belongs to.

    A row joins the first group whose first row differs from it by at most `tolerance` in every entry.
    """
    equal: NDArray[np.bool_] = np.abs(W1[:, np.newaxis] - W1).max(axis=2) <= tolerance
    first: list[int] = []
    groups = np.empty(len(W1), dtype=np.int64)
    for i in range(len(W1)):
        known = np.flatnonzero(equal[i, first])
        groups[i] = known[0] if len(known) else len(first)
        if not len(known):
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


def _principal(A1: Floats, count: int) -> tuple[Floats, Floats, Floats]:
    """Return mean (n_h, 1), first directions (k, n_h) and their shares of the variance (k,), largest first.

    The sign is chosen so that the largest loading of each is positive: it does not flip between frames.
    """
    mean = A1.mean(axis=1, keepdims=True)
    centred = A1 - mean
    vectors, scatter, _ = np.linalg.svd(centred @ centred.T)
    directions = vectors.T[:count]
    largest = np.abs(directions).argmax(axis=1)
    signs = np.sign(directions[np.arange(len(directions)), largest])
    return mean, signs[:, np.newaxis] * directions, _shares(scatter)[:count]


def _shares(variances: Floats) -> Floats:
    total = variances.sum()
    shares: Floats = variances / total if total else np.zeros_like(variances)
    return shares


def principal_components(A1: Floats, count: int) -> Floats:
    """Return the first principal components of A1 (n_h, m): (min(count, n_h), m), the largest first."""
    mean, directions, _ = _principal(A1, count)
    components: Floats = directions @ (A1 - mean)
    return components


@dataclass(frozen=True, slots=True)
class HiddenSpace:
    """Examples as the output layer sees them: `points` (k, m), k at most 3.

    Without `principal` they are A1 itself, else its first principal components. Along them the output is
    Z2 = normal points + offset, with normal (n_y, k) and offset (n_y,): exactly for A1, else for what the
    components tell of it. Where that is `level`, the predicted class changes. `explained` (k,) holds each
    axis' share of the variance of A1; all 0 where nothing varies.

    `directions` (k, n_h) and `mean` (n_h,) take any hidden activation there: directions (a - mean).
    """

    points: Floats
    principal: bool
    mean: Floats
    directions: Floats
    explained: Floats
    normal: Floats
    offset: Floats
    level: float


def hidden_space(network: Network, parameters: Parameters, A1: Floats) -> HiddenSpace:
    """Return A1 (n_h, m) in at most three dimensions, and the output unit's plane in it."""
    W2, b2, level = parameters.W2, parameters.b2[:, 0], network.output.boundary
    if len(A1) <= DIMENSIONS:
        nowhere, axes = np.zeros(len(A1)), np.eye(len(A1))
        return HiddenSpace(A1, False, nowhere, axes, _shares(A1.var(axis=1)), W2, b2, level)
    mean, directions, explained = _principal(A1, DIMENSIONS)
    normal, offset = W2 @ directions.T, (W2 @ mean)[:, 0] + b2
    points = directions @ (A1 - mean)
    return HiddenSpace(points, True, mean[:, 0], directions, explained, normal, offset, level)


def gradient_norms(gradients: Gradients) -> dict[str, float]:
    """Return the square root of the sum of squares of dW1, db1, dW2, db2, by name."""
    return {name: float(np.linalg.norm(getattr(gradients, name))) for name in ("dW1", "db1", "dW2", "db2")}


def objective_gradients(  # noqa: PLR0913 - a point of the objective
    network: Network, parameters: Parameters, X: Floats, Y: Floats, *, l1: float = 0.0, l2: float = 0.0
) -> Gradients:
    """Return the gradients of cost and penalty; those of the biases are 0 where the network has none."""
    found = network.backward(X, Y, parameters, network.forward(X, parameters))
    found = with_penalty(found, parameters, l1=l1, l2=l2, m=X.shape[1])
    if network.biases:
        return found
    return replace(found, db1=np.zeros_like(found.db1), db2=np.zeros_like(found.db2))


def trace(
    network: Network, parameters: Parameters, X: Floats, Y: Floats, *, example: int | None = None
) -> tuple[Cache, Gradients]:
    """Return one iteration's forward and backward pass for all examples, or for one as a batch with m = 1."""
    if example is not None:
        X, Y = X[:, example : example + 1], Y[:, example : example + 1]
    cache = network.forward(X, parameters)
    return cache, network.backward(X, Y, parameters, cache)
