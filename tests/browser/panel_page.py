"""The panels that look inside: how they are opened, what stands in them, and the chapter's figures."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from core.configuration import configure
from core.trainer import Trainer
from tests.browser.axe import violations
from tests.browser.screens import open_run
from tests.reference.figures import EXPERIMENTS, arm_config

LAYOUT = (Path(__file__).parent / "layout.js").read_text(encoding="utf-8").partition("*/\n")[2]
LAYOUT_INSIDE = LAYOUT.replace('document.querySelector(".shell")', 'document.querySelector(".inside")')
PHONE, LAPTOP = (390, 844), (1440, 900)


def open_panel(page: Page, panel: str, configuration: dict[str, Any] | None = None, at: int = 0) -> Trainer:
    """Show a run at an iteration with this panel open; return a trainer that has done the same."""
    page.add_init_script(f"try {{ localStorage.setItem('inside', '{panel}'); }} catch {{ /* elsewhere */ }}")
    open_run(page, configuration, at)
    tab = page.locator(f'[data-panel-tab="{panel}"]')
    if tab.get_attribute("aria-expanded") != "true":
        tab.click()
    expect(page.locator(f"#panel-{panel}")).to_be_visible()
    page.locator(f"#panel-{panel}").evaluate("panel => panel.scrollIntoView()")
    trainer = Trainer(configure(configuration or {}))
    if at:
        trainer.advance(at)
    return trainer


def exact(element: Locator) -> float:
    """Return the number that a cell gives in its title, with all its digits."""
    expect(element).not_to_have_attribute("title", "")
    return float((element.get_attribute("title") or "").replace("\N{MINUS SIGN}", "-"))


def product(config: dict[str, Any]) -> dict[str, Any]:
    """Return the product's configuration of one of the chapter's experiments on the flower."""
    assert config["dataset"] == {"name": "flower"}
    init = dict(config["init"])
    scheme = {"lab": "normal"}.get(init["scheme"], init["scheme"])
    chosen: dict[str, Any] = {"scheme": scheme}
    if "seed" in init:
        chosen["seed"] = init["seed"]
    if "scale" in init or "value" in init:
        chosen["scale"] = init.get("scale", init.get("value"))
    return {
        "network": {
            "hidden_width": config["hidden_width"],
            "activation": config["activation"],
            "init": chosen,
        },
        "training": {"learning_rate": config["learning_rate"]},
    }


def figures(name: str, metrics: tuple[str, ...]) -> list[Any]:
    """Return (arm, iteration, configuration, expectations by metric) of an experiment, as parameters."""
    (experiment,) = [each for each in EXPERIMENTS if each["id"] == name]
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for expected in experiment["expect"]:
        if expected["metric"] in metrics:
            place = found.setdefault((expected.get("arm", "run"), expected["iteration"]), {})
            place[expected["metric"]] = expected
    configs = {key: arm_config(experiment, key[0]) for key in found}
    return [
        pytest.param(key[1], product(configs[key]), expected, id=f"{name}-{key[0]}-{key[1]}")
        for key, expected in found.items()
        if configs[key]["dataset"] == {"name": "flower"}
    ]


def check(expected: dict[str, Any], metric: str, shown: float) -> None:
    """Assert that a number on the page is the chapter's, within its tolerance."""
    if metric not in expected:
        return
    figure = expected[metric]
    if "op" in figure:
        assert {"<=": shown <= figure["value"], ">=": shown >= figure["value"]}[figure["op"]], metric
    else:
        assert shown == pytest.approx(figure["value"], rel=0.0, abs=figure["tolerance"]), metric


def check_looks(page: Page) -> None:
    """Assert that in the panels nothing overlaps or is cut off, and that axe-core finds nothing."""
    faults = page.evaluate(LAYOUT_INSIDE)
    assert not faults, "\n".join(faults)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = violations(page)
        assert not found, "\n".join(found)
