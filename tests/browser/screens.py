"""Every screen of the page, in any language and at any size: what test_accessibility, test_layout and
scripts/screenshots look at."""

import json
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.browser.lab_page import KNOWN
from tests.support import API

Screen = Callable[[Page], None]
NARROW = 1100
"""Under so many pixels the rail is a drawer."""
EXPLODING = {
    "network": {"activation": "relu", "init": {"scheme": "he_normal", "scale": 100}},
    "training": {"learning_rate": 30},
}
SETTLED = """() => new Promise(done => {
    let left = 12;
    const frame = () => (left-- ? requestAnimationFrame(frame) : done());
    frame();
})"""


def open_run(page: Page, configuration: dict[str, Any] | None = None, iterations: int = 0) -> None:
    """Show a run of these choices that stands at an iteration, in a browser that has been here before."""
    page.add_init_script(KNOWN)
    answer = page.request.post(f"{API}/runs", data=configuration or {})
    assert answer.ok, answer.text()
    run = answer.json()["id"]
    if iterations:
        page.request.post(f"{API}/runs/{run}/advance", data={"iterations": iterations})
    page.goto(f"/#run={run}")
    settle(page)


def settle(page: Page) -> None:
    """Wait until the first picture and the chart are there, and nothing is being made."""
    expect(page.locator('[data-part="train-cost"]')).not_to_have_text("\N{EN DASH}")
    page.locator(".cost-chart .main-svg").first.wait_for(state="attached")
    page.evaluate(SETTLED)


def open_rail(page: Page) -> None:
    """Show the choices where they are a drawer."""
    if page.evaluate("innerWidth") < NARROW:
        page.locator('[data-action="drawer"]').click()
        page.evaluate(SETTLED)


def first_visit(page: Page) -> None:
    """The page as it opens for the first time: it trains, and gives a hint."""
    page.goto("/")
    settle(page)
    page.wait_for_function("() => document.querySelector('[data-part=iteration]').textContent > 100")
    page.keyboard.press(" ")
    expect(page.locator('[data-part="play-icon"]')).to_have_attribute("href", "#icon-play")
    page.evaluate(SETTLED)


def start(page: Page) -> None:
    """The page as it opens later."""
    open_run(page)


def trained(page: Page) -> None:
    """A run that has learned something, with test examples."""
    open_run(
        page,
        {"network": {"hidden_width": 8, "init": {"scheme": "he_normal"}}, "data": {"test_share": 0.2}},
        1000,
    )


def classes(page: Page) -> None:
    """Five classes."""
    open_run(
        page,
        {
            "data": {"source": "pinwheel", "classes": 5},
            "network": {"hidden_width": 8, "init": {"scheme": "xavier_normal"}},
        },
        300,
    )


def wave(page: Page) -> None:
    """A regression of one feature."""
    open_run(
        page,
        {
            "data": {"source": "sine"},
            "network": {"hidden_width": 6, "init": {"scheme": "xavier_normal"}},
            "training": {"learning_rate": 0.1},
        },
        400,
    )


def wide(page: Page) -> None:
    """A network of 32 units."""
    open_run(page, {"network": {"hidden_width": 32, "init": {"scheme": "xavier_normal"}}}, 200)


def changed(page: Page) -> None:
    """A run that has gone back, with the card for more steps and a wrong number in it."""
    open_run(page, iterations=30)
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator('[data-part="iteration"]')).to_have_text("20")
    page.locator('[data-action="steps"]').click()
    entry = page.locator('#steps [data-part="count"]')
    entry.fill("many")
    entry.press("Enter")
    expect(page.locator("#steps-error")).to_be_visible()


def advanced(page: Page) -> None:
    """All choices."""
    open_run(page, iterations=30)
    open_rail(page)
    page.locator('[data-part="advanced"] summary').click()
    page.locator('[data-part="advanced-body"]').wait_for()
    page.evaluate(SETTLED)


def solid(page: Page) -> None:
    """The surface in three dimensions."""
    open_run(page, {"network": {"init": {"scheme": "xavier_normal"}}}, 500)
    page.keyboard.press("d")
    page.locator('[data-part="solid"] canvas').first.wait_for(state="visible")
    page.evaluate(SETTLED)


def compared(page: Page) -> None:
    """Four networks, one of them frozen."""
    open_run(page)
    page.locator('[data-preset="schemes"]').dispatch_event("click")  # in the drawer where it is narrow
    expect(page.get_by_role("article")).to_have_count(4)
    expect(page.locator('.comparison [data-part="busy"]')).to_be_hidden()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    expect(page.locator('[data-part="iteration"]')).to_have_text("30")
    page.locator(".compare-cost .js-plotly-plot").wait_for()
    page.locator(
        ".network-card [data-part=frozen]:visible, .network-card .warn-chip:visible"
    ).first.wait_for()
    page.evaluate(SETTLED)


def keys(page: Page) -> None:
    """The list of keys."""
    open_run(page)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def own_data(page: Page) -> None:
    """A plot that takes points."""
    open_run(page)
    page.locator('[data-action="draw"]').dispatch_event("click")
    expect(page.locator('[data-part="draw"]')).to_be_visible()
    page.evaluate(SETTLED)


def table(page: Page) -> None:
    """A table that is read."""
    open_run(page)
    page.locator('[data-action="load-csv"]').dispatch_event("click")
    page.locator('[data-part="table-text"]').fill("a,b,kind\n1,2,cat\n2,1,dog\n3,4,cat\n4,3,dog\n")
    expect(page.locator('[data-part="table-preview"]')).to_be_visible()


def faulty_table(page: Page) -> None:
    """A table with a fault."""
    open_run(page)
    page.locator('[data-action="load-csv"]').dispatch_event("click")
    page.locator('[data-part="table-text"]').fill("1,2,a\n3,oops,b\n")
    expect(page.locator("#table-fault")).to_be_visible()


def too_few(page: Page) -> None:
    """Points of one's own that are too few."""
    open_run(page)
    page.locator('[value="custom"]').dispatch_event("click")
    page.locator('[data-part="draw"]').click()
    expect(page.locator('[data-part="own-points"] path')).to_have_count(1)
    page.evaluate(SETTLED)


def bad_link(page: Page) -> None:
    """A link that could not be used."""
    page.add_init_script(KNOWN)
    page.goto("/#v=1&hidden_width=0")
    settle(page)
    expect(page.locator('[data-view="note"]')).to_be_visible()


def shared(page: Page) -> None:
    """The dialog that makes links, all of it."""
    open_run(page, iterations=30)
    page.locator('[data-action="share"]').first.click()
    page.locator(".share-hide summary").click()
    page.locator('.share [data-part="form"]').select_option("embed")
    expect(page.locator('.share [data-part="code"]')).to_be_visible()


def take_home(page: Page) -> None:
    """The dialog with a run's files, from the dialog of links: every size has that way."""
    open_run(page, iterations=30)
    page.locator('[data-action="share"]').first.click()
    page.locator('[data-action="to-take-home"]').click()
    expect(page.locator("#take-home")).to_be_visible()


def framed(page: Page) -> None:
    """The page as another page frames it."""
    page.goto("/?embed=1")
    settle(page)


def presented(page: Page) -> None:
    """The page for a projector."""
    page.goto("/?view=present")
    settle(page)


def diverged(page: Page) -> None:
    """A run that left the finite range."""
    open_run(page, EXPLODING, 500)
    expect(page.locator('[data-part="diverged"]')).to_be_visible()


def full(page: Page) -> None:
    """A server without room, from the start."""
    page.add_init_script(KNOWN)
    detail = "all 500 runs are in use: try again later"
    body = json.dumps({"title": "Server full", "status": 503, "detail": detail})
    answer = {"Content-Type": "application/problem+json", "Retry-After": "3600"}

    def refuse(route: Route) -> None:
        route.fulfill(status=503, headers=answer, body=body)

    page.route(f"**{API}/runs", refuse)
    page.goto("/")
    expect(page.locator('[data-view="blocked"]')).to_be_visible()
    page.evaluate(SETTLED)


def lesson(page: Page) -> None:
    """A step that has asked, been answered and been checked in vain."""
    page.add_init_script(KNOWN)
    page.goto("/#lesson=race.2")
    settle(page)
    page.locator(".lesson-option").first.click()
    expect(page.locator('[data-part="answer"] strong')).to_be_visible()
    expect(page.locator('[data-action="set-up"]')).to_be_enabled()
    page.locator('[data-action="check"]').click()
    expect(page.locator('[data-part="conditions"] li')).to_have_count(2)
    page.evaluate(SETTLED)


def asked(page: Page) -> None:
    """A step that asks for a prediction."""
    page.add_init_script(KNOWN)
    page.goto("/#lesson=collapse.1")
    settle(page)
    expect(page.locator(".lesson-option")).to_have_count(3)
    expect(page.locator('[data-action="set-up"]')).to_be_enabled()
    page.evaluate(SETTLED)


def lesson_list(page: Page) -> None:
    """The list of lessons, of which one is done and one begun."""
    progress = {"parts": {"done": [1, 2, 3, 4], "said": {}}, "scale": {"done": [2], "said": {"1": 0}}}
    kept = f"try {{ localStorage.setItem('lessons', '{json.dumps(progress)}'); }} catch {{ /* elsewhere */ }}"
    page.add_init_script(kept)
    open_run(page)
    page.locator(".lessons-button").click()
    expect(page.locator(".lesson-entry")).to_have_count(10)


def open_panel(page: Page, name: str) -> None:
    """Show a run that has learned something, with this panel open."""
    page.add_init_script(f"try {{ localStorage.setItem('inside', '{name}'); }} catch {{ /* elsewhere */ }}")
    open_run(page, {"network": {"hidden_width": 6}, "data": {"test_share": 0.2}}, 1000)
    page.wait_for_function(
        "name => document.querySelector(`[data-panel=${name}]`).childElementCount > 0", arg=name
    )
    page.locator(f"#panel-{name}").evaluate("panel => panel.scrollIntoView()")
    page.evaluate(SETTLED)


def hidden_space(page: Page) -> None:
    """The data as the output unit sees them."""
    open_panel(page, "space")


def iteration(page: Page) -> None:
    """The twelve equations."""
    open_panel(page, "iteration")
    expect(page.locator(".entry-box button").first).to_be_visible()


def weights(page: Page) -> None:
    """Weights and gradients."""
    open_panel(page, "weights")


def symmetry(page: Page) -> None:
    """The symmetry meter."""
    open_panel(page, "symmetry")


def init_scale(page: Page) -> None:
    """A sweep over init scales."""
    open_panel(page, "scale")
    page.locator("#panel-scale").get_by_role("button").first.click()
    expect(page.locator("#panel-scale .sweep-dot").first).to_be_attached()


def landscape(page: Page) -> None:
    """The cost over a plane."""
    open_panel(page, "landscape")
    expect(page.locator("#panel-landscape canvas").first).to_be_visible()


SCREENS: tuple[Screen, ...] = (
    *(first_visit, start, trained, classes, wave, wide, changed, advanced, solid, compared),
    *(keys, own_data, too_few, table, faulty_table, bad_link, shared, take_home, framed, presented),
    *(diverged, full),
    *(lesson, asked, lesson_list),
    *(hidden_space, iteration, weights, symmetry, init_scale, landscape),
)
SIZES = ((390, 844), (768, 1024), (1440, 900), (1920, 1080))
