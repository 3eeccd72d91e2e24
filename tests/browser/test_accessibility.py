"""The page without a pointer, without sight and without motion. test_screens has axe-core on every screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab_page import LabPage
from tests.browser.screens import NARROW, Screen, compared, first_visit, open_rail, open_run, solid, trained

STOPS = """() => {
    const ring = element => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    };
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    element.dataset.reached = "yes";
    const shows = [element, element.closest("label"), element.parentElement, element.nextElementSibling];
    return { what: element.outerHTML.slice(0, 120), ring: shows.some(shown => shown && ring(shown)) };
}"""
UNREACHED = """() => {
    const controls = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    const reached = document.querySelectorAll("input[type=radio][data-reached]");
    const groups = new Set([...reached].map(e => e.name));
    return [...document.querySelectorAll(controls)]
        .filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.matches(":disabled"))
        .filter(e => !e.closest("[tabindex='-1']:not([data-section])") && e.tabIndex >= 0)
        .filter(e => !("reached" in e.dataset) && !(e.type === "radio" && groups.has(e.name)))
        .map(e => e.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("screen", [first_visit, trained, compared, solid], ids=lambda s: s.__name__)
def test_tab_reaches_every_control_and_shows_where_it_is(page: Page, screen: Screen, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    screen(page)
    without = walk(page)
    if width < NARROW:
        open_rail(page)
        without += walk(page)
    assert (without, page.evaluate(UNREACHED)) == ([], [])


def walk(page: Page) -> list[str]:
    """Press Tab until the page ends; return the stops that do not show that they are one."""
    page.evaluate("document.querySelector('[data-part=advanced]').open = true")
    without: list[str] = []
    ends, stop = 0, None
    for _ in range(300):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOPS)
        if stop is None:
            ends += 1  # the first time it began where the focus was
            if ends == 2:
                return without
        elif not stop["ring"]:
            without.append(stop["what"])
    pytest.fail("Tab does not come to an end")


def test_the_run_is_told_politely_and_not_with_every_frame(page: Page) -> None:
    lab = LabPage(page).open()
    told = page.locator('[data-part="progress"]')
    expect(told).to_have_attribute("aria-live", "polite")
    page.evaluate(
        """() => {
            window.said = [];
            const note = () => window.said.push(document.querySelector("[data-part=progress]").textContent);
            new MutationObserver(note).observe(document.querySelector("[data-part=progress]"),
                { childList: true, characterData: true, subtree: true });
        }"""
    )
    lab.play.click()
    lab.wait_for_iteration(200)
    stopped = lab.stop()
    expect(told).to_have_text(re.compile(rf"Iteration {stopped}, cost 0\.\d+, accuracy \d+\.\d\s%"))
    said = page.evaluate("window.said")
    assert len(said) <= 4, (
        said
    )  # at the start, at the end, and every five seconds between: no frame of over a hundred
    summary = page.locator("#surface-summary")
    expect(summary).to_have_text(re.compile(r"^Accuracy .*boundary"))


def test_where_motion_is_unwanted_nothing_moves_but_the_data(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_run(page)
    page.keyboard.press(" ")
    LabPage(page).wait_for_iteration(20)
    moving = page.evaluate(
        """() => document.getAnimations()
            .filter(a => !(a.timeline instanceof ScrollTimeline) && a.effect.getComputedTiming().duration > 1)
            .map(a => a.animationName ?? a.transitionProperty)"""
    )
    assert moving == []
    durations = page.evaluate(
        "() => [...document.querySelectorAll('.button, .tile, .rail, .stage > *')]"
        ".map(e => getComputedStyle(e).transitionDuration)"
    )
    assert durations
    assert {part.strip() for each in durations for part in each.split(",")} == {"0s"}
