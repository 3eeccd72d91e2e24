"""Points of one's own while networks are compared, beside going back, three dimensions and unit lines."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.compare_page import ComparePage
from tests.browser.own_page import EMPTY, Own, draw_two_classes, two_classes

TABLE = "x1,x2,kind\n-1,-1,a\n1,1,a\n-1,1,b\n1,-1,b\n"


@pytest.fixture
def lab(page: Page) -> ComparePage:
    """Give the page with its first run shown."""
    lab = ComparePage(page)
    lab.open()
    return lab


@pytest.fixture
def own(lab: ComparePage) -> Own:
    """Give the same page."""
    return Own(lab)


def test_networks_that_are_compared_make_room_for_the_plot_and_learn_what_is_drawn(
    lab: ComparePage, own: Own
) -> None:
    lab.compare(2)
    lab.choose("Activation", "ReLU")
    lab.wait_for_networks(2)
    lab.page.get_by_role("button", name="Draw", exact=True).click()
    expect(lab.cards.first).to_be_hidden()
    expect(own.points).to_have_count(400)
    own.click(0.5, 0.9)
    own.click(0.6, 0.9)
    expect(own.points).to_have_count(402)
    lab.page.get_by_role("button", name="Done").click()
    lab.wait_for_networks(2)
    expect(lab.card("B").locator(".point-layer path")).to_have_count(402)
    data = [run["configuration"]["data"] for run in lab.group()["runs"]]
    assert data[0] == data[1]
    assert (data[0]["source"], len(data[0]["points"])) == ("custom", 402)
    assert lab.titles() == ["tanh", "ReLU"]
    before = lab.costs()
    lab.advance(20)
    assert all(old != new for old, new in zip(before, lab.costs(), strict=True))


def test_a_table_becomes_the_data_of_all_networks(lab: ComparePage, own: Own) -> None:
    lab.preset("All activations")
    own.load(TABLE)
    own.use.click()
    lab.wait_for_run("data.source", "custom")
    lab.wait_for_networks(4)
    for letter in "ABCD":
        expect(lab.card(letter).locator(".point-layer path")).to_have_count(4)
    runs = lab.group()["runs"]
    assert [run["configuration"]["data"]["labels"] for run in runs] == [["a", "b"]] * 4
    assert [run["configuration"]["network"]["activation"] for run in runs] == [
        *("sigmoid", "tanh", "relu", "linear")
    ]
    lab.page.keyboard.press("1")
    lab.wait_for_networks(1)
    expect(own.points).to_have_count(4)


def test_own_points_that_are_few_keep_the_cards_away_until_there_are_enough(
    lab: ComparePage, own: Own
) -> None:
    lab.compare(3)
    lab.choose("Data", "Own data")
    expect(own.hint).to_have_text(EMPTY)
    lab.page.get_by_role("button", name="Done").click()
    expect(own.hint).to_be_visible()
    expect(lab.cards.first).to_be_hidden()
    draw_two_classes(own)  # the empty plot takes them all the same
    lab.page.get_by_role("button", name="Done").click()
    lab.wait_for_run("data.source", "custom")
    lab.wait_for_networks(3)
    expect(lab.card("C").locator(".point-layer path")).to_have_count(2)


def test_without_points_there_is_no_way_to_go_and_the_run_before_waits(lab: ComparePage, own: Own) -> None:
    lab.advance(20)
    run = lab.run()
    own.choose()
    timeline = lab.page.get_by_role("slider", name="Timeline")
    expect(timeline).to_be_disabled()
    lab.page.get_by_role("button", name="Done").click()
    lab.page.evaluate("document.activeElement.blur()")
    for key in ("ArrowLeft", "ArrowRight", "r", "Space"):
        lab.page.keyboard.press(key)
    lab.page.get_by_role("radiogroup", name="Data").get_by_role("radio").first.check(force=True)
    expect(timeline).to_be_enabled()
    expect(lab.iteration).to_have_text("20")
    assert lab.summary()["iteration"] == 20
    assert lab.run() == run


def test_a_run_of_own_points_goes_back_exactly_and_stays_when_points_come(lab: ComparePage, own: Own) -> None:
    own.choose()
    two_classes(own)
    start = lab.cost.text_content()
    lab.advance(30)
    there = lab.cost.text_content()
    lab.advance(30)
    lab.page.keyboard.press("Shift+ArrowLeft")
    lab.page.keyboard.press("Shift+ArrowLeft")
    lab.page.keyboard.press("Shift+ArrowLeft")
    expect(lab.iteration).to_have_text("30")
    expect(lab.cost).to_have_text(str(there))
    own.click(0.5, 0.2)
    expect(lab.iteration).to_have_text("0")
    expect(lab.cost).not_to_have_text(str(start))
    expect(own.points).to_have_count(3)


def test_drawing_is_flat_and_unit_lines_stay(lab: ComparePage, own: Own) -> None:
    solid = lab.page.locator('[data-part="solid"]')
    lab.page.keyboard.press("d")
    lab.page.keyboard.press("u")
    expect(solid.locator("canvas")).to_be_visible()
    lab.page.get_by_role("button", name="Draw", exact=True).click()
    expect(solid).to_be_hidden()
    expect(lab.page.locator("path.all-lines")).not_to_have_attribute("d", "")
    own.click(0.5, 0.5)
    expect(own.points).to_have_count(401)
    lab.page.get_by_role("button", name="Done").click()
    lab.wait_for_run("data.source", "custom")
    expect(solid.locator("canvas")).to_be_visible()
