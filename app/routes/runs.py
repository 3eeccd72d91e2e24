"""Runs over REST: create, read, advance, delete."""

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from app.dependencies import RunOfPath, RunsOfApp
from app.messages.configuration import ConfigurationBody
from app.messages.rest import AdvanceBody, DataBody, RunSummary

ENDED: dict[int | str, dict[str, Any]] = {409: {"description": "The run has diverged or finished"}}
NO_SUCH_RUN: dict[int | str, dict[str, Any]] = {404: {"description": "No such run"}}
router = APIRouter(prefix="/runs", tags=["runs"], responses={422: {"description": "A field breaks a rule"}})


@router.post("", status_code=201, responses={503: {"description": "Server full"}})
async def create_run(
    configuration: ConfigurationBody, runs: RunsOfApp, request: Request, response: Response
) -> RunSummary:
    """Draw data and weights; a field left out takes the default of what is chosen: `{}` is the lab."""
    run = await runs.create(configuration)
    response.headers["Location"] = str(request.url_for("read_run", run_id=run.id).path)
    return run.summary()


@router.get("/{run_id}", responses=NO_SUCH_RUN)
async def read_run(run: RunOfPath) -> RunSummary:
    """Return the run as it stands."""
    return run.summary()


@router.delete("/{run_id}", status_code=204, responses=NO_SUCH_RUN)
async def delete_run(run_id: str, runs: RunsOfApp) -> None:
    """Drop the run; its streams are closed with 4404."""
    if not runs.delete(run_id):
        raise HTTPException(404, "No such run")


@router.post("/{run_id}/advance", responses=NO_SUCH_RUN | ENDED)
async def advance_run(body: AdvanceBody, run: RunOfPath, request: Request) -> RunSummary:
    """Train so many iterations; leaving the call ends the work after the iterations done by then."""
    await run.advance(body.iterations, cancelled=request.is_disconnected)
    return run.summary()


@router.get("/{run_id}/data", responses=NO_SUCH_RUN)
async def read_data(run: RunOfPath) -> DataBody:
    """Return the examples, as columns, and the view that fits them."""
    data = run.trainer.dataset
    return DataBody(
        X=data.X.tolist(),
        Y=run.trainer.network.targets(data).tolist(),
        label=data.y.astype(int).tolist() if data.classes else None,
        class_names=list(data.class_names),
        train=data.train.tolist(),
        bounds=data.bounds,
    )
