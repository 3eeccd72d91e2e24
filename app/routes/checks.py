"""Are the gradients right: against differences of the objective."""

from functools import partial
from typing import Any

from fastapi import APIRouter, Request

from app.dependencies import RunOfPath, WorkbenchOfApp
from app.messages.inspection import (
    CheckedEntries,
    ComparisonBody,
    GradientCheckBody,
    GradientCheckRequest,
    GradientName,
)
from app.messages.numbers import listed
from app.reading import read
from core.errors import BoundsError, StateError
from core.gradient_check import STEP, TOLERANCE, Comparison, GradientCheck, gradient_check
from core.pieces import Pieces
from core.trainer import Trainer

router = APIRouter(prefix="/runs", tags=["look inside"])
DIVERGED: dict[int | str, dict[str, Any]] = {409: {"description": "The run's parameters are not finite"}}


@router.post("/{run_id}/gradient-check", responses=DIVERGED)
async def check_gradients(
    run: RunOfPath, workbench: WorkbenchOfApp, request: Request, body: GradientCheckRequest | None = None
) -> GradientCheckBody:
    """Compare the gradients of the objective with central differences; the run goes on meanwhile."""
    wanted, last = body or GradientCheckRequest(), run.trainer.dataset.X.shape[1] - 1
    if wanted.example is not None and wanted.example > last:
        raise BoundsError("example", wanted.example, 0, last)
    iteration, work = await read(run, partial(_begin, run.trainer, wanted))
    found = await workbench.finish(work, gone=request.is_disconnected)
    return GradientCheckBody(
        iteration=iteration,
        passed=found.overall.passed,
        tolerance=TOLERANCE,
        step=STEP,
        overall=_comparison(found.overall),
        by_parameter={name: _comparison(part) for name, part in found.by_parameter.items()},
        kinks=found.kinks,
        entries=_entries(found) if wanted.entries else None,
    )


def _begin(trainer: Trainer, wanted: GradientCheckRequest) -> tuple[int, Pieces[GradientCheck]]:
    """Return where the run stands and the check of it, which touches the run no more."""
    parameters, data = trainer.parameters, trainer.dataset
    if not parameters.finite:
        raise StateError("a run whose parameters are not finite cannot be checked: reset it or go back first")
    columns = data.train if wanted.example is None else [wanted.example]
    X, Y = data.inputs[:, columns], trainer.network.targets(data)[:, columns]
    training, penalised = trainer.configuration.training, wanted.of == "objective"
    l1, l2 = (training.l1, training.l2) if penalised else (0.0, 0.0)
    work = gradient_check(trainer.network, parameters, X, Y, l1=l1, l2=l2)
    return trainer.iteration, work


def _entries(found: GradientCheck) -> dict[GradientName, CheckedEntries]:
    names: tuple[GradientName, ...] = ("dW1", "db1", "dW2", "db2")
    return {
        name: CheckedEntries(
            analytic=listed(found.analytic[name]),
            numeric=listed(found.numeric[name]),
            at_kink=found.at_kink[name].tolist(),
        )
        for name in names
    }


def _comparison(found: Comparison) -> ComparisonBody:
    return ComparisonBody(
        difference=found.difference, relative_error=found.relative_error, passed=found.passed
    )
