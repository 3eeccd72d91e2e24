"""One forward and backward pass, every number of it."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.dependencies import RunOfPath
from app.messages.inspection import TraceBody
from app.messages.numbers import listed
from app.negotiation import JSON
from app.reading import read
from app.tracing import numbers_of, traced
from app.work import do
from core.arrays import Floats
from core.errors import BoundsError, ConfigurationError

MOST_NUMBERS = 500_000
"""Numbers of one trace, at most."""
WRITING = 2e-6
"""Seconds that it takes to write one of A1's numbers, and what belongs to it, about."""
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
    m = trainer.dataset.X.shape[1]
    if example is not None and example >= m:
        raise BoundsError("example", example, 0, m - 1)
    if example is None:
        numbers = numbers_of(trainer, m)
        if numbers > MOST_NUMBERS:
            rule = f"is required: all examples together would be {numbers} numbers, over {MOST_NUMBERS}"
            raise ConfigurationError("example", None, rule)
    found = await read(run, partial(traced, trainer, example), columns=m if example is None else 1)
    content = await do(found["A1"].size * WRITING, partial(_written, found, example))
    return Response(content, media_type=JSON)


def _written(found: dict[str, Floats], example: int | None) -> str:
    return TraceBody(
        example=example,
        m=found["X"].shape[1],
        shapes={name: list(array.shape) for name, array in found.items()},
        **{name: listed(array) for name, array in found.items()},
    ).model_dump_json()
