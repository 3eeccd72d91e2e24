"""Weights and gradients: numbers, norms and the table, beside what core has."""

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core import views
from core.network import Gradients
from core.path import look_back
from core.trainer import Trainer
from tests.browser.axe import violations
from tests.browser.inside_page import Inside
from tests.browser.pictures import number

NAMES = ("W1", "b1", "W2", "b2")
REL, ABS = 6e-3, 0.0051
"""Norms are shown in two decimals, or in two digits where they are small."""


def gradients(trainer: Trainer) -> Gradients:
    """Return what core computes."""
    train = trainer.dataset.train
    X, Y = trainer.dataset.inputs[:, train], trainer.network.targets(trainer.dataset)[:, train]
    l1, l2 = trainer.configuration.training.l1, trainer.configuration.training.l2
    return views.objective_gradients(trainer.network, trainer.parameters, X, Y, l1=l1, l2=l2)


def written(text: str | None) -> float:
    """Read a norm with its name, also with a power of ten."""
    value = (text or "").split(" ", 1)[1]
    factor, _, power = value.replace("\N{NARROW NO-BREAK SPACE}", "").partition("\N{MULTIPLICATION SIGN}10")
    raised = power.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"))
    return number(factor) * 10.0 ** int(raised or 0)


def test_norms_are_those_of_core(page: Page, server: str) -> None:
    lab = Inside(page, server, "weights", {"network": {"hidden_width": 6}, "training": {"l2": 0.5}}, 250)
    keys = lab.part(".weights-keys li span")
    expect(keys).to_have_count(4)
    parameters = [np.linalg.norm(getattr(lab.trainer.parameters, name)) for name in NAMES]
    assert [written(text) for text in keys.all_text_contents()] == pytest.approx(parameters, rel=REL, abs=ABS)
    page.get_by_role("radio", name="gradients").check(force=True)
    expect(keys.first).to_contain_text("dW")
    found = list(views.gradient_norms(gradients(lab.trainer)).values())
    assert [written(text) for text in keys.all_text_contents()] == pytest.approx(found, rel=0.06)


def test_the_past_comes_from_the_server_and_what_follows_from_the_frames(page: Page, server: str) -> None:
    lab = Inside(page, server, "weights", {}, 300)
    moments = len(look_back(lab.trainer).iterations)
    summary = lab.part("#weights-summary")
    expect(summary).to_contain_text(f"The line of unit 1 now and at {moments - 1} moments before.")
    norms = lab.part(".weights-norms canvas")
    before = norms.evaluate("canvas => canvas.toDataURL()")
    lab.advance(10)
    expect(summary).to_contain_text("Norms at iteration 310")
    assert norms.evaluate("canvas => canvas.toDataURL()") != before


def test_the_table_has_every_number(page: Page, server: str) -> None:
    lab = Inside(page, server, "weights", {"data": {"source": "pinwheel", "classes": 3}}, 100)
    page.get_by_role("checkbox", name="numbers").check(force=True)
    p = lab.trainer.parameters
    rows = lab.part("tbody tr")
    expect(rows).to_have_count(5)
    for unit in range(4):
        shown = [number(text) for text in rows.nth(unit).locator("td").all_text_contents()]
        expected = [*p.W1[unit], p.b1[unit, 0], *p.W2[:, unit]]
        assert shown == pytest.approx(expected, rel=6e-4)
    shown = [number(text) for text in rows.nth(4).locator("td.value").all_text_contents()]
    assert shown == pytest.approx(p.b2[:, 0].tolist(), rel=6e-4)
    page.get_by_role("radio", name="gradients").check(force=True)
    expect(lab.part("thead th").nth(1)).to_contain_text("dW")
    g = gradients(lab.trainer)
    shown = [number(text) for text in rows.nth(2).locator("td").all_text_contents()]
    assert shown == pytest.approx([*g.dW1[2], g.db1[2, 0], *g.dW2[:, 2]], rel=6e-4)


def test_the_line_is_that_of_the_unit_that_is_looked_at(page: Page, server: str) -> None:
    lab = Inside(page, server, "weights", {}, 100)
    unit = page.get_by_role("combobox", name="Unit whose line is shown")
    page.get_by_role("button", name="Unit 3", exact=True).click()
    expect(unit).to_have_value("2")
    path = lab.part(".weights-path canvas")
    before = path.evaluate("canvas => canvas.toDataURL()")
    unit.select_option("unit 1")
    lab.settled()
    assert path.evaluate("canvas => canvas.toDataURL()") != before


@pytest.mark.parametrize(
    "configuration",
    [
        {"data": {"source": "sine"}},
        {"network": {"biases": False, "init": {"scheme": "zeros"}}},
        {"network": {"hidden_width": 256}},
        {"data": {"source": "moons", "standardize": True}},
    ],
    ids=["one feature", "zeros", "wide", "standardized"],
)
def test_every_kind_of_run_is_drawn(page: Page, server: str, configuration: dict[str, Any]) -> None:
    lab = Inside(page, server, "weights", configuration, 30)
    expect(lab.part(".weights-bars canvas")).to_be_visible()
    lab.play.click()
    lab.wait_for_iteration(60)
    lab.stop()
    page.get_by_role("checkbox", name="numbers").check(force=True)
    expect(lab.part("tbody tr").first).to_be_visible()


def test_a_diverged_run_has_dashes(page: Page, server: str) -> None:
    diverging: dict[str, Any] = {"data": {"source": "sine"}, "network": {"activation": "relu"}}
    diverging["training"] = {"learning_rate": 100}
    lab = Inside(page, server, "weights", diverging)
    lab.play.click()
    expect(page.locator('[data-part="diverged"]')).to_be_visible()
    expect(lab.part(".weights-keys li").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(page: Page, server: str, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    Inside(page, server, "weights", {}, 100)
    assert violations(page) == []
    page.get_by_role("checkbox", name="numbers").check(force=True)
    expect(page.get_by_role("table", name="Weights and biases, a unit a row")).to_be_visible()
    assert violations(page) == []
