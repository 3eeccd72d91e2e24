"""What data is: examples with their classes or targets, and the record of a source of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Bools, Floats
from core.errors import ConfigurationError
from core.registry import Text

Bounds = tuple[float, float, float, float]
Generate = Callable[[int, float, int, np.random.RandomState], tuple[Floats, Floats]]
MARGIN = 1.08
"""The view is this much larger than the data."""
WIDEST_VIEW = 1e7
FLAT = 1e-9
"""A column whose spread is below this share of its magnitude counts as constant."""


def is_flat(low: float, high: float) -> bool:
    """Say whether values from `low` to `high` are as good as constant, too close to divide by the spread."""
    return high - low <= FLAT * max(abs(low), abs(high)) + 1e-100  # so small a number is as good as 0


def _checked_view(view: Sequence[float] | None) -> Bounds | None:
    if view is None:
        return None
    right = len(view) == 4 and all(isinstance(bound, (int, float)) for bound in view)
    if not right or not all(-WIDEST_VIEW <= bound <= WIDEST_VIEW for bound in view):
        rule = (
            f"must be x1 low, x1 high, x2 low, x2 high, each between {-WIDEST_VIEW:.0f} and {WIDEST_VIEW:.0f}"
        )
        raise ConfigurationError("data.view", list(view), rule)
    x, right_end, y, top = (float(bound) for bound in view)
    if x >= right_end or y >= top or is_flat(x, right_end) or is_flat(y, top):
        raise ConfigurationError("data.view", list(view), "each low must be below its high")
    return x, right_end, y, top


def _half_width(low: float, high: float) -> float:
    if is_flat(low, high):
        return max(1.0, 1e-3 * max(abs(low), abs(high)))
    return (high - low) / 2 * MARGIN


def _identity(n_x: int) -> tuple[Floats, Floats]:
    return np.zeros((n_x, 1)), np.ones((n_x, 1))


def _standardization(X: Floats) -> tuple[Floats, Floats]:
    """Return mean and standard deviation of each row of X (n_x, m), both (n_x, 1); a constant row gets 1."""
    flat = [is_flat(low, high) for low, high in zip(X.min(axis=1), X.max(axis=1), strict=True)]
    centre, scale = X.mean(axis=1, keepdims=True), X.std(axis=1, keepdims=True)
    scale[flat] = 1.0
    return centre, scale


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Examples in a fixed order; the network trains on `inputs`, the view shows `X`.

    X is (n_x, m) as drawn or given; y (m,) holds class numbers 0, 1, ... or, where `classes` is None,
    real targets; `train` (m,) is true where an example is trained on. centre and scale are (n_x, 1).
    """

    X: Floats
    y: Floats
    train: Bools
    classes: int | None
    class_names: tuple[str, ...]
    centre: Floats
    scale: Floats
    view: Bounds | None = None
    """What the view is, if that holds every point."""

    @classmethod
    def make(  # noqa: PLR0913 - every keyword but one has a default
        cls,
        X: Floats,
        y: Floats,
        train: Bools | None = None,
        *,
        classes: int | None,
        class_names: Sequence[str] = (),
        standardize: bool = False,
        view: Sequence[float] | None = None,
    ) -> "Dataset":
        """Fill in the rest: without `train` all examples are trained on, without names classes have numbers.

        With `standardize`, centre and scale are mean and standard deviation of the training examples
        (scale 1 for a constant feature), else zeros and ones.
        """
        train = np.ones(y.size, dtype=bool) if train is None else train
        centre, scale = _standardization(X[:, train]) if standardize else _identity(X.shape[0])
        names = tuple(class_names) or tuple(str(label) for label in range(classes or 0))
        return cls(X, y, train, classes, names, centre, scale, _checked_view(view))

    @property
    def inputs(self) -> Floats:
        """What the network is given: (n_x, m)."""
        return self.standardized(self.X)

    def standardized(self, X: Floats) -> Floats:
        """Return (X - centre) / scale for any X (n_x, k); X itself, bit for bit, unless standardizing."""
        inputs: Floats = (X - self.centre) / self.scale
        return inputs

    def unstandardized(self, inputs: Floats) -> Floats:
        """Return the features (n_x, k) that `standardized` maps to `inputs`."""
        X: Floats = inputs * self.scale + self.centre
        return X

    @property
    def bounds(self) -> Bounds:
        """Return the view: x1 low, x1 high, x2 low, x2 high; never of zero size.

        That is `view` where it holds every point, else what holds it and fits the data. It is square for
        two features; for one feature it is x low, x high, y low, y high.
        """
        if self.view is None:
            return self._fitting()
        fitting = self.view if self._within(self.view) else self._fitting()
        lows = [min(fitting[k], self.view[k]) for k in (0, 2)]
        highs = [max(fitting[k], self.view[k]) for k in (1, 3)]
        side = max(high - low for low, high in zip(lows, highs, strict=True))
        for k, (low, high) in enumerate(zip(lows, highs, strict=True)):
            if len(self.X) > 1 and high - low < side:
                lows[k], highs[k] = (low + high - side) / 2, (low + high + side) / 2
        return lows[0], highs[0], lows[1], highs[1]

    @property
    def _plane(self) -> tuple[Floats, Floats]:
        return self.X[0], self.X[1] if len(self.X) > 1 else self.y

    def _within(self, view: Bounds) -> bool:
        across, up = self._plane
        x, right, y, top = view
        return bool(((across >= x) & (across <= right) & (up >= y) & (up <= top)).all())

    def _fitting(self) -> Bounds:
        across, up = self._plane
        lows, highs = (across.min(), up.min()), (across.max(), up.max())
        halves = [_half_width(low, high) for low, high in zip(lows, highs, strict=True)]
        if len(self.X) > 1:
            # a flat feature has no width of its own: where the other one spreads, the view fits that
            spread = [h for h, low, high in zip(halves, lows, highs, strict=True) if not is_flat(low, high)]
            halves = [max(spread or halves)] * 2
        centres = [(low + high) / 2 for low, high in zip(lows, highs, strict=True)]
        (x, y), (x_half, y_half) = centres, halves
        return float(x - x_half), float(x + x_half), float(y - y_half), float(y + y_half)

    @property
    def Y(self) -> Floats:
        """The class numbers or targets as one row: (1, m)."""
        return self.y[np.newaxis, :]


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where examples come from.

    `generate(samples, noise, classes, rng)` returns X (n_x, samples) and y (samples,), as in Dataset, and
    draws from `rng` alone; None where the examples are given instead. The help says what noise means.
    """

    name: str
    label: Text
    help: Text
    generate: Generate | None
    defaults: Mapping[str, float | int | str]
    """Fields of the configuration, by path, that this source sets unless they are given."""
    classes: tuple[int, int] | None = (2, 2)
    """How few and how many classes it can have; None: real targets (regression)."""
    n_x: int = 2
    """How many features."""
