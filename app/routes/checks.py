"""Are the gradients right: against differences of the objective."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request

from app.dependencies import RunOfPath, WorkbenchOfApp
from app.messages.inspection import ComparisonBody, GradientCheckBody
from app.reading import read
from core.errors import StateError
from core.gradient_check import STEP, TOLERANCE, Comparison, GradientCheck, gradient_check
from core.pieces import Pieces
from core.trainer import Trainer

router = APIRouter(prefix="/runs", tags=["look inside"])
DIVERGED: dict[int | str, dict[str, Any]] = {409: {"description": "The run's parameters are not finite"}}


@router.post("/{run_id}/gradient-check", responses=DIVERGED)
async def check_gradients(run: RunOfPath, workbench: WorkbenchOfApp, request: Request) -> GradientCheckBody:
    """Compare the gradients of the objective with central differences; the run goes on meanwhile."""
    iteration, work = await read(run, partial(_begin, run.trainer))
    found = await workbench.finish(work, gone=request.is_disconnected)
    return GradientCheckBody(
        iteration=iteration,
        passed=found.overall.passed,
        tolerance=TOLERANCE,
        step=STEP,
        overall=_comparison(found.overall),
        by_parameter={name: _comparison(part) for name, part in found.by_parameter.items()},
        kinks=found.kinks,
    )


def _begin(trainer: Trainer) -> tuple[int, Pieces[GradientCheck]]:
    """Return where the run stands and the check of it, which touches the run no more."""
    parameters, data = trainer.parameters, trainer.dataset
    if not parameters.finite:
        raise StateError("a run whose parameters are not finite cannot be checked: reset it or go back first")
    X, Y = data.inputs[:, data.train], trainer.network.targets(data)[:, data.train]
    training = trainer.configuration.training
    work = gradient_check(trainer.network, parameters, X, Y, l1=training.l1, l2=training.l2)
    return trainer.iteration, work


def _comparison(found: Comparison) -> ComparisonBody:
    return ComparisonBody(
        difference=found.difference, relative_error=found.relative_error, passed=found.passed
    )
