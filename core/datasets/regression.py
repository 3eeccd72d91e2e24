"""Generators of real targets: surfaces over a square, and one curve over a line.

Each returns X (n_x, samples) and the target of each example (samples,); noise is the standard deviation of
what is added to the target, and `classes` means nothing here.
"""

import numpy as np

from core.arrays import Floats

Examples = tuple[Floats, Floats]
HILLS = ((-1.0, -0.9, 1.0), (1.1, -0.3, 0.6), (-0.2, 1.1, 0.8))
"""Top (x1, x2) and height of each hill of `bumps`."""


def _square(half: float, samples: int, rng: np.random.RandomState) -> Floats:
    return rng.uniform(-half, half, (2, samples))


def plane(samples: int, noise: float, classes: int, rng: np.random.RandomState) -> Examples:
    """Return y = 0.6 x1 - 0.4 x2 over (-1, 1) x (-1, 1)."""
    X = _square(1.0, samples, rng)
    return X, 0.6 * X[0] - 0.4 * X[1] + noise * rng.randn(samples)


def bumps(samples: int, noise: float, classes: int, rng: np.random.RandomState) -> Examples:
    """Return three hills e^(-d^2), d the distance from the top, over (-2, 2) x (-2, 2).

    Without noise no target is negative, so that a ReLU output can learn them too.
    """
    X = _square(2.0, samples, rng)
    y = sum(height * np.exp(-((X[0] - x1) ** 2) - (X[1] - x2) ** 2) for x1, x2, height in HILLS)
    return X, y + noise * rng.randn(samples)


def saddle(samples: int, noise: float, classes: int, rng: np.random.RandomState) -> Examples:
    """Return y = x1 x2 over (-1, 1) x (-1, 1)."""
    X = _square(1.0, samples, rng)
    return X, X[0] * X[1] + noise * rng.randn(samples)


def sine(samples: int, noise: float, classes: int, rng: np.random.RandomState) -> Examples:
    """Return y = sin x for one feature: X (1, samples), evenly spaced from -pi to pi."""
    x = np.linspace(-np.pi, np.pi, samples)
    return x[np.newaxis, :], np.sin(x) + noise * rng.randn(samples)
