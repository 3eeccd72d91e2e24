"""The hidden space: examples, output line and warped grid, as core has them."""

import json
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core import views
from core.arrays import Floats
from tests.browser.axe import violations
from tests.browser.inside_page import Inside
from tests.browser.lab_page import LabPage
from tests.browser.pictures import number

CLASSES = np.array([[28, 98, 179], [169, 77, 18]])
PIXELS = """([canvas, places]) => {
    const { width, height } = canvas;
    const context = canvas.getContext("2d");
    return places.map(([x, y]) => [...context.getImageData(x * width, y * height, 1, 1).data]);
}"""


def space_of(lab: Inside) -> tuple[views.HiddenSpace, Floats]:
    """Return the space that core computes, and A1."""
    trainer = lab.trainer
    A1 = trainer.network.forward(trainer.dataset.inputs, trainer.parameters).A1
    return views.hidden_space(trainer.network, trainer.parameters, A1), A1


def ranges(lab: Inside) -> list[list[float]]:
    """Return the ranges of the axes that are drawn."""
    plot = lab.part(".space-plot[data-ranges]")
    found: list[list[float]] = json.loads(plot.get_attribute("data-ranges") or "")
    return found


def check_points(lab: Inside, across: Floats, up: Floats) -> None:
    """Compare the picture with where the examples should be: one that stands alone has its class' colour."""
    (left, right), (bottom, top) = ranges(lab)
    places = np.stack([(across - left) / (right - left), (top - up) / (top - bottom)], axis=1)
    assert ((places > 0) & (places < 1)).all()
    canvas = lab.part(".space-plot canvas:first-child")
    box = canvas.bounding_box()
    assert box
    pixels = places * [box["width"], box["height"]]
    distances = np.linalg.norm(pixels[:, np.newaxis] - pixels, axis=2) + 100 * np.eye(len(pixels))
    alone = distances.min(axis=1) > 8
    assert alone.sum() >= 8
    found = np.array(lab.page.evaluate(PIXELS, [canvas.element_handle(), places[alone].tolist()]))[:, :3]
    wanted = CLASSES[lab.trainer.dataset.y.astype(int)[alone]]
    assert np.abs(found - wanted).max() < 40


def test_points_stand_where_core_has_them_in_two_units(page: Page, server: str) -> None:
    lab = Inside(page, server, "space", {"network": {"hidden_width": 2}, "data": {"source": "circles"}}, 600)
    space, A1 = space_of(lab)
    check_points(lab, A1[0], A1[1])
    accuracy = lab.trainer.snapshot.train_accuracy
    assert accuracy is not None
    assert not space.principal
    expect(lab.part(".space-said")).to_have_text(
        f"One line here gets {100 * accuracy:.1f}\N{NARROW NO-BREAK SPACE}% of the examples right."
    )


def test_more_units_are_seen_along_principal_components(page: Page, server: str) -> None:
    lab = Inside(page, server, "space", {"network": {"hidden_width": 6}, "data": {"source": "moons"}}, 300)
    space, _ = space_of(lab)
    check_points(lab, space.points[0], space.points[1])
    note = lab.part(".space-note")
    for k in range(2):
        share = f"{100 * space.explained[k]:.1f}\N{NARROW NO-BREAK SPACE}%"
        expect(note).to_contain_text(f"PC {k + 1} {share}")
    label, train = lab.trainer.dataset.y, lab.trainer.dataset.train
    Z2 = space.normal[0, :2] @ space.points[:2] + space.offset[0]
    share = np.mean(((space.level < Z2) == label)[train])
    expect(lab.part(".space-said")).to_contain_text(f"{100 * share:.1f}")


def test_units_are_chosen_as_axes(page: Page, server: str) -> None:
    lab = Inside(page, server, "space", {"network": {"hidden_width": 5}, "data": {"source": "moons"}}, 200)
    page.get_by_role("combobox", name="Axes").select_option("units")
    page.get_by_role("combobox", name="Axis 1").select_option("3")
    expect(page.get_by_role("combobox", name="Axis 1")).to_have_value("3")
    page.get_by_role("combobox", name="Axis 2").select_option("3")
    expect(page.get_by_role("combobox", name="Axis 1")).to_have_value("1")  # they change places
    _, A1 = space_of(lab)
    lab.settled()
    check_points(lab, A1[1], A1[3])
    expect(lab.part(".space-note")).to_have_text("Units that are no axis stand at their mean.")


def test_three_dimensions_are_turned_by_hand_and_by_keys(page: Page, server: str) -> None:
    lab = Inside(page, server, "space", {"network": {"hidden_width": 3}, "data": {"source": "circles"}}, 300)
    plot = page.get_by_role("group", name="Hidden space: arrow keys turn it")
    picture = "canvas => canvas.toDataURL()"
    seen = [plot.locator("canvas").first.evaluate(picture)]
    plot.focus()
    page.keyboard.press("ArrowLeft")
    lab.settled()
    seen.append(plot.locator("canvas").first.evaluate(picture))
    box = plot.bounding_box()
    assert box
    page.mouse.move(box["x"] + 50, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 70)
    page.mouse.up()
    lab.settled()
    seen.append(plot.locator("canvas").first.evaluate(picture))
    assert len(set(seen)) == 3
    expect(lab.iteration).to_have_text("300")
    expect(lab.part(".space-said")).to_contain_text("One plane here gets")


@pytest.mark.parametrize(
    "configuration",
    [
        {"network": {"hidden_width": 1}},
        {"data": {"source": "sine"}},
        {"data": {"source": "saddle"}, "training": {"learning_rate": 0.1}},
        {"data": {"source": "pinwheel", "classes": 5}, "network": {"hidden_width": 3}},
        {"network": {"hidden_width": 256, "activation": "relu"}},
        {"network": {"biases": False, "init": {"scheme": "zeros"}}},
        {"data": {"source": "moons", "standardize": True, "test_share": 0.3}},
    ],
    ids=lambda c: json.dumps(c)[:40],
)
def test_every_kind_of_run_is_drawn(page: Page, server: str, configuration: dict[str, Any]) -> None:
    lab = Inside(page, server, "space", configuration, 20)
    plot = lab.panel.locator(".space-plot[data-ranges]")
    plot.wait_for()
    assert all(np.isfinite(bound) for bounds in ranges(lab) for bound in bounds)
    before = plot.locator("canvas").first.evaluate("canvas => canvas.toDataURL()")
    lab.play.click()
    lab.wait_for_iteration(40)
    lab.stop()
    if "zeros" not in json.dumps(configuration):
        assert plot.locator("canvas").first.evaluate("canvas => canvas.toDataURL()") != before


def test_a_diverged_run_is_drawn_without_a_word_on_the_console(page: Page, server: str) -> None:
    diverging: dict[str, Any] = {"data": {"source": "sine"}, "network": {"activation": "relu"}}
    diverging["training"] = {"learning_rate": 100}
    lab = Inside(page, server, "space", diverging)
    lab.play.click()
    expect(page.locator('[data-part="diverged"]')).to_be_visible()
    expect(lab.panel).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(page: Page, server: str, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    Inside(page, server, "space", {"network": {"hidden_width": 5}}, 100)
    page.get_by_role("radio", name="3-D").check(force=True)
    expect(page.get_by_role("group", name="Hidden space: arrow keys turn it")).to_be_visible()
    assert violations(page) == []


def test_a_link_opens_the_panel(page: Page) -> None:
    lab = LabPage(page).open("/#v=1&panel=space")
    expect(page.locator(".space-plot")).to_be_visible()
    assert number(lab.cost.text_content()) == pytest.approx(0.693048)
