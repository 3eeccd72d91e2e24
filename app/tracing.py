"""An iteration's numbers as the chapter names them, for one example or for all training examples."""

import numpy as np

from core import views
from core.arrays import Floats
from core.configuration import PARAMETERS
from core.network import Parameters
from core.trainer import Trainer

MOST_IN_FRAME = 60_000
"""Numbers in the arrays of a frame's trace that have a column for each example."""
FORWARD, BACKWARD = ("Z1", "A1", "Z2", "A2"), ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1")
SMALL = ("dW2", "db2", "dW1", "db1")
"""Arrays without a column for each example."""


def numbers_of(trainer: Trainer, m: int, *, with_slopes: bool = False) -> int:
    """Return how many numbers a trace of m examples has in arrays with a column for each."""
    n_x: int = trainer.dataset.X.shape[0]
    n_h = trainer.configuration.network.hidden_width
    n_y: int = trainer.engine.Y.shape[0]
    return m * (4 * n_h + 3 * n_y + 1) if with_slopes else m * (n_x + 3 * n_h)


def traced(
    trainer: Trainer, example: int | None, *, parameters: Parameters | None = None, slopes: bool = False
) -> dict[str, Floats]:
    """Return X, Y, the forward and the backward pass by name, in float64.

    One example is a batch with m = 1; all are the training examples. With `slopes` the losses (1, m) and
    `slopes` g'(Z1) (n_h, m) too.
    """
    columns = trainer.dataset.train if example is None else [example]
    network, now = trainer.network, parameters or trainer.parameters
    now = Parameters(*(np.asarray(getattr(now, name), dtype=np.float64) for name in PARAMETERS))
    X = trainer.dataset.inputs[:, columns]
    Y = network.targets(trainer.dataset)[:, columns]
    with np.errstate(all="ignore"):
        cache, gradients = views.trace(network, now, X, Y)
        more = (
            {"losses": network.output.losses(cache.Z2, Y)[np.newaxis]}
            | {"slopes": network.activation.g_prime(cache.Z1)}
            if slopes
            else {}
        )
    passes = {name: getattr(cache, name) for name in FORWARD}
    return {"X": X, "Y": Y} | passes | {name: getattr(gradients, name) for name in BACKWARD} | more
