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


def in_chinese(page: Page) -> None:
    """The page in the other language, with a link that could not be used."""
    LabPage(page).open("/?lang=zh#v=1&hidden_width=0").curve()
    expect(page.get_by_role("alert").filter(has_text="hidden_width=0")).to_be_visible()


def shared(page: Page) -> None:
    """The dialog that makes links, all of it."""
    LabPage(page).open().advance(10)
    page.get_by_role("button", name="Share").click()
    page.get_by_text("Leave out controls").click()
    page.get_by_role("combobox", name="It opens").select_option("embed")
    expect(page.get_by_role("img", name="QR code")).to_be_visible()


def framed(page: Page) -> None:
    """The page as another page frames it."""
    LabPage(page).open("/?embed=1").curve()


def presented(page: Page) -> None:
    """The page for a projector."""
    LabPage(page).open("/?view=present").curve()


def drawn(page: Page) -> None:
    """Points of one's own that are too few."""
    LabPage(page).open().curve()
    page.locator('[value="custom"]').dispatch_event("click")
    page.get_by_role("application", name="Points").click()
    expect(page.get_by_text("Add points of a second class")).to_be_visible()


def table(page: Page) -> None:
    """A table with a fault."""
    LabPage(page).open().curve()
    page.locator('[data-action="load-csv"]').dispatch_event("click")
    page.get_by_role("textbox", name="Table").fill("1,2,a\n3,oops,b\n")
    expect(page.get_by_text("Line 2, column 2")).to_be_visible()


Screen = Callable[[Page], None]
SCREENS: list[Screen] = [first_visit, trained, diverged, keys, compared, more_steps]
SCREENS += [in_chinese, shared, framed, presented, drawn, table]


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
