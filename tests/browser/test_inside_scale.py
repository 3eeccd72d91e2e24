"""The init scale: the sweep's numbers are the chapter's, and four scales stand side by side."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab_page import hold
from tests.browser.panel_page import LAPTOP, PHONE, check_looks, exact, open_panel
from tests.reference.figures import EXPERIMENTS
from tests.support import API


def sweep(page: Page, iterations: int = 100) -> None:
    """Run the sweep and wait for it."""
    page.get_by_role("textbox", name="Iterations").fill(str(iterations))
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".sweep-few tbody tr")).to_have_count(4)


def row(page: Page, scale: str) -> Locator:
    name = f"\N{MULTIPLICATION SIGN}\N{NARROW NO-BREAK SPACE}{scale}"
    return page.locator(".sweep-few tbody tr").filter(
        has=page.get_by_role("rowheader", name=name, exact=True)
    )


def figure(name: str, scale: str, metric: str, iteration: int) -> dict[str, Any] | None:
    """Return what the chapter expects, if it does."""
    (experiment,) = [each for each in EXPERIMENTS if each["id"] == name]
    found = [
        expected
        for expected in experiment["expect"]
        if (expected["arm"], expected["metric"], expected["iteration"]) == (scale, metric, iteration)
    ]
    return found[0] if found else None


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu"])
def test_four_scales_have_the_chapters_numbers(page: Page, activation: str) -> None:
    init = {"scheme": "normal", "seed": 2}
    open_panel(page, "scale", {"network": {"activation": activation, "init": init}})
    sweep(page)
    seen = 0
    for scale in ("0.01", "1", "10", "100"):
        cells = row(page, scale).get_by_role("cell")
        columns = (("cost", 0), ("cost", 100), ("saturated_share", 0), ("norm_dW1", 0))
        for column, (metric, iteration) in enumerate(columns):
            expected = figure(f"init-scale-{activation}", scale, metric, iteration)
            if expected is None or "tolerance" not in expected:
                continue
            shown = exact(cells.nth(column))
            tolerance = max(expected["tolerance"], 1e-7 * abs(expected["value"]))
            assert shown == pytest.approx(expected["value"], rel=0, abs=tolerance), (scale, metric)
            seen += 1
    assert seen >= 10


def test_the_chart_tells_each_scale_by_pointer_and_by_keyboard(page: Page) -> None:
    open_panel(page, "scale")
    expect(page.locator(".sweep-invitation")).to_contain_text("One run from each of 21 scales")
    sweep(page)
    expect(page.locator(".sweep-invitation")).to_be_hidden()
    expect(page.locator(".sweep-dot")).to_have_count(21)
    cursor = page.get_by_role("slider", name="Scale", exact=True).and_(page.locator(".sweep-place"))
    cursor.focus()
    page.keyboard.press("End")
    expect(cursor).to_have_attribute("aria-valuenow", "20")
    text = cursor.get_attribute("aria-valuetext") or ""
    assert "cost 122.5 \N{RIGHTWARDS ARROW} 91.23" in text
    expect(page.locator(".sweep-readout")).to_contain_text(text)
    page.keyboard.press("ArrowLeft")
    expect(cursor).to_have_attribute("aria-valuenow", "19")
    expect(page.locator('[data-part="iteration"]')).to_have_text("0")  # the key is the chart's alone
    box = cursor.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] - 16, box["y"] + 20)
    expect(cursor).to_have_attribute("aria-valuenow", "20")
    expect(page.get_by_role("figure", name="Cost against the scale of the first weights")).to_contain_text(
        "\N{MULTIPLICATION SIGN}\N{NARROW NO-BREAK SPACE}5.62 has the lowest cost after 100 iterations"
    )


def test_all_values_stand_in_a_table_on_request(page: Page) -> None:
    open_panel(page, "scale")
    expect(page.get_by_role("button", name="Table", exact=True)).to_be_disabled()
    sweep(page, 5)
    page.get_by_role("button", name="Table", exact=True).click()
    table = page.get_by_role("group", name="Table")
    expect(table.get_by_role("row")).to_have_count(22)
    expect(table.get_by_role("columnheader", name="after 5")).to_be_visible()
    expect(page.locator(".sweep-chart")).to_be_hidden()


def test_a_run_that_diverges_is_marked_and_told(page: Page) -> None:
    configuration = {
        "data": {"source": "saddle"},
        "network": {"activation": "relu", "init": {"scheme": "he_normal"}},
        "training": {"learning_rate": 1.0},
    }
    open_panel(page, "scale", configuration)
    sweep(page)
    assert page.locator(".sweep-diverged").count() > 0
    expect(row(page, "100").get_by_role("cell").nth(1)).to_have_text("diverged")
    page.locator(".sweep-place").focus()
    page.keyboard.press("End")
    expect(page.locator(".sweep-readout")).to_contain_text("diverged at iteration")
    expect(page.locator(".sweep-few thead")).to_contain_text("dead at end")


def test_it_says_when_the_choices_have_changed_since(page: Page) -> None:
    open_panel(page, "scale")
    sweep(page, 5)
    outdated = page.locator(".sweep-outdated")
    expect(outdated).to_be_empty()
    page.get_by_role("textbox", name="Scale", exact=True).fill("3")
    page.get_by_role("textbox", name="Scale", exact=True).press("Enter")
    expect(page.locator(".sweep-own")).not_to_have_attribute("x1", "0")
    expect(outdated).to_be_empty()  # the scale is what is swept over
    page.get_by_role("textbox", name="Learning rate", exact=True).fill("0.3")
    page.get_by_role("textbox", name="Learning rate", exact=True).press("Enter")
    expect(outdated).to_contain_text("have changed since")
    sweep(page, 5)
    expect(outdated).to_be_empty()


def test_a_scheme_without_scale_and_a_wrong_number_are_refused_in_words(page: Page) -> None:
    open_panel(page, "scale", {"network": {"init": {"scheme": "zeros"}}})
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_disabled()
    expect(page.locator(".sweep-refusal")).to_have_text("Zeros takes no scale: choose another init scheme.")
    page.get_by_role("combobox", name="Init scheme").select_option("normal")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()
    entry = page.get_by_role("textbox", name="Iterations")
    for wrong in ("0", "many", "100001", "2.5"):
        entry.fill(wrong)
        entry.press("Enter")
        expect(page.locator(".sweep-status")).to_have_text(
            f"{wrong}: must be a whole number from 1 to 100000"
        )
        expect(entry).to_have_attribute("aria-invalid", "true")


def test_a_sweep_can_be_cancelled(page: Page) -> None:
    open_panel(page, "scale")
    held = hold(page, f"**{API}/scale-sweep")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".sweep-status")).to_have_text("Training 21 runs \N{HORIZONTAL ELLIPSIS}")
    expect(page.locator(".sweep-progress")).to_be_visible()
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Cancel", exact=True).click()
    expect(page.locator(".sweep-status")).to_have_text("Cancelled.")
    expect(page.locator(".sweep-progress")).to_be_hidden()
    assert len(held) == 1
    page.unroute(f"**{API}/scale-sweep")
    sweep(page, 5)


def test_the_four_scales_are_compared_side_by_side(page: Page) -> None:
    open_panel(page, "scale", {"network": {"init": {"scheme": "xavier_normal"}}})
    page.get_by_role("button", name="Compare side by side").click()
    cards = page.get_by_role("article")
    expect(cards).to_have_count(4)
    for card, scale in zip(cards.all(), ("0.01", "1", "10", "100"), strict=True):
        expect(card.locator(".network-title")).to_have_text(f"\N{MULTIPLICATION SIGN} {scale}")
    expect(page.locator(".inside")).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_it_is_whole_and_accessible(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_panel(page, "scale")
    check_looks(page)
    sweep(page)
    check_looks(page)
    page.get_by_role("button", name="Table", exact=True).click()
    check_looks(page)
