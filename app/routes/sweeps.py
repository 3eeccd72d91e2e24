"""Many networks at once: the cost over a plane through a run, and against the scale of its start."""

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

import numpy as np
from fastapi import APIRouter, Request

from app.dependencies import RunOfPath, SettingsOfApp, WorkbenchOfApp
from app.limits import check_configuration, check_within
from app.messages.numbers import listed
from app.messages.sweeps import (
    LandscapeBody,
    LandscapeReply,
    PathBody,
    ScaledRunBody,
    ScaleSweepBody,
    ScaleSweepReply,
)
from app.reading import read
from core.arrays import Floats
from core.errors import StateError
from core.landscape import plane_costs, principal_plane, random_plane
from core.network import Parameters
from core.pieces import Pieces
from core.sweep import scale_sweep
from core.trainer import Trainer
from core.views import HUGE

router = APIRouter(tags=["sweeps"])
DIVERGED: dict[int | str, dict[str, Any]] = {
    409: {"description": "The run's parameters are out of all bounds"}
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run stands, and how it came there: copies, so that it may go on meanwhile."""

    parameters: Parameters
    iterations: list[int]
    path: Floats


@router.post("/runs/{run_id}/landscape", responses=DIVERGED)
async def compute_landscape(
    run: RunOfPath, workbench: WorkbenchOfApp, request: Request, body: LandscapeBody | None = None
) -> LandscapeReply:
    """Compute the cost over a plane through the parameters; the run goes on meanwhile.

    Random directions are scaled filter by filter (Li and others 2018): each unit's row of [W | b] gets the
    length that it has in the run. One unit of a principal direction is the path's own reach along it, so a
    span of 1 shows all of the path. Leaving the call ends the work.
    """
    place = await read(run, partial(_place, run.trainer))
    work = _landscape(run.trainer, place, body or LandscapeBody())
    return await workbench.finish(work, gone=request.is_disconnected)


def _place(trainer: Trainer) -> Place:
    iterations, path = trainer.path()
    if not (np.abs(path) <= HUGE).all():  # written so that NaN counts
        raise StateError(f"a run with parameters beyond {HUGE:g} has no landscape: reset it or go back first")
    return Place(trainer.parameters, iterations, path)


def _landscape(trainer: Trainer, place: Place, body: LandscapeBody) -> Pieces[LandscapeReply]:
    network, dataset = trainer.network, trainer.dataset
    plane = (
        random_plane(network, place.parameters, body.seed)
        if body.directions == "random"
        else principal_plane(network, place.parameters, place.path, body.seed)
    )
    steps = np.linspace(-body.span, body.span, body.resolution)
    costs = yield from plane_costs(network, dataset, place.parameters, plane, steps)
    first, second = plane.project(place.path).T
    return LandscapeReply(
        iteration=place.iterations[-1],
        directions=body.directions,
        first=steps.tolist(),
        second=steps.tolist(),
        cost=listed(costs[..., 0]),
        test_cost=None if dataset.train.all() else listed(costs[..., 1]),
        path=PathBody(iteration=place.iterations, first=first.tolist(), second=second.tolist()),
        explained=plane.explained(place.path),
        cosine=plane.cosine,
    )


@router.post("/scale-sweep")
async def sweep_scales(
    body: ScaleSweepBody, settings: SettingsOfApp, workbench: WorkbenchOfApp, request: Request
) -> ScaleSweepReply:
    """Train a configuration from several scales of its init scheme, all at once, and look at start and end.

    Same draws, same data: the scale alone differs. Leaving the call ends the work.
    """
    check_configuration(body.configuration, settings, "configuration.")
    check_within("iterations", body.iterations, 1, settings.max_iterations_per_call)
    work = scale_sweep(body.configuration, body.scales, body.iterations)
    runs = await workbench.finish(work, gone=request.is_disconnected)
    bodies = [ScaledRunBody.model_validate(asdict(run)) for run in runs]
    return ScaleSweepReply(iterations=body.iterations, runs=bodies)
