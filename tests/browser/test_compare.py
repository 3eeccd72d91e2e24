"""Two to four networks side by side, in lockstep on the same data."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.compare_page import ComparePage
from tests.browser.conftest import Watched
from tests.faults.processes import ServerProcess
from tests.support import API, play

NO_SERVER = re.compile(
    r"error: (WebSocket connection to '.*' failed: .*|Failed to load resource: net::ERR_CONNECTION_\w+)"
)


@pytest.fixture
def lab(page: Page) -> ComparePage:
    """Give the page with its first run shown."""
    lab = ComparePage(page)
    lab.open()
    return lab


def test_a_second_network_joins_at_the_same_iteration_and_going_back_keeps_the_first(
    lab: ComparePage,
) -> None:
    lab.advance(120)
    first, cost = lab.run(), lab.cost.text_content()
    picture, line = lab.pictures()[0], lab.line()
    lab.compare(2)
    expect(lab.card("B").get_by_text(str(cost))).to_be_visible()  # the same choices, trained as far
    expect(lab.iteration).to_have_text("120")
    assert [run["iteration"] for run in lab.group()["runs"]] == [120, 120]
    lab.choose("Activation", "ReLU")
    lab.wait_for_networks(2)
    expect(lab.card("B").locator("dd").first).not_to_have_text(str(cost))
    assert lab.titles() == ["tanh", "ReLU"]
    assert lab.costs()[0] == cost
    lab.page.keyboard.press("1")
    lab.wait_for_networks(1)
    assert lab.run() == first
    expect(lab.iteration).to_have_text("120")
    expect(lab.cost).to_have_text(str(cost))
    lab.settled()
    assert (lab.pictures()[0], lab.line()) == (picture, line)
    lab.advance(10)
    assert lab.summary()["iteration"] == 130


def test_they_play_in_lockstep_and_each_is_what_it_is_alone(lab: ComparePage) -> None:
    lab.preset("All activations")
    assert lab.titles() == ["sigmoid", "tanh", "ReLU", "linear"]
    before = lab.surfaces()
    lab.play.click()
    lab.wait_for_iteration(60)
    stopped = lab.stop()
    assert all(old != new for old, new in zip(before, lab.surfaces(), strict=True))
    runs = lab.group()["runs"]
    assert [run["iteration"] for run in runs] == [stopped] * 4
    assert lab.costs() == [f"{run['cost']:.6f}" for run in runs]
    for run in runs:
        alone = lab.page.request.post(f"{API}/runs", data=run["configuration"]).json()
        address = f"{API}/runs/{alone['id']}/advance"
        again = lab.page.request.post(address, data={"iterations": stopped}).json()
        assert again["cost"] == pytest.approx(run["cost"], rel=1e-12)


def test_curves_are_told_apart_by_letter_colour_and_dash(lab: ComparePage) -> None:
    lab.preset("All activations")
    lab.advance(100)
    curves = lab.curves()
    assert [curve["name"] for curve in curves] == list("ABCD")
    assert len({curve["color"] for curve in curves}) == len({curve["dash"] for curve in curves}) == 4
    assert [f"{curve['cost']:.6f}" for curve in curves] == lab.costs()
    letters = lab.chart.evaluate("plot => plot.layout.annotations.map(({ text }) => text)")
    assert sorted(letters) == [f"<b>{letter}</b>" for letter in "ABCD"]
    lab.page.get_by_role("group", name="Cost axis").get_by_role("radio", name="lin").check(force=True)
    lab.page.wait_for_function(
        "() => document.querySelector('.compare-cost .js-plotly-plot').layout.yaxis.type === 'linear'"
    )


def test_the_table_shows_only_what_differs(lab: ComparePage) -> None:
    lab.compare(3)
    expect(lab.page.get_by_text("Nothing yet.")).to_be_visible()
    expect(lab.table).to_be_hidden()
    lab.pick("C")
    lab.page.locator("#network-init-scheme").select_option(label="Zeros")
    lab.wait_for_networks(3)
    lab.advance(10)
    rows = lab.rows()
    assert rows["Init scheme"] == ["Small normal", "Small normal", "Zeros"]
    assert rows["Cost"] == lab.costs()
    assert rows["Distinct rows of W1"] == ["4 of 4", "4 of 4", "1 of 4"]
    assert not {"Activation", "Hidden width", "Learning rate", "Scale"} & set(rows)
    odd = lab.page.locator(".differs-table .stands-out")
    expect(odd.filter(has_text="Zeros")).to_be_visible()
    expect(lab.page.get_by_text("Same for all: 4 units, tanh, init seed 2, α 1.2")).to_be_visible()
    lab.page.locator("#network-init-scheme").select_option(label="Small normal")
    expect(lab.table).to_be_hidden()


def test_init_schemes_by_one_click_and_the_frozen_one_is_marked_on_its_card(lab: ComparePage) -> None:
    lab.preset("All init schemes")
    assert lab.titles() == ["Zeros", "Constant, × 0.5", "Small normal, × 0.01", "Normal, × 10"]
    lab.advance(10)
    chip = lab.card("A").get_by_role("status").filter(has_text="Frozen.")
    expect(chip).to_contain_text("W1 and W2 get zero gradient.")
    expect(lab.page.get_by_role("status").filter(has_text="Frozen.")).to_have_count(1)
    others = lab.costs()[1:]
    chip.get_by_role("button", name="Small normal instead").click()
    expect(chip).to_be_hidden()
    lab.wait_for_networks(4)
    expect(lab.card("A").get_by_text(others[1])).to_be_visible()  # it has caught up with C
    assert lab.costs()[1:] == others


def test_widths_by_one_click(lab: ComparePage) -> None:
    lab.preset("Widths")
    assert lab.titles() == ["1 unit", "2 units", "4 units", "16 units"]
    for letter, width in zip("ABCD", (1, 2, 4, 16), strict=True):
        expect(lab.card(letter).locator(".small-maps canvas")).to_have_count(width)
    lab.pick("D")
    lab.enter("Hidden width", "40")
    expect(lab.card("D").locator(".small-maps canvas")).to_have_count(15)
    expect(lab.card("D").get_by_text("+25")).to_be_visible()


def test_change_picks_all_or_one_and_a_click_on_a_card_does_too(lab: ComparePage) -> None:
    lab.compare(2)
    change = lab.page.get_by_role("radiogroup", name="Change")
    expect(change.get_by_role("radio", name="B", exact=True)).to_be_checked()
    lab.choose("Activation", "linear")
    lab.wait_for_networks(2)
    lab.card("A").get_by_role("button", name="A tanh").click()
    expect(change.get_by_role("radio", name="A", exact=True)).to_be_checked()
    expect(lab.page.get_by_role("radio", name="tanh", exact=True)).to_be_checked()
    lab.card("B").locator(".plot").click()
    expect(change.get_by_role("radio", name="B", exact=True)).to_be_checked()
    expect(lab.page.get_by_role("radio", name="linear", exact=True)).to_be_checked()
    lab.enter("Learning rate", "0.3")
    lab.page.wait_for_function("() => document.querySelectorAll('.differs-table tbody tr').length >= 2")
    lab.pick("All")
    lab.enter("Hidden width", "6")
    lab.wait_for_networks(2)
    lab.choose("Data", "Moons")
    lab.wait_for_networks(2)
    lab.advance(1)
    configurations = [run["configuration"] for run in lab.group()["runs"]]
    assert [each["network"]["activation"] for each in configurations] == ["tanh", "linear"]
    assert [each["network"]["hidden_width"] for each in configurations] == [6, 6]
    assert [each["training"]["learning_rate"] for each in configurations] == [1.2, 0.3]
    assert [each["data"]["source"] for each in configurations] == ["moons", "moons"]


def test_a_live_value_acts_on_one_network_while_all_play(lab: ComparePage) -> None:
    lab.compare(2)
    lab.pick("B")
    lab.play.click()
    lab.wait_for_iteration(20)
    lab.enter("Learning rate", "0.01")
    expect(lab.page.locator(".line-label").filter(has_text="B: α 1.2 → 0.01")).to_be_visible()
    lab.wait_for_iteration(lab.count() + 20)
    stopped = lab.stop()
    runs = lab.group()["runs"]
    assert [run["iteration"] for run in runs] == [stopped, stopped]
    assert [run["configuration"]["training"]["learning_rate"] for run in runs] == [1.2, 0.01]
    assert runs[0]["cost"] != runs[1]["cost"]
    assert lab.titles() == ["α 1.2", "α 0.01"]


def test_one_that_diverges_is_marked_and_the_others_go_on(lab: ComparePage) -> None:
    lab.compare(2)
    lab.pick("B")
    lab.choose("Activation", "ReLU")
    lab.wait_for_networks(2)
    lab.page.locator("#network-init-scheme").select_option(label="He normal")
    lab.enter("Scale", "100")
    lab.enter("Learning rate", "30")
    lab.wait_for_networks(2)
    lab.page.get_by_role("radio", name="max").check(force=True)
    lab.play.click()
    chip = lab.card("B").get_by_role("status").filter(has_text="Diverged.")
    expect(chip).to_contain_text(re.compile(r"iteration \d+"))
    lab.wait_for_iteration(500)
    expect(lab.pause).to_be_enabled()
    lab.stop()
    expect(lab.card("B").locator(".network-lag")).to_have_text(re.compile(r"^at \d+$"))
    expect(lab.card("A").get_by_role("status")).to_be_hidden()
    ended = lab.group()["runs"][1]["iteration"]
    lab.page.keyboard.press("ArrowLeft")
    lab.page.wait_for_function(
        "before => document.querySelector('[data-part=\"iteration\"]').textContent !== before",
        arg=lab.iteration.text_content(),
    )
    lab.settled()
    assert lab.group()["runs"][1]["iteration"] == ended
    expect(chip).to_be_visible()
    chip.get_by_role("button", name="Learning rate ÷ 10").click()
    expect(chip).to_be_hidden()
    lab.wait_for_networks(2)
    assert lab.group()["runs"][1]["configuration"]["training"]["learning_rate"] == 3


def test_all_go_back_together_exactly_and_a_reload_finds_them(lab: ComparePage) -> None:
    lab.preset("All activations")
    lab.advance(40)
    costs, surfaces = lab.costs(), lab.surfaces()
    lab.advance(30)
    for _ in range(3):
        lab.page.keyboard.press("Shift+ArrowLeft")
    expect(lab.iteration).to_have_text("40")
    lab.settled()
    assert (lab.costs(), lab.surfaces()) == (costs, surfaces)
    lab.page.reload()
    lab.wait_for_networks(4)
    expect(lab.iteration).to_have_text("40")
    assert lab.costs() == costs
    assert lab.titles() == ["sigmoid", "tanh", "ReLU", "linear"]
    expect(lab.page.get_by_role("slider", name="Timeline")).to_have_attribute(
        "aria-valuetext", "Iteration 40 of 70"
    )


def test_keys_change_how_many_there_are(lab: ComparePage) -> None:
    for count in (3, 4, 2):
        lab.page.keyboard.press(str(count))
        lab.wait_for_networks(count)
        expect(lab.page.locator(".header").get_by_role("radio", name=str(count))).to_be_checked()
        assert len(lab.group()["runs"]) == count
    groups = lab.page.request.get(f"{API}/runs/{lab.run()}")
    assert groups.ok
    lab.page.keyboard.press("1")
    lab.wait_for_networks(1)
    expect(lab.units).to_have_count(4)


def test_real_targets_several_classes_and_one_feature_are_compared_too(lab: ComparePage) -> None:
    lab.compare(2)
    lab.choose("Activation", "sigmoid")
    lab.wait_for_networks(2)
    for source, score in (("Saddle", "R²"), ("Blobs", "Accuracy"), ("Sine", "R²")):
        lab.choose("Data", source)
        expect(lab.card("B").locator("dt").nth(1)).to_have_text(score)
        lab.wait_for_networks(2)
        lines = lab.cards.locator("path.boundary")
        before = [line.get_attribute("d") for line in lines.all()], lab.surfaces()
        lab.advance(30)
        after = [line.get_attribute("d") for line in lines.all()], lab.surfaces()
        for then, now in zip(zip(*before, strict=True), zip(*after, strict=True), strict=True):
            assert then != now, source


def test_a_second_page_watches_one_of_them(lab: ComparePage, browser: Browser, server: str) -> None:
    lab.compare(2)
    tab, watched = browser.new_page(base_url=server), Watched()
    watched.watch(tab)
    other = ComparePage(tab)
    other.open(f"/#run={lab.run()}")
    lab.advance(20)
    other.wait_for_iteration(20)
    assert other.cost.text_content() == lab.costs()[0]
    tab.context.close()
    assert watched.console == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("width", "height"), [(1920, 1080), (1440, 900), (1024, 768), (768, 1024), (390, 844)]
)
def test_cards_stand_in_a_row_two_by_two_or_one_by_one(
    page: Page, scheme: str, width: int, height: int
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": height})
    lab = ComparePage(page)
    lab.open()
    page.keyboard.press("4")
    lab.wait_for_networks(4)
    boxes: list[Any] = [card.bounding_box() for card in lab.cards.all()]
    columns = len({round(box["x"]) for box in boxes})
    assert columns == (4 if width >= 1100 else 2 if width >= 700 else 1)
    assert len({round(box["width"]) for box in boxes}) == 1
    plots: list[Any] = [page.locator(".network-card .plot").nth(k).bounding_box() for k in range(4)]
    for plot, card in zip(plots, boxes, strict=True):
        assert abs(plot["width"] - plot["height"]) < 1.5
        assert plot["x"] >= card["x"]
        assert plot["x"] + plot["width"] <= card["x"] + card["width"]
        assert plot["y"] + plot["height"] <= card["y"] + card["height"]
        assert plot["width"] > 200
    wide, tall = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert wide <= width
    if width >= 700:
        assert tall <= height
    expect(lab.play).to_be_in_viewport()


def test_after_a_killed_server_the_networks_go_on(browser: Browser, tmp_path: Path) -> None:
    server = ServerProcess(f"sqlite:///{tmp_path}/runs.db")
    server.start()
    play(server.ready())
    try:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=server.address)
        tab, watched = context.new_page(), Watched()
        tab.set_default_timeout(30_000)
        watched.watch(tab)
        lab = ComparePage(tab)
        lab.open()
        lab.preset("All activations")
        lab.play.click()
        lab.wait_for_iteration(60)
        server.kill()
        expect(lab.reconnecting).to_be_visible()
        expect(lab.pause).to_be_enabled()
        server.start()
        expect(lab.reconnecting).to_be_hidden()
        lab.wait_for_iteration(lab.count() + 60)
        stopped = lab.stop()
        assert [run["iteration"] for run in lab.group()["runs"]] == [stopped] * 4
        assert lab.titles() == ["sigmoid", "tanh", "ReLU", "linear"]
        expect(lab.notice).to_be_empty()
        context.close()
        assert [line for line in watched.console if not NO_SERVER.fullmatch(line)] == []
    finally:
        server.stop()
