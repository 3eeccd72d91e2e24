"""What is looked at in a race of many seeds, by the metric's name."""

from collections.abc import Callable
from typing import Any

import numpy as np

from core import views
from core.network import Parameters
from tests.reference.figures import Case
from tests.reference.run_metrics import first
from tests.reference.training import Run, run_of


def first_iterations(case: Case) -> list[int]:
    """Return the first iteration at or below the threshold of every seed that gets there."""
    found = [first(costs <= case.expected["threshold"]) for costs in run_of(case).costs.T]
    return [iteration for iteration in found if iteration is not None]


def lower_than(case: Case) -> int:
    """Return how many seeds have a lower cost than the same seed of another arm."""
    other = Case(case.experiment, {**case.expected, "arm": case.expected["than"]})
    k = case.expected["iteration"]
    return int(np.sum(run_of(case).costs[k] < run_of(other).costs[k]))


def over_seeds(measure: Callable[[Run, Parameters, Case], float]) -> Callable[[Case], float]:
    """Return the sum over the seeds of what is measured at the last iteration."""

    def total(case: Case) -> float:
        run = run_of(case)
        return sum(measure(run, parameters, case) for parameters in run.at[max(run.at)])

    return total


@over_seeds
def dead_units_total(run: Run, parameters: Parameters, case: Case) -> float:
    """Return the number of dead units."""
    cache = run.network.forward(run.dataset.X, parameters)
    return int(views.z_histograms(run.network, cache).dead.sum())


@over_seeds
def seeds_with_A2_max_below(run: Run, parameters: Parameters, case: Case) -> float:
    """Return 1 where no prediction reaches the threshold."""
    return int(run.network.forward(run.dataset.X, parameters).A2.max() < case.expected["threshold"])


METRICS: dict[str, Callable[[Case], Any]] = {
    "seeds_reaching": lambda case: len(first_iterations(case)),
    "median_first_iteration": lambda case: np.median(first_iterations(case)),
    "median_cost": lambda case: np.median(run_of(case).costs[case.expected["iteration"]]),
    "seeds_with_lower_cost_than": lower_than,
    "dead_units_total": dead_units_total,
    "seeds_with_A2_max_below": seeds_with_A2_max_below,
}


def measure(case: Case) -> Any:
    """Return the metric of a case of kind `race`."""
    return METRICS[case.metric](case)
