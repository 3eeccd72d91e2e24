"""How costs and scores have come along."""

import asyncio
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.dependencies import RunOfPath
from app.history_columns import as_csv, columns
from app.messages.bounds import Within
from app.messages.inspection import HistoryColumns
from app.messages.numbers import listed
from app.negotiation import CSV, JSON, wanted
from app.reading import read
from core.arrays import Floats
from core.history import LIMIT, thin
from core.trainer import Trainer

LEAST = 4
router = APIRouter(prefix="/runs", tags=["look inside"])
Limit = Annotated[
    int,
    Within(LEAST, LIMIT),
    Query(
        description="Most rows; where there are more, of each stretch those of lowest and highest cost stay.",
    ),
]
CSV_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The history",
        "content": {
            CSV: {
                "schema": {"type": "string"},
                "example": "iteration,train_cost,test_cost,train_accuracy,test_accuracy,train_r2,test_r2\r\n"
                "0,0.693048,,0.5,,,\r\n",
            }
        },
    },
    406: {"description": "The history comes as JSON or CSV"},
}


@router.get("/{run_id}/history", response_model=HistoryColumns, responses=CSV_ANSWER)
async def read_history(run: RunOfPath, request: Request, limit: Limit = LIMIT) -> Response:
    """Return what the run remembers, as JSON columns or, by Accept, as a CSV table with the same columns.

    Every iteration is there until 20,000 of them are; then half are thinned out, extremes stay. After going
    back, what was reached beyond is there too, until something changes.
    """
    form = wanted(request, JSON, CSV)
    rows = await read(run, lambda: thin(run.trainer.history.rows, limit).copy(), columns=0)
    write = as_csv if form == CSV else _as_json
    content = await asyncio.to_thread(partial(write, run.trainer, rows))
    return Response(content, media_type=form, headers={"Vary": "Accept"})


def _as_json(trainer: Trainer, rows: Floats) -> str:
    named = {name: listed(column) for name, column in columns(trainer, rows).items()}
    return HistoryColumns(iteration=rows[:, 0].astype(int).tolist(), **named).model_dump_json()
