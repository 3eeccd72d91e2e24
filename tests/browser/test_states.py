"""What the page shows before a run and without one: first visit, loading, a full server, no JavaScript."""

import json
import re
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import Watched
from tests.browser.lab_page import LabPage, hold
from tests.support import API

STYLED = """() => document.fonts.status === "loaded" &&
    document.styleSheets.length === document.querySelectorAll("link[rel=stylesheet]").length"""
PARTS = (
    ".header",
    ".brand",
    ".rail",
    ".stage",
    ".network",
    ".plot",
    ".surface-foot",
    ".cost",
    ".curve-tools",
    ".cost-chart",
    ".confusion",
    ".transport",
)
BOXES = """parts => parts.map(part => {
    const { x, y, width, height } = document.querySelector(part).getBoundingClientRect();
    return [part, x, y, width, height];
})"""
HINTS = [
    "The surface is the network's answer",
    "Each hidden unit draws one line",
    "Every choice starts again",
]


def hints(page: Page) -> Locator:
    """Return the hints that show."""
    return page.get_by_role("group", name="Hints").locator("[data-hint]:visible")


def hold_scripts(page: Page) -> list[Route]:
    """Let the page's modules wait; return the list in which they will be."""
    return hold(page, "**/static/js/main.js*")


def test_a_first_visit_finds_a_network_that_learns_gently(page: Page) -> None:
    page.goto("/")
    counter = page.locator('[data-part="iteration"]')
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(counter).to_have_text(re.compile("^9[1-9]$"))
    expect(page.get_by_role("radio", name="10 / s")).to_be_checked()
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    lab = LabPage(page)
    assert lab.summary()["state"] == "paused"
    assert lab.summary()["iteration"] == lab.settled()


def test_a_later_visit_finds_a_network_that_waits(page: Page, browser: Browser, server: str) -> None:
    page.goto("/")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    kept: Any = page.context.storage_state()
    context = browser.new_context(storage_state=kept, base_url=server)
    later = LabPage(context.new_page())
    later.page.goto("/")
    expect(later.cost).to_have_text("0.693048")
    assert later.settled() == 0
    expect(later.play).to_be_enabled()
    context.close()


def test_a_first_visit_to_a_run_of_somebody_else_leaves_it_alone(page: Page, server: str) -> None:
    run = page.request.post(f"{server}{API}/runs", data={}).json()["id"]
    page.goto(f"/#run={run}")
    expect(page.locator('[data-part="train-cost"]')).to_have_text("0.693048")
    assert page.evaluate(f"async () => (await (await fetch('{API}/runs/{run}')).json()).iteration") == 0
    expect(page.get_by_role("button", name="Play")).to_be_enabled()


def test_where_motion_is_unwanted_a_first_visit_waits_for_play(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto("/")
    expect(page.locator('[data-part="train-cost"]')).to_have_text("0.693048")
    expect(page.get_by_role("button", name="Play")).to_be_enabled()
    expect(hints(page)).to_have_count(1)


def drawn(page: Page) -> None:
    """Wait until all is loaded: a page that is left earlier gives requests up."""
    page.locator(".cost-chart .main-svg").first.wait_for(state="attached")


@pytest.mark.parametrize("width", [1440, 390])
def test_three_hints_come_one_by_one_and_stay_closed(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/")
    close = page.get_by_role("button", name="Close this hint")
    for number, words in enumerate(HINTS, 1):
        expect(hints(page)).to_have_text(re.compile(f"Hint {number} of 3.*{words}"))
        close.focus()
        page.keyboard.press("Enter")
        if number == 1:
            drawn(page)
            page.reload()
    expect(close).to_be_hidden()
    expect(page.locator('[data-action="play"]')).to_be_focused()
    drawn(page)
    page.reload()
    expect(page.get_by_role("button", name=re.compile("Play|Pause"))).to_be_enabled()
    expect(hints(page)).to_have_count(0)


@pytest.mark.parametrize("size", [(1440, 900), (768, 1024), (390, 844)], ids=lambda size: f"{size[0]}")
@pytest.mark.parametrize("first", [True, False], ids=["first-visit", "later"])
def test_nothing_moves_when_the_page_comes_alive(page: Page, size: tuple[int, int], first: bool) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    lab = page if first else LabPage(page).page
    held = hold_scripts(page)
    lab.goto("/", wait_until="commit")
    page.wait_for_selector(".transport", state="attached")
    page.wait_for_function(STYLED)
    parts = [part for part in PARTS if part != ".rail" or size[0] > 1100]  # a drawer where it is narrow
    before = page.evaluate(BOXES, parts)
    held[0].continue_()
    page.locator(".js-plotly-plot .main-svg").first.wait_for(state="attached")
    expect(page.locator('[data-part="train-cost"]')).not_to_have_text("\N{EN DASH}")
    assert page.evaluate(BOXES, parts) == before


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_first_paint_has_the_colours_of_the_chosen_theme(
    page: Page, theme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme="dark" if theme == "light" else "light")  # the choice wins
    page.add_init_script(f"localStorage.setItem('theme', '{theme}')")
    held = hold_scripts(page)
    page.goto("/", wait_until="commit")
    page.wait_for_selector(".transport")
    colours = page.evaluate(
        "() => ['html', '.stage'].map(part => getComputedStyle(document.querySelector(part)).backgroundColor)"
    )
    expected = {
        "light": ["rgb(246, 246, 244)", "rgb(255, 255, 255)"],
        "dark": ["rgb(15, 17, 21)", "rgb(23, 26, 32)"],
    }
    assert colours == expected[theme]
    expect(page.locator("[data-part=busy]").first).to_be_visible()
    held[0].continue_()
    expect(page.locator('[data-part="train-cost"]')).not_to_have_text("\N{EN DASH}")
    expect(page.locator("[data-part=busy]").first).to_be_hidden()


REFUSALS = {
    503: ("Server full", "all 500 runs are in use: try again later", "The server cannot do this now: "),
    429: ("Too many requests", "calls: too many", "The server was asked too often: "),
}


@pytest.mark.parametrize("status", [503, 429])
def test_a_server_that_is_full_from_the_start_is_asked_again_by_itself(
    page: Page, watched: Watched, status: int
) -> None:
    title, detail, words = REFUSALS[status]
    asked = 0

    def refuse(route: Route) -> None:
        nonlocal asked
        asked += 1
        if asked > 2:
            return route.continue_()
        body = json.dumps({"title": title, "status": status, "detail": detail})
        wait = "3600" if asked == 1 else "2"
        headers = {"Content-Type": "application/problem+json", "Retry-After": wait}
        return route.fulfill(status=status, headers=headers, body=body)

    page.route(f"**{API}/runs", refuse)
    page.goto("/")
    card = page.get_by_role("alert").filter(has_text="No network yet")
    expect(card).to_contain_text(words + detail)
    expect(card).to_contain_text(re.compile(r"Trying again in 3,5\d\d s"))
    expect(page.locator('[data-part="notice"]')).to_be_empty()  # once is enough
    card.get_by_role("button", name="Try again").click()  # and this one comes back by itself
    expect(page.locator('[data-part="train-cost"]')).not_to_have_text("\N{EN DASH}")
    expect(card).to_be_hidden()
    assert asked == 3
    assert len(watched.console) == 2
    assert all(f"status of {status}" in line for line in watched.console)
    watched.console.clear()
    watched.failures.clear()


def test_a_choice_that_a_full_server_refused_is_counted_down_beside_the_run(
    page: Page, watched: Watched
) -> None:
    lab = LabPage(page).open()
    body = json.dumps({"title": "Server full", "status": 503, "detail": "all 500 runs are in use"})
    full = {"Content-Type": "application/problem+json", "Retry-After": "2"}
    page.route(f"**{API}/runs", lambda route: route.fulfill(status=503, headers=full, body=body), times=1)
    lab.choose("Activation", "sigmoid")
    expect(lab.notice).to_have_text("The server cannot do this now: all 500 runs are in use")
    expect(page.locator('[data-part="retry-wait"]')).to_have_text(re.compile(r"Trying again in [12] s"))
    lab.wait_for_run("network.activation", "sigmoid")
    expect(lab.notice).to_be_empty()
    expect(page.locator('[data-part="retry-wait"]')).to_be_empty()
    watched.console.clear()
    watched.failures.clear()


@pytest.mark.parametrize("width", [1440, 390])
def test_without_javascript_the_page_says_what_it_is_and_where_the_api_is(
    browser: Browser, server: str, width: int
) -> None:
    context = browser.new_context(
        java_script_enabled=False, base_url=server, viewport={"width": width, "height": 844}
    )
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", name="See a shallow neural network learn")).to_be_visible()
    expect(page.get_by_text("The page needs JavaScript, which is off here.")).to_be_visible()
    for name in ("Play", "Choices", "Theme", "Keys", "Close this hint"):
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
    page.get_by_role("link", name="the API documentation").click()
    expect(page).to_have_url(f"{server}/docs")
    context.close()
