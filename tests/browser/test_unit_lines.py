"""The lines of the hidden units on the surface, moved and turned by hand."""

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from core.arrays import Floats
from tests.browser.axe import violations
from tests.browser.lab_page import eventually
from tests.browser.pictures import Pictures
from tests.support import API

STEP = 0.02
TURN = np.pi / 36
STANDARD = {"data": {"source": "moons", "standardize": True, "test_share": 0.25}}


def handle(page: Page, unit: int) -> Locator:
    """Return the handle of a unit's line, from 1."""
    return page.get_by_role("button", name=f"Line of unit {unit}:")


def centre(part: Locator) -> tuple[float, float]:
    """Return where an element is."""
    box = part.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


class Lines(Pictures):
    """A page that shows the lines."""

    def show(self) -> "Lines":
        """Show them, and learn where the plane is in the picture."""
        self.page.keyboard.press("u")
        expect(handle(self.page, 1)).to_be_visible()
        data = self.of("/data")
        X = np.array(data["X"])[:, np.array(data["train"])]
        standardize = self.of("")["configuration"]["data"]["standardize"]
        self.centre = X.mean(axis=1) if standardize else np.zeros(len(X))
        self.scale = X.std(axis=1) if standardize else np.ones(len(X))
        left, right, bottom, top = data["bounds"]
        box = self.page.locator('[data-part="plot"]').bounding_box()
        assert box
        self.size = np.array([right - left, top - bottom])
        self.corner, self.from_corner = np.array([left, top]), np.array([box["x"], box["y"]])
        self.per_pixel = np.array([right - left, bottom - top]) / box["width"]
        return self

    def inputs(self, place: tuple[float, float]) -> Floats:
        """Return what the network sees of a place on the screen."""
        x = self.corner + (np.array(place) - self.from_corner) * self.per_pixel
        seen: Floats = (x - self.centre) / self.scale
        return seen

    def unit(self, number: int) -> tuple[Floats, float]:
        """Return a unit's row of W1 and its b1, from 1."""
        return self.parameter("W1")[number - 1], float(self.parameter("b1")[number - 1, 0])

    def wait_for_unit(self, unit: int, row: Floats, bias: float) -> None:
        """Wait until the server has a unit so, to the digits that are sent."""
        eventually(
            self.page,
            """async ([path, unit, wanted]) => {
                const { W1, b1 } = await (await fetch(path)).json();
                const has = [...W1[unit - 1], b1[unit - 1][0]];
                const near = (a, b) => Math.abs(a - b) < 2e-6 * Math.max(1, Math.abs(a));
                return has.every((value, k) => near(value, wanted[k]));
            }""",
            [f"{API}/runs/{self.id}/parameters", unit, [*row.tolist(), bias]],
        )

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Take something by the mouse, in steps."""
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move(*end, steps=5)
        self.page.mouse.up()


@pytest.mark.parametrize("configuration", [{}, STANDARD])
def test_a_line_that_is_dragged_has_another_bias_alone(
    page: Page, server: str, configuration: dict[str, Any]
) -> None:
    lab = Lines(page, server, configuration, 200).show()
    W1, b1 = lab.parameter("W1"), lab.parameter("b1")
    start = centre(handle(page, 2))
    end = (start[0] - 30, start[1] + 42)
    expected = b1[1, 0] - W1[1] @ (lab.inputs(end) - lab.inputs(start))
    lab.drag(start, end)
    lab.wait_for_unit(2, W1[1], expected)
    np.testing.assert_array_equal(lab.parameter("W1"), W1)
    np.testing.assert_array_equal(np.delete(lab.parameter("b1"), 1, axis=0), np.delete(b1, 1, axis=0))
    expect(page.locator('[data-part="labels"] button').filter(has_text="b1 by hand")).to_have_count(1)
    expect(lab.iteration).to_have_text("200")


def test_a_line_is_dragged_anywhere_along_it(page: Page, server: str) -> None:
    lab = Lines(page, server, {}, 200).show()
    W1, b1 = lab.parameter("W1"), lab.parameter("b1")
    ends: list[list[float]] = (
        page.locator(".line-hit")
        .nth(3)
        .evaluate(
            """line => {
            const { x, y } = line.ownerSVGElement.getBoundingClientRect();
            return ["1", "2"].map(k => [x + line[`x${k}`].baseVal.value, y + line[`y${k}`].baseVal.value]);
        }"""
        )
    )
    start = tuple(0.15 * np.array(ends[0]) + 0.85 * np.array(ends[1]))
    end = (start[0] + 25, start[1] - 20)
    lab.drag(start, end)
    lab.wait_for_unit(4, W1[3], b1[3, 0] - W1[3] @ (lab.inputs(end) - lab.inputs(start)))
    expect(handle(page, 4)).to_be_focused()


@pytest.mark.parametrize("configuration", [{}, STANDARD])
def test_a_line_that_is_turned_keeps_its_middle_and_the_length_of_its_weights(
    page: Page, server: str, configuration: dict[str, Any]
) -> None:
    lab = Lines(page, server, configuration, 200).show()
    handle(page, 3).focus()
    turns = page.locator(".line-turn:visible")
    expect(turns).to_have_count(2)
    before, b = lab.unit(3)
    one, other = centre(turns.nth(0)), centre(turns.nth(1))
    pivot = lab.inputs(((one[0] + other[0]) / 2, (one[1] + other[1]) / 2))
    across = np.array([other[1] - one[1], one[0] - other[0]])
    to = tuple(one + 45 * across / np.linalg.norm(across))
    along = (lab.inputs(to) - pivot) * lab.scale
    normal = np.array([-along[1], along[0]]) * lab.scale
    row = normal * np.linalg.norm(before) / np.linalg.norm(normal)
    row *= np.sign((row / lab.scale) @ (before / lab.scale))
    assert pivot @ before + b == pytest.approx(0.0, abs=0.02)
    lab.drag(one, to)
    eventually(
        page,
        """async ([path, row]) => {
            const { W1 } = await (await fetch(path)).json();
            return W1[2].every((value, k) => Math.abs(value - row[k]) < 0.02);
        }""",
        [f"{API}/runs/{lab.id}/parameters", row.tolist()],
    )
    after, b = lab.unit(3)
    assert np.linalg.norm(after) == pytest.approx(np.linalg.norm(before), rel=1e-6)
    assert pivot @ after + b == pytest.approx(0.0, abs=0.02)
    assert np.abs(after - before).max() > 0.1


def test_the_keyboard_moves_and_turns_a_line(page: Page, server: str) -> None:
    lab = Lines(page, server, {}, 200).show()
    handle(page, 1).focus()
    row, b = lab.unit(1)
    page.keyboard.press("ArrowUp")
    b -= row[1] * STEP * lab.size[1]
    lab.wait_for_unit(1, row, b)
    expect(page.locator(".line-handles [role=status]")).to_contain_text("Unit 1: w = (")
    page.keyboard.press("ArrowUp")
    b -= row[1] * STEP * lab.size[1]
    lab.wait_for_unit(1, row, b)
    page.keyboard.press("Shift+ArrowLeft")
    eventually(
        page,
        "async ([path, b]) => Math.abs((await (await fetch(path)).json()).b1[0][0] - b) > 1e-4",
        [f"{API}/runs/{lab.id}/parameters", b],
    )
    cos, sin = np.cos(TURN), np.sin(TURN)
    turned = np.array([[cos, -sin], [sin, cos]]) @ row
    lab.wait_for_unit(1, turned, lab.unit(1)[1])
    expect(lab.iteration).to_have_text("200")
    expect(page.get_by_role("button", name="Unit 1", exact=True)).to_be_visible()


def test_while_it_plays_a_line_is_held_against_the_training(page: Page, server: str) -> None:
    lab = Lines(page, server, {"training": {"learning_rate": 1e-6}}, 10).show()
    W1, b1 = lab.parameter("W1"), lab.parameter("b1")
    lab.play.click()
    lab.wait_for_iteration(30)
    start = centre(handle(page, 2))
    end = (start[0] + 35, start[1] + 10)
    lab.drag(start, end)
    lab.wait_for_unit(2, W1[1], b1[1, 0] - W1[1] @ (lab.inputs(end) - lab.inputs(start)))
    at = lab.count()
    lab.wait_for_iteration(at + 20)
    lab.stop()


def test_without_biases_a_line_is_turned_about_the_origin_and_not_moved(page: Page, server: str) -> None:
    lab = Lines(page, server, {"network": {"biases": False, "init": {"scheme": "normal"}}}).show()
    expect(page.get_by_role("button", name="Line of unit 2: Shift with arrow keys turns it")).to_be_visible()
    row, _ = lab.unit(2)
    handle(page, 2).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowRight")
    cos, sin = np.cos(-TURN), np.sin(-TURN)
    lab.wait_for_unit(2, np.array([[cos, -sin], [sin, cos]]) @ row, 0.0)


def test_of_one_feature_a_line_is_moved_and_not_turned(page: Page, server: str) -> None:
    lab = Lines(page, server, {"data": {"source": "sine"}, "network": {"hidden_width": 2}}, 100).show()
    row, b = lab.unit(1)
    handle(page, 1).focus()
    expect(page.locator(".line-turn:visible")).to_have_count(0)
    page.keyboard.press("ArrowRight")
    lab.wait_for_unit(1, row, b - row[0] * STEP * lab.size[0])


def test_many_lines_have_the_handle_of_the_unit_that_is_looked_at(page: Page, server: str) -> None:
    lab = Lines(page, server, {"network": {"hidden_width": 20, "init": {"scheme": "normal"}}})
    page.keyboard.press("u")
    expect(page.locator(".line-handle:visible")).to_have_count(0)
    lab.page.get_by_role("button", name="Unit 7", exact=True).click()
    expect(page.locator(".line-handle:visible")).to_have_count(1)
    expect(handle(page, 7)).to_be_visible()


def test_handles_are_there_with_the_lines_alone(page: Page, server: str) -> None:
    Lines(page, server, {}, 200).show()
    assert violations(page) == []
    page.keyboard.press("d")
    expect(handle(page, 1)).to_be_hidden()
    page.keyboard.press("d")
    expect(handle(page, 1)).to_be_visible()
    page.keyboard.press("u")
    expect(handle(page, 1)).to_be_hidden()
