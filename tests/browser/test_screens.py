"""Every screen at four sizes, in both languages: nothing overlaps, is cut off or scrolls sideways, and
axe-core finds nothing, light or dark."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser.axe import violations
from tests.browser.conftest import Watched
from tests.browser.screens import SCREENS, SETTLED, SIZES, Screen, full

LAYOUT = (Path(__file__).parent / "layout.js").read_text(encoding="utf-8").partition("*/\n")[2].rstrip(";\n ")
PHONE, LAPTOP = SIZES[0], SIZES[2]
"""Where everything is looked at in both languages, and by axe-core."""
WALK, SHORT_WALK = (LAPTOP, SIZES[3], SIZES[1], PHONE), (LAPTOP, PHONE)
"""The sizes that a window goes through: opened at the first, made larger or smaller from there."""
PATIENCE = 5_000
"""Milliseconds until a fault is one."""


@pytest.fixture
def thorough(pytestconfig: pytest.Config) -> bool:
    """Say whether every size is looked at."""
    return bool(pytestconfig.getoption("thorough"))


@pytest.mark.every
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_a_screen_is_whole_and_accessible_at_every_size(
    page: Page, watched: Watched, screen: Screen, thorough: bool
) -> None:
    walk(page, watched, screen, "en", WALK if thorough else SHORT_WALK)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_a_screen_is_so_in_chinese(page: Page, watched: Watched, screen: Screen) -> None:
    walk(page, watched, screen, "zh-CN", (PHONE, LAPTOP))


def walk(
    page: Page, watched: Watched, screen: Screen, language: str, sizes: Sequence[tuple[int, int]]
) -> None:
    """Look at a screen in one size after the other."""
    page.set_extra_http_headers({"Accept-Language": language})
    for k, (width, height) in enumerate(sizes):
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": width, "height": height})
        if k == 0:
            screen(page)
            assert page.evaluate("document.documentElement.lang") == language
            if screen is full:
                watched.console.clear()  # Chromium's own word on the 503
                watched.failures.clear()
        page.mouse.move(0, 0)  # no tip of what happens to lie under it now
        page.evaluate(SETTLED)
        try:
            page.wait_for_function(f"() => ({LAYOUT})().length === 0", timeout=PATIENCE)  # charts come last
        except PlaywrightTimeoutError:
            pytest.fail(f"{width} x {height}:\n" + "\n".join(page.evaluate(LAYOUT)))
        if (width, height) in (PHONE, LAPTOP):
            assert violations(page) == [], f"{width} x {height}"
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # at once
            assert violations(page) == [], f"{width} x {height}, dark"
