"""What a report shows of a run, taken at one moment; whoever takes it holds the run."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core import views
from core.arrays import Floats
from core.configuration import Configuration
from core.datasets.records import Dataset
from core.history import thin
from core.lens import Levels
from core.network import Network
from core.trainer import Snapshot, Trainer

ROWS = 2000
"""Rows of the history that a report holds, at most."""
CELLS = 100
"""Cells on a side of its surface."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A run at one moment; nothing in it changes any more."""

    configuration: Configuration
    snapshot: Snapshot
    reason: str | None
    changes: int
    rows: Floats
    """Iteration, train and test cost, train and test accuracy: (k, 5)."""
    dataset: Dataset
    network: Network
    surface: Levels
    confusion: dict[str, NDArray[np.int64]]
    """By part, training or test; empty for real targets."""


def take(trainer: Trainer, surface: Levels) -> Scene:
    """Return the scene of a run; `surface` is its prediction now, CELLS a side."""
    return Scene(
        trainer.configuration,
        trainer.snapshot,
        trainer.reason,
        len(trainer.changes),
        thin(trainer.history.rows, ROWS).copy(),
        trainer.dataset,
        trainer.network,
        surface,
        _confusion(trainer),
    )


def _confusion(trainer: Trainer) -> dict[str, NDArray[np.int64]]:
    data, network = trainer.dataset, trainer.network
    if data.classes is None:
        return {}
    with np.errstate(all="ignore"):
        A2 = network.forward(data.inputs, views.finite(trainer.parameters)).A2
    Y, found = network.targets(data), {}
    for name, examples in (("training", data.train), ("test", ~data.train)):
        if examples.any():
            found[name] = views.confusion_matrix(network, A2[:, examples], Y[:, examples], data.classes)
    return found
