"""The prediction surface: what it tells of a place, its marks, and what it shows on request."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core.activations import ACTIVATIONS
from tests.browser.axe import violations
from tests.browser.pictures import MINUS, Pictures, number

HALF_TESTED: dict[str, Any] = {"data": {"test_share": 0.25}}
COLOURS = """canvas => new Set(new Uint32Array(canvas.getContext("2d")
    .getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size"""


def place(lab: Pictures) -> list[float]:
    """Return the x that the read-out names."""
    told = lab.page.locator('[data-part="hover-place"]').text_content() or ""
    return [number(found) for found in re.findall(rf"[{MINUS}\d.]+", told.split("=")[1])]


def point_at(lab: Pictures, u: float, v: float) -> None:
    """Move the pointer to a place of the plot, in shares of it."""
    box = lab.page.locator('[data-part="plot"]').bounding_box()
    assert box
    lab.page.mouse.move(box["x"] + u * box["width"], box["y"] + v * box["height"])


def test_the_pointer_reads_off_x_the_prediction_and_every_unit(page: Page, server: str) -> None:
    lab = Pictures(page, server, {"network": {"hidden_width": 6}}, 600)
    card = page.locator('[data-part="hover"]')
    expect(card).to_be_hidden()
    for u, v in ((0.2, 0.3), (0.9, 0.85)):
        point_at(lab, u, v)
        expect(card).to_be_visible()
        page.wait_for_function(
            """u => Math.abs(parseFloat(document.querySelector('[data-part=cross]')
                .style.getPropertyValue("--u")) - u) < 1""",
            arg=100 * u,
        )
        left, right, bottom, top = lab.of("/data")["bounds"]
        x = place(lab)
        np.testing.assert_allclose(x, [left + u * (right - left), top - v * (top - bottom)], atol=0.03)
        told = page.locator('[data-part="hover-prediction"]').text_content() or ""
        predicted = lab.tell("post", "/predict", {"X": [x]})["Y_hat"]
        assert number(told.split("=")[1]) == pytest.approx(np.ravel(predicted)[0], abs=0.05)
        shown = [
            number(a)
            for a in page.locator('[data-part="hover-units"] li > span:last-child').all_text_contents()
        ]
        np.testing.assert_allclose(shown, lab.hidden(x), atol=0.05)
    point = page.locator(".units.probed .unit-map").first.evaluate(
        "map => getComputedStyle(map, '::after').left"
    )
    assert point.endswith("px")
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()


def test_the_page_computes_every_activation_as_core_does(page: Page, server: str) -> None:
    page.goto("/")
    z = np.linspace(-30.0, 30.0, 241)
    for activation in ACTIVATIONS.values():
        found = page.evaluate(
            """async ([name, zs]) => {
                const { activationFormula } = await import("/static/js/arithmetic.js");
                return zs.map(activationFormula({ name, curve: [] }, 0.01));
            }""",
            [activation.name, z.tolist()],
        )
        np.testing.assert_allclose(found, activation.g(z), rtol=1e-12, atol=1e-14, err_msg=activation.name)
        found = page.evaluate(
            """async ([name, zs]) => {
                const { slopeFormula } = await import("/static/js/slopes.js");
                return zs.map(slopeFormula({ name, curve: [] }, 0.01));
            }""",
            [activation.name, z.tolist()],
        )
        slope = activation.g_prime(z)
        np.testing.assert_allclose(found, slope, rtol=1e-9, atol=1e-14, err_msg=activation.name)
        if activation.saturation is None:  # one that saturates gets there by rounding
            np.testing.assert_array_equal(np.array(found) == 0, slope == 0, err_msg=activation.name)


def test_the_arrow_keys_move_a_cross_and_say_what_is_there(page: Page, server: str) -> None:
    lab = Pictures(page, server, {}, 200)
    page.locator('[data-part="plot"]').focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator('[data-part="hover"]')).to_be_visible()
    first = place(lab)
    page.keyboard.press("Shift+ArrowUp")
    spoken = page.locator('[data-part="hover-spoken"]')
    expect(spoken).to_contain_text("Unit 4")
    expect(page.locator('[data-part="hover-place"]')).not_to_have_text(f"x = ({first[0]}, {first[1]})")
    page.wait_for_function(
        "before => !document.querySelector('[data-part=hover-place]').textContent.includes(before)",
        arg=f"{first[1]:.2f})",
    )
    assert place(lab)[1] > first[1]
    expect(lab.iteration).to_have_text("200")
    page.keyboard.press("Escape")
    expect(page.locator('[data-part="hover"]')).to_be_hidden()


def test_test_points_are_hollow_and_wrong_ones_are_marked_as_the_accuracy_says(
    page: Page, server: str
) -> None:
    lab = Pictures(page, server, HALF_TESTED, 300)
    expect(page.locator('[data-part="points"] .hollow')).to_have_count(100)
    expect(page.locator('[data-part="points"] .solid')).to_have_count(300)
    expect(page.locator('[data-part="marks"]')).to_contain_text("test")
    summary = lab.of("")
    right = round(300 * summary["train_accuracy"]) + round(100 * summary["test_accuracy"])
    marks = page.locator("path.wrong").get_attribute("d") or ""
    assert marks.count("M") == 400 - right > 0
    expect(page.locator('[data-part="wrong-key"]')).to_be_visible()


def test_without_wrong_points_there_is_no_mark(page: Page, server: str) -> None:
    lab = Pictures(page, server, {"data": {"source": "linear", "noise": 0.0}}, 2000)
    assert lab.of("")["train_accuracy"] == 1.0
    expect(page.locator("path.wrong")).to_have_attribute("d", "")
    expect(page.locator('[data-part="wrong-key"]')).to_be_hidden()


def test_u_shows_every_units_line(page: Page, server: str) -> None:
    lab = Pictures(page, server, {"network": {"hidden_width": 5}}, 100)
    lines = page.locator("path.all-lines")
    expect(lines).to_have_attribute("d", "")
    page.keyboard.press("u")
    button = page.get_by_role("button", name="Unit lines")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.wait_for_function("() => document.querySelector('path.all-lines').getAttribute('d') !== ''")
    assert (lines.get_attribute("d") or "").count("M") == 5
    expect(page.locator('[data-part="all-key"]')).to_be_visible()
    button.click()
    expect(lines).to_have_attribute("d", "")
    assert lab.count() == 100


@pytest.mark.parametrize(
    ("source", "colours"),
    [("planar_flower", 2), ("pinwheel", 3), ("saddle", 9)],
    ids=["two", "several", "real"],
)
def test_a_discrete_surface_has_few_colours(page: Page, server: str, source: str, colours: int) -> None:
    lab = Pictures(page, server, {"data": {"source": source}}, 200)
    assert lab.surface.evaluate(COLOURS) > 40
    page.get_by_role("button", name="Discrete").click()
    page.wait_for_function(
        f"most => ({COLOURS})(document.querySelector('canvas[data-part=field]')) <= most", arg=colours
    )
    page.get_by_role("button", name="Discrete").click()
    page.wait_for_function(f"() => ({COLOURS})(document.querySelector('canvas[data-part=field]')) > 40")


def solid(page: Page) -> Any:
    """Wait for the drawing in three dimensions; return its surfaces."""
    page.wait_for_function(
        "() => document.querySelector('.surface-3d')?.data && document.querySelector('.surface-3d canvas')"
    )
    return page.evaluate(
        """() => document.querySelector(".surface-3d").data.filter(({ type }) => type === "surface")
            .map(({ x, y, z }) => ({ x, y, z }))"""
    )


def test_d_shows_the_surface_in_three_dimensions_and_takes_it_away_again(page: Page, server: str) -> None:
    lab = Pictures(page, server, {}, 300)
    assert page.locator(".surface-3d canvas").count() == 0
    page.keyboard.press("d")
    [surface] = solid(page)
    grid = [[x, surface["y"][7]] for x in surface["x"][:5]]
    predicted = lab.tell("post", "/predict", {"X": grid})["Y_hat"]
    np.testing.assert_allclose(surface["z"][7][:5], np.ravel(predicted), rtol=1e-9)
    before = page.evaluate("document.querySelector('.surface-3d').layout.scene.camera.eye.x")
    page.locator('[data-part="plot"]').focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        "before => document.querySelector('.surface-3d').layout.scene.camera.eye.x !== before", arg=before
    )
    expect(lab.iteration).to_have_text("300")
    page.get_by_role("button", name="3-D").click()
    expect(page.locator(".surface-3d")).to_be_hidden()
    expect(page.locator(".surface-3d canvas")).to_have_count(0)


def test_several_classes_have_a_surface_each(page: Page, server: str) -> None:
    Pictures(page, server, {"data": {"source": "pinwheel", "classes": 3}}, 200)
    page.keyboard.press("d")
    surfaces = solid(page)
    assert len(surfaces) == 3
    assert violations(page) == []
    np.testing.assert_allclose(sum(np.array(surface["z"]) for surface in surfaces), 1.0, rtol=1e-9)


def test_one_feature_has_a_curve_and_nothing_in_three_dimensions(page: Page, server: str) -> None:
    lab = Pictures(page, server, {"data": {"source": "sine"}}, 20)
    expect(page.get_by_role("button", name="3-D")).to_be_disabled()
    page.keyboard.press("d")
    point_at(lab, 0.5, 0.5)
    expect(page.locator('[data-part="hover-prediction"]')).to_contain_text("prediction")
    expect(page.locator(".surface-3d canvas")).to_have_count(0)
