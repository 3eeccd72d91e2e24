"""The forms in which a run can be taken home: what is taken from it, and how that is written."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from safetensors.numpy import save

from app.exports.report import report
from app.exports.scene import CELLS, take
from app.history_columns import as_csv
from app.messages.files import ExportedRun
from app.messages.inspection import ParameterValues
from app.messages.numbers import listed
from app.negotiation import BINARY, CSV, JSON
from app.run import Run
from core.configuration import configure
from core.exports.numpy_program import numpy_program
from core.exports.recipe import recipe
from core.exports.sklearn_program import sklearn_program
from core.exports.torch_program import torch_program
from core.exports.weights import about, as_npz, weights
from core.trainer import Trainer

PYTHON, HTML = "text/x-python", "text/html"
Taken = TypeVar("Taken")
NO_NAME = re.compile(r"[^A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class Format(Generic[Taken]):
    """`take` is done while nobody else works on the run, and quick; `write` may take its time.

    `write` gets what was taken and the language that is wanted.
    """

    name: str
    media_type: str
    ending: str
    """Of the file's name."""
    columns: Callable[[Trainer], int]
    """Over how many columns `take` runs the network."""
    take: Callable[[Run], Taken]
    write: Callable[[Taken, str], str | bytes]


def _none(_trainer: Trainer) -> int:
    return 0


def _weights(run: Run) -> tuple[dict[str, Any], dict[str, Any]]:
    return about(run.trainer), weights(run.trainer)


def _npz(taken: tuple[dict[str, Any], dict[str, Any]], _language: str) -> bytes:
    return as_npz(*taken)


def _safetensors(taken: tuple[dict[str, Any], dict[str, Any]], _language: str) -> bytes:
    told, arrays = taken
    return save(arrays, {"run": json.dumps(told)})


def _json(taken: tuple[dict[str, Any], dict[str, Any]], _language: str) -> str:
    told, arrays = taken
    told["configuration"] = configure(told["configuration"])
    values = ParameterValues(**{name: listed(array.astype(float)) for name, array in arrays.items()})
    return ExportedRun(**told, parameters=values).model_dump_json()


def _program(write: Callable[[Any], str]) -> dict[str, Any]:
    return {
        "media_type": PYTHON,
        "columns": _none,
        "take": lambda run: recipe(run.trainer),
        "write": lambda taken, _language: write(taken),
    }


_of_weights: dict[str, Any] = {"columns": _none, "take": _weights}
FORMATS: dict[str, Format[Any]] = {
    item.name: item
    for item in (
        Format("npz", BINARY, ".npz", write=_npz, **_of_weights),
        Format("safetensors", BINARY, ".safetensors", write=_safetensors, **_of_weights),
        Format("json", JSON, ".json", write=_json, **_of_weights),
        Format(
            "csv",
            CSV,
            ".csv",
            _none,
            lambda run: (run.trainer, run.trainer.history.rows.copy()),
            lambda taken, _language: as_csv(*taken),
        ),
        Format(
            "html",
            HTML,
            ".html",
            lambda trainer: trainer.dataset.X.shape[1] + CELLS**2,
            lambda run: take(run.trainer, run.lens(CELLS).surface(run.trainer.engine.layers)),
            report,
        ),
        Format("numpy", ending="_numpy.py", **_program(numpy_program)),
        Format("pytorch", ending="_pytorch.py", **_program(torch_program)),
        Format("sklearn", ending="_sklearn.py", **_program(sklearn_program)),
    )
}


def file_name(run: Run, form: Format[Any]) -> str:
    """Return the name that the file gets: letters, digits and underscores, and its ending."""
    source = NO_NAME.sub("", run.trainer.configuration.data.source)
    return f"shallowscope_{source}_{run.trainer.iteration}{form.ending}"
