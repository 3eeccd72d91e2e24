"""The history of a run as columns, and as a table of comma-separated values."""

import csv
import io
from typing import Any

import numpy as np

from app.messages.numbers import listed
from core.arrays import Floats
from core.trainer import Trainer


def columns(trainer: Trainer, rows: Floats) -> dict[str, Floats]:
    """Return the columns by name; R2 follows from the cost of real targets, half the squared error."""
    _, train_cost, test_cost, train_accuracy, test_accuracy = rows.T
    train_r2, test_r2 = (
        _r2(trainer, cost, examples)
        for cost, examples in ((train_cost, trainer.dataset.train), (test_cost, ~trainer.dataset.train))
    )
    return {
        "train_cost": train_cost,
        "test_cost": test_cost,
        "train_accuracy": train_accuracy,
        "test_accuracy": test_accuracy,
        "train_r2": train_r2,
        "test_r2": test_r2,
    }


def _r2(trainer: Trainer, cost: Floats, examples: Any) -> Floats:
    y = trainer.dataset.y[examples]
    variance = float(np.var(y)) if trainer.dataset.classes is None and y.size else 0.0
    with np.errstate(all="ignore"):
        return 1.0 - 2.0 * cost / variance if variance else np.full_like(cost, np.nan)


def as_csv(trainer: Trainer, rows: Floats) -> str:
    """Return the table; what is not finite, or not there, is an empty cell."""
    named, text = columns(trainer, rows), io.StringIO()
    table = csv.writer(text)
    table.writerow(["iteration", *named])
    table.writerows(
        zip(rows[:, 0].astype(int).tolist(), *(listed(column) for column in named.values()), strict=True)
    )
    return text.getvalue()
