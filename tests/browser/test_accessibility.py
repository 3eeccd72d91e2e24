"""No screen has anything that axe-core objects to, light or dark, wide or narrow."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.compare_page import ComparePage
from tests.browser.lab_page import LabPage
from tests.support import API


def first_visit(page: Page) -> None:
    """The page as it opens."""
    LabPage(page).open().curve()


def trained(page: Page) -> None:
    """A run that has learned something."""
    lab = LabPage(page).open()
    lab.advance(30)
    lab.curve()


def diverged(page: Page) -> None:
    """A run that left the finite range."""
    network = {"activation": "relu", "init": {"scheme": "he_normal", "scale": 100}}
    chosen = {"network": network, "training": {"learning_rate": 30}}
    run = page.request.post(f"{API}/runs", data=chosen).json()["id"]
    page.request.post(f"{API}/runs/{run}/advance", data={"iterations": 500})
    page.goto(f"/#run={run}")
    expect(page.get_by_role("alert").filter(has_text="Training diverged")).to_be_visible()


def keys(page: Page) -> None:
    """The list of keys."""
    LabPage(page).open().curve()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def compared(page: Page) -> None:
    """Four networks, one of them frozen."""
    lab = ComparePage(page)
    lab.open()
    page.locator('[data-preset="schemes"]').dispatch_event("click")  # in the drawer where it is narrow
    lab.wait_for_networks(4)
    lab.advance(30)
    lab.curves()
    expect(page.get_by_role("status").filter(has_text="Frozen.")).to_be_visible()


def more_steps(page: Page) -> None:
    """A run that has gone back, and the card with more steps."""
    lab = LabPage(page).open()
    lab.advance(30)
    page.keyboard.press("Shift+ArrowLeft")
    page.get_by_role("button", name="More steps").click()
    entry = page.get_by_role("dialog", name="More steps").get_by_role("textbox")
    entry.fill("many")
    entry.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="must be a whole number")).to_be_visible()


Screen = Callable[[Page], None]
SCREENS: list[Screen] = [first_visit, trained, diverged, keys, compared, more_steps]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_axe_finds_nothing(
    page: Page, screen: Screen, size: tuple[int, int], scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    screen(page)
    assert violations(page) == []
