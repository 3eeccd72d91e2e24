"""Data: where the examples come from, one record a source; examples are columns, as in the course."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import Bools, Floats
from core.registry import Registry, Text

Bounds = tuple[float, float, float, float]
MARGIN = 1.08
"""The view is this much larger than the data."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """X is (n_x, m), Y is (n_y, m); `train` (m,) is true where an example is trained on."""

    X: Floats
    Y: Floats
    train: Bools

    @property
    def bounds(self) -> Bounds:
        """Return the square view that fits the data: x1 low, x1 high, x2 low, x2 high."""
        low, high = self.X.min(axis=1), self.X.max(axis=1)
        centre = (low + high) / 2
        half = float((high - low).max()) / 2 * MARGIN
        return (
            float(centre[0] - half),
            float(centre[0] + half),
            float(centre[1] - half),
            float(centre[1] + half),
        )


@dataclass(frozen=True, slots=True)
class DataSource:
    """`generate(samples, noise, rng)` returns X (2, samples) and the class of each example (samples,)."""

    name: str
    label: Text
    help: Text
    generate: Callable[[int, float, np.random.RandomState], tuple[Floats, Floats]]
    defaults: Mapping[str, float | int | str]
    """Fields of the configuration, by path, that this source sets unless they are given."""


def _halves(samples: int) -> tuple[int, int]:
    """Return how many examples class 0 and class 1 get."""
    return samples - samples // 2, samples // 2


def planar_flower(samples: int, noise: float, rng: np.random.RandomState) -> tuple[Floats, Floats]:
    """Return the petals of the course's lab; samples 400, noise 0.2, RandomState(1) give its very data."""
    petals = []
    for label, count in enumerate(_halves(samples)):
        t = np.linspace(label * 3.12, (label + 1) * 3.12, count) + rng.randn(count) * noise
        r = 4 * np.sin(4 * t) + rng.randn(count) * noise
        petals.append(np.stack([r * np.sin(t), r * np.cos(t)]))
    return np.concatenate(petals, axis=1), np.repeat([0.0, 1.0], _halves(samples))


def circles(samples: int, noise: float, rng: np.random.RandomState) -> tuple[Floats, Floats]:
    """Return two rings around 0, radius 1 (class 0) and 0.5 (class 1), at random angles."""
    y = np.repeat([0.0, 1.0], _halves(samples))
    t = rng.uniform(0.0, 2 * np.pi, samples)
    return (1.0 - 0.5 * y) * np.stack([np.cos(t), np.sin(t)]) + noise * rng.randn(2, samples), y


def xor(samples: int, noise: float, rng: np.random.RandomState) -> tuple[Floats, Floats]:
    """Return points of the square (-1, 1) x (-1, 1), class 1 where x1 x2 < 0; noise moves them afterwards."""
    X = rng.uniform(-1.0, 1.0, (2, samples))
    y = (X[0] * X[1] < 0).astype(float)
    return X + noise * rng.randn(2, samples), y


DATA_SOURCES: Registry[DataSource] = Registry(
    "data.source",
    DataSource(
        name="planar_flower",
        label=Text("Flower", "花瓣"),
        help=Text("The lab's planar flower: petals of two classes.", "实验课的平面花瓣:两类花瓣交错。"),
        generate=planar_flower,
        defaults={"data.samples": 400, "data.noise": 0.2, "data.seed": 1},
    ),
    DataSource(
        name="circles",
        label=Text("Circles", "圆环"),
        help=Text("A ring within a ring.", "大圆环套小圆环。"),
        generate=circles,
        defaults={"data.samples": 200, "data.noise": 0.1, "data.seed": 0},
    ),
    DataSource(
        name="xor",
        label=Text("XOR", "异或"),
        help=Text("Opposite quadrants share a class.", "对角象限属于同一类。"),
        generate=xor,
        defaults={"data.samples": 200, "data.noise": 0.0, "data.seed": 0},
    ),
)


def _stratified(y: Floats, test_share: float, rng: np.random.RandomState) -> Bools:
    """Choose the training examples so that every class gives the same share to the test."""
    train = np.ones(y.size, dtype=bool)
    if test_share > 0:
        for label in np.unique(y):
            members = np.flatnonzero(y == label)
            train[rng.permutation(members)[: round(test_share * members.size)]] = False
    return train


def make_dataset(source: str, *, samples: int, noise: float, test_share: float, seed: int) -> Dataset:
    """Draw the examples and the split from one RandomState(seed), in this order."""
    rng = np.random.RandomState(seed)
    X, y = DATA_SOURCES[source].generate(samples, noise, rng)
    return Dataset(X, y[np.newaxis, :], _stratified(y, test_share, rng))
