"""One view of a run: what frames carry by channel, for those who come by REST."""

import asyncio
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from app.channels import Cursor, Look, Metadata, Tensors, seen, snapshot
from app.dependencies import RunOfPath, SettingsOfApp
from app.frames import encode
from app.inspections import VIEWS, parsed
from app.limits import check_within
from app.messages.bounds import Within
from app.messages.inspection import TensorBody, ViewBody, ViewName
from app.messages.numbers import listed
from app.messages.stream import LEAST_RESOLUTION as LEAST
from app.messages.stream import FrameSnapshot, Watch
from app.negotiation import BINARY, JSON, wanted
from app.reading import read
from app.run import Run
from core.path import moments

router = APIRouter(prefix="/runs", tags=["look inside"])
Resolution = Annotated[
    Annotated[int, Within(LEAST, setting="max_resolution")] | None,
    Query(description="Cells on a side of surface and hidden maps; without it 100 and 50, as in a frame."),
]
Name = Annotated[ViewName, Path(description="A channel of the stream, or one of the views beside it.")]
ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The view",
        "content": {BINARY: {"schema": {"type": "string", "format": "binary"}}},
    },
    406: {"description": "A view comes as JSON or as a frame"},
    409: {"description": "These data have no classes"},
}


@router.get("/{run_id}/views/{view}", response_model=ViewBody, responses=ANSWERS)
async def read_view(
    view: Name, run: RunOfPath, settings: SettingsOfApp, request: Request, resolution: Resolution = None
) -> Response:
    """Return a view as JSON or, by Accept, as a frame in the safetensors layout with this view alone.

    Beside the channels of the stream: `symmetry` (`group`: number of the group of equal rows of W1 that each
    unit belongs to), `linear_collapse` (`W_prime`, `b_prime`: the one layer that a linear hidden layer
    amounts to, and how far Z2 is from it), `confusion_matrix` (`train`, `test`: true classes down, predicted
    ones across), `gradient_norms` (of dW1, db1, dW2, db2, in the metadata) and `path` (k moments that the run
    remembers, at most 64, the last one now: `iterations` and `distinct_rows` of W1, (k,); `parameter_norms`
    of W1, b1, W2, b2 and `gradient_norms`, (k, 4); `W1` (k, n_h, n_x) and `b1` (k, n_h) at each).
    """
    form = wanted(request, JSON, BINARY)
    check_within("resolution", resolution or LEAST, LEAST, settings.max_resolution)
    watch = _watch(resolution, settings.max_resolution)
    cells = max(watch.resolution, watch.hidden_resolution) ** 2
    examples = run.trainer.dataset.X.shape[1]
    looks = moments(run.trainer.configuration.network.hidden_width, examples) if view == "path" else 1
    columns = max(looks * examples, cells)
    now, metadata, tensors = await read(run, partial(_look, run, view, watch), columns=columns)
    if form == BINARY:
        content: str | bytes = b"".join(encode({"snapshot": now.model_dump_json()} | metadata, tensors))
    else:
        content = await asyncio.to_thread(partial(_as_json, view, now, metadata, tensors))
    return Response(content, media_type=form, headers={"Vary": "Accept"})


def _watch(resolution: int | None, most: int) -> Watch:
    usual = Watch(type="watch")
    return Watch(
        type="watch",
        resolution=min(resolution or usual.resolution, most),
        hidden_resolution=min(resolution or usual.hidden_resolution, most),
    )


def _look(run: Run, view: str, watch: Watch) -> tuple[FrameSnapshot, Metadata, Tensors]:
    look = Look(run)
    return snapshot(look, 0), *seen(VIEWS[view], look, watch, Cursor(run.past))


def _as_json(view: ViewName, now: FrameSnapshot, metadata: Metadata, tensors: Tensors) -> str:
    bodies = {
        name: TensorBody(dtype=array.dtype.name, shape=list(array.shape), values=listed(array))
        for name, array in tensors.items()
    }
    return ViewBody(view=view, snapshot=now, metadata=parsed(metadata), tensors=bodies).model_dump_json()
