"""Generators of classes in the plane; all draw from `rng` alone.

Each returns X (2, samples) and the class number of each example (samples,). The classes get equally many
examples, the first ones one more where the division leaves a rest; in `xor` and `linear` chance decides.
"""

import numpy as np

from core.arrays import Floats

Examples = tuple[Floats, Floats]
SPIRAL_TURNS = 1.25
"""How often an arm of the spiral winds round the centre."""
GAP = 0.15
"""Distance of the line to the nearest examples of `linear` without noise."""


def class_sizes(samples: int, classes: int) -> list[int]:
    """Return how many examples each class gets."""
    return [samples // classes + (label < samples % classes) for label in range(classes)]


def _class_numbers(samples: int, classes: int) -> Floats:
    return np.repeat(np.arange(float(classes)), class_sizes(samples, classes))


def _along(low: float, high: float, samples: int) -> Floats:
    """Return evenly spaced values from `low` to `high` for each of two classes, one after the other."""
    return np.concatenate([np.linspace(low, high, size) for size in class_sizes(samples, 2)])


def _on_circle(radius: Floats, angle: Floats) -> Floats:
    X: Floats = radius * np.stack([np.cos(angle), np.sin(angle)])
    return X


def planar_flower(samples: int, noise: float, classes: int, rng: np.random.RandomState) -> Examples:
    """Return the petals of the course's lab; samples 400, noise 0.2, RandomState(1) give its very data.

    Noise is the standard deviation of each example's angle and of its distance from the centre.
    """
    petals = []
    for label, count in enumerate(class_sizes(samples, 2)):
        t = np.linspace(label * 3.12, (label + 1) * 3.12, count) + rng.randn(count) * noise
        r = 4 * np.sin(4 * t) + rng.randn(count) * noise
        petals.append(np.stack([r * np.sin(t), r * np.cos(t)]))
    return np.concatenate(petals, axis=1), _class_numbers(samples, 2)


def circles(samples: int, noise: float, classes: int, rng: np.random.RandomState) -> Examples:
    """Return two rings around 0, radius 1 (class 0) and 0.5 (class 1), at random angles.

    Noise is the standard deviation of what is added to each coordinate.
    """
    y = _class_numbers(samples, 2)
    t = rng.uniform(0.0, 2 * np.pi, samples)
    return _on_circle(1.0 - 0.5 * y, t) + noise * rng.randn(2, samples), y


def moons(samples: int, noise: float, classes: int, rng: np.random.RandomState) -> Examples:
    """Return two half circles of radius 1 that hold each other, evenly spaced: (cos t, sin t) and its turn.

    Noise is the standard deviation of what is added to each coordinate; without it nothing is random.
    """
    y, t = _class_numbers(samples, 2), _along(0.0, np.pi, samples)
    upper, lower = np.stack([np.cos(t), np.sin(t)]), np.stack([1.0 - np.cos(t), 0.5 - np.sin(t)])
    return np.where(y == 0, upper, lower) + noise * rng.randn(2, samples), y


def xor(samples: int, noise: float, classes: int, rng: np.random.RandomState) -> Examples:
    """Return points of the square (-1, 1) x (-1, 1), class 1 where x1 x2 < 0.

    Noise is the standard deviation of what moves each coordinate after the class is decided.
    """
    X = rng.uniform(-1.0, 1.0, (2, samples))
    y = (X[0] * X[1] < 0).astype(float)
    return X + noise * rng.randn(2, samples), y


def gaussians(samples: int, noise: float, classes: int, rng: np.random.RandomState) -> Examples:
    """Return two round clouds, class 0 around (-1, -1), class 1 around (1, 1).

    Noise is the standard deviation of each cloud.
    """
    y = _class_numbers(samples, 2)
    return 2.0 * y - 1.0 + noise * rng.randn(2, samples), y


def spirals(samples: int, noise: float, classes: int, rng: np.random.RandomState) -> Examples:
    """Return two arms, half a turn apart, that wind from radius 0.1 to 1, equally dense all along.

    Noise is the standard deviation of what is added to each coordinate; without it nothing is random.
    """
    y, r = _class_numbers(samples, 2), np.sqrt(_along(0.01, 1.0, samples))
    angle = 2 * np.pi * SPIRAL_TURNS * r + np.pi * y
    return _on_circle(r, angle) + noise * rng.randn(2, samples), y


def linear(samples: int, noise: float, classes: int, rng: np.random.RandomState) -> Examples:
    """Return points on both sides of the line 0.6 x1 + 0.8 x2 = 0, class 1 above it, none within 0.15 of it.

    Noise is the standard deviation of what moves each coordinate after the class is decided.
    """
    normal = np.array([[0.6], [0.8]])
    X = rng.uniform(-1.0, 1.0, (2, samples))
    y = (normal.T @ X > 0)[0].astype(float)
    return X + GAP * normal * (2.0 * y - 1.0) + noise * rng.randn(2, samples), y


def rings(samples: int, noise: float, classes: int, rng: np.random.RandomState) -> Examples:
    """Return rings around 0 at random angles; class k of K has the radius 1 - k / K, so class 0 is outside.

    Noise is the standard deviation of what is added to each coordinate.
    """
    y = _class_numbers(samples, classes)
    t = rng.uniform(0.0, 2 * np.pi, samples)
    return _on_circle(1.0 - y / classes, t) + noise * rng.randn(2, samples), y


def blobs(samples: int, noise: float, classes: int, rng: np.random.RandomState) -> Examples:
    """Return round clouds whose centres stand evenly on the unit circle, class 0 at the top.

    Noise is the standard deviation of each cloud.
    """
    y = _class_numbers(samples, classes)
    centres = _on_circle(np.ones(samples), np.pi / 2 + 2 * np.pi * y / classes)
    return centres + noise * rng.randn(2, samples), y


def pinwheel(samples: int, noise: float, classes: int, rng: np.random.RandomState) -> Examples:
    """Return the bent blades of a wheel: radius 1 +- 0.3 (normal), bent by an angle of 0.4 e^radius.

    Noise is the standard deviation across a blade, before it is bent. After M. J. Johnson et al. 2016,
    "Composing graphical models with neural networks for structured representations and fast inference".
    """
    y = _class_numbers(samples, classes)
    along, across = 1.0 + 0.3 * rng.randn(samples), noise * rng.randn(samples)
    angle = 2 * np.pi * y / classes + 0.4 * np.exp(along)
    X = np.stack(
        [
            along * np.cos(angle) - across * np.sin(angle),
            along * np.sin(angle) + across * np.cos(angle),
        ]
    )
    return X, y
