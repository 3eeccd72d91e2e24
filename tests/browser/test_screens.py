"""Every screen at four sizes, in both languages: nothing overlaps, is cut off or scrolls sideways, and
axe-core finds nothing, light or dark."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.conftest import Watched
from tests.browser.screens import SCREENS, SIZES, Screen, full

LAYOUT = (Path(__file__).parent / "layout.js").read_text(encoding="utf-8").partition("*/\n")[2]
ENDS = (SIZES[0], SIZES[2])
"""A phone and a laptop, where everything is looked at in both languages, and by axe-core."""
CASES = [(size, "en") for size in SIZES] + [(size, "zh-CN") for size in ENDS]


@pytest.mark.parametrize(
    ("size", "language"), CASES, ids=[f"{size[0]}x{size[1]}-{language}" for size, language in CASES]
)
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_a_screen_is_whole_and_accessible(
    page: Page, watched: Watched, screen: Screen, size: tuple[int, int], language: str
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.set_extra_http_headers({"Accept-Language": language})
    page.emulate_media(color_scheme="light")
    screen(page)
    if screen is full:
        watched.console.clear()  # Chromium's own word on the 503
        watched.failures.clear()
    assert page.evaluate("document.documentElement.lang") == language
    faults = page.evaluate(LAYOUT)
    assert not faults, "\n".join(faults)
    if size in ENDS:
        assert violations(page) == []
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # at once
        assert violations(page) == []
