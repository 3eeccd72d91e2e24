"""Two pages on one run, and a page that nobody sees."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from tests.browser.conftest import Watched
from tests.browser.lab_page import LabPage, eventually
from tests.support import API

Open = Callable[[str], LabPage]
NOT_FOUND = "error: Failed to load resource: the server responded with a status of 404 (Not Found)"
UNAVAILABLE = NOT_FOUND.replace("404 (Not Found)", "503 (Service Unavailable)")
WHY = re.compile("Another page drives this run")


@pytest.fixture
def lab(page: Page) -> LabPage:
    """Give the page with its first run shown."""
    return LabPage(page).open()


@pytest.fixture
def open_another(browser: Browser, server: str) -> Iterator[Open]:
    """Open further pages, by the part of the address after the server's; their consoles must stay silent."""
    opened: list[tuple[Page, Watched]] = []

    def open_at(place: str) -> LabPage:
        tab, watched = browser.new_page(base_url=server), Watched()
        watched.watch(tab)
        opened.append((tab, watched))
        tab.set_default_timeout(20_000)
        return LabPage(tab).open(place)

    yield open_at
    for tab, watched in opened:
        tab.context.close()
        assert [line for line in watched.console if line != NOT_FOUND] == []


def test_a_second_page_watches_the_same_run_and_changes_nothing(lab: LabPage, open_another: Open) -> None:
    second = open_another(f"/#run={lab.run()}")
    expect(second.watching).to_be_visible()
    expect(lab.watching).to_be_hidden()
    for control in (second.play, second.step, second.reset):
        expect(control).to_be_disabled()
        expect(control).to_have_attribute("title", WHY)
    expect(second.rate).to_be_disabled()
    expect(second.page.get_by_role("radio", name="ReLU", exact=True)).to_be_disabled()
    expect(second.page.get_by_role("button", name="New draw")).to_be_disabled()
    expect(second.page.get_by_role("radio", name="max")).to_be_disabled()
    second.page.locator("body").press("ArrowRight")
    second.page.locator("body").press(" ")
    second.page.locator("body").press("n")
    lab.step.click()
    expect(second.iteration).to_have_text("1")
    assert second.cost.text_content() == lab.cost.text_content() == "0.692981"
    lab.enter("Learning rate", "0.5")
    expect(second.rate).to_have_value("0.5")
    lab.play.click()
    expect(second.pause).to_be_visible()
    second.wait_for_iteration(20)
    stopped = lab.stop()
    expect(second.play).to_be_visible()
    expect(second.iteration).to_have_text(str(stopped))
    assert second.curve() == lab.curve()


def test_taking_over_changes_who_watches(lab: LabPage, open_another: Open) -> None:
    second = open_another(f"/#run={lab.run()}")
    lab.play.click()
    second.wait_for_iteration(10)
    second.take_over.click()
    expect(second.take_over).to_be_hidden()
    expect(second.pause).to_be_focused()
    expect(lab.watching).to_be_visible()
    expect(lab.notice).to_have_text("Another page has taken over. This one watches.")
    expect(lab.pause).to_be_disabled()
    expect(lab.rate).to_be_disabled()
    stopped = second.stop()
    expect(lab.play).to_be_visible()
    expect(lab.iteration).to_have_text(str(stopped))
    second.enter("Learning rate", "0.25")
    expect(lab.rate).to_have_value("0.25")
    lab.take_over.click()
    expect(lab.play).to_be_enabled()
    expect(lab.play).to_have_attribute("title", "Play or pause (Space)")
    expect(second.watching).to_be_visible()
    assert lab.configuration()["training"]["learning_rate"] == 0.25


def test_the_page_that_stays_drives(lab: LabPage, open_another: Open) -> None:
    second = open_another(f"/#run={lab.run()}")
    second.take_over.click()
    expect(lab.watching).to_be_visible()
    second.page.close()
    expect(lab.play).to_be_enabled()
    lab.step.click()
    expect(lab.iteration).to_have_text("1")


def test_a_page_that_took_over_and_starts_another_run_leaves_the_first_one_to_its_maker(
    lab: LabPage, open_another: Open
) -> None:
    second = open_another(f"/#run={lab.run()}")
    second.take_over.click()
    second.choose("Activation", "sigmoid")
    expect(lab.play).to_be_enabled()
    second.wait_for_run("network.activation", "sigmoid")
    assert second.run() != lab.run()
    second.page.wait_for_function(
        "location.hash === '#v=1&activation=sigmoid'"
    )  # its own run, not the other one's
    assert lab.configuration()["network"]["activation"] == "tanh"
    lab.step.click()
    expect(lab.iteration).to_have_text("1")
    expect(second.iteration).to_have_text("0")


@pytest.mark.parametrize("name", ["A1b2C3d4E5f6G7h8", "../../catalog", ""])
def test_an_address_without_a_run_gives_one_of_ones_own(open_another: Open, name: str) -> None:
    lab = open_another(f"/#run={name}")
    expect(lab.notice).to_have_text("There is no run at this address. This one is yours.")
    lab.step.click()
    expect(lab.iteration).to_have_text("1")
    assert lab.page.evaluate("location.hash") == ""


def test_a_run_that_its_driver_drops_gives_a_watching_page_one_of_its_own(
    lab: LabPage, open_another: Open
) -> None:
    second = open_another(f"/#run={lab.run()}")
    expect(second.watching).to_be_visible()
    lab.choose("Activation", "sigmoid")
    expect(second.notice).to_contain_text("A new one started from the same choices.")
    expect(second.watching).to_be_hidden()
    second.step.click()
    expect(second.iteration).to_have_text("1")


def test_a_full_server_says_so_and_the_choice_can_be_tried_again(lab: LabPage, watched: Watched) -> None:
    problem = {"title": "Server full", "status": 503, "detail": "all 500 runs are in use: try again later"}
    lab.page.route(
        f"**{API}/runs",
        lambda route: route.fulfill(
            status=503, content_type="application/problem+json", body=json.dumps(problem)
        ),
    )
    lab.choose("Activation", "sigmoid")
    expect(lab.notice).to_have_text("The server cannot do this now: all 500 runs are in use: try again later")
    lab.page.unroute_all()
    lab.page.get_by_role("button", name="Try again").click()
    lab.wait_for_run("network.activation", "sigmoid")
    expect(lab.notice).to_be_empty()
    assert watched.console == [UNAVAILABLE]
    watched.console.clear()
    watched.failures.clear()


HIDE = """hidden => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_hidden_tab_paints_nothing_and_its_run_goes_on(page: Page, server: str) -> None:
    frames: list[set[str]] = []

    def note(payload: str | bytes) -> None:
        if isinstance(payload, bytes):
            size = int.from_bytes(payload[:8], "little")
            frames.append(set(json.loads(payload[8 : 8 + size])) - {"__metadata__"})

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", note)

    page.on("websocket", listen)
    lab = LabPage(page).open()
    lab.play.click()
    lab.wait_for_iteration(20)
    page.evaluate(HIDE, True)
    shown, pictures = lab.settled(), lab.pictures()
    until = shown + 150
    while True:
        eventually(
            page,
            """async ([address, until]) => (await (await fetch(address)).json()).iteration > until""",
            [f"{API}/runs/{lab.run()}", until],
        )
        if frames[-2:] == [{"costs"}, {"costs"}]:
            break
        until += 50  # what was under way comes first, and then two frames a second
        assert until < shown + 2000, frames[-2:]
    assert (lab.count(), lab.pictures()) == (shown, pictures)
    page.evaluate(HIDE, False)
    lab.wait_for_iteration(shown + 150)
    lab.stop()
    assert frames[-1] >= {"surface", "hidden", "costs", "W1"}
    assert all(old != new for old, new in zip(pictures, lab.pictures(), strict=True))
    lab.check_curve(server)
