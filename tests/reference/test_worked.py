"""The worked examples have the figures of the chapter's experiments, within their tolerances."""

from typing import Any

import numpy as np
import pytest

from core.configuration import PARAMETERS
from core.worked import WORKED, Pass
from tests.reference.figures import EXPERIMENTS, Case

BY_ID = {experiment["id"]: experiment for experiment in EXPERIMENTS}
CHECKS = {
    "unit_loop_max_diff": "unit_by_unit",
    "example_loop_max_diff": "example_by_example",
    "mean_of_single_gradients_max_diff": "mean_of_gradients",
    "dA2_times_gprime_minus_dZ2": "chain_rule",
    "dZ1_numeric_max_diff": "numeric_dZ1",
    "dZ2_over_m_numeric_max_diff": "numeric_dZ2",
}
PASSES = [
    Case(BY_ID[name], expected)
    for name in ("one-example", "five-examples")
    for expected in BY_ID[name]["expect"]
]


def measured(done: Pass, metric: str) -> Any:
    """Return an array of a pass, or its cost, by the name that the figures have for it."""
    if metric == "cost":
        return done.network.cost(done.cache.Z2, done.Y)
    if metric in {"da2", "gprime_Z1"}:
        return {"da2": done.dA2, "gprime_Z1": done.slopes}[metric]
    owners = (done, done.parameters, done.cache, done.gradients)
    return next(getattr(owner, metric) for owner in owners if hasattr(owner, metric))


@pytest.mark.parametrize("case", PASSES, ids=lambda case: case.id)
def test_a_pass_has_the_figure(case: Case) -> None:
    worked = WORKED[case.experiment["id"]]()
    if case.metric in CHECKS:
        check = next(check for check in worked.checks if check.name == CHECKS[case.metric])
        assert (check.bound, check.holds) == (case.expected["value"], True)
        case.judge(check.value)
    else:
        assert worked.passed is not None
        case.judge(measured(worked.passed, case.metric))


@pytest.mark.parametrize("metric", ["shapes", "parameter_count"])
def test_shapes_and_counts_are_the_figures(metric: str) -> None:
    networks = {(of.n_x, of.n_h, of.n_y): of for of in WORKED["shapes"]().shapes}
    by_examples = {(of.n_x, of.n_h, of.n_y, of.m): of for of in WORKED["shapes"]().shapes}
    seen = 0
    for expected in BY_ID["shapes"]["expect"]:
        if expected["metric"] != metric or tuple(expected["n"][:3]) not in networks:
            continue
        seen += 1
        if metric == "parameter_count":
            assert networks[tuple(expected["n"][:3])].count == expected["value"]
        else:
            shapes = by_examples[tuple(expected["n"])].shapes
            assert {name: list(shape) for name, shape in shapes.items() if name != "X"} == expected["value"]
    assert seen == 3


def test_without_keepdims_the_bias_becomes_a_matrix() -> None:
    worked = WORKED["keepdims"]()
    expected = next(e for e in BY_ID["shapes"]["expect"] if e["metric"] == "shapes_without_keepdims")["value"]
    assert list(worked.without_keepdims["db1"]) == expected["db1"]
    assert list(worked.without_keepdims["b1"]) == expected["b1 - lr * db1"]
    assert worked.shapes[0].shapes["b1"] == (4, 1)


def test_linear_stacks_of_the_figures_widths_collapse() -> None:
    worked = WORKED["deep-collapse"]()
    figures = {tuple(e["widths"]): e["value"] for e in BY_ID["deep-collapse"]["expect"]}
    assert {stack.widths for stack in worked.stacks} == set(figures)
    for stack in worked.stacks:
        assert stack.relative_difference <= figures[stack.widths]
        assert stack.W_prime.shape == (1, 2)
        assert stack.b_prime.shape == (1, 1)
    assert all(check.holds for check in worked.checks)


def test_a_check_can_fail() -> None:
    (check,) = WORKED["deep-collapse"]().checks
    assert not type(check)(check.name, 2 * check.bound, check.bound).holds


def test_all_parameters_are_there() -> None:
    worked = WORKED["one-example"]()
    assert worked.passed is not None
    assert [np.shape(getattr(worked.passed.parameters, name)) for name in PARAMETERS] == [
        (4, 3),
        (4, 1),
        (1, 4),
        (1, 1),
    ]
