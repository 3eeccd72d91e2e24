"""What links lead to, and the dialog that makes them, by axe-core's rules."""

from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.lab_page import LabPage

Screen = Callable[[Page], None]


def unusable(page: Page) -> None:
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("screen", [unusable, shared, framed, presented], ids=lambda screen: screen.__name__)
def test_axe_finds_nothing(
    page: Page, screen: Screen, size: tuple[int, int], scheme: Literal["light", "dark"]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme)
    screen(page)
    assert violations(page) == []
