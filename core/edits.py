"""What may be changed by hand, checked: hyperparameters, whole parameters, single entries."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from core.configuration import FIELDS, TrainingConfiguration, flatten
from core.errors import ConfigurationError
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
    for path, value in values.items():
        if not FIELDS[path].about.live:
            raise ConfigurationError(path, value, "needs a new run: it does not change while one trains")
    checked = {path: FIELDS[path].check(value) for path, value in values.items()}
    return build(TrainingConfiguration, flat_fields(training) | checked, "training.")


def replaced(parameters: Parameters, values: Mapping[str, Any]) -> Parameters:
    """Return the parameters with some of them given anew, as nested lists by name."""
    now = asdict(parameters)
    shapes = {name: W.shape for name, W in now.items()}
    given = {name: explicit(name, entries, shapes=shapes) for name, entries in values.items()}
    return Parameters(**(now | given))


def edited(parameters: Parameters, entries: Sequence[Entry]) -> Parameters:
    """Return the parameters with single entries changed; a wrong one raises ConfigurationError."""
    now = asdict(parameters)  # copies
    for name, row, column, value in entries:
        if name not in now:
            raise ConfigurationError("name", name, f"must be one of {', '.join(now)}")
        for field, index, size in zip(("row", "column"), (row, column), now[name].shape, strict=True):
            if not 0 <= index < size:
                raise ConfigurationError(field, index, f"must be between 0 and {size - 1} for {name}")
        if not np.isfinite(value):
            raise ConfigurationError("value", value, "must be a finite number")
        now[name][row, column] = value
    return Parameters(**now)
