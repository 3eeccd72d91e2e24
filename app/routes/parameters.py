"""The parameters of a run, and the gradients that its next iteration starts from."""

from functools import partial
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from app.channels import objective_gradients
from app.dependencies import RunOfPath
from app.messages.inspection import GradientValues, ParameterValues
from app.messages.numbers import listed
from app.reading import read
from core.configuration import PARAMETERS

Moment = Annotated[
    Literal["now", "start"],
    Query(description="Now, or at iteration 0, with what was set by hand there."),
]
router = APIRouter(prefix="/runs", tags=["look inside"])


@router.get("/{run_id}/parameters")
async def read_parameters(run: RunOfPath, moment: Moment = "now") -> ParameterValues:
    """Return the weights and biases, as they are or as they were at the start."""
    found = await read(run, lambda: run.trainer.start if moment == "start" else run.trainer.parameters)
    return ParameterValues(**{name: listed(getattr(found, name)) for name in PARAMETERS})


@router.get("/{run_id}/gradients")
async def read_gradients(run: RunOfPath) -> GradientValues:
    """Return the gradients of the objective now: over all training examples, also with mini-batches."""
    now = await read(run, partial(objective_gradients, run.trainer))
    return GradientValues(**{name: listed(gradient) for name, gradient in now.items()})
