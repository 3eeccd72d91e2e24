"""Runs over REST: create, read, advance, delete."""

from functools import partial
from time import perf_counter
from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from app.dependencies import RunOfPath, RunsOfApp
from app.messages.configuration import ConfigurationBody, TrainingBody
from app.messages.rest import AdvanceBody, DataBody, ParametersBody, ResetBody, RunSummary, SeekBody
from app.messages.stream import Reset, RunCommand, Seek, Update
from app.reading import summarized
from app.run import Run
from core.errors import ConfigurationError, SeveralErrors

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
    return await summarized(run)


@router.get("/{run_id}", responses=NO_SUCH_RUN)
async def read_run(run: RunOfPath) -> RunSummary:
    """Return the run as it stands."""
    return await summarized(run)


@router.delete("/{run_id}", status_code=204, responses=NO_SUCH_RUN)
async def delete_run(run_id: str, runs: RunsOfApp) -> None:
    """Drop the run; its streams are closed with 4404."""
    if not await runs.delete(run_id):
        raise HTTPException(404, "No such run")


@router.post("/{run_id}/advance", responses=NO_SUCH_RUN | ENDED)
async def advance_run(body: AdvanceBody, run: RunOfPath, request: Request) -> RunSummary:
    """Train so many iterations; leaving the call ends the work after the iterations done by then."""
    await run.advance(body.iterations, cancelled=request.is_disconnected)
    return await summarized(run)


@router.post("/{run_id}/seek", responses=NO_SUCH_RUN)
async def seek_run(body: SeekBody, run: RunOfPath) -> RunSummary:
    """Go to any iteration that was reached, exactly; the run is paused there."""
    return await _after(run, Seek(type="seek", iteration=body.iteration))


@router.post("/{run_id}/reset", responses=NO_SUCH_RUN)
async def reset_run(run: RunOfPath, body: ResetBody | None = None) -> RunSummary:
    """Go back to the start: the same weights or, with redraw, the next seed's."""
    return await _after(run, Reset(type="reset", redraw=body.redraw if body else False))


@router.patch("/{run_id}/training", responses=NO_SUCH_RUN | ENDED)
async def update_training(training: TrainingBody, run: RunOfPath) -> RunSummary:
    """Change live hyperparameters from here on; what the run had reached beyond is forgotten."""
    try:
        return await _after(run, Update(type="update", training=training))
    except ConfigurationError as broken:  # here the fields of the training are the whole body
        faults = (fault.at(fault.field.removeprefix("training.")) for fault in broken.faults)
        raise SeveralErrors(faults) from None


@router.patch("/{run_id}/parameters", responses=NO_SUCH_RUN | ENDED)
async def edit_parameters(body: ParametersBody, run: RunOfPath) -> RunSummary:
    """Set parameters by hand, whole ones or single entries; all of them or, with an error, none."""
    if body.entries:
        entries = [(entry.name, entry.row, entry.column, entry.value) for entry in body.entries]
        await run.change(partial(run.trainer.edit, entries, "entries.{k}."))
    else:
        whole = body.model_dump(exclude={"entries"}, exclude_none=True)
        await run.change(partial(run.trainer.set_parameters, whole))
    return await summarized(run)


async def _after(run: Run, command: RunCommand) -> RunSummary:
    await run.handle(command, perf_counter())
    return await summarized(run)


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
