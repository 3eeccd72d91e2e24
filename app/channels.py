"""What a frame carries: one function a channel, from a run as it stands to tensors and their metadata."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from numpy.typing import NDArray

from app.messages.stream import FrameLevels, FrameSnapshot, Watch
from app.run import Run
from core.lens import Levels

TWO = 2
"""Classes that one level of A2 tells apart."""
COST_ROWS = 1000
"""Costs sent with one frame, at most."""
Metadata = dict[str, str]
Tensors = dict[str, NDArray[Any]]


@dataclass(slots=True)
class Cursor:
    """How far one viewer's copy of a run's history goes."""

    past: int
    until: int = -1


Channel = Callable[[Run, Watch, Cursor], tuple[Metadata, Tensors]]


def _surface(run: Run, watch: Watch, _cursor: Cursor) -> tuple[Metadata, Tensors]:
    dataset = run.trainer.dataset
    surface = run.lens(watch.resolution).surface(run.trainer.parameters)
    tensors: Tensors = {"surface": surface.pixels}
    if surface.classes is not None:
        tensors["surface_class"] = surface.classes
    level = 0.5 if dataset.classes == TWO else None
    if level is not None and surface.margin is not None:
        tensors["boundary"] = surface.margin
    return {"surface": _levels(surface, bounds=dataset.bounds, level=level)}, tensors


def _hidden(run: Run, watch: Watch, _cursor: Cursor) -> tuple[Metadata, Tensors]:
    hidden = run.lens(watch.hidden_resolution).hidden_maps(run.trainer.parameters)
    return {"hidden": _levels(hidden)}, {"hidden": hidden.pixels}


def _costs(run: Run, _watch: Watch, cursor: Cursor) -> tuple[Metadata, Tensors]:
    if cursor.past != run.past:
        cursor.past, cursor.until = run.past, -1
    rows = run.trainer.history.since(cursor.until, COST_ROWS)
    if len(rows):
        cursor.until = int(rows[-1, 0])
    return {}, {"costs": rows}


def _parameters(run: Run, _watch: Watch, _cursor: Cursor) -> tuple[Metadata, Tensors]:
    return {}, asdict(run.trainer.parameters)


CHANNELS: dict[str, Channel] = {
    "surface": _surface,
    "hidden": _hidden,
    "costs": _costs,
    "parameters": _parameters,
}


def contents(run: Run, watch: Watch, cursor: Cursor, frame: int) -> tuple[Metadata, Tensors]:
    """Return metadata and tensors of a frame: the snapshot, and the channels that are watched."""
    now = run.trainer.snapshot
    snapshot = FrameSnapshot(
        run=run.id,
        frame=frame,
        iteration=now.iteration,
        epoch=now.epoch,
        state=now.state,
        train_cost=now.train_cost,
        test_cost=now.test_cost,
        train_accuracy=now.train_accuracy,
        test_accuracy=now.test_accuracy,
        train_r2=now.train_r2,
        test_r2=now.test_r2,
    )
    metadata, tensors = {"snapshot": snapshot.model_dump_json()}, Tensors()
    for channel in watch.channels:
        more, new = CHANNELS[channel](run, watch, cursor)
        metadata |= more
        tensors |= new
    return metadata, tensors


def joined(parts: Sequence[tuple[str, tuple[Metadata, Tensors]]]) -> tuple[Metadata, Tensors]:
    """Return the contents of several runs as one frame's, each under its prefix."""
    metadata, tensors = Metadata(), Tensors()
    for prefix, (texts, arrays) in parts:
        metadata |= {prefix + name: text for name, text in texts.items()}
        tensors |= {prefix + name: array for name, array in arrays.items()}
    return metadata, tensors


def _levels(field: Levels, **more: Any) -> str:
    return FrameLevels(low=field.low, high=field.high, **more).model_dump_json()
