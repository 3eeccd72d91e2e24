"""The activation microscope: its numbers are core's and the chapter's; it and the network select together."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core import views
from core.activations import ACTIVATIONS
from core.configuration import configure
from core.network import Network
from core.trainer import Trainer
from tests.browser.lab_page import KNOWN
from tests.browser.panel_page import LAPTOP, PHONE, check, check_looks, exact, figures, open_panel
from tests.support import API

WIDE = {"network": {"hidden_width": 64, "init": {"scheme": "xavier_normal"}}}
RELU = {
    "data": {"test_share": 0.25, "standardize": True},
    "network": {"activation": "relu", "hidden_width": 6, "init": {"scheme": "he_normal", "seed": 5}},
}


def histograms(trainer: Trainer, network: Network | None = None) -> views.Histograms:
    """Return what core counts over the training examples."""
    data = trainer.dataset
    network = network or trainer.network
    cache = network.forward(data.inputs[:, data.train], trainer.parameters)
    return views.z_histograms(network, cache)


def percent(share: float) -> str:
    rounded = Decimal(repr(100 * float(share))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{rounded}\N{NARROW NO-BREAK SPACE}%"


def mean(value: float) -> str:
    return f"{value:.4f}".replace("-", "\N{MINUS SIGN}")


@pytest.mark.parametrize("configuration", [RELU, {"network": {"hidden_width": 6}}], ids=["relu", "tanh"])
def test_each_row_has_the_shares_and_the_mean_that_core_computes(
    page: Page, configuration: dict[str, Any]
) -> None:
    found = histograms(open_panel(page, "microscope", configuration, 300))
    shares = found.inactive if found.saturated is None else found.saturated
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(6)
    for unit, row in enumerate(rows.all()):
        dead = found.saturated is None and found.dead[unit]
        expect(row.locator(".micro-percent")).to_have_text("dead" if dead else percent(shares[unit]))
        expect(row.locator(".micro-mean")).to_have_text(mean(found.mean_A1[unit]))
    whole = page.locator(".micro-fixed .micro-row").first
    expect(whole.locator(".micro-percent")).to_have_text(percent(shares.mean()))
    assert exact(whole.locator(".micro-mean")) == pytest.approx(found.mean_A1.mean(), rel=1e-5)


@pytest.mark.parametrize(
    ("iteration", "configuration", "expected"),
    [
        *figures("activations-flower", ("mean_A1", "saturated_share", "inactive_share")),
        *figures("init-scale-tanh", ("saturated_share",)),
        *figures("init-scale-sigmoid", ("saturated_share",)),
        *figures("init-scale-relu", ("inactive_share",)),
    ],
)
def test_the_chapters_figures_stand_in_the_row_of_all_units(
    page: Page, iteration: int, configuration: dict[str, Any], expected: dict[str, Any]
) -> None:
    open_panel(page, "microscope", configuration, iteration)
    whole = page.locator(".micro-fixed .micro-row").first
    check(expected, "mean_A1", exact(whole.locator(".micro-mean")))
    share = exact(whole.locator(".micro-percent"))
    name = configuration["network"]["activation"]
    if name == "leaky_relu":  # there "inactive" stands for z below 0, where g' is small, not 0
        return
    saturates = ACTIVATIONS[name].saturation is not None
    check(expected, "saturated_share" if saturates else "inactive_share", share)


def test_a_row_and_its_unit_in_the_network_are_selected_together(page: Page) -> None:
    open_panel(page, "microscope", None, 100)
    who, row = page.locator(".micro-who"), page.locator('[data-row="2"]')
    expect(who).to_have_text("All units")
    before = page.locator(".micro-bars").get_attribute("d")
    row.hover()
    expect(page.locator('.unit[data-unit="2"]')).to_have_class("unit lit")
    expect(who).to_have_text("Unit 3")
    assert page.locator(".micro-bars").get_attribute("d") != before
    page.mouse.move(2, 2)
    expect(who).to_have_text("All units")
    page.locator('.unit[data-unit="1"] .unit-map').hover()
    expect(page.locator('[data-row="1"]')).to_have_class("micro-row lit")
    row.click()
    page.mouse.move(2, 2)
    expect(row).to_have_attribute("aria-pressed", "true")
    expect(page.locator('.unit[data-unit="2"] .unit-map')).to_have_attribute("aria-pressed", "true")
    expect(who).to_have_text("Unit 3")
    page.keyboard.press("Escape")
    row.blur()
    expect(who).to_have_text("All units")


def test_rows_are_reached_and_chosen_by_keyboard(page: Page) -> None:
    open_panel(page, "microscope", None, 50)
    page.get_by_role("combobox", name="Compare with").focus()
    page.keyboard.press("Tab")
    row = page.get_by_role("button", name=re.compile("^Unit ?1 ?0.0"))
    expect(row).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator('[data-row="1"]')).to_be_focused()
    expect(page.locator(".micro-who")).to_have_text("Unit 2")
    page.keyboard.press("Enter")
    expect(page.locator('[data-row="1"]')).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize(("name", "label"), [("sigmoid", "sigmoid"), ("relu", "ReLU")])
def test_another_activation_tells_at_once_what_it_would_make_of_the_same_z(
    page: Page, name: str, label: str
) -> None:
    configuration = {"data": {"test_share": 0.2}, "network": {"init": {"scheme": "normal", "scale": 3.0}}}
    trainer = open_panel(page, "microscope", configuration, 20)
    other = page.locator(".micro-other")
    expect(other).to_be_hidden()
    page.get_by_role("combobox", name="Compare with").select_option(name)

    def told(units: slice, who: str) -> str:
        network = Network(ACTIVATIONS[name], trainer.network.output)
        found = histograms(trainer, network)
        average = mean(found.mean_A1[units].mean())
        if found.saturated is not None:
            share = percent(found.saturated[units].mean())
            return f"{who} as {label}: {share} saturated, mean activation {average}."
        share, dead = percent(found.inactive[units].mean()), int(found.dead[units].sum())
        return f"{who} as {label}: g\N{PRIME} = 0 on {share} of z, mean activation {average}, {dead} dead."

    expect(other).to_have_text(told(slice(None), "all"))
    assert page.locator("path.micro-other-g").get_attribute("d")
    page.locator('[data-row="3"]').click()
    expect(other).to_have_text(told(slice(3, 4), "4"))
    page.keyboard.press("ArrowRight")
    expect(page.locator('[data-part="iteration"]')).to_have_text("21")
    trainer.advance(1)
    expect(other).to_have_text(told(slice(3, 4), "4"))
    page.get_by_role("combobox", name="Compare with").select_option("")
    expect(other).to_be_hidden()


def test_a_dead_unit_is_marked_and_one_of_leaky_relu_is_not(page: Page) -> None:
    start = {"W1": [[1, 0], [0, 1]], "b1": [[-100], [0]]}
    network = {"hidden_width": 2, "activation": "relu", "start": start}
    open_panel(page, "microscope", {"network": network})
    expect(page.locator('[data-row="0"]')).to_have_class("micro-row micro-dead")
    expect(page.locator('[data-row="0"] .micro-percent')).to_have_text("dead")
    expect(page.locator('[data-row="1"]')).to_have_class("micro-row")
    expect(page.locator("rect.micro-shade")).to_have_count(0)
    page.get_by_role("radiogroup", name="Activation").get_by_role("radio", name="leaky ReLU").check(
        force=True
    )
    expect(page.locator('[data-row="0"] .micro-percent')).to_have_text(percent(0.0))


def test_what_is_saturated_is_shaded_and_said(page: Page) -> None:
    open_panel(page, "microscope")
    expect(page.locator("rect.micro-shade")).to_have_count(2)
    heading = page.locator(".micro-head-share")
    expect(heading).to_have_text("saturated")
    expect(heading).to_have_attribute(
        "title", re.compile(r"under 1.% of its maximum, here where \|z\| > 2.99")
    )


def test_many_units_are_told_of_together_and_one_alone(page: Page) -> None:
    found = histograms(open_panel(page, "microscope", WIDE, 100))
    assert found.saturated is not None
    low, middle, high = (
        percent(share) for share in np.quantile(found.saturated, [0, 0.5, 1], method="lower")
    )
    words = f"64 units, saturated: {low} to {high}, median {middle}."
    expect(page.locator(".micro-many p").first).to_have_text(words)
    expect(page.locator("[data-row]")).to_have_count(0)
    page.locator('.unit[data-unit="40"] .unit-map').click()
    expect(page.locator(".micro-who")).to_have_text("Unit 41")
    row = page.locator(".micro-fixed .micro-row").nth(1)
    expect(row.locator(".micro-name")).to_have_text("41")
    expect(row.locator(".micro-mean")).to_have_text(mean(found.mean_A1[40]))


@pytest.mark.parametrize(
    "configuration",
    [
        {"data": {"source": "sine"}, "network": {"hidden_width": 3}},
        {"data": {"source": "blobs", "classes": 5}, "network": {"biases": False}},
        {"network": {"hidden_width": 1, "activation": "sine", "init": {"scheme": "zeros"}}},
    ],
    ids=["one feature", "five classes without biases", "one unit of zeros"],
)
def test_whatever_is_trained_has_its_rows(page: Page, configuration: dict[str, Any]) -> None:
    found = histograms(open_panel(page, "microscope", configuration, 30))
    for unit, row in enumerate(page.locator("[data-row]").all()):
        expect(row.locator(".micro-mean")).to_have_text(mean(found.mean_A1[unit]))


def test_a_run_without_finite_weights_has_no_z_and_one_with_finite_ones_has(page: Page) -> None:
    start = {"W1": [[1e200, 0]] * 5, "b1": [[1e200]] * 5, "W2": [[1e308] * 5]}
    network = {"activation": "relu", "hidden_width": 5, "start": start}
    configuration = {"network": network, "training": {"learning_rate": 100.0}}
    trainer = Trainer(configure(configuration))
    trainer.advance(5)
    assert trainer.ended
    assert not trainer.parameters.finite
    page.add_init_script(KNOWN)
    run = page.request.post(f"{API}/runs", data=configuration).json()["id"]
    page.request.post(f"{API}/runs/{run}/advance", data={"iterations": 5})
    page.goto(f"/#run={run}")
    expect(page.locator("#panel-microscope .inside-waiting")).to_contain_text("left the finite range")
    expect(page.locator(".micro")).to_be_hidden()
    page.get_by_role("radiogroup", name="Activation").get_by_role("radio", name="tanh").check(force=True)
    expect(page.locator(".micro")).to_be_visible()


def test_the_picture_has_a_name_and_a_summary(page: Page) -> None:
    found = histograms(open_panel(page, "microscope", None, 400))
    assert found.saturated is not None
    figure = page.get_by_role("figure", name="Activation, its slope and how z is spread")
    share, average = percent(found.saturated.mean()), mean(found.mean_A1.mean())
    expect(figure).to_contain_text(f"All units: {share} saturated, mean activation {average}.")


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("configuration", [RELU, WIDE], ids=["rows", "many"])
def test_it_is_whole_and_accessible(page: Page, size: tuple[int, int], configuration: dict[str, Any]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_panel(page, "microscope", configuration, 50)
    page.get_by_role("combobox", name="Compare with").select_option("sigmoid")
    expect(page.locator(".micro-other")).to_be_visible()
    check_looks(page)
