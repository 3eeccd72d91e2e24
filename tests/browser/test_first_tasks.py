"""What somebody does who sees the page for the first time and has read nothing, from the first visit on."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.configuration import configure
from core.trainer import Trainer
from tests.browser.lab_page import LabPage


def visit(page: Page) -> None:
    """Open the page for the first time: a network trains already."""
    page.goto("/")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def pick(page: Page, group: str, name: str) -> None:
    """Choose one of the tiles."""
    page.get_by_role("radiogroup", name=group).get_by_role("radio", name=name, exact=True).check(force=True)


def at_max(page: Page) -> None:
    """Train as fast as the server can."""
    page.get_by_role("radio", name="max", exact=True).check(force=True)
    play = page.get_by_role("button", name="Play")
    if play.is_visible():
        play.click()


def until(page: Page, what: str, arg: object) -> None:
    """Wait until the page says so."""
    page.wait_for_function(
        """([what, arg]) => {
            const text = name => document.querySelector(`[data-part=${name}]`).textContent;
            const part = name => text(name).replaceAll(",", "");
            return {
                iteration: () => Number(part("iteration")) >= arg,
                accuracy: () => Number.parseFloat(part("train-score")) >= arg,
                cost: () => Number(part("train-cost")) <= arg,
            }[what]();
        }""",
        arg=[what, arg],
    )


def test_relu_with_three_hidden_units_separates_what_it_can_of_the_flower(page: Page) -> None:
    visit(page)
    pick(page, "Activation", "ReLU")
    page.get_by_role("button", name="Hidden width: one less").click()
    expect(page.locator('[data-part="units"] canvas')).to_have_count(3)
    at_max(page)
    until(page, "iteration", 2000)
    until(page, "accuracy", 60)
    expect(page.locator("path.boundary").first).to_be_attached()


def test_zeros_fail_and_the_page_says_so(page: Page) -> None:
    visit(page)
    page.get_by_role("combobox", name="Init scheme").select_option(label="Zeros")
    at_max(page)
    until(page, "iteration", 500)
    expect(page.get_by_text("Frozen.")).to_be_visible()
    expect(page.locator('[data-part="train-cost"]')).to_have_text("0.693147")


def test_the_sine_regression_diverges_and_is_cured(page: Page) -> None:
    visit(page)
    pick(page, "Data", "Sine")
    pick(page, "Activation", "ReLU")
    rate = page.get_by_role("textbox", name="Learning rate", exact=True)
    rate.fill("30")
    rate.press("Enter")
    page.get_by_role("radio", name="max", exact=True).check(force=True)  # it plays already
    alert = page.get_by_role("alert").filter(has_text="Training diverged")
    expect(alert).to_be_visible()
    lab = LabPage(page)
    for tried in (3, 0.3, 0.03):
        page.get_by_role("button", name=re.compile("Learning rate ÷")).click()
        lab.wait_for_choice("training.learning_rate", tried)
        trainer = Trainer(configure(lab.configuration()))
        trainer.advance(500)
        if not trainer.ended:
            break
        expect(alert).to_contain_text(trainer.reason or "")
    until(page, "iteration", 500)
    expect(page.locator('[data-part="train-cost"]')).to_have_text(re.compile(r"^0\."))


def test_a_table_of_ones_own_is_loaded(page: Page, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    rows = [f"{k % 7},{k // 7},{'yes' if k % 7 > 3 else 'no'}" for k in range(49)]
    table.write_text("\n".join(["width,height,good", *rows]), encoding="utf-8")
    visit(page)
    page.get_by_role("button", name="Load CSV").click()
    page.locator("#table-dialog input[type=file]").set_input_files(table)
    page.get_by_role("button", name="Use these points").click()
    expect(page.locator('[data-part="points"] path, [data-part="own-points"] path').first).to_be_attached()
    at_max(page)
    until(page, "accuracy", 95)


@pytest.mark.parametrize("width", [1440, 390])
def test_this_exact_state_is_sent_to_a_friend(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page)
    until(page, "iteration", 60)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Share").click()
    page.get_by_role("radio", name=re.compile("moment", re.IGNORECASE)).check(force=True)
    link = page.get_by_role("textbox", name="Link").input_value()
    page.keyboard.press("Escape")
    stood = page.locator('[data-part="iteration"]').text_content()
    cost = page.locator('[data-part="train-cost"]').text_content()
    page.evaluate("sessionStorage.clear()")
    page.goto("about:blank")
    page.goto(link)
    expect(page.locator('[data-part="iteration"]')).to_have_text(str(stood))
    expect(page.locator('[data-part="train-cost"]')).to_have_text(str(cost))
