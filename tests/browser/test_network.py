"""The diagram of the network: all weights and biases are in it, and can be changed there."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from websockets.sync.client import connect

from tests.browser.axe import violations
from tests.browser.pictures import Pictures
from tests.support import API


def editor(page: Page) -> Locator:
    """Return the field in which a number is changed."""
    return page.locator("#weight-input")


def entry(page: Page, name: str) -> Locator:
    """Return a number of the diagram by what it is."""
    return page.get_by_role("button", name=re.compile(f"^{name}"))


def test_every_weight_and_bias_has_a_link_of_its_width_and_sign(page: Page, server: str) -> None:
    lab = Pictures(
        page, server, {"data": {"source": "pinwheel", "classes": 5}, "network": {"hidden_width": 6}}, 100
    )
    expect(lab.outputs).to_have_count(5)
    links = page.locator(".links .link")
    expect(links).to_have_count(6 * 2 + 6 + 5 * 6 + 5)
    biases = lab.parameter("b1")[:, 0]
    for unit, bias in enumerate(biases):
        link = links.nth(12 + unit)
        assert float(link.evaluate("link => parseFloat(link.style.strokeWidth)")) == pytest.approx(
            min(7, max(0.6, abs(bias))), abs=0.06
        )
        expect(link).to_have_class(re.compile("weight-neg" if bias < 0 else "weight-pos"))


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("weight of x\N{SUBSCRIPT TWO} to unit 3", ("W1", 2, 1)),
        ("bias of unit 3", ("b1", 2, 0)),
        ("bias of the output", ("b2", 0, 0)),
    ],
)
def test_a_number_is_changed_in_its_place(
    page: Page, server: str, name: str, place: tuple[str, int, int]
) -> None:
    lab = Pictures(page, server, {}, 50)
    page.get_by_role("button", name="Unit 3", exact=True).click()
    entry(page, name).click()
    expect(page.get_by_label(name)).to_be_focused()
    editor(page).fill("-1.25")
    editor(page).press("Enter")
    lab.wait_for_parameter(*place, -1.25)
    expect(editor(page)).to_be_hidden()
    expect(entry(page, name)).to_contain_text("\N{MINUS SIGN}1.25")
    expect(entry(page, name)).to_be_focused()
    expect(lab.iteration).to_have_text("50")


def test_with_several_outputs_each_weight_of_a_unit_is_there(page: Page, server: str) -> None:
    lab = Pictures(page, server, {"data": {"source": "pinwheel", "classes": 5}})
    page.get_by_role("button", name="Unit 2", exact=True).click()
    entry(page, "weight of unit 2 to output 5").click()
    editor(page).fill("0.75")
    editor(page).press("Enter")
    lab.wait_for_parameter("W2", 4, 1, 0.75)


def test_escape_takes_a_change_back_and_what_is_no_number_is_told(page: Page, server: str) -> None:
    lab = Pictures(page, server, {}, 20)
    before = lab.of("/parameters")
    weight = entry(page, "weight of unit 2 to the output")
    weight.click()
    editor(page).fill("5")
    editor(page).press("Escape")
    expect(editor(page)).to_be_hidden()
    expect(weight).to_be_focused()
    weight.click()
    editor(page).fill("much")
    editor(page).press("Enter")
    expect(page.get_by_role("alert").filter(has_text="much: must be a number")).to_be_visible()
    expect(editor(page)).to_have_attribute("aria-invalid", "true")
    editor(page).press("Escape")
    assert lab.of("/parameters") == before
    weight.click()
    editor(page).fill("2,5")
    lab.page.locator("#network-title").click()
    lab.wait_for_parameter("W2", 0, 1, 2.5)


def test_a_weight_is_reached_and_changed_by_keyboard_alone(page: Page, server: str) -> None:
    lab = Pictures(page, server, {})
    assert page.locator('.unit-map[tabindex="0"]').count() == 1
    page.locator('.unit-map[tabindex="0"]').focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Unit 2", exact=True)).to_have_attribute("aria-pressed", "true")
    assert page.locator('.unit-map[tabindex="0"]').count() == 1
    page.keyboard.press("Tab")
    expect(entry(page, "weight of unit 2 to the output").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(entry(page, "weight of x\N{SUBSCRIPT ONE} to unit 2")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("0.5")
    page.keyboard.press("Enter")
    lab.wait_for_parameter("W1", 1, 0, 0.5)
    expect(lab.iteration).to_have_text("0")


def test_a_link_tells_its_weight_and_is_changed_by_a_click(page: Page, server: str) -> None:
    lab = Pictures(page, server, {}, 30)
    x, y = page.locator('.link-hit[data-entry="W1 0 0"]').evaluate(
        """link => {
            const { x, y } = link.getPointAtLength(0.35 * link.getTotalLength());
            const box = link.ownerSVGElement.getBoundingClientRect();
            return [box.x + x, box.y + y];
        }"""
    )
    page.mouse.move(x, y)
    expect(page.locator(".link-tip")).to_contain_text("weight of x\N{SUBSCRIPT ONE} to unit 1")
    page.mouse.click(x, y)
    editor(page).fill("3")
    editor(page).press("Enter")
    lab.wait_for_parameter("W1", 0, 0, 3.0)


def test_hovering_enlarges_a_units_map_without_covering_the_pointers_way(page: Page, server: str) -> None:
    lab = Pictures(page, server, {}, 100)
    lens = page.locator(".unit-lens")
    expect(lens).to_be_hidden()
    unit = page.get_by_role("button", name="Unit 2", exact=True)
    unit.hover()
    expect(lens).to_be_visible()
    expect(lens).to_contain_text("2")
    large, small = lens.bounding_box(), unit.bounding_box()
    assert large
    assert small
    assert large["width"] > 1.2 * small["width"]
    assert lens.evaluate("lens => getComputedStyle(lens).pointerEvents") == "none"
    weight = entry(page, "weight of unit 2 to the output").bounding_box()
    assert weight
    assert large["x"] + large["width"] <= weight["x"] + 1
    lab.page.mouse.move(5, 5)
    expect(lens).to_be_hidden()


def test_a_wide_network_is_told_in_sizes_and_bars(page: Page, server: str) -> None:
    lab = Pictures(
        page, server, {"network": {"hidden_width": 64, "init": {"scheme": "normal", "scale": 1}}}, 5
    )
    sizes = page.locator('[data-part="sizes"]')
    expect(sizes).to_contain_text("W1 (64 \N{MULTIPLICATION SIGN} 2)")
    weights = lab.parameter("W2")[0]
    greatest = max(range(64), key=lambda unit: abs(weights[unit]))
    bars = page.locator(".unit-strip")
    expect(bars).to_have_count(64)
    assert bars.nth(greatest).evaluate("bar => bar.style.getPropertyValue('--much')") == "100%"
    expect(bars.nth(greatest)).to_have_class(
        re.compile(r"negative") if weights[greatest] < 0 else re.compile(r"^unit-strip$")
    )
    assert page.locator(".links .link:visible").count() == 0
    page.get_by_role("button", name="Unit 40", exact=True).click()
    entry(page, "weight of unit 40 to the output").click()
    editor(page).fill("-2")
    editor(page).press("Enter")
    lab.wait_for_parameter("W2", 0, 39, -2.0)


def test_without_biases_none_is_shown(page: Page, server: str) -> None:
    Pictures(page, server, {"network": {"biases": False}}, 10)
    expect(page.locator(".output-bias")).to_be_hidden()
    page.get_by_role("button", name="Unit 1", exact=True).click()
    expect(entry(page, "weight of x\N{SUBSCRIPT ONE} to unit 1")).to_be_visible()
    expect(entry(page, "bias of unit 1")).to_be_hidden()


def test_a_page_that_watches_changes_nothing(page: Page, server: str) -> None:
    lab = Pictures(page, server, {}, 10)
    with connect(server.replace("http", "ws") + f"{API}/runs/{lab.id}/stream", max_size=None) as other:
        other.send('{"type": "drive"}')
        expect(lab.watching).to_be_visible()
        expect(entry(page, "weight of unit 2 to the output")).to_be_disabled()
        page.get_by_role("button", name="Unit 2", exact=True).click()
        expect(entry(page, "bias of unit 2")).to_be_disabled()
    expect(entry(page, "bias of unit 2")).to_be_enabled()


@pytest.mark.parametrize("width", [4, 64])
def test_axe_finds_nothing_where_a_number_is_being_changed(page: Page, server: str, width: int) -> None:
    Pictures(page, server, {"network": {"hidden_width": width}}, 20)
    page.get_by_role("button", name="Unit 2", exact=True).click()
    assert violations(page) == []
    entry(page, "bias of unit 2").click()
    editor(page).fill("no")
    editor(page).press("Enter")
    expect(page.get_by_role("alert").filter(has_text="must be a number")).to_be_visible()
    assert violations(page) == []
