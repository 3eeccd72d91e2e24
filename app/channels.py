"""What a frame carries: one function a channel, from a run as it stands to tensors and their metadata."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from math import isfinite
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.messages.stream import FrameHiddenSpace, FrameHistograms, FrameSnapshot, FrameTrace, Watch
from app.run import Run
from app.tracing import MOST_IN_FRAME, SMALL, numbers_of, traced
from core import views
from core.arrays import Floats
from core.datasets.records import Bounds
from core.lens import Drawn, Levels
from core.network import Cache, Parameters
from core.trainer import Trainer

TWO = 2
"""Classes that one level of A2 tells apart."""
COST_ROWS = 1000
"""Rows of the history sent with one frame, at most."""
PAUSE = 0.1
"""Seconds between two traces of a run that goes on: nobody reads a matrix more often."""
Metadata = dict[str, str]
Tensors = dict[str, NDArray[Any]]


@dataclass(slots=True)
class Cursor:
    """How far one viewer's copy of a run's history goes, in each channel that sends a part of it."""

    past: int
    until: dict[str, int] = field(default_factory=dict)
    due: dict[str, float] = field(default_factory=dict)

    def rows(self, run: Run, channel: str) -> Floats:
        """Return the rows of the history that this channel has not sent yet."""
        if self.past != run.past:
            self.past, self.until = run.past, {}
        rows = run.trainer.history.since(self.until.get(channel, -1), COST_ROWS)
        if len(rows):
            self.until[channel] = int(rows[-1, 0])
        return rows

    def rests(self, run: Run, channel: str) -> bool:
        """Say whether a channel that is read slowly sits this frame out; never where the run stands still."""
        now = monotonic()
        if run.owes and now < self.due.get(channel, 0.0):
            return True
        self.due[channel] = now + PAUSE
        return False


class Look:
    """A run at one moment; what several channels need is computed once, and only if one does."""

    def __init__(self, run: Run) -> None:
        """Look at the run as it is now."""
        self.run, self.trainer = run, run.trainer
        self.network, self.dataset = run.trainer.network, run.trainer.dataset
        self._surface: Levels | None = None

    @cached_property
    def parameters(self) -> Parameters:
        """The parameters now."""
        return self.trainer.parameters

    @cached_property
    def drawn(self) -> Drawn:
        """The same in the form in which they are drawn."""
        return Drawn.of(self.trainer.engine.layers)

    def surface(self, watch: Watch) -> Levels:
        """The prediction over the view; with its margin only if the boundary is watched."""
        if self._surface is None:
            lens, margin = self.run.lens(watch.resolution), "boundary" in watch.channels
            self._surface = lens.surface(self.drawn, margin=margin)
        return self._surface

    @cached_property
    def finite(self) -> Parameters:
        """The same, cut off where the run has diverged."""
        return views.finite(self.parameters)

    @cached_property
    def cache(self) -> Cache:
        """The forward pass of all examples, in the order of the data."""
        return self.network.forward(self.dataset.inputs, self.finite)

    @cached_property
    def trained_on(self) -> Cache:
        """The same of the training examples alone."""
        train, cache = self.dataset.train, self.cache
        if train.all():
            return cache
        return Cache(*(part[:, train] for part in (cache.Z1, cache.A1, cache.Z2, cache.A2)))

    @cached_property
    def Y(self) -> Floats:
        """What the network should answer: (n_y, m)."""
        return self.network.targets(self.dataset)


Channel = Callable[[Look, Watch, Cursor], tuple[Metadata, Tensors]]


def _surface(look: Look, watch: Watch, _cursor: Cursor) -> tuple[Metadata, Tensors]:
    surface = look.surface(watch)
    tensors: Tensors = {"surface": surface.pixels}
    if surface.classes is not None:
        tensors["surface_class"] = surface.classes
    level = 0.5 if look.dataset.classes == TWO else None
    return {"surface": _levels(surface, look.run.bounds, level)}, tensors


def _boundary(look: Look, watch: Watch, _cursor: Cursor) -> tuple[Metadata, Tensors]:
    margin = look.surface(watch).margin if look.dataset.classes == TWO else None
    return {}, {} if margin is None else {"boundary": margin}


def _hidden(look: Look, watch: Watch, _cursor: Cursor) -> tuple[Metadata, Tensors]:
    hidden = look.run.lens(watch.hidden_resolution).hidden_maps(look.drawn)
    return {"hidden": _levels(hidden)}, {"hidden": hidden.pixels}


def _costs(look: Look, _watch: Watch, cursor: Cursor) -> tuple[Metadata, Tensors]:
    return {}, {"costs": cursor.rows(look.run, "costs")[:, :3]}


def _accuracies(look: Look, _watch: Watch, cursor: Cursor) -> tuple[Metadata, Tensors]:
    if look.dataset.classes is None:
        return {}, {}
    return {}, {"accuracies": cursor.rows(look.run, "accuracies")[:, [0, 3, 4]]}


def _parameters(look: Look, _watch: Watch, _cursor: Cursor) -> tuple[Metadata, Tensors]:
    return {}, asdict(look.parameters)


def _gradients(look: Look, _watch: Watch, _cursor: Cursor) -> tuple[Metadata, Tensors]:
    return {}, objective_gradients(look.trainer)


def _z_histogram(look: Look, _watch: Watch, cursor: Cursor) -> tuple[Metadata, Tensors]:
    if cursor.rests(look.run, "z_histogram"):
        return {}, {}
    found = views.z_histograms(look.network, look.trained_on)
    about = FrameHistograms(
        edges=found.edges.tolist(),
        saturated=None if found.saturated is None else found.saturated.tolist(),
        inactive=found.inactive.tolist(),
        dead=found.dead.tolist(),
        threshold=look.network.activation.saturation,
        mean_activation=found.mean_A1.tolist(),
        saturated_share=None if found.saturated is None else float(found.saturated.mean()),
        dead_share=float(found.dead.mean()),
    )
    return {"z_histogram": about.model_dump_json()}, {"z_histogram": found.counts}


def _hidden_space(look: Look, _watch: Watch, _cursor: Cursor) -> tuple[Metadata, Tensors]:
    space = views.hidden_space(look.network, look.finite, look.cache.A1)
    about = FrameHiddenSpace(
        kind="principal_components" if space.principal else "activations",
        mean=space.mean.tolist(),
        directions=space.directions.tolist(),
        explained=space.explained.tolist(),
        normal=space.normal.tolist(),
        offset=space.offset.tolist(),
        level=space.level,
    )
    return {"hidden_space": about.model_dump_json()}, {"hidden_space": space.points.astype(np.float32)}


def _trace(look: Look, watch: Watch, cursor: Cursor) -> tuple[Metadata, Tensors]:
    if cursor.rests(look.run, "trace"):
        return {}, {}
    example, trainer = watch.example, look.trainer
    m = int(look.dataset.train.sum()) if example is None else 1
    about = FrameTrace(
        example=example, m=m, numbers=numbers_of(trainer, m, with_slopes=True), most=MOST_IN_FRAME
    )
    found = traced(trainer, example, parameters=look.parameters, slopes=True)
    wanted = SMALL if about.numbers > about.most else tuple(name for name in found if name not in "XY")
    return {"trace": about.model_dump_json()}, {f"trace_{name}": found[name] for name in wanted}


def _update(look: Look, _watch: Watch, cursor: Cursor) -> tuple[Metadata, Tensors]:
    if cursor.rests(look.run, "update"):
        return {}, {}
    return {}, {f"next_{name}": W for name, W in asdict(look.trainer.next_parameters).items()}


CHANNELS: dict[str, Channel] = {
    "surface": _surface,
    "boundary": _boundary,
    "hidden": _hidden,
    "costs": _costs,
    "accuracies": _accuracies,
    "parameters": _parameters,
    "gradients": _gradients,
    "z_histogram": _z_histogram,
    "hidden_space": _hidden_space,
    "trace": _trace,
    "update": _update,
}


def objective_gradients(trainer: Trainer) -> dict[str, Floats]:
    """Return dW1, db1, dW2, db2 of the objective over the training examples."""
    train, training = trainer.dataset.train, trainer.configuration.training
    X, Y = trainer.dataset.inputs[:, train], trainer.network.targets(trainer.dataset)[:, train]
    with np.errstate(all="ignore"):
        found = views.objective_gradients(
            trainer.network, trainer.parameters, X, Y, l1=training.l1, l2=training.l2
        )
    return {name: getattr(found, name) for name in ("dW1", "db1", "dW2", "db2")}


def contents(run: Run, watch: Watch, cursor: Cursor, frame: int) -> tuple[Metadata, Tensors]:
    """Return metadata and tensors of a frame: the snapshot, and the channels that are watched."""
    look, tensors = Look(run), Tensors()
    metadata = {"snapshot": snapshot_text(look, frame)}
    with np.errstate(all="ignore"):  # where a run diverges, numbers may leave the finite range
        for channel in watch.channels:
            more, new = CHANNELS[channel](look, watch, cursor)
            metadata |= more
            tensors |= new
    return metadata, tensors


def seen(channel: Channel, look: Look, watch: Watch, cursor: Cursor) -> tuple[Metadata, Tensors]:
    """Return what one channel shows."""
    with np.errstate(all="ignore"):
        return channel(look, watch, cursor)


def snapshot(look: Look, frame: int) -> FrameSnapshot:
    """Return the run's numbers at this moment."""
    now = look.trainer.snapshot
    return FrameSnapshot(
        run=look.run.id,
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


def snapshot_text(look: Look, frame: int) -> str:
    """Return `snapshot` as JSON; by hand, since it is written thirty times a second for each run."""
    now = look.trainer.snapshot
    measures = now.train_cost, now.test_cost, now.train_accuracy, now.test_accuracy, now.train_r2, now.test_r2
    numbers = ["null" if value is None else _number(value) for value in measures]
    return (
        f'{{"run":"{look.run.id}","frame":{frame},"iteration":{now.iteration},"epoch":{now.epoch},'
        f'"state":"{now.state.value}","train_cost":{numbers[0]},"test_cost":{numbers[1]},'
        f'"train_accuracy":{numbers[2]},"test_accuracy":{numbers[3]},'
        f'"train_r2":{numbers[4]},"test_r2":{numbers[5]}}}'
    )


def joined(parts: Sequence[tuple[str, tuple[Metadata, Tensors]]]) -> tuple[Metadata, Tensors]:
    """Return the contents of several runs as one frame's, each under its prefix."""
    if len(parts) == 1 and not parts[0][0]:
        return parts[0][1]
    metadata, tensors = Metadata(), Tensors()
    for prefix, (texts, arrays) in parts:
        metadata |= {prefix + name: text for name, text in texts.items()}
        tensors |= {prefix + name: array for name, array in arrays.items()}
    return metadata, tensors


def _levels(field: Levels, bounds: Bounds | None = None, level: float | None = None) -> str:
    """Return FrameLevels as JSON; by hand, since it is written thirty times a second for each run."""
    low, high = _single(field.low), _single(field.high)
    return f'{{"low":{low},"high":{high},"bounds":{_text(bounds)},"level":{level or "null"}}}'


def _number(value: float) -> str:
    return repr(value) if isfinite(value) else "null"


def _single(value: float) -> str:
    """Return a number of float32 with the digits that it has."""
    return f"{value:.9g}" if isfinite(value) else "null"


@lru_cache(maxsize=256)
def _text(bounds: Bounds | None) -> str:
    return json.dumps(bounds)
