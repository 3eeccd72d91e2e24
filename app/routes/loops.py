"""The forward pass in loops and at once: the same numbers, and how long each form takes here."""

from collections.abc import Callable
from functools import partial
from time import thread_time

import numpy as np
from fastapi import APIRouter, Request

from app.dependencies import RunOfPath, WorkbenchOfApp
from app.messages.worked import LoopTimeBody
from app.reading import read
from core.arrays import Floats
from core.loops import by_examples, by_units, largest_difference
from core.network import Cache, Network, Parameters
from core.pieces import Pieces
from core.trainer import Trainer

MOST_UNITS = 200_000
"""Units of all examples that are gone through one by one, at most: two seconds, about."""
CHUNK = 2000
"""The same between two looks whether anybody still waits."""
LONG_ENOUGH = 0.02
"""Seconds over which the fast form is repeated."""
Form = Callable[[Network, Parameters, Floats], Cache]
router = APIRouter(prefix="/runs", tags=["look inside"])


@router.post("/{run_id}/loop-time")
async def measure_loops(run: RunOfPath, workbench: WorkbenchOfApp, request: Request) -> LoopTimeBody:
    """Do the forward pass at once, in a loop over examples and in one over units too, and take the time.

    It is processor time of this server, for the run as it stands; the run goes on meanwhile. Leaving the call
    ends the work.
    """
    work = await read(run, partial(_begin, run.trainer))
    return await workbench.finish(work, gone=request.is_disconnected)


def _begin(trainer: Trainer) -> Pieces[LoopTimeBody]:
    """Return the work, which touches the run no more."""
    train, parameters = trainer.dataset.train, trainer.parameters
    X = np.ascontiguousarray(trainer.dataset.inputs[:, train])
    return _measure(trainer.network, parameters, X, trainer.iteration)


def _measure(network: Network, parameters: Parameters, X: Floats, iteration: int) -> Pieces[LoopTimeBody]:
    (n_h, _), m = parameters.W1.shape, X.shape[1]
    X = X[:, : max(1, MOST_UNITS // n_h)]
    pass_at_once, at_once = yield from _repeated(network, parameters, X)
    size = max(1, CHUNK // n_h)
    pass_by_examples, examples_seconds = yield from _in_chunks(by_examples, network, parameters, X, size)
    pass_by_units, units_seconds = yield from _in_chunks(by_units, network, parameters, X, size)
    difference = max(largest_difference(slow, pass_at_once) for slow in (pass_by_examples, pass_by_units))
    return LoopTimeBody(
        iteration=iteration,
        m=m,
        examples=X.shape[1],
        hidden_width=n_h,
        at_once=at_once,
        by_examples=examples_seconds,
        by_units=units_seconds,
        largest_difference=difference if np.isfinite(difference) else None,
    )


def _repeated(network: Network, parameters: Parameters, X: Floats) -> Pieces[tuple[Cache, float]]:
    """Return the pass at once, and its shortest time."""
    best, total = np.inf, 0.0
    cache = network.forward(X, parameters)
    while total < LONG_ENOUGH:
        begun = thread_time()
        cache = network.forward(X, parameters)
        seconds = thread_time() - begun
        best, total = min(best, seconds), total + max(seconds, 1e-6)
        yield
    return cache, max(best, 1e-9)


def _in_chunks(
    form: Form, network: Network, parameters: Parameters, X: Floats, size: int
) -> Pieces[tuple[Cache, float]]:
    """Return a pass in a loop, and its time."""
    parts, seconds = [], 0.0
    for first in range(0, X.shape[1], size):
        begun = thread_time()
        parts.append(form(network, parameters, X[:, first : first + size]))
        seconds += thread_time() - begun
        yield
    whole = (
        np.concatenate([getattr(part, name) for part in parts], axis=1) for name in ("Z1", "A1", "Z2", "A2")
    )
    return Cache(*whole), seconds
