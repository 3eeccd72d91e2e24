"""One forward and backward pass, every number of it."""

from functools import partial
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query, Response

from app.dependencies import RunOfPath
from app.messages.inspection import TraceBody
from app.messages.numbers import listed
from app.negotiation import JSON
from app.reading import read
from app.work import do
from core import views
from core.arrays import Floats
from core.errors import BoundsError, ConfigurationError
from core.trainer import Trainer

MOST_NUMBERS = 500_000
"""Numbers of one trace, at most."""
WRITING = 2e-6
"""Seconds that it takes to write one of A1's numbers, and what belongs to it, about."""
FORWARD, BACKWARD = ("Z1", "A1", "Z2", "A2"), ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1")
router = APIRouter(prefix="/runs", tags=["look inside"])

Example = Annotated[
    int | None,
    Query(ge=0, description="Number of one example, from 0, in the order of the data; all without it."),
]


@router.get("/{run_id}/trace", response_model=TraceBody)
async def read_trace(run: RunOfPath, example: Example = None) -> Response:
    """Return an iteration's numbers as the chapter names them: for one example as a batch with m = 1, or all.

    All are the training examples, in the order of the data.
    """
    trainer = run.trainer
    n_x, m = trainer.dataset.X.shape
    if example is not None and example >= m:
        raise BoundsError("example", example, 0, m - 1)
    if example is None:
        numbers = m * (n_x + 3 * trainer.configuration.network.hidden_width)
        if numbers > MOST_NUMBERS:
            rule = f"is required: all examples together would be {numbers} numbers, over {MOST_NUMBERS}"
            raise ConfigurationError("example", None, rule)
    traced = await read(run, partial(_trace, trainer, example), columns=m if example is None else 1)
    content = await do(traced["A1"].size * WRITING, partial(_written, traced, example))
    return Response(content, media_type=JSON)


def _written(traced: dict[str, Floats], example: int | None) -> str:
    return TraceBody(
        example=example,
        m=traced["X"].shape[1],
        shapes={name: list(array.shape) for name, array in traced.items()},
        **{name: listed(array) for name, array in traced.items()},
    ).model_dump_json()


def _trace(trainer: Trainer, example: int | None) -> dict[str, Floats]:
    columns = trainer.dataset.train if example is None else [example]
    X = trainer.dataset.inputs[:, columns]
    Y = trainer.network.targets(trainer.dataset)[:, columns]
    with np.errstate(all="ignore"):
        cache, gradients = views.trace(trainer.network, trainer.parameters, X, Y)
    passes = {name: getattr(cache, name) for name in FORWARD}
    return {"X": X, "Y": Y} | passes | {name: getattr(gradients, name) for name in BACKWARD}
