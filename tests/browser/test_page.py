"""The page in a real browser: it shows the lab's numbers, and it moves."""

import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from websockets.sync.client import connect

from tests.browser.conftest import Watched
from tests.browser.lab_page import LabPage, eventually
from tests.support import API, LAB, serve


@pytest.fixture
def lab(page: Page) -> LabPage:
    """Give the page with its first run shown."""
    return LabPage(page).open()


def test_the_page_shows_the_labs_costs(lab: LabPage) -> None:
    costs = LAB["costs_seed_2_n_h_4"]
    assert lab.cost.text_content() == f"{costs['0']:.6f}"
    lab.page.locator("body").press("Shift+ArrowRight")
    expect(lab.iteration).to_have_text("10")
    for iteration in (1000, 2000):
        for _ in range((iteration - lab.count()) // 10):
            lab.page.keyboard.press("Shift+ArrowRight")
        expect(lab.iteration).to_have_text(re.compile(f"^{iteration // 1000},?000$"))
        expect(lab.cost).to_have_text(f"{costs[str(iteration)]:.6f}")
    expect(lab.accuracy).to_have_text(re.compile(r"^89\.8"))


def test_playing_changes_surface_maps_counter_and_curve_and_pause_freezes_them(lab: LabPage) -> None:
    lab.chart.first.wait_for(state="attached")
    before, points = lab.pictures(), lab.curve_points()
    assert len(before) == 5
    lab.play.click()
    lab.wait_for_iteration(40, timeout=5000)
    lab.page.wait_for_function(
        "before => document.querySelector('.js-plotly-plot').data[0].x.length > before + 20", arg=points
    )
    stopped = lab.stop()
    pictures = lab.pictures()
    assert all(old != new for old, new in zip(before, pictures, strict=True))
    assert (lab.settled(), lab.pictures()) == (stopped, pictures)
    points = lab.curve_points()
    lab.page.keyboard.press("ArrowRight")
    expect(lab.iteration).to_have_text(str(stopped + 1))
    lab.page.wait_for_function(
        "() => document.querySelector('.js-plotly-plot').data[0].x.length", timeout=5000
    )
    assert lab.curve_points() >= points - 1


def test_one_iteration_reset_and_new_draw(lab: LabPage) -> None:
    start = lab.pictures()
    lab.page.get_by_role("button", name="1 iteration").click()
    expect(lab.iteration).to_have_text("1")
    expect(lab.cost).to_have_text("0.692981")
    lab.page.get_by_role("button", name="Reset").click()
    expect(lab.iteration).to_have_text("0")
    expect(lab.cost).to_have_text("0.693048")
    assert lab.pictures() == start
    lab.page.get_by_role("button", name="New draw").click()
    expect(lab.cost).not_to_have_text("0.693048")
    assert lab.pictures() != start


def test_a_new_activation_starts_again_without_a_reload_and_goes_on_playing(
    lab: LabPage, watched: Watched
) -> None:
    lab.page.evaluate("window.unreloaded = true")
    lab.play.click()
    lab.wait_for_iteration(20)
    lab.choose("Activation", "linear")
    lab.wait_for_iteration(5)
    expect(lab.pause).to_be_visible()
    lab.page.get_by_role("radio", name="max").check(force=True)
    lab.wait_for_iteration(1000)
    lab.stop()
    expect(lab.cost).to_have_text(re.compile(r"^0\.6731"))
    expect(lab.accuracy).to_have_text(re.compile(r"^47\.0"))
    assert lab.page.evaluate("window.unreloaded")


def test_every_width_from_1_to_256_is_drawn(lab: LabPage) -> None:
    width = lab.page.get_by_label("Hidden width", exact=True)
    for chosen in (1, 2, 9, 33, 256):
        width.fill(str(chosen))
        width.press("Enter")
        expect(lab.units).to_have_count(chosen)
        expect(lab.page.get_by_text(f"{4 * chosen + 1:,} parameters")).to_be_visible()


def test_a_wrong_width_is_told_and_kept(lab: LabPage) -> None:
    width = lab.page.get_by_label("Hidden width", exact=True)
    width.fill("0")
    width.press("Enter")
    expect(lab.page.get_by_text(re.compile("whole number from 1 to 256"))).to_be_visible()
    expect(width).to_have_value("0")
    expect(lab.units).to_have_count(4)


def test_data_and_init_scheme_choose_another_run(lab: LabPage) -> None:
    lab.choose("Data", "Circles")
    expect(lab.page.get_by_text("200 points")).to_be_visible()
    lab.page.locator("#network-init-scheme").select_option(label="Zeros")
    expect(lab.cost).to_have_text("0.693147")
    flat = lab.pictures()
    for _ in range(3):
        lab.page.get_by_role("button", name="1 iteration").click()
    expect(lab.iteration).to_have_text("3")
    assert lab.pictures() == flat


def test_the_learning_rate_acts_on_the_running_network(lab: LabPage) -> None:
    lab.play.click()
    lab.wait_for_iteration(30)
    rate = lab.page.get_by_role("textbox", name=re.compile("Learning rate")).or_(
        lab.page.get_by_role("spinbutton", name=re.compile("Learning rate"))
    )
    rate.first.fill("0.001")
    rate.first.press("Enter")
    lab.wait_for_iteration(lab.count() + 20)
    lab.stop()
    run = lab.page.evaluate("() => sessionStorage.getItem('run')")
    answer = lab.page.request.get(f"/api/v1/runs/{run}").json()
    assert answer["configuration"]["training"]["learning_rate"] == 0.001
    assert answer["iteration"] > 50


def test_a_diverged_run_says_so_and_one_click_cures_it(lab: LabPage) -> None:
    lab.choose("Activation", "ReLU")
    lab.page.locator("#network-init-scheme").select_option(label="He normal")
    scale = lab.page.get_by_role("textbox", name=re.compile("Scale")).or_(
        lab.page.get_by_role("spinbutton", name=re.compile("Scale"))
    )
    scale.first.fill("100")
    scale.first.press("Enter")
    rate = lab.page.get_by_role("textbox", name=re.compile("Learning rate")).or_(
        lab.page.get_by_role("spinbutton", name=re.compile("Learning rate"))
    )
    rate.first.fill("30")
    rate.first.press("Enter")
    lab.play.click()
    chip = lab.page.get_by_role("alert").filter(has_text="Training diverged")
    expect(chip).to_be_visible()
    expect(chip).to_contain_text(re.compile(r"at iteration \d+"))
    chip.get_by_role("button").click()
    expect(chip).to_be_hidden()


def test_a_learning_rate_chosen_while_a_run_is_being_made_holds(lab: LabPage) -> None:
    made: list[Route] = []
    lab.page.route("**/api/v1/runs", lambda route: made.append(route))  # noqa: PLW0108  # the new run waits until the test lets it through
    lab.choose("Activation", "sigmoid")
    lab.page.wait_for_function("() => document.querySelector('[data-part=\"busy\"]').hidden === false")
    rate = lab.page.get_by_role("textbox", name=re.compile("Learning rate"))
    rate.fill("0.25")
    rate.press("Enter")
    eventually(
        lab.page,
        """async () => {
            const answer = await fetch("/api/v1/runs/" + sessionStorage.getItem("run"));
            return (await answer.json()).configuration.training.learning_rate === 0.25;
        }""",
    )  # the old run has taken it
    made[0].continue_()
    lab.page.wait_for_function("() => document.querySelector('[data-part=\"busy\"]').hidden")
    lab.page.get_by_role("button", name="1 iteration").click()
    expect(lab.iteration).to_have_text("1")
    expect(rate).to_have_value("0.25")
    run = lab.page.evaluate("() => sessionStorage.getItem('run')")
    answer = lab.page.request.get(f"/api/v1/runs/{run}").json()
    assert answer["configuration"]["training"]["learning_rate"] == 0.25
    assert answer["configuration"]["network"]["activation"] == "sigmoid"


def test_hovering_a_unit_shows_its_weights_and_its_line(lab: LabPage) -> None:
    lab.units.nth(2).hover()
    readout = lab.page.locator('[data-part="readout"]')
    expect(readout).to_contain_text("Unit 3")
    expect(readout).to_contain_text("w = (")
    expect(lab.page.locator('[data-part="unit-key"]')).to_be_visible()


def test_a_restarted_server_is_found_again_with_the_same_choices(browser: Browser) -> None:
    tab = browser.new_page()
    lab = LabPage(tab)
    with serve() as address:
        tab.goto(address)
        expect(lab.cost).to_have_text("0.693048")
        width = tab.get_by_label("Hidden width", exact=True)
        width.fill("7")
        width.press("Enter")
        expect(lab.units).to_have_count(7)
        tab.get_by_role("button", name="1 iteration").click()
        expect(lab.iteration).to_have_text("1")
    expect(
        tab.get_by_role("status").filter(has_text=re.compile("Reconnecting", re.IGNORECASE))
    ).to_be_visible()
    expect(lab.units).to_have_count(7)
    expect(tab.get_by_role("button", name="1 iteration")).to_be_disabled()
    with serve(port=urlsplit(address).port or 0):
        expect(lab.iteration).to_have_text("0")
        tab.get_by_role("button", name="1 iteration").click()
        expect(lab.iteration).to_have_text("1")
        expect(lab.units).to_have_count(7)
        tab.close()


def test_the_api_documentation_asks_no_other_host(page: Page) -> None:
    page.goto("/docs")
    expect(page.get_by_text("/api/v1/runs").first).to_be_visible()
    expect(page.get_by_role("heading", name="Shallowscope")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("width", "height"),
    [(1920, 1080), (1440, 900), (1440, 700), (1280, 720), (1024, 768), (390, 844), (320, 640)],
)
def test_nothing_scrolls_sideways_at_any_size(page: Page, scheme: str, width: int, height: int) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": height})
    lab = LabPage(page).open()
    wide, tall = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
    )
    assert wide <= width
    if width >= 1100:
        assert tall <= height
    expect(lab.play).to_be_in_viewport()


def test_another_connection_that_pauses_or_plays_is_followed(lab: LabPage) -> None:
    lab.play.click()
    lab.wait_for_iteration(10)
    run = lab.page.evaluate("() => sessionStorage.getItem('run')")
    address = lab.page.url.replace("http", "ws") + f"api/v1/runs/{run}/stream"
    with connect(address) as other:
        other.send(json.dumps({"type": "drive"}))
        other.send(json.dumps({"type": "pause"}))
        expect(lab.play).to_be_visible()
        stopped = lab.settled()
        other.send(json.dumps({"type": "play", "iterations_per_second": 100}))
        expect(lab.pause).to_be_visible()
        expect(lab.pause).to_be_disabled()
    lab.wait_for_iteration(stopped + 5)  # the other one has left: this page drives
    lab.stop()


def test_a_run_that_is_sent_back_keeps_its_future_on_the_chart(lab: LabPage) -> None:
    lab.advance(20)
    whole = lab.curve()
    answer = lab.page.request.post(f"{API}/runs/{lab.run()}/seek", data={"iteration": 5})
    assert answer.ok
    expect(lab.iteration).to_have_text("5")
    assert lab.curve() == whole[:6]
    ends = lab.page.evaluate(
        "document.querySelector('.js-plotly-plot').data.map(({ x }) => [x.at(0), x.at(-1)])"
    )
    assert ends == [[0, 5], [5, 5], [5, 20]]
    lab.advance(3)
    assert lab.curve() == whole[:9]
    lab.enter("Learning rate", "0.5")
    lab.advance(1)
    assert lab.curve()[:9] == whole[:9]
    assert lab.page.evaluate("document.querySelector('.js-plotly-plot').data.length") == 2


def test_escape_restores_a_changed_value_first_and_then_closes_the_drawer(page: Page) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    lab = LabPage(page).open()
    page.get_by_role("button", name="Choices").click()
    drawer = page.get_by_role("dialog", name="Choices")
    expect(drawer).to_be_visible()
    rate = drawer.get_by_role("textbox", name=re.compile("Learning rate"))
    before = rate.input_value()
    rate.fill("7")
    rate.press("Escape")
    expect(rate).to_have_value(before)
    expect(drawer).to_be_visible()
    rate.press("Escape")
    expect(drawer).to_be_hidden()
    expect(lab.units).to_have_count(4)


def test_enter_leaves_a_number_so_that_keys_play_and_step(lab: LabPage) -> None:
    rate = lab.page.get_by_role("textbox", name=re.compile("Learning rate"))
    rate.fill("0.5")
    rate.press("Enter")
    expect(rate).not_to_be_focused()
    lab.page.keyboard.press("ArrowRight")
    expect(lab.iteration).to_have_text("1")
    expect(rate).to_have_value("0.5")
    lab.page.keyboard.press(" ")
    expect(lab.pause).to_be_visible()


def test_what_is_read_aloud_follows_a_step_a_reset_a_new_draw_and_a_choice(lab: LabPage) -> None:
    progress = lab.page.locator('[data-part="progress"]')
    surface = lab.page.locator("#surface-summary")
    cost = lab.page.locator("#cost-summary")
    lab.page.get_by_role("button", name="1 iteration").click()
    expect(progress).to_have_text(re.compile(r"^Iteration 1, cost 0\.692981"))
    expect(cost).to_contain_text("at iteration 1.")
    lab.page.get_by_role("button", name="Reset").click()
    expect(progress).to_have_text(re.compile(r"^Iteration 0, cost 0\.693048"))
    expect(cost).to_contain_text("0.693048 at iteration 0.")
    lab.page.get_by_role("button", name="New draw").click()
    expect(lab.cost).not_to_have_text("0.693048")
    expect(progress).to_contain_text(f"cost {lab.cost.text_content()}")
    lab.play.click()
    lab.wait_for_iteration(30)
    lab.page.locator("#network-init-scheme").select_option(label="Zeros")
    expect(surface).to_contain_text("no boundary in view", timeout=4000)
    expect(progress).to_contain_text("cost 0.693147", timeout=4000)


def test_a_frozen_network_says_so_and_one_click_thaws_it(lab: LabPage) -> None:
    chip = lab.page.get_by_role("status").filter(has_text="Frozen.")
    lab.page.locator("#network-init-scheme").select_option(label="Zeros")
    expect(lab.cost).to_have_text("0.693147")
    boundary = lab.page.locator('[data-part="line-key"]')
    expect(boundary).to_be_hidden()
    lab.units.first.hover()
    expect(lab.page.locator('[data-part="unit-key"]')).to_be_hidden()
    lab.page.get_by_role("button", name="1 iteration").click()
    expect(lab.iteration).to_have_text("1")
    expect(chip).to_be_hidden()
    lab.page.get_by_role("button", name="1 iteration").click()
    expect(chip).to_contain_text("W1 and W2 get zero gradient")
    chip.get_by_role("button", name="Small normal instead").click()
    expect(chip).to_be_hidden()
    expect(boundary).to_be_visible()
    expect(lab.page.locator("#network-init-scheme")).to_have_value("small_normal")


def test_the_list_of_keys_closes_with_its_key_and_with_a_click_outside(lab: LabPage) -> None:
    dialog = lab.page.get_by_role("dialog", name="Keys")
    lab.page.keyboard.press("?")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Esc")
    dialog.get_by_text("play or pause").click()
    expect(dialog).to_be_visible()
    lab.page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    lab.page.get_by_role("button", name="Keys").click()
    expect(dialog).to_be_visible()
    lab.page.mouse.click(20, 20)
    expect(dialog).to_be_hidden()


def test_a_unit_is_pinned_by_a_click_and_released_by_escape_or_a_click_beside_it(lab: LabPage) -> None:
    unit = lab.page.get_by_role("button", name="Unit 2", exact=True)
    mark = unit.locator(".icon")
    expect(mark).to_be_hidden()
    unit.click()
    expect(unit).to_have_attribute("aria-pressed", "true")
    expect(mark).to_be_visible()
    lab.page.keyboard.press("ArrowDown")
    expect(lab.page.get_by_role("button", name="Unit 3", exact=True)).to_be_focused()
    expect(lab.iteration).to_have_text("0")
    lab.page.keyboard.press("Escape")
    expect(unit).to_have_attribute("aria-pressed", "false")
    unit.click()
    expect(mark).to_be_visible()
    lab.page.locator("#network-title").click()
    expect(unit).to_have_attribute("aria-pressed", "false")


def test_on_a_phone_a_chip_opens_its_own_section_and_leaves_the_surface_in_view(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    lab = LabPage(page).open()
    page.get_by_role("button", name=re.compile("^Learning rate")).click()
    sheet = page.get_by_role("dialog", name="Choices")
    rate = sheet.get_by_role("textbox", name=re.compile("Learning rate"))
    expect(rate).to_be_in_viewport()
    expect(sheet.get_by_label("Hidden width", exact=True)).to_be_hidden()
    expect(lab.surface).to_be_in_viewport(ratio=0.9)
    rate.fill("0.4")
    rate.press("Enter")
    sheet.get_by_role("button", name="Close").click()
    expect(page.get_by_role("button", name=re.compile("^Learning rate"))).to_contain_text("0.4")


def test_no_key_acts_behind_a_dialog_though_the_focus_has_left_it(lab: LabPage) -> None:
    lab.page.keyboard.press("?")
    dialog = lab.page.get_by_role("dialog")
    lab.page.keyboard.press("Tab")
    lab.page.wait_for_function("() => document.activeElement === document.body")
    lab.page.keyboard.press("Space")
    expect(lab.play).to_be_visible()
    lab.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert lab.count() == 0


def test_the_key_that_brings_the_choices_back_keeps_the_focus(lab: LabPage) -> None:
    rail = lab.page.locator("[data-view=rail]")
    rail.get_by_role("button", name="Hide choices").click()
    expect(rail.get_by_role("button", name="Show choices")).to_be_focused()
    lab.page.keyboard.press("[")
    expect(rail.get_by_role("button", name="Hide choices")).to_be_focused()
