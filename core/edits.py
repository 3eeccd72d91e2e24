"""What may be changed by hand, checked: hyperparameters, whole parameters, single entries."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

import numpy as np

from core.arrays import Floats
from core.configuration import FIELDS, TrainingConfiguration, checked, flatten
from core.errors import ConfigurationError, all_checked, raise_all
from core.fields import build
from core.network import Parameters, explicit

Entry = tuple[str, int, int, float]
"""Name, row and column from 0, value."""


def flat_fields(training: TrainingConfiguration) -> dict[str, Any]:
    """Return {path: value} of every field."""
    return flatten({"training": asdict(training)})


def with_fields(training: TrainingConfiguration, values: Mapping[str, Any]) -> TrainingConfiguration:
    """Return the training configuration with {path: value} changed.

    Raises ConfigurationError for a value that breaks its rule or a field that is not live.
    """
    new = "needs a new run: it does not change while one trains"
    raise_all(
        [
            ConfigurationError(path, value, new)
            for path, value in values.items()
            if not FIELDS[path].about.live
        ]
    )
    return build(TrainingConfiguration, flat_fields(training) | checked(values), "training.")


def replaced(parameters: Parameters, values: Mapping[str, Any]) -> Parameters:
    """Return the parameters with some of them given anew, as nested lists by name."""
    now = asdict(parameters)
    shapes = {name: W.shape for name, W in now.items()}
    checks = (partial(explicit, name, entries, shapes=shapes) for name, entries in values.items())
    return Parameters(**(now | dict(zip(values, all_checked(checks), strict=True))))


def edited(parameters: Parameters, entries: Sequence[Entry], place: str = "") -> Parameters:
    """Return the parameters with single entries changed; wrong ones raise ConfigurationError.

    `place` with {k} for its number is what stands before the fields of an entry where it came from.
    """
    now = asdict(parameters)  # copies
    checks = (partial(_put, now, entry, place.format(k=k)) for k, entry in enumerate(entries))
    all_checked(checks)
    return Parameters(**now)


def _put(parameters: dict[str, Floats], entry: Entry, place: str) -> None:
    name, row, column, value = entry
    if name not in parameters:
        raise ConfigurationError(f"{place}name", name, f"must be one of {', '.join(parameters)}")
    for field, index, size in zip(("row", "column"), (row, column), parameters[name].shape, strict=True):
        if not 0 <= index < size:
            raise ConfigurationError(f"{place}{field}", index, f"must be from 0 to {size - 1} for {name}")
    if not np.isfinite(value):
        raise ConfigurationError(f"{place}value", value, "must be a finite number")
    parameters[name][row, column] = value
