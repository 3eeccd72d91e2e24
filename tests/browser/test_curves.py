"""The curves beside their numbers: what they show, and the way back along them."""

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab_page import LabPage
from tests.browser.pictures import Pictures

TESTED: dict[str, Any] = {"data": {"test_share": 0.25}}
CHART = ".js-plotly-plot.cost-chart"


def drawn(page: Page, what: str) -> Any:
    """Return a part of the chart once it is there."""
    page.locator(f"{CHART} .main-svg").first.wait_for(state="attached")
    return page.evaluate(f"() => {{ const chart = document.querySelector('{CHART}'); return {what}; }}")


def wait_for(page: Page, condition: str, arg: Any = None) -> None:
    """Wait until the chart meets a condition."""
    page.wait_for_function(
        f"arg => {{ const chart = document.querySelector('{CHART}'); return chart?.data && ({condition}); }}",
        arg=arg,
    )


def area(page: Page) -> tuple[float, float, float]:
    """Return where the curves are drawn: left, width and top."""
    left, width, top = drawn(
        page,
        "(({ l, w, t }) => [chart.getBoundingClientRect().x + l, w, chart.getBoundingClientRect().y + t])"
        "(chart._fullLayout._size)",
    )
    return left, width, top


def test_a_click_on_the_curve_goes_to_that_iteration(page: Page, server: str) -> None:
    lab = Pictures(page, server, {}, 200)
    wait_for(page, "chart.data[0].x.at(-1) === 200")
    left, width, top = area(page)
    page.mouse.click(left + 0.25 * width, top + 30)
    page.wait_for_function("() => document.querySelector('[data-part=iteration]').textContent !== '200'")
    assert abs(lab.settled() - 50) <= 1
    assert lab.of("")["iteration"] == lab.count()
    assert lab.of("/history")["iteration"][-1] == 200
    page.mouse.click(left + width, top + 30)
    expect(lab.iteration).to_have_text("200")


def test_a_click_while_it_plays_stops_there(page: Page, server: str) -> None:
    lab = Pictures(page, server, {}, 300)
    wait_for(page, "chart.data[0].x.at(-1) === 300")
    lab.play.click()
    lab.wait_for_iteration(310)
    left, _, top = area(page)
    page.mouse.click(left, top + 30)
    expect(lab.play).to_be_visible()
    expect(lab.iteration).to_have_text("0")


def test_a_changed_hyperparameter_is_marked_after_a_reload_too(page: Page, server: str) -> None:
    lab = Pictures(page, server, {}, 100)
    lab.change_rate(0.5)
    mark = "chart.layout.annotations?.map(({ text, x }) => `${x} ${text}`).join()"
    wanted = "100 \N{GREEK SMALL LETTER ALPHA} 1.2 \N{RIGHTWARDS ARROW} 0.5"
    lab.advance(20)
    wait_for(page, f"{mark} === arg", wanted)
    assert drawn(page, "chart.layout.shapes.map(({ x0 }) => x0)") == [100]
    page.reload()
    wait_for(page, f"{mark} === arg", wanted)
    lab.tell("post", "/seek", {"iteration": 40})
    expect(lab.iteration).to_have_text("40")
    wait_for(page, f"{mark} === arg", wanted)  # it lies ahead
    lab.advance(1)
    lab.change_rate(0.7)
    wait_for(page, f"{mark} === arg", "41 \N{GREEK SMALL LETTER ALPHA} 1.2 \N{RIGHTWARDS ARROW} 0.7")


def test_a_weight_changed_by_hand_is_marked(page: Page, server: str) -> None:
    lab = Pictures(page, server, {}, 30)
    entry = {"name": "b1", "row": 0, "column": 0, "value": 1.0}
    lab.tell("patch", "/parameters", {"entries": [entry]})
    lab.advance(10)
    wait_for(page, "chart.layout.annotations.map(({ text }) => text).join() === 'b1 by hand'")


@pytest.mark.parametrize("configuration", [TESTED, {"data": {"source": "saddle", "test_share": 0.25}}])
def test_the_other_curve_is_the_score_of_every_iteration(
    page: Page, server: str, configuration: dict[str, Any]
) -> None:
    lab = Pictures(page, server, configuration, 60)
    classes = "classes" in lab.of("")["configuration"]["data"] and lab.of("/data")["label"] is not None
    page.get_by_role("radio", name="accuracy" if classes else "R\N{SUPERSCRIPT TWO}").check(force=True)
    expect(page.get_by_role("radio", name="log")).to_be_hidden()
    history = lab.of("/history")
    name = "accuracy" if classes else "r2"
    wait_for(
        page,
        "chart.data[0].x.at(-1) === 60 && Math.abs(chart.data[0].y.at(-1) - arg) < 1e-9",
        history[f"train_{name}"][-1],
    )
    for line, column in ((0, f"train_{name}"), (1, f"test_{name}")):
        np.testing.assert_allclose(
            drawn(page, f"Array.from(chart.data[{line}].y)"), history[column], rtol=1e-9
        )
    lab.advance(3)
    wait_for(page, "chart.data[0].x.at(-1) === 63")
    page.get_by_role("radio", name="cost").check(force=True)
    wait_for(page, "Math.abs(chart.data[0].y.at(-1) - arg) < 1e-12", lab.of("")["cost"])


def matrix(page: Page) -> list[list[int]]:
    """Return the confusion matrix that is shown."""
    rows = page.locator('[data-part="confusion"] tbody tr').all()[1:]
    return [[int(cell) for cell in row.locator("td").all_text_contents()] for row in rows]


def test_the_confusion_matrix_has_true_classes_by_row(page: Page, server: str) -> None:
    configuration = {"data": {"source": "pinwheel", "classes": 3, "noise": 0.3, "test_share": 0.25}}
    lab = Pictures(page, server, configuration, 15)
    tensors = lab.of("/views/confusion_matrix")["tensors"]
    assert np.count_nonzero(np.array(tensors["train"]["values"]) - np.array(tensors["train"]["values"]).T)
    assert matrix(page) == tensors["test"]["values"]
    page.get_by_role("group", name="Examples counted").get_by_role("radio", name="train").check(force=True)
    assert matrix(page) == tensors["train"]["values"]
    expect(page.get_by_role("rowheader", name="true: class 2")).to_be_visible()
    expect(page.get_by_role("columnheader", name="predicted: class 2")).to_be_visible()


def test_real_targets_have_no_confusion_matrix(page: Page, server: str) -> None:
    Pictures(page, server, {"data": {"source": "sine"}}, 10)
    expect(page.locator('[data-part="confusion"]')).to_be_hidden()


def test_smoothing_is_off_until_it_is_asked_for_and_leaves_what_was_measured_pale(
    page: Page, server: str
) -> None:
    lab = Pictures(page, server, {"training": {"batch_size": 16}}, 400)
    wait_for(page, "chart.data[0].x.at(-1) === 400")
    measured = drawn(page, "Array.from(chart.data[0].y)")
    assert measured[-1] == lab.of("")["cost"]
    page.get_by_role("checkbox", name="smooth").check(force=True)
    wait_for(page, "chart.data.length === 3")
    assert drawn(page, "Array.from(chart.data[2].y)") == measured
    assert drawn(page, "chart.data[2].opacity") < 1
    smooth = drawn(page, "Array.from(chart.data[0].y)")
    assert np.abs(np.diff(smooth)).sum() < 0.5 * np.abs(np.diff(measured)).sum()


def test_the_cost_axis_is_logarithmic_or_linear(page: Page, server: str) -> None:
    LabPage(page).open()
    wait_for(page, "chart.layout.yaxis.type === 'log'")
    page.get_by_role("radio", name="lin", exact=True).check(force=True)
    wait_for(page, "chart.layout.yaxis.type === 'linear'")
