"""Every choice of the catalog, made on the page: it trains, it shows, and what is refused is told."""

import re
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from core.activations import ACTIVATIONS
from core.registry import Text
from tests.browser.lab_page import LabPage
from tests.support import API, serve


@pytest.fixture
def lab(page: Page) -> LabPage:
    """Give the page with its first run shown."""
    return LabPage(page).open()


@pytest.fixture
def catalog(lab: LabPage) -> dict[str, Any]:
    """Give what the server offers."""
    answer: dict[str, Any] = lab.page.request.get(f"{API}/catalog").json()
    return answer


def labels(choices: list[dict[str, Any]]) -> list[str]:
    """Return the English names of choices."""
    return [choice["label"]["en"] for choice in choices]


def test_every_source_opens_plays_and_shows_pictures_that_change(
    lab: LabPage, catalog: dict[str, Any]
) -> None:
    for source in catalog["data_sources"]:
        if source["name"].startswith("custom"):
            continue
        if source["name"] != lab.configuration()["data"]["source"]:
            lab.choose("Data", source["label"]["en"])
        lab.wait_for_run("data.source", source["name"])
        expect(lab.outputs).to_have_count(source["defaults"]["classes"] if "softmax" in str(source) else 1)
        expect(lab.points).to_have_count(source["defaults"]["samples"])
        surface, line = lab.pictures()[0], lab.line()
        lab.advance(50)
        # from small weights a surface may stay flat for long, but its boundary moves
        assert (lab.pictures()[0], lab.line()) != (surface, line), source["name"]
        expect(lab.score_name).to_have_text("Accuracy" if source["classes"] else "R²")
        expect(lab.accuracy).to_have_text(re.compile(r"^\S*\d"))


def test_a_source_brings_its_choices_and_takes_them_back(lab: LabPage) -> None:
    width = lab.page.get_by_label("Hidden width", exact=True)
    lab.enter("Learning rate", "0.7")
    lab.choose("Data", "Sine")
    expect(width).to_have_value("8")
    lab.wait_for_run("network.output", "linear")
    lab.choose("Data", "Moons")
    expect(width).to_have_value("4")
    lab.wait_for_run("network.output", "sigmoid")
    assert lab.configuration()["training"]["learning_rate"] == 0.7


def test_every_activation_trains(lab: LabPage, catalog: dict[str, Any]) -> None:
    lab.page.get_by_role("button", name="5 more").click()
    lab.page.locator("#network-init-scheme").select_option(label="Normal")
    for activation in reversed(catalog["activations"]):
        lab.choose("Activation", activation["label"]["en"])
        lab.wait_for_run("network.activation", activation["name"])
        slope = lab.page.get_by_role("textbox", name="Leaky slope")
        expect(slope).to_be_visible(visible=activation["name"] == "leaky_relu")
        before = lab.pictures()
        lab.advance(10)
        assert lab.pictures() != before


def test_every_optimizer_trains_and_shows_its_own_constants(lab: LabPage, catalog: dict[str, Any]) -> None:
    lab.open_advanced()
    names = {field["path"]: field["label"]["en"] for field in catalog["fields"]}
    constants = {path for optimizer in catalog["optimizers"] for path in optimizer["constants"]}
    for optimizer in catalog["optimizers"]:
        lab.page.get_by_label("Optimizer", exact=True).select_option(optimizer["name"])
        lab.wait_for_run("training.optimizer", optimizer["name"])
        for path in constants:
            shown = path in optimizer["constants"]
            expect(lab.page.get_by_role("textbox", name=names[path], exact=True)).to_be_visible(visible=shown)
        before = lab.pictures()
        lab.advance(10)
        assert lab.pictures() != before
    assert lab.configuration()["network"] == catalog["defaults"]["network"]


def test_every_init_scheme_draws(lab: LabPage, catalog: dict[str, Any]) -> None:
    menu = lab.page.locator("#network-init-scheme")
    assert menu.locator("option").all_text_contents() == labels(catalog["init_schemes"])
    seen = set()
    for scheme in catalog["init_schemes"]:
        menu.select_option(scheme["name"])
        lab.wait_for_run("network.init.scheme", scheme["name"])
        seen.add(lab.pictures()[1])
        assert lab.configuration()["network"]["init"]["scale"] == (scheme["default_scale"] or 0)
    assert len(seen) >= len(catalog["init_schemes"]) - 1


def test_a_refused_combination_is_told_under_its_control(browser: Browser, server: str) -> None:
    page = browser.new_page(base_url=server)  # of its own: the browser notes the refusal on the console
    lab = LabPage(page).open()
    lab.choose("Data", "Saddle")
    lab.wait_for_run("data.source", "saddle")
    lab.open_advanced()
    place = page.locator('[data-control="network.output"]')
    place.get_by_role("combobox").select_option("sigmoid")
    expect(place.get_by_role("alert")).to_have_text(re.compile("needs classes"))
    expect(place.get_by_role("combobox")).to_have_value("linear")
    lab.advance(1)
    lab.choose("Data", "Moons")
    expect(place.get_by_role("alert")).to_be_hidden()
    page.close()


def test_advanced_fields_act(lab: LabPage) -> None:
    lab.open_advanced()
    lab.enter("Batch size", "32")
    lab.enter("L2 penalty", "0.5")
    expect(lab.page.locator('[data-part="advanced-summary"]')).to_have_text("batch 32 • L2 0.5")
    lab.advance(10)
    training = lab.configuration()["training"]
    assert (training["batch_size"], training["l2"]) == (32, 0.5)
    assert lab.count() == 10
    lab.enter("Batch size", "")
    lab.wait_for_run("training.batch_size", None)
    lab.enter("Test share", "0.25")
    expect(lab.page.locator('[data-part="test-cost"]')).to_have_text(re.compile(r"^0\."))
    expect(lab.page.get_by_text(re.compile(r"25\s?% test"))).to_be_visible()
    lab.page.get_by_role("switch", name="Standardize").check()
    lab.wait_for_run("data.standardize", True)
    lab.page.get_by_role("switch", name="Biases").uncheck()
    lab.wait_for_run("network.biases", False)
    expect(lab.page.locator(".node.bias").first).to_be_hidden()
    lab.choose("Data", "Blobs")
    lab.page.get_by_role("button", name="Classes: one more").click()
    expect(lab.outputs).to_have_count(4)
    lab.enter("Noise", "7")
    expect(lab.page.get_by_text(re.compile("number from 0 to 1"))).to_be_visible()


def tip(lab: LabPage) -> Locator:
    """Return what is told about a control."""
    return lab.page.get_by_role("tooltip")


def test_every_choice_is_told_about_with_its_formula_by_pointer_and_by_focus(
    lab: LabPage, catalog: dict[str, Any]
) -> None:
    lab.open_advanced()
    activation = catalog["activations"][2]
    name, told = activation["label"]["en"], activation["help"]["en"]
    radio = lab.page.get_by_role("radiogroup", name="Activation").get_by_role("radio", name=name, exact=True)
    radio.hover(force=True)
    expect(tip(lab)).to_contain_text(f"{name}{told}")
    expect(tip(lab).locator("math")).to_have_count(2)  # g and its derivative
    lab.page.keyboard.press("Escape")
    expect(tip(lab)).to_be_hidden()
    lab.page.mouse.move(900, 500)
    lab.page.get_by_role("textbox", name="L2 penalty").focus()
    expect(tip(lab)).to_contain_text("L2 penaltyKeeps weights small.")
    expect(tip(lab).locator("math mfrac")).to_be_visible()
    lab.page.keyboard.press("Tab")  # the same field's slider
    expect(tip(lab)).to_contain_text("L2 penalty")
    lab.page.evaluate("document.activeElement.blur()")
    expect(tip(lab)).to_be_hidden()
    for field in catalog["fields"]:
        place = lab.page.locator(f'[data-control="{field["path"]}"]')
        if place.count() and place.is_visible():
            place.scroll_into_view_if_needed()
            place.hover(position={"x": 2, "y": 8}, force=True)
            tile = "Flower"  # the first of the sources has a tip of its own
            expect(tip(lab)).to_contain_text(tile if field["path"] == "data.source" else field["label"]["en"])
            expect(tip(lab)).to_contain_text(re.compile(r"Starts again|Acts on the run"))


def test_every_formula_of_the_catalog_can_be_shown(lab: LabPage, catalog: dict[str, Any]) -> None:
    records = [*catalog["activations"], *catalog["outputs"], *catalog["init_schemes"], *catalog["optimizers"]]
    formulas = [text for record in records for text in (record["formula"], record.get("derivative"))]
    formulas += [field["formula"] for field in catalog["fields"]]
    shown = lab.page.evaluate(
        """async formulas => {
            const { parseFormula } = await import("/static/js/formula.js");
            return formulas.map(text => parseFormula(text).tag);
        }""",
        [text for text in formulas if text],
    )
    assert set(shown) == {"math"}
    assert len(shown) > 40


def test_an_init_scheme_stands_with_its_formula_and_scale(lab: LabPage) -> None:
    place = lab.page.locator('[data-control="network.init.scheme"]')
    expect(place.locator("math")).to_have_text("W∼c𝒩(0,1)")
    place.get_by_role("combobox").select_option("he_normal")
    expect(place.locator("math msub")).to_have_text("nin")
    expect(lab.page.get_by_role("textbox", name="Scale", exact=True)).to_have_value("1")
    place.get_by_role("combobox").select_option("zeros")
    expect(lab.page.get_by_role("textbox", name="Scale", exact=True)).to_be_hidden()


def test_a_batch_is_all_some_or_one(lab: LabPage) -> None:
    lab.open_advanced()
    for name, size in (("mini-batch", 32), ("one", 1), ("all", None)):
        lab.choose("Examples in a batch", name)
        lab.wait_for_run("training.batch_size", size)
    lab.enter("Batch size", "50")
    expect(lab.page.get_by_role("radio", name="mini-batch")).to_be_checked()


def test_parameters_are_set_to_zero_by_name(lab: LabPage) -> None:
    lab.open_advanced()
    zero = lab.page.get_by_role("group", name="Set to zero")
    zero.get_by_label("W2").check()
    lab.wait_for_run("network.init.zero.0", "W2")
    parameters = lab.page.request.get(f"{API}/runs/{lab.run()}/parameters").json()
    assert parameters["W2"] == [[0, 0, 0, 0]]
    zero.get_by_label("W2").uncheck()
    lab.wait_for_run("network.init.zero", [])


def test_a_finished_run_says_why_and_goes_on_when_its_end_is_raised(lab: LabPage) -> None:
    lab.open_advanced()
    lab.enter("Stop at iteration", "20")
    lab.wait_for_run("training.stop.iteration", 20)
    lab.play.click()
    expect(
        lab.page.get_by_role("status").filter(has_text=re.compile("^Iteration 20 was the last"))
    ).to_be_visible()
    expect(lab.iteration).to_have_text("20")
    lab.play.click()
    expect(lab.page.get_by_role("status").filter(has_text="Raise that first")).to_be_visible()
    expect(lab.play).to_be_visible()
    lab.enter("Stop at iteration", "")
    lab.wait_for_run("training.stop.iteration", None)
    lab.play.click()
    lab.wait_for_iteration(40)
    lab.stop()


def test_a_reload_finds_the_same_choices(lab: LabPage) -> None:
    lab.choose("Data", "Rings")
    lab.wait_for_run("data.source", "rings")
    lab.page.reload()
    expect(lab.outputs).to_have_count(3)
    expect(lab.page.get_by_role("radio", name="Rings")).to_be_checked()
    lab.page.get_by_label("Hidden width", exact=True).fill("5")
    lab.page.keyboard.press("Enter")
    expect(lab.units).to_have_count(5)
    assert lab.configuration()["data"]["source"] == "rings"


def test_an_activation_that_is_registered_is_a_choice_on_the_page(browser: Browser) -> None:
    label = Text("half tanh", "半 tanh")
    half = replace(
        ACTIVATIONS["linear"],
        name="half",
        label=label,
        g=lambda z: z / 2,
        g_prime=lambda z: 0 * z + 0.5,
        kernel=None,
    )
    ACTIVATIONS.register(half)
    try:
        with serve() as address:
            page = browser.new_page(base_url=address)
            lab = LabPage(page).open()
            page.get_by_role("button", name="6 more").click()
            lab.choose("Activation", "half tanh")
            lab.wait_for_run("network.activation", "half")
            lab.advance(2)
            page.close()
    finally:
        ACTIVATIONS.remove("half")
