"""The page with points of one's own on it."""

import re
from typing import Any

from playwright.sync_api import FloatRect, expect

from tests.browser.lab_page import LabPage

EMPTY = "Click to add points"


class Own:
    """The page with own data chosen."""

    def __init__(self, lab: LabPage) -> None:
        """Wrap a page."""
        self.lab, self.page = lab, lab.page
        self.layer = self.page.locator('[data-part="draw"]')
        self.points = self.page.locator('[data-part="own-points"] path, [data-part="points"] path').locator(
            "visible=true"
        )
        self.hint = self.page.locator('[data-part="draw-hint"]')
        self.undo = self.page.get_by_role("button", name="Undo")
        self.redo = self.page.get_by_role("button", name="Redo")
        self.entry = self.page.get_by_role("textbox", name="Table")
        self.use = self.page.get_by_role("button", name="Use these points")
        self.fault = self.page.locator('[data-part="table-fault"]')

    def choose(self) -> "Own":
        """Choose own data, of which there are none yet."""
        self.lab.choose("Data", "Own data")
        expect(self.hint).to_have_text(EMPTY)
        return self

    def box(self) -> FloatRect:
        """Return where the plot is."""
        box = self.layer.bounding_box()
        assert box
        return box

    def place(self, u: float, v: float) -> tuple[float, float]:
        """Return a place of the plot, from shares of it, in pixels of the page."""
        box = self.box()
        return box["x"] + u * box["width"], box["y"] + v * box["height"]

    def click(self, u: float, v: float) -> None:
        """Put a point, or erase."""
        self.page.mouse.click(*self.place(u, v))

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Brush from one place to another."""
        self.page.mouse.move(*self.place(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self.place(*end), steps=20)
        self.page.mouse.up()

    def take(self, tool: str) -> None:
        """Choose what is drawn."""
        self.page.get_by_role("radiogroup", name="What to draw").get_by_role("radio", name=tool).check(
            force=True
        )

    def count(self) -> int:
        """Return how many points the rail tells of."""
        found = re.search(
            r"([\d,]+) points", self.page.locator('[data-part="data-fact"]').text_content() or ""
        )
        assert found
        return int(found[1].replace(",", ""))

    def data(self) -> Any:
        """Return the data of the run, once it is one of the points that are shown."""
        self.lab.wait_for_run("data.source", self.lab.configuration()["data"]["source"])
        return self.lab.configuration()["data"]

    def load(self, table: str) -> None:
        """Open the dialog and fill a table in."""
        self.page.get_by_role("button", name="Load CSV").click()
        self.entry.fill(table)


def draw_two_classes(own: Own) -> None:
    """Draw a point of each of two classes."""
    own.click(0.25, 0.5)
    expect(own.hint).to_have_text("Add points of a second class")
    own.take("class 1")
    own.click(0.75, 0.5)
    expect(own.hint).to_be_hidden()


def two_classes(own: Own) -> None:
    """Draw a point of each of two classes, and wait for their run."""
    draw_two_classes(own)
    own.lab.wait_for_run("data.source", "custom")
