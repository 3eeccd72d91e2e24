"""A real Chromium, and a page that tells of every request and every word on its console."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright

expect.set_options(timeout=20_000)  # a loaded machine is slow, not wrong
FOLDER = Path(__file__).parent
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
REMARKS = ("warning: Canvas2D: Multiple readback operations", "warning: [.WebGL-")
"""How Chromium begins its remarks on the speed of Plotly's 3-D drawing, which no page can change."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the first of each test's parameters, unless all are asked for or the test is marked `every`."""
    if config.getoption("thorough"):
        return
    kept: dict[str, pytest.Item] = {}
    others = []
    for item in items:
        here = FOLDER in item.path.parents and item.get_closest_marker("every") is None
        if kept.setdefault(item.nodeid.partition("[")[0] if here else item.nodeid, item) is not item:
            others.append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = kept.values()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the Chromium that scripts/test found or installed."""
    path = os.environ.get("SHALLOWSCOPE_TEST_CHROMIUM")
    if not path:
        pytest.fail("no Chromium is named by SHALLOWSCOPE_TEST_CHROMIUM: run the tests with scripts/test")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@dataclass
class Watched:
    """What a page did besides what it shows."""

    console: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    def watch(self, page: Page) -> None:
        """Note console, errors, failed requests and the host of every request and socket."""
        page.on("console", lambda message: self._hear(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.console.append(f"error: {error}"))
        page.on("requestfailed", self._fail)
        page.on("request", lambda request: self._note(request.url))
        page.on("websocket", lambda socket: self._note(socket.url))
        page.on(
            "response",
            lambda answer: self.failures.append(answer.url) if answer.status >= 400 else None,
        )

    def _hear(self, words: str) -> None:
        if not words.startswith(REMARKS):
            self.console.append(words)

    def _fail(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # given up: the page was left, or wants something else
            self.failures.append(request.url)

    def _note(self, url: str) -> None:
        if not url.startswith(("data:", "blob:")):
            self.hosts.add(urlsplit(url).netloc)


@pytest.fixture
def watched() -> Watched:
    """Give the notes that `page` writes."""
    return Watched()


@pytest.fixture
def page(browser: Browser, watched: Watched, server: str) -> Iterator[Page]:
    """Open an empty tab; afterwards its console must be silent, every request local and answered."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=server)
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    watched.watch(tab)
    yield tab
    context.close()
    assert watched.console == []
    assert watched.failures == []
    assert watched.hosts <= {urlsplit(server).netloc}
