"""What is looked at in one run, by the metric's name; the core's views wherever they have the number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from core import views
from core.arrays import Floats
from core.configuration import PARAMETERS
from core.gradient_check import check_gradients
from core.network import Cache, Gradients, Network, Parameters
from tests.reference.figures import Case
from tests.reference.recipes import make_dataset
from tests.reference.training import Run, run_of


@dataclass(frozen=True)
class Moment:
    """A run at one iteration; `expected` holds what else a metric is asked for."""

    run: Run
    iteration: int
    expected: Mapping[str, Any]

    @property
    def network(self) -> Network:
        """The network."""
        return self.run.network

    @property
    def X(self) -> Floats:
        """The examples (n_x, m)."""
        return self.run.dataset.X

    @property
    def Y(self) -> Floats:
        """Their classes or targets (1, m)."""
        return self.run.dataset.Y

    @property
    def parameters(self) -> Parameters:
        """The parameters at this iteration."""
        return self.run.at[self.iteration][0]

    @property
    def start(self) -> Parameters:
        """The parameters at iteration 0."""
        return self.run.at[0][0]

    @property
    def costs(self) -> Floats:
        """The costs so far, this iteration's included."""
        return self.run.costs[: self.iteration + 1]

    @cached_property
    def cache(self) -> Cache:
        """The forward pass."""
        return self.network.forward(self.X, self.parameters)

    @cached_property
    def gradients(self) -> Gradients:
        """The backward pass."""
        return self.network.backward(self.X, self.Y, self.parameters, self.cache)

    @cached_property
    def histograms(self) -> views.Histograms:
        """The core's shares of saturated and dead units."""
        return views.z_histograms(self.network, self.cache)

    @cached_property
    def collapse(self) -> views.Collapse:
        """The one layer that both would be if the hidden one were linear."""
        return views.linear_collapse(self.X, self.parameters, self.cache)


def first(where: Floats | np.ndarray[Any, np.dtype[np.bool_]]) -> int | None:
    """Return the first index at which it is true, None if there is none."""
    found = np.flatnonzero(where)
    return int(found[0]) if found.size else None


def accuracy_on(moment: Moment) -> float:
    """Return the accuracy on the other data set that is named, in percent."""
    other = make_dataset(moment.expected["dataset"])
    A2 = moment.network.forward(other.X, moment.parameters).A2
    return 100 * views.accuracy(moment.network, A2, other.Y)


def saturated_share(moment: Moment) -> float:
    """Return the share of pairs beyond the activation's threshold."""
    assert moment.histograms.saturated is not None
    return float(moment.histograms.saturated.mean())


def row_difference(W: Floats) -> float:
    """Return the largest difference between two rows, over the columns."""
    return float(np.ptp(W, axis=0).max())


def max_change(moment: Moment, rows: slice) -> float:
    """Return the largest change of W1 since iteration 0."""
    return float(np.abs(moment.parameters.W1 - moment.start.W1)[rows].max())


def relative_step(moment: Moment) -> float:
    """Return how far the next update moves W1, relative to its norm."""
    norm = views.gradient_norms(moment.gradients)["dW1"]
    return moment.run.learning_rate * norm / float(np.linalg.norm(moment.parameters.W1))


def gradient_check(moment: Moment) -> float:
    """Return the core's relative error; no entry may have been left out at a kink."""
    check = check_gradients(moment.network, moment.parameters, moment.X, moment.Y)
    assert check.kinks == 0
    assert check.overall.passed
    return check.overall.relative_error


METRICS: dict[str, Callable[[Moment], Any]] = {
    "cost": lambda at: at.costs[-1],
    "max_cost_so_far": lambda at: at.costs.max(),
    "first_iteration_cost_at_most": lambda at: first(at.costs <= at.expected["threshold"]),
    "first_iteration_cost_not_finite": lambda at: first(~np.isfinite(at.costs)),
    "accuracy": lambda at: 100 * views.accuracy(at.network, at.cache.A2, at.Y),
    "accuracy_on": accuracy_on,
    "r2": lambda at: views.r2(at.network, at.cache.A2, at.Y),
    "A2_min": lambda at: at.cache.A2.min(),
    "A2_max": lambda at: at.cache.A2.max(),
    "parameter_count": lambda at: at.parameters.count,
    "distinct_rows_W1": lambda at: views.row_groups(at.parameters.W1).max() + 1,
    "row_span_W1": lambda at: row_difference(at.parameters.W1),
    "dW1_row_difference": lambda at: row_difference(at.gradients.dW1),
    "saturated_share": saturated_share,
    "inactive_share": lambda at: np.mean(at.cache.Z1 <= 0),
    "dead_units": lambda at: at.histograms.dead.sum(),
    "mean_A1": lambda at: at.histograms.mean_A1.mean(),
    "mean_gprime": lambda at: at.network.activation.g_prime(at.cache.Z1).mean(),
    "mean_abs_Z1": lambda at: np.abs(at.cache.Z1).mean(),
    "output_saturated_share": lambda at: np.mean(np.abs(at.cache.A2 - at.Y) > 0.99),
    "max_change_W1": lambda at: max_change(at, slice(None)),
    "max_change_W1_row_1": lambda at: max_change(at, slice(1)),
    "max_abs_dW1_row_1": lambda at: np.abs(at.gradients.dW1[0]).max(),
    "max_abs_gradient": lambda at: max(np.abs(getattr(at.gradients, f"d{W}")).max() for W in PARAMETERS),
    "relative_step_W1": relative_step,
    "W_prime": lambda at: at.collapse.W_prime,
    "b_prime": lambda at: at.collapse.b_prime,
    "collapse_max_diff": lambda at: at.collapse.largest_difference,
    "gradient_check_relative_error": gradient_check,
}
for _name in PARAMETERS:
    METRICS[_name] = lambda at, name=_name: getattr(at.parameters, name)  # type: ignore[misc]
    METRICS[f"d{_name}"] = lambda at, name=_name: getattr(at.gradients, f"d{name}")  # type: ignore[misc]
    METRICS[f"norm_d{_name}"] = lambda at, name=_name: views.gradient_norms(at.gradients)[f"d{name}"]  # type: ignore[misc]


def measure(case: Case) -> Any:
    """Return the metric of a case of kind `train`."""
    moment = Moment(run_of(case), case.expected["iteration"], case.expected)
    with np.errstate(all="ignore"):
        return METRICS[case.metric](moment)
