"""When a run ends: diverged, or a stop condition met; decided from the costs, iteration by iteration."""

from dataclasses import dataclass

import numpy as np

from core.arrays import Floats
from core.configuration import StopConfiguration
from core.run_state import RunState

EXPLOSION = 1e6
"""A run has diverged when its cost exceeds this times max(1, cost at iteration 0)."""
PROGRESS = 1e-6
"""A cost must be lower than the lowest before by this much to count as progress."""


@dataclass(frozen=True, slots=True)
class End:
    """The iteration, the state it leads to and why."""

    iteration: int
    state: RunState
    reason: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The lowest training cost so far and the iteration at which it was reached."""

    cost: float
    iteration: int

    def after(self, iteration: int, cost: float) -> "Progress":
        """Return the progress with one more iteration."""
        return Progress(cost, iteration) if cost < self.cost - PROGRESS else self


@dataclass(frozen=True, slots=True)
class Referee:
    """Looks at costs and says where a run ends."""

    stop: StopConfiguration
    cost_at_start: float

    def judge(self, first: int, costs: Floats, progress: Progress) -> tuple[End | None, Progress]:
        """Return the end within the training costs (k,) of the iterations from `first` on, and the progress.

        The progress is that at the end, or after the last cost.
        """
        limit = EXPLOSION * max(1.0, self.cost_at_start)
        ends = [self._diverged(first, costs, limit), *self._reached(first, costs)]
        if self.stop.no_progress is not None:
            idle, progress = self._idle(first, costs, progress)
            ends.append(idle)
        found = [end for end in ends if end is not None]
        return (min(found, key=lambda end: end.iteration) if found else None), progress

    def follow(self, first: int, costs: Floats, progress: Progress) -> Progress:
        """Return the progress after training costs (k,) of iterations from `first` on that end nothing."""
        if self.stop.no_progress is not None:
            for iteration, cost in enumerate(costs.tolist(), first):
                progress = progress.after(iteration, cost)
        return progress

    def _diverged(self, first: int, costs: Floats, limit: float) -> End | None:
        if costs.max() <= limit:  # not so where one is NaN
            return None
        out = np.flatnonzero(~(costs <= limit))
        iteration, cost = first + int(out[0]), float(costs[out[0]])
        what = f"rose to {cost:.3g}" if np.isfinite(cost) else "left the finite range"
        return End(iteration, RunState.DIVERGED, f"Cost {what} at iteration {iteration}.")

    def _reached(self, first: int, costs: Floats) -> list[End]:
        stop, last, ends = self.stop, first + len(costs) - 1, list[End]()
        if stop.cost_below is not None:
            below = np.flatnonzero(costs < stop.cost_below)
            if below.size:
                iteration = first + int(below[0])
                reason = f"Cost fell below {stop.cost_below:g} at iteration {iteration}."
                ends.append(End(iteration, RunState.FINISHED, reason))
        if stop.iteration is not None and last >= stop.iteration:
            iteration = max(first, stop.iteration)
            ends.append(End(iteration, RunState.FINISHED, f"Iteration {iteration} was the last."))
        return ends

    def _idle(self, first: int, costs: Floats, progress: Progress) -> tuple[End | None, Progress]:
        patience = self.stop.no_progress or 0
        for iteration, cost in enumerate(costs.tolist(), first):
            progress = progress.after(iteration, cost)
            if iteration - progress.iteration >= patience:
                reason = f"No progress since iteration {progress.iteration}."
                return End(iteration, RunState.FINISHED, reason), progress
        return None, progress
