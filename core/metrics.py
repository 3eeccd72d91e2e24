"""Numbers by which a run is judged, one record each: what they are called, and how they are measured.

All are of the training examples. A metric that a run does not have, such as the accuracy of real targets, is
None; so is an iteration that never came.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from core import views
from core.arrays import Floats
from core.gradient_check import gradient_check
from core.network import Cache, Parameters
from core.pieces import Pieces
from core.registry import Registry, Text
from core.trainer import Trainer

Form = Literal["number", "share", "count"]


@dataclass(frozen=True)
class Moment:
    """A run at the iteration where it is measured; `unit` (from 0) and `cost` are for some metrics."""

    trainer: Trainer
    unit: int | None = None
    cost: float | None = None

    @cached_property
    def parameters(self) -> Parameters:
        """The parameters, cut off where the run has diverged."""
        return views.finite(self.trainer.parameters)

    @cached_property
    def X(self) -> Floats:
        """The training examples (n_x, m)."""
        return self.trainer.dataset.inputs[:, self.trainer.dataset.train]

    @cached_property
    def Y(self) -> Floats:
        """What the network should answer (n_y, m)."""
        return self.trainer.network.targets(self.trainer.dataset)[:, self.trainer.dataset.train]

    @cached_property
    def cache(self) -> Cache:
        """The forward pass."""
        return self.trainer.network.forward(self.X, self.parameters)

    @property
    def costs(self) -> Floats:
        """Iterations and costs (k, 2) so far, as far as the history has them."""
        rows = self.trainer.history.rows
        return rows[rows[:, 0] <= self.trainer.iteration, :2]


Measure = Callable[[Moment], float | None]


@dataclass(frozen=True, slots=True)
class Metric:
    """`label` is its name, with {unit} or {cost} where it asks for one; `by_unit` that of one unit alone."""

    name: str
    label: Text
    measure: Callable[[Moment], Pieces[float | None]]
    form: Form = "number"
    by_unit: Text | None = None
    needs_cost: bool = False


def _at_once(measure: Measure) -> Callable[[Moment], Pieces[float | None]]:
    """Return a measure that takes no time in the form of one that does."""

    def pieces(at: Moment) -> Pieces[float | None]:
        yield
        return measure(at)

    return pieces


def _first_iteration(at: Moment) -> float | None:
    limit = np.inf if at.cost is None else at.cost
    found = np.flatnonzero(at.costs[:, 1] <= limit)
    return float(at.costs[found[0], 0]) if found.size else None


def _change_of_W1(at: Moment) -> float | None:
    change = np.abs(at.parameters.W1 - views.finite(at.trainer.start).W1)
    if at.unit is None:
        return float(change.max())
    return float(change[at.unit].max()) if at.unit < len(change) else None


def _saturated(at: Moment) -> float | None:
    found = views.z_histograms(at.trainer.network, at.cache).saturated
    return None if found is None else float(found.mean())


def _gradient_error(at: Moment) -> Pieces[float | None]:
    if not at.trainer.parameters.finite:
        return None
    training = at.trainer.configuration.training
    found = yield from gradient_check(
        at.trainer.network, at.parameters, at.X, at.Y, l1=training.l1, l2=training.l2
    )
    return found.overall.relative_error


METRICS: Registry[Metric] = Registry(
    "metric",
    Metric("cost", Text("Cost", "代价"), _at_once(lambda at: at.trainer.snapshot.train_cost)),
    Metric(
        "accuracy",
        Text("Accuracy", "准确率"),
        _at_once(lambda at: at.trainer.snapshot.train_accuracy),
        form="share",
    ),
    Metric("r2", Text("R²", "R²"), _at_once(lambda at: at.trainer.snapshot.train_r2)),
    Metric(
        "parameter_count",
        Text("Number of parameters", "参数数量"),
        _at_once(lambda at: at.parameters.count),
        form="count",
    ),
    Metric(
        "highest_cost",
        Text("Highest cost so far", "迄今最高的代价"),
        _at_once(lambda at: float(at.costs[:, 1].max())),
    ),
    Metric(
        "first_iteration",
        Text("First iteration with cost {cost} or less", "代价首次不超过 {cost} 的迭代"),
        _at_once(_first_iteration),
        form="count",
        needs_cost=True,
    ),
    Metric(
        "distinct_rows",
        Text("Different rows of W1", "W1 中互不相同的行数"),
        _at_once(lambda at: int(views.row_groups(at.parameters.W1).max()) + 1),
        form="count",
    ),
    Metric(
        "largest_change",
        Text("Largest change of W1 from its start", "W1 自开始以来的最大变化"),
        _at_once(_change_of_W1),
        by_unit=Text(
            "Largest change of W1, row {unit}, from its start",
            "W1 第 {unit} 行自开始以来的最大变化",
        ),
    ),
    Metric(
        "dead_units",
        Text("Dead units", "死亡单元数"),
        _at_once(lambda at: int(views.z_histograms(at.trainer.network, at.cache).dead.sum())),
        form="count",
    ),
    Metric("saturated_share", Text("Saturated share", "饱和比例"), _at_once(_saturated), form="share"),
    Metric(
        "lowest_prediction",
        Text("Lowest prediction", "最小的预测值"),
        _at_once(lambda at: float(at.cache.A2.min())),
    ),
    Metric(
        "highest_prediction",
        Text("Highest prediction", "最大的预测值"),
        _at_once(lambda at: float(at.cache.A2.max())),
    ),
    Metric(
        "collapse_difference",
        Text("Largest difference of Z2 from W′X + b′", "Z2 与 W′X + b′ 的最大差"),
        _at_once(lambda at: views.linear_collapse(at.X, at.parameters, at.cache).largest_difference),
    ),
    Metric(
        "gradient_error",
        Text("Relative error of the gradients", "梯度的相对误差"),
        _gradient_error,
    ),
)
