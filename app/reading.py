"""Reading a run: how it stands, or a moment of it under its lock, in a thread where the size asks for it."""

from collections.abc import Callable
from typing import TypeVar

from app.messages.rest import RunSummary
from app.pacing import Estimate
from app.run import Run
from core.run_state import RunState

SECONDS = 1e-8
"""One number of a hidden layer, about, forward and back."""
UNWATCHED = "Nobody watches: it plays on as soon as a stream of it is open."
Result = TypeVar("Result")


async def summarized(run: Run) -> RunSummary:
    """Return the run as REST tells it: one that plays stands still while nobody watches it."""
    summary = await run.read()
    if summary.state is RunState.RUNNING and not run.concerned():
        return summary.model_copy(update={"state": RunState.PAUSED, "reason": UNWATCHED})
    return summary


async def read(run: Run, job: Callable[[], Result], *, columns: int | None = None) -> Result:
    """Do `job`, which runs the network over so many columns: over all examples unless said."""
    trainer = run.trainer
    width = trainer.configuration.network.hidden_width + 1
    count = trainer.dataset.X.shape[1] if columns is None else columns
    return await run.work(Estimate(SECONDS * width * count), job)
