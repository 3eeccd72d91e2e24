"""The server goes away in mid-stream and comes back: the page says so, goes on, and has lost nothing."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched
from tests.browser.lab_page import LabPage, eventually
from tests.faults.processes import ServerProcess
from tests.support import play

NO_SERVER = re.compile(
    r"error: WebSocket connection to 'ws://127\.0\.0\.1:\d+/api/v1/runs/[\w-]{16}/stream' failed: "
    r"(Error in connection establishment: net::ERR_CONNECTION_(REFUSED|RESET)"
    r"|Connection closed before receiving a handshake response)"
    r"|error: Failed to load resource: net::ERR_CONNECTION_(REFUSED|RESET)"
)
"""What Chromium itself writes about a server that is not there."""


@pytest.fixture
def process(tmp_path: Path) -> Iterator[ServerProcess]:
    """Start a server that keeps its runs in a file."""
    server = ServerProcess(f"sqlite:///{tmp_path}/runs.db")
    server.start()
    play(server.ready())
    yield server
    server.stop()


@pytest.fixture
def lab(browser: Browser, process: ServerProcess) -> Iterator[LabPage]:
    """Open the page; its console must tell of nothing but the missing server."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=process.address)
    tab, watched = context.new_page(), Watched()
    tab.set_default_timeout(30_000)
    watched.watch(tab)
    yield LabPage(tab).open()
    context.close()
    assert [line for line in watched.console if not NO_SERVER.fullmatch(line)] == []


def go_away(lab: LabPage, process: ServerProcess, number: int = signal.SIGKILL) -> None:
    """End the server and wait until the page says that it is gone."""
    process.send(number)
    process.wait()
    expect(lab.reconnecting).to_be_visible()


def come_back(lab: LabPage, process: ServerProcess) -> None:
    """Start the server again and wait until the page has found it."""
    process.start()
    expect(lab.reconnecting).to_be_hidden()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
def test_the_page_goes_on_after_the_server_was(lab: LabPage, process: ServerProcess, number: int) -> None:
    lab.play.click()
    lab.wait_for_iteration(60)
    before = lab.pictures()
    go_away(lab, process, number)
    expect(lab.pause).to_be_enabled()
    expect(lab.step).to_be_disabled()
    expect(lab.reset).to_be_disabled()
    expect(lab.page.get_by_role("button", name="New draw")).to_be_disabled()
    assert lab.pictures()
    come_back(lab, process)
    expect(lab.pause).to_be_visible()
    expect(lab.step).to_be_enabled()
    lab.wait_for_iteration(lab.count() + 60)
    stopped = lab.stop()
    assert lab.summary()["iteration"] == stopped
    assert all(old != new for old, new in zip(before, lab.pictures(), strict=True))
    lab.check_curve(process.address)


def test_a_chart_that_could_not_be_loaded_comes_with_the_server(lab: LabPage, process: ServerProcess) -> None:
    lab.page.route(re.compile(r"/plotly-[\d.]+\.min\.js"), lambda route: route.abort("connectionrefused"))
    lab.page.reload()
    expect(lab.page.get_by_text("The chart could not be loaded.")).to_be_visible()
    lab.page.unroute_all()
    go_away(lab, process)
    come_back(lab, process)
    lab.chart.first.wait_for(state="attached")
    lab.advance(10)
    lab.check_curve(process.address)


def test_a_pause_while_the_server_is_away_holds(lab: LabPage, process: ServerProcess) -> None:
    lab.play.click()
    lab.wait_for_iteration(30)
    go_away(lab, process)
    lab.pause.click()
    expect(lab.play).to_be_enabled()
    come_back(lab, process)
    eventually(
        lab.page,
        "async run => (await (await fetch(`/api/v1/runs/${run}`)).json()).state === 'paused'",
        lab.run(),
    )
    expect(lab.play).to_be_visible()
    assert lab.settled() == lab.summary()["iteration"]
    lab.check_curve(process.address)


def test_play_while_the_server_is_away_plays(lab: LabPage, process: ServerProcess) -> None:
    go_away(lab, process)
    lab.play.click()
    expect(lab.pause).to_be_visible()
    come_back(lab, process)
    lab.wait_for_iteration(20)
    expect(lab.pause).to_be_visible()
    assert lab.summary()["state"] == "running"


def test_a_learning_rate_chosen_while_the_server_is_away_acts(lab: LabPage, process: ServerProcess) -> None:
    lab.play.click()
    lab.wait_for_iteration(30)
    go_away(lab, process)
    lab.enter("Learning rate", "0.25")
    expect(lab.rate).to_have_value("0.25")
    come_back(lab, process)
    lab.wait_for_iteration(lab.count() + 30)
    lab.stop()
    assert lab.configuration()["training"]["learning_rate"] == 0.25
    expect(lab.rate).to_have_value("0.25")
    lab.check_curve(process.address)


def test_a_choice_that_starts_again_waits_for_the_server(lab: LabPage, process: ServerProcess) -> None:
    lab.play.click()
    lab.wait_for_iteration(30)
    first = lab.run()
    go_away(lab, process)
    lab.choose("Activation", "ReLU")
    come_back(lab, process)
    lab.page.wait_for_function("first => sessionStorage.getItem('run') !== first", arg=first)
    lab.wait_for_iteration(10)
    expect(lab.pause).to_be_visible()
    assert lab.configuration()["network"]["activation"] == "relu"
    expect(lab.units).to_have_count(4)
    expect(lab.notice).to_be_empty()


def test_a_page_that_drove_drives_again_though_another_was_back_first(
    lab: LabPage, browser: Browser, process: ServerProcess
) -> None:
    second = LabPage(browser.new_page())
    second.open(f"{process.address}/#run={lab.run()}")
    expect(second.watching).to_be_visible()
    delay_sockets(lab.page)
    go_away(lab, process)
    expect(second.reconnecting).to_be_visible()
    process.start()
    expect(second.reconnecting).to_be_hidden()
    expect(second.play).to_be_enabled()  # nobody else is there
    lab.page.evaluate("window.letSocketsThrough()")
    expect(lab.reconnecting).to_be_hidden()
    expect(second.watching).to_be_visible()
    lab.step.click()
    expect(lab.iteration).to_have_text("1")
    expect(second.iteration).to_have_text("1")
    second.page.context.close()


def delay_sockets(page: Page) -> None:
    """Let new sockets of the page fail until it says otherwise."""
    page.evaluate(
        """() => {
            const Real = window.WebSocket;
            window.WebSocket = class extends EventTarget {
                static OPEN = 1;
                readyState = 0;
                constructor() {
                    super();
                    setTimeout(() => this.onclose?.({ code: 1006, reason: "" }));
                }
                close() {}
            };
            window.letSocketsThrough = () => {
                window.WebSocket = Real;
                dispatchEvent(new Event("online"));
            };
        }"""
    )
