"""The page in a real browser: it shows the lab's numbers, and it moves."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Watched
from tests.browser.lab_page import LabPage
from tests.support import LAB, serve


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


def test_every_width_from_1_to_32_is_drawn(lab: LabPage) -> None:
    width = lab.page.get_by_label("Hidden width", exact=True)
    for chosen in (1, 2, 9, 32):
        width.fill(str(chosen))
        width.press("Enter")
        expect(lab.units).to_have_count(chosen)
        expect(lab.page.get_by_text(f"{4 * chosen + 1} parameters")).to_be_visible()


def test_a_wrong_width_is_told_and_kept(lab: LabPage) -> None:
    width = lab.page.get_by_label("Hidden width", exact=True)
    width.fill("0")
    width.press("Enter")
    expect(lab.page.get_by_text(re.compile("whole number from 1 to 32"))).to_be_visible()
    expect(width).to_have_value("0")
    expect(lab.units).to_have_count(4)


def test_data_and_init_scheme_choose_another_run(lab: LabPage) -> None:
    lab.choose("Data", "Circles")
    expect(lab.page.get_by_text("200 points")).to_be_visible()
    lab.page.get_by_label("Init scheme", exact=True).select_option(label="Zeros")
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
    before = lab.count()
    lab.wait_for_iteration(before + 50)
    lab.stop()


def test_a_diverged_run_says_so_and_one_click_cures_it(lab: LabPage) -> None:
    lab.choose("Activation", "ReLU")
    lab.page.get_by_label("Init scheme", exact=True).select_option(label="He normal")
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
    lab.page.wait_for_function("""async () => {
        const answer = await fetch("/api/v1/runs/" + sessionStorage.getItem("run"));
        return (await answer.json()).configuration.training.learning_rate === 0.25;
    }""")  # the old run has taken it
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
    ("width", "height"), [(1920, 1080), (1440, 900), (1024, 768), (390, 844), (320, 640)]
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
