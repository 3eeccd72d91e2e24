"""Three sets of class colours: they stay apart in any sight, stand out, and the choice is kept."""

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core.arrays import Floats
from tests.browser.lab_page import LabPage
from tests.browser.screens import open_run

# Machado, Oliveira and Fernandes 2009: what dichromats see of linear light, at full severity.
SIGHTS: dict[str, Floats] = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
# Ottosson 2020: linear light to cone responses, and those to OKLab.
CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
OKLAB = np.array(
    [
        [0.2104542553, 0.793617785, -0.0040720468],
        [1.9779984951, -2.428592205, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.808675766],
    ]
)
JUST_SEEN = 0.02
"""About the least distance in OKLab that is seen at all."""
COLOURS = """() => {
    const probe = document.body.appendChild(document.createElement("span"));
    const classes = [0, 1, 2, 3, 4].map(k => `class-${k}`);
    const names = ["field-neg", "field-mid", "field-pos", "surface", ...classes];
    const found = {};
    for (const name of names) {
        probe.style.color = `var(--${name})`;
        found[name] = getComputedStyle(probe).color.match(/\\d+/g).slice(0, 3).map(Number);
    }
    probe.remove();
    return found;
}"""


def linear(rgb: list[int]) -> Floats:
    """Return linear light, 0 to 1."""
    c = np.array(rgb) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def distance(a: list[int], b: list[int], sight: str) -> float:
    """Return how far apart two colours look."""
    seen = [OKLAB @ np.cbrt(CONES @ np.clip(SIGHTS[sight] @ linear(c), 0, 1)) for c in (a, b)]
    return float(np.linalg.norm(seen[0] - seen[1]))


def contrast(a: list[int], b: list[int]) -> float:
    """Return the contrast of WCAG."""
    low, high = sorted(float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (a, b))
    return (high + 0.05) / (low + 0.05)


def choose(page: Page, palette: str) -> None:
    """Choose a set of colours."""
    page.get_by_role("group", name="Colours of the classes").get_by_role("radio", name=palette).check(
        force=True
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("palette", ["blue, orange", "olive, plum", "teal, red"])
def test_a_palette_keeps_its_colours_apart_in_any_sight(page: Page, palette: str, theme: Any) -> None:
    page.emulate_media(color_scheme=theme)
    LabPage(page).open()
    choose(page, palette)
    found: dict[str, list[int]] = page.evaluate(COLOURS)
    classes = [found[f"class-{k}"] for k in range(5)]
    for sight in SIGHTS:
        assert distance(found["field-neg"], found["field-pos"], sight) > 4 * JUST_SEEN, sight
        for end in ("field-neg", "field-pos"):
            assert distance(found[end], found["field-mid"], sight) > 4 * JUST_SEEN, (sight, end)
        assert distance(classes[0], classes[1], sight) > 7 * JUST_SEEN, sight
        for a, b in combinations(range(5), 2):
            assert distance(classes[a], classes[b], sight) > 3.5 * JUST_SEEN, (sight, a, b)
    for end in ("field-neg", "field-pos"):
        for colour in classes[:2]:
            assert contrast(colour, found[end]) > 3.2, end
    for colour in classes:
        assert contrast(colour, found["surface"]) > 4.5  # signs of weights are text
        assert contrast(colour, found["field-mid"]) > 3.2


def test_classes_differ_in_shape_whatever_their_colours(page: Page) -> None:
    open_run(page, {"data": {"source": "pinwheel", "classes": 5, "samples": 50}})
    keys = page.locator('.surface [data-part="marks"] path')
    expect(keys).to_have_count(5)
    assert len({keys.nth(k).get_attribute("d") for k in range(5)}) == 5


def test_the_choice_colours_every_picture_at_once_and_is_kept(page: Page) -> None:
    lab = LabPage(page).open()
    lab.advance(30)
    lab.curve()
    marker = page.locator(".points.solid").first
    before, fill = lab.pictures(), marker.evaluate("node => getComputedStyle(node).fill")
    choose(page, "olive, plum")
    page.wait_for_function(
        "before => document.querySelector('canvas[data-part=field]').toDataURL() !== before", arg=before[0]
    )
    lab.settled()
    assert all(old != new for old, new in zip(before, lab.pictures(), strict=True))
    assert marker.evaluate("node => getComputedStyle(node).fill") != fill
    page.reload()
    expect(lab.iteration).to_have_text("30")
    lab.curve()
    expect(page.get_by_role("radio", name="olive, plum")).to_be_checked()
    expect(lab.iteration).to_have_text("30")
    assert marker.evaluate("node => getComputedStyle(node).fill") != fill
    choose(page, "blue, orange")
    assert marker.evaluate("node => getComputedStyle(node).fill") == fill
    page.reload()
    expect(lab.iteration).to_have_text("30")
    lab.curve()
    expect(page.get_by_role("radio", name="blue, orange")).to_be_checked()
