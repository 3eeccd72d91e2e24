"""Every figure of the chapter's experiments and lessons comes out of the core, within its tolerance."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.reference import example_metrics, other_metrics, race_metrics, run_metrics
from tests.reference.figures import ASSERTED, CASES, EXPERIMENTS, LEFT_OUT, Case

MEASURES: dict[str, Callable[[Case], Any]] = {
    "train": run_metrics.measure,
    "race": race_metrics.measure,
    "forward_example": example_metrics.measure,
    "dataset": other_metrics.dataset,
    "shapes": other_metrics.shapes,
    "table": other_metrics.table,
    "saturation_edge": other_metrics.saturation_edge,
    "deep_collapse": other_metrics.deep_collapse,
    "logistic_regression": other_metrics.logistic_regression,
    "least_squares": other_metrics.least_squares,
}


@pytest.mark.parametrize("case", ASSERTED, ids=lambda case: case.id)
def test_the_figure_comes_out(case: Case) -> None:
    case.judge(MEASURES[case.kind](case))


def test_nothing_is_left_out_but_what_is_timed() -> None:
    assert {experiment["kind"] for experiment in EXPERIMENTS} - set(MEASURES) == set(LEFT_OUT) == {"timing"}
    left_out = [case for case in CASES if case not in ASSERTED]
    assert {case.experiment["id"] for case in left_out} == {"loop-time"}
    assert (len(CASES), len(ASSERTED), len(left_out)) == (599, 596, 3)


def test_every_figure_has_a_name_of_its_own() -> None:
    assert len({case.id for case in CASES}) == len(CASES)


def test_every_experiment_and_lesson_expects_something() -> None:
    assert {case.experiment["id"] for case in CASES} == {experiment["id"] for experiment in EXPERIMENTS}
