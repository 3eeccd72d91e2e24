"""Runs to take home, and runs brought back."""

import asyncio
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from app.dependencies import RunOfPath, RunsOfApp
from app.errors import WrongMediaTypeError
from app.exports.formats import FORMATS, HTML, PYTHON, file_name
from app.messages.files import ExportedRun, FormatName, ImportedRun, RunFile
from app.negotiation import BINARY, CSV, JSON
from app.reading import read, summarized
from core.errors import ConfigurationError, SeveralErrors
from core.exports.weights import from_npz, resumed
from core.network import START
from core.optimizers import OPTIMIZERS

router = APIRouter(prefix="/runs", tags=["take home"])
Name = Annotated[
    FormatName,
    Path(
        description="Weights: npz, safetensors, json. History: csv. Report: html. Programs: the others.",
        examples=["numpy"],
    ),
]
Lang = Annotated[Literal["en", "zh-CN"], Query(description="Language of the report.", examples=["en"])]
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "model": ExportedRun,
        "description": "The file, with a name for it in Content-Disposition",
        "headers": {
            "Content-Disposition": {
                "description": "attachment, and the file's name.",
                "schema": {"type": "string"},
                "example": 'attachment; filename="shallowscope_planar_flower_1000.npz"',
            }
        },
        "content": {
            BINARY: {"schema": {"type": "string", "format": "binary"}},
            **{kind: {"schema": {"type": "string"}} for kind in (CSV, HTML, PYTHON)},
        },
    },
    409: {"description": "A choice of this run has no text that a program could hold"},
}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A file that an export has written.",
        "content": {
            JSON: {"schema": {"$ref": "#/components/schemas/RunFile"}},
            BINARY: {
                "schema": {
                    "type": "string",
                    "format": "binary",
                    "description": "An npz archive: W1, b1, W2, b2 and `run`, a JSON text with the rest.",
                    "examples": ["the bytes of the file"],
                }
            },
        },
    }
}
ARCHIVES = (BINARY, "application/zip", "application/x-zip-compressed")
UNREAD: dict[int | str, dict[str, Any]] = {
    415: {"description": f"The body must be {JSON} or, for an npz archive, {BINARY}"},
    422: {"description": "A field breaks a rule, or the archive cannot be read"},
}


@router.get("/{run_id}/exports/{format}", response_class=Response, responses=FILE)
async def export_run(format: Name, run: RunOfPath, lang: Lang = "en") -> Response:  # noqa: A002 - the API's
    """Return the run as a file: weights, history, a report that opens offline, or a program that trains it.

    A program reproduces the run from its configuration, with what was changed by hand, up to where it stands:
    in NumPy bit for bit, in PyTorch to rounding, with scikit-learn where that can; else it says why not.
    """
    form = FORMATS[format]
    taken = await read(run, partial(form.take, run), columns=form.columns(run.trainer))
    name = file_name(run, form)
    content = await asyncio.to_thread(partial(form.write, taken, lang))
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=form.media_type, headers=headers)


@router.post("/import", status_code=201, responses=UNREAD, openapi_extra=BODY)
async def import_run(request: Request, response: Response, runs: RunsOfApp) -> ImportedRun:
    """Make a run of an npz or JSON export: its configuration, and its parameters bit for bit, at iteration 0.

    What a file does not hold is told in `left_behind`: history, optimizer state and what was changed by hand.
    """
    raw = await request.body()
    kind = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    file = await asyncio.to_thread(_read, raw, kind)
    try:
        run = await runs.create(resumed(file.configuration, file.parameters.model_dump()))
    except ConfigurationError as error:
        raise SeveralErrors(fault.at(_place(fault.field)) for fault in error.faults) from None
    response.headers["Location"] = str(request.url_for("read_run", run_id=run.id).path)
    summary = await summarized(run)
    return ImportedRun(**dict(summary), left_behind=left_behind(file))


def _place(field: str) -> str:
    """Return where in a file a field of the configuration stands."""
    start = field.startswith(START)
    return f"parameters.{field.removeprefix(START)}" if start else f"configuration.{field}"


def _read(raw: bytes, kind: str) -> RunFile:
    """Return the file that a body holds; its media type says how."""
    if kind != JSON and kind not in ARCHIVES:
        raise WrongMediaTypeError(kind, f"must be {JSON} or, for an npz archive, {BINARY}")
    try:
        return RunFile.model_validate_json(raw) if kind == JSON else RunFile.model_validate(from_npz(raw))
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from None


def left_behind(file: RunFile) -> list[str]:
    """Return what of a run its file does not hold, a sentence each."""
    if not file.iteration:
        return []
    found = (_history_left(file), _optimizer_left(file), _batches_left(file))
    return [sentence for sentence in found if sentence is not None]


def _history_left(file: RunFile) -> str:
    return (
        f"It stood at iteration {file.iteration} and starts at 0 here,"
        " without the history of its costs and without what was changed by hand."
    )


def _optimizer_left(file: RunFile) -> str | None:
    if not OPTIMIZERS[file.configuration.training.optimizer].state:
        return None
    return "Its optimizer starts anew, without its state."


def _batches_left(file: RunFile) -> str | None:
    if not file.configuration.training.batch_size:
        return None
    return "Its mini-batches start anew, from the first."
