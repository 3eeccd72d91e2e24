"""Reading a run: a moment of it, taken under its lock, in the event loop or in a thread as the size asks."""

from collections.abc import Callable
from typing import TypeVar

from app.pacing import Estimate
from app.run import Run

SECONDS = 1e-8
"""One number of a hidden layer, about, forward and back."""
Result = TypeVar("Result")


async def read(run: Run, job: Callable[[], Result], *, columns: int | None = None) -> Result:
    """Do `job`, which runs the network over so many columns: over all examples unless said."""
    trainer = run.trainer
    width = trainer.configuration.network.hidden_width + 1
    count = trainer.dataset.X.shape[1] if columns is None else columns
    return await run.work(Estimate(SECONDS * width * count), job)
