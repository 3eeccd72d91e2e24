"""Examples that a person gives: points with a label or a target each."""

from collections.abc import Sequence

import numpy as np

from core.arrays import Floats
from core.errors import ConfigurationError

FEATURE_LIMIT = 1e6
"""Features and targets beyond this are refused, either way."""
MAX_CLASSES = 5
LONGEST_NAME = 40
"""Characters of a class's name."""
FIELD = "data.points"


def number_name(value: float) -> str:
    """Return how a number is written as the name of a class: 1 for 1.0, 0 for -0.0."""
    return f"{value + 0.0:.15g}"


def from_points(
    points: Sequence[Sequence[float]] | None, labels: Sequence[str] | None = None
) -> tuple[Floats, Floats, tuple[str, ...]]:
    """Return X (2, m), y (m,) and the names of the classes for rows (x1, x2, label), in the order given.

    Classes are numbered 0, 1, ... by ascending label; a label k that is a whole number is named labels[k]
    where there is such a name, else by the number itself. Raises ConfigurationError where there are no
    rows, one class only or more than MAX_CLASSES, or a number is not finite or beyond FEATURE_LIMIT.
    """
    if points is None or len(points) == 0:
        raise ConfigurationError(FIELD, points, "must hold at least one example of each of two classes")
    _check_names(labels or ())
    table = _checked(points)
    values, numbers = np.unique(table[:, 2], return_inverse=True)
    if values.size == 1:
        raise ConfigurationError(FIELD, number_name(values[0]), "is the only label: must hold at least two")
    if values.size > MAX_CLASSES:
        raise ConfigurationError(FIELD, values.size, f"different labels: must be at most {MAX_CLASSES}")
    names = tuple(_name(float(value), labels or ()) for value in values)
    return np.ascontiguousarray(table[:, :2].T), numbers.astype(float), names


def from_targets(points: Sequence[Sequence[float]] | None) -> tuple[Floats, Floats]:
    """Return X (2, m) and y (m,) for rows (x1, x2, target), in the order given.

    Raises ConfigurationError where there are fewer than two rows, or a number is beyond FEATURE_LIMIT.
    """
    if points is None or len(points) < 2:
        raise ConfigurationError(FIELD, points, "must hold at least two examples")
    table = _checked(points, target=True)
    return np.ascontiguousarray(table[:, :2].T), table[:, 2].copy()


def _check_names(labels: Sequence[str]) -> None:
    if len(labels) > MAX_CLASSES:
        raise ConfigurationError("data.labels", len(labels), f"names: must be at most {MAX_CLASSES}")
    for label in labels:
        if not 0 < len(str(label)) <= LONGEST_NAME:
            rule = f"must be names of 1 to {LONGEST_NAME} characters"
            raise ConfigurationError("data.labels", label, rule)


def _checked(points: Sequence[Sequence[float]], *, target: bool = False) -> Floats:
    try:
        table = np.array(points, dtype=float)
    except (TypeError, ValueError):
        table = np.empty(0)
    if table.ndim != 2 or table.shape[1] != 3:
        raise ConfigurationError(FIELD, points, "must be rows of two features and a label, all numbers")
    within = np.isfinite(table)
    limited = table[:, : 3 if target else 2]
    within[:, : limited.shape[1]] &= np.abs(limited) <= FEATURE_LIMIT
    if not within.all():
        row, column = (int(k) for k in np.argwhere(~within)[0])
        what = f"x{column + 1}" if column < 2 else "target" if target else "label"
        rule = "finite" if what == "label" else f"from {-FEATURE_LIMIT:.0f} to {FEATURE_LIMIT:.0f}"
        raise ConfigurationError(FIELD, points[row], f"{what} of example {row + 1} must be {rule}")
    return table


def _name(value: float, labels: Sequence[str]) -> str:
    known = value.is_integer() and 0 <= value < len(labels)
    return labels[int(value)] if known else number_name(value)
