"""The symmetry meter and the linear collapse: what they count and draw is core's, and the chapter's."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core import views
from core.trainer import Trainer
from tests.browser.lab_page import LabPage
from tests.browser.panel_page import LAPTOP, PHONE, check, check_looks, exact, figures, open_panel

CONSTANT = {"network": {"init": {"scheme": "constant"}}}
LINEAR = {"network": {"activation": "linear"}}
CLASSES = {
    "data": {"source": "blobs", "classes": 4, "standardize": True},
    "network": {"activation": "linear", "hidden_width": 5, "init": {"scheme": "normal"}},
}


def show_collapse(page: Page) -> None:
    page.get_by_role("radio", name="Linear collapse").check(force=True)
    expect(page.locator(".collapse")).to_be_visible()


def collapse_of(trainer: Trainer) -> views.Collapse:
    X, p = trainer.dataset.inputs, trainer.parameters
    return views.linear_collapse(X, p, trainer.network.forward(X, p))


# ---------------------------------------------------------------- symmetry


@pytest.mark.parametrize(
    ("iteration", "configuration", "expected"),
    [
        *figures("zeros", ("distinct_rows_W1", "max_change_W1", "cost")),
        *figures("constant", ("distinct_rows_W1", "max_change_W1", "cost")),
    ],
)
def test_the_chapters_figures_stand_in_the_meter(
    page: Page, iteration: int, configuration: dict[str, Any], expected: dict[str, Any]
) -> None:
    open_panel(page, "symmetry", configuration, iteration)
    rows, _, units = (page.locator(".meter-count").text_content() or "").partition(" of ")
    assert units == f"{configuration['network']['hidden_width']} distinct"
    check(expected, "distinct_rows_W1", float(rows))
    check(expected, "cost", float(page.locator('[data-part="train-cost"]').text_content() or ""))
    check(expected, "max_change_W1", exact(page.locator(".meter-moved")))


def test_units_of_one_group_wear_a_ring_and_a_letter_while_the_panel_is_open(page: Page) -> None:
    rows = [[1, 2], [0, 1], [1, 2], [0, 1], [3, 3]]
    network = {"hidden_width": 5, "start": {"W1": rows}}
    open_panel(page, "symmetry", {"network": network})
    units = page.locator(".unit")
    letters = [unit.get_attribute("data-group") for unit in units.all()]
    assert letters == ["A", "B", "A", "B", None]
    expect(page.locator(".meter-count")).to_have_text("3 of 5 distinct")
    expect(page.locator(".meter-groups")).to_contain_text("Group A: units 1, 3")
    expect(page.locator(".meter-groups")).to_contain_text("Group B: units 2, 4")
    ring = "unit => getComputedStyle(unit.querySelector('.unit-map')).outlineColor"
    assert units.nth(0).evaluate(ring) == units.nth(2).evaluate(ring) != units.nth(1).evaluate(ring)
    page.locator('[data-panel-tab="microscope"]').click()
    expect(page.locator(".unit[data-group]")).to_have_count(0)


def test_the_history_begins_with_what_the_server_remembers_and_grows_with_the_run(page: Page) -> None:
    trainer = open_panel(page, "symmetry", CONSTANT, 300)
    line = page.locator(".meter-line")
    places = "path => path.getAttribute('d').match(/[\\d.]+/g).map(Number)"
    page.wait_for_function("() => document.querySelector('.meter-moved').textContent.includes('0.75')")
    start = views.row_groups(trainer.start.W1)
    assert start.max() == 0
    first, top, end = line.evaluate(places)
    page.locator(".unit-weight").first.blur()
    LabPage(page).advance(20)
    assert line.evaluate(places)[:2] == [first, top]
    assert end > first
    expect(page.locator(".meter-chart text").last).to_have_text("320")


def test_a_row_that_is_changed_by_hand_makes_a_step(page: Page) -> None:
    open_panel(page, "symmetry", CONSTANT, 100)
    expect(page.locator(".meter-count")).to_have_text("1 of 4 distinct")
    run = str(page.url).rpartition("=")[2]
    if len(run) < 10:
        run = str(page.evaluate("() => sessionStorage.getItem('run')"))
    answer = page.request.patch(
        f"/api/v1/runs/{run}/parameters",
        data={"entries": [{"name": "W1", "row": 2, "column": 0, "value": 2}]},
    )
    assert answer.ok, answer.text()
    expect(page.locator(".meter-count")).to_have_text("2 of 4 distinct")
    expect(page.locator(".meter-groups")).to_contain_text("Group A: units 1, 2, 4")
    expect(page.locator(".meter-line")).to_have_attribute("d", re.compile(r"H[\d.]+V[\d.]+H"))


def test_three_buttons_start_again_from_what_makes_or_breaks_symmetry(page: Page) -> None:
    open_panel(page, "symmetry", {"network": {"start": {"b1": [[0], [0], [0], [0]]}}}, 20)
    meter, buttons = page.locator(".meter-count"), page.locator(".meter-starts")
    expect(meter).to_have_text("4 of 4 distinct")
    for name, count in (("Zeros", 1), ("Constant", 1), ("Tiny random", 4)):
        button = buttons.get_by_role("button", name=name)
        button.click()
        expect(meter).to_have_text(f"{count} of 4 distinct")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(page.locator('[data-part="iteration"]')).to_have_text("0")
    assert LabPage(page).configuration()["network"]["start"] is None
    expect(buttons.get_by_role("button", name="Zeros")).to_have_attribute("aria-pressed", "false")


def test_zeros_do_not_move_on_balanced_data(page: Page) -> None:
    open_panel(page, "symmetry", {"network": {"init": {"scheme": "zeros"}}})
    LabPage(page).advance(30)
    expect(page.locator(".meter-moved")).to_have_text("W1 has not moved so far.")


# ---------------------------------------------------------------- linear collapse


@pytest.mark.parametrize(
    ("iteration", "configuration", "expected"),
    figures("linear-collapse", ("W_prime", "b_prime", "collapse_max_diff", "cost")),
)
def test_the_chapters_figures_stand_beside_the_formula(
    page: Page, iteration: int, configuration: dict[str, Any], expected: dict[str, Any]
) -> None:
    open_panel(page, "symmetry", configuration, iteration)
    show_collapse(page)
    difference = page.locator(".collapse-difference")
    expect(difference).to_have_attribute("title", re.compile("."))
    shown = [exact(cell) for cell in page.locator(".collapse-numbers td").all()]
    if "W_prime" in expected:
        np.testing.assert_allclose(shown[:2], expected["W_prime"]["value"][0], rtol=0, atol=3e-7)
        np.testing.assert_allclose(shown[2:], expected["b_prime"]["value"][0], rtol=0, atol=1e-7)
    text = difference.get_attribute("title") or ""
    if "\N{MULTIPLICATION SIGN}" in text:  # 3.3 × 10⁻¹⁶
        assert re.search("10\N{SUPERSCRIPT MINUS}(\N{SUPERSCRIPT ONE}.)$", text)
        assert expected["collapse_max_diff"]["op"] == "<="
        assert re.search(
            "10\N{SUPERSCRIPT MINUS}\N{SUPERSCRIPT ONE}[\N{SUPERSCRIPT THREE}-\N{SUPERSCRIPT NINE}]", text
        )
    else:
        check(expected, "collapse_max_diff", float(text))
    check(expected, "cost", float(page.locator('[data-part="train-cost"]').text_content() or ""))


def test_several_outputs_have_a_row_each_and_the_difference_is_cores(page: Page) -> None:
    trainer = open_panel(
        page, "symmetry", CLASSES | {"network": CLASSES["network"] | {"activation": "tanh"}}, 80
    )
    show_collapse(page)
    found = collapse_of(trainer)
    expect(page.locator(".collapse-numbers td")).to_have_count(12)
    shown = np.reshape([exact(cell) for cell in page.locator(".collapse-numbers td").all()], (4, 3))
    np.testing.assert_allclose(shown, np.hstack([found.W_prime, found.b_prime]), rtol=1e-7)
    difference = exact(page.locator(".collapse-difference"))
    assert difference == pytest.approx(found.largest_difference, rel=1e-5)
    expect(page.locator(".collapse")).to_contain_text("With tanh the network is more than one layer")


SEGMENTS = """path => [...path.getAttribute('d').matchAll(/M([\\d.-]+) ([\\d.-]+)L([\\d.-]+) ([\\d.-]+)/g)]
    .map(([, ...numbers]) => numbers.map(Number))"""


@pytest.mark.parametrize("configuration", [LINEAR, CLASSES], ids=["two classes", "four classes"])
def test_with_linear_units_the_line_on_the_plot_is_the_boundary(
    page: Page, configuration: dict[str, Any]
) -> None:
    trainer = open_panel(page, "symmetry", configuration, 300)
    line = page.locator("path.one-layer")
    assert not line.get_attribute("d")
    show_collapse(page)
    page.get_by_role("switch", name=re.compile("on the plot")).check()
    segments = line.evaluate(SEGMENTS)
    assert segments
    side = float((page.locator('[data-part="overlay"]').get_attribute("viewBox") or "").split()[2])
    x_low, x_high, y_low, y_high = trainer.dataset.bounds
    for x1, y1, x2, y2 in segments:
        for share in (0.1, 0.5, 0.9):
            across, down = x1 + share * (x2 - x1), y1 + share * (y2 - y1)
            place = [x_low + across / side * (x_high - x_low), y_high - down / side * (y_high - y_low)]
            Z2 = np.sort(logits(trainer, place))
            gap = Z2[0] if len(Z2) == 1 else Z2[-1] - Z2[-2]
            assert gap == pytest.approx(0, abs=0.02 * max(1.0, np.ptp(Z2)))
    page.locator('[data-panel-tab="microscope"]').click()
    expect(line).to_have_attribute("d", "")


def logits(trainer: Trainer, place: list[float]) -> Any:
    """Return Z2 at a place of the plane."""
    data = trainer.dataset
    x = np.array(place)[:, np.newaxis]
    if trainer.configuration.data.standardize:
        train = data.X[:, data.train]
        x = (x - train.mean(axis=1, keepdims=True)) / train.std(axis=1, keepdims=True)
    return trainer.network.forward(x, trainer.parameters).Z2[:, 0]


def test_one_button_shows_what_happens_with_tanh_and_goes_back(page: Page) -> None:
    open_panel(page, "symmetry", LINEAR, 50)
    show_collapse(page)
    about = page.locator(".collapse-told > p").first
    expect(about).to_contain_text("the whole network is this one layer")
    page.get_by_role("button", name="What happens with tanh").click()
    expect(about).to_contain_text("With tanh the network is more than one layer")
    expect(page.locator('[data-part="iteration"]')).to_have_text("0")
    LabPage(page).advance(200)
    assert exact(page.locator(".collapse-difference")) > 1
    page.get_by_role("button", name="Linear units").click()
    expect(about).to_contain_text("the whole network is this one layer")


def test_over_one_feature_the_layer_is_a_line_and_over_two_with_real_targets_none(page: Page) -> None:
    open_panel(page, "symmetry", {"data": {"source": "sine"}, "network": {"activation": "linear"}}, 20)
    show_collapse(page)
    switch = page.get_by_role("switch", name=re.compile("on the plot"))
    switch.check()
    expect(page.locator("path.one-layer")).to_have_attribute("d", re.compile("^M"))
    LabPage(page).choose("Data", "Saddle")
    expect(switch).to_be_disabled()
    expect(page.locator(".collapse-why")).to_contain_text("a plane, which has no boundary")
    expect(page.locator("path.one-layer")).to_have_attribute("d", "")


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_it_is_whole_and_accessible(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_panel(
        page, "symmetry", CLASSES | {"network": CLASSES["network"] | {"init": {"scheme": "constant"}}}, 50
    )
    check_looks(page)
    if size == LAPTOP:
        show_collapse(page)
        check_looks(page)
        page.keyboard.press("i")
        expect(page.locator(".meter")).to_be_visible()
    check_looks(page)
