"""Lessons in the page: each is played through to its success, by its own buttons."""

import re
from typing import get_args

import pytest
from playwright.sync_api import Page, expect

from app import ROOT
from app.lessons import read_lessons
from app.messages.lessons import Panel, Part
from tests.browser.lesson_page import DEEDS, LessonPage
from tests.browser.screens import SETTLED

LESSONS = read_lessons(ROOT / "lessons").bodies


@pytest.mark.every
@pytest.mark.parametrize("name", [lesson.id for lesson in LESSONS])
def test_a_lesson_is_played_through_to_its_success(page: Page, name: str) -> None:
    lab = LessonPage(page).open()
    assert isinstance(lab, LessonPage)
    lesson = lab.start(name)
    for number, step in enumerate(lesson["steps"], 1):
        lab.wait_for_step(lesson, number)
        if step["question"]:
            lab.predict(step)
        if step["conditions"]:
            lab.check.click()
            expect(lab.said).to_have_text("Not yet.")
            expect(lab.conditions).to_have_count(len(step["conditions"]))
            DEEDS[name, number](lab)
            lab.check.click()
            expect(lab.said).to_have_text(re.compile("^Passed"))
            expect(page.locator('[data-part="conditions"] .met')).to_have_count(len(step["conditions"]))
        if number < len(lesson["steps"]):
            lab.next.click()
    expect(lab.said).to_have_text("Passed, and with it the lesson.")
    expect(page).to_have_url(re.compile(f"#lesson={name}.{len(lesson['steps'])}$"))
    page.reload()
    expect(lab.said).to_have_text("Passed, and with it the lesson.")
    expect(page.locator(".lesson-segment.done")).to_have_count(len(lesson["steps"]))
    lab.place.click()
    expect(lab.list.locator(f'[data-lesson-id="{name}"]')).to_contain_text("Done")
    expect(lab.list.get_by_text("Done")).to_have_count(1)


def test_a_reload_in_the_midst_keeps_run_and_prediction(page: Page) -> None:
    lab = LessonPage(page).open()
    assert isinstance(lab, LessonPage)
    lesson = lab.start("collapse")
    lab.options.first.click()
    expect(lab.answer).to_contain_text("Not so.")
    lab.train(40)
    run = lab.run()
    expect(page).to_have_url(re.compile("#lesson=collapse.1$"))
    page.reload()
    lab.wait_for_iteration(40)
    assert lab.run() == run
    expect(lab.answer).to_contain_text("Not so.")
    lab.set_up.click()
    lab.wait_for_step(lesson, 1)
    assert lab.run() != run
    expect(lab.answer).to_contain_text("Not so.")


def test_a_link_opens_a_step_with_its_setup(page: Page) -> None:
    lab = LessonPage(page)
    page.goto("/#lesson=collapse.4")  # goes on from step 3: 64 linear units, 1000 iterations
    expect(page.locator('[data-part="deed"]')).to_have_text("Try tanh, width 4, to 1000.")
    lab.wait_for_iteration(1000)
    configuration = lab.configuration()["network"]
    assert (configuration["activation"], configuration["hidden_width"]) == ("linear", 64)
    expect(page).to_have_url(re.compile("#lesson=collapse.4$"))


@pytest.mark.parametrize("fragment", ["lesson=nothing.1", "lesson=collapse.9"])
def test_a_link_to_no_step_is_told(page: Page, fragment: str) -> None:
    LessonPage(page).open(f"/#{fragment}")
    expect(page.get_by_role("alert").filter(has_text="There is no such lesson")).to_be_visible()
    expect(page.locator(".lesson-strip")).to_be_hidden()


def test_next_and_back_cross_from_lesson_to_lesson(page: Page) -> None:
    lab = LessonPage(page).open()
    assert isinstance(lab, LessonPage)
    parts = lab.start("parts")
    expect(lab.back).to_be_disabled()
    for number in range(2, len(parts["steps"]) + 1):
        lab.next.click()
        lab.wait_for_step(parts, number)
    xor = lab.lesson("xor")
    lab.next.click()
    lab.wait_for_step(xor, 1)
    lab.back.click()
    lab.wait_for_step(parts, 4)
    expect(page.locator(".lesson-segment.done")).to_have_count(2)  # read and left; one asks, one is checked
    lab.leave.click()
    expect(page.locator(".lesson-strip")).to_be_hidden()
    expect(page.get_by_role("button", name="Lessons", exact=True)).to_be_focused()
    expect(page.locator("[data-highlight]")).to_have_count(0)
    page.wait_for_function("() => !location.hash.includes('lesson')")


def test_a_lesson_goes_by_keyboard_alone(page: Page) -> None:
    lab = LessonPage(page).open()
    assert isinstance(lab, LessonPage)
    page.get_by_role("button", name="Lessons", exact=True).focus()
    page.keyboard.press("Enter")
    lab.list.locator('[data-lesson-id="collapse"]').focus()
    page.keyboard.press("Enter")
    lab.wait_for_step(lab.lesson("collapse"), 1)
    lab.options.nth(2).focus()
    page.keyboard.press("Enter")
    expect(lab.answer).to_contain_text("Right.")
    expect(lab.next).to_be_focused()
    page.keyboard.press("Enter")
    lab.wait_for_step(lab.lesson("collapse"), 2)


def test_the_words_of_the_lesson_leave_the_rest_where_it_is(page: Page) -> None:
    """At a laptop's width what changes in the second row moves nothing, in any step."""
    lab = LessonPage(page).open()
    assert isinstance(lab, LessonPage)
    tops = set()
    top = "document.querySelector('.main').getBoundingClientRect().top"
    for lesson in LESSONS:
        page.goto("about:blank")
        page.goto(f"/#lesson={lesson.id}.1")
        for number, step in enumerate(lesson.steps, 1):
            lab.wait_for_step(lab.lesson(lesson.id), number)
            tops.add(page.evaluate(top))
            if step.question:
                lab.options.first.click()
                page.evaluate(SETTLED)
                tops.add(page.evaluate(top))
            if number < len(lesson.steps):
                lab.next.click()
    assert len(tops) == 1


def test_the_page_knows_every_panel_and_part_that_a_lesson_may_name(page: Page) -> None:
    LessonPage(page).open()
    panels = page.evaluate("import('/static/js/inside/panels.js').then(({ PANELS }) => Object.keys(PANELS))")
    assert sorted(panels) == sorted(get_args(Panel))
    lit = page.evaluate(
        """async parts => {
            const { highlight } = await import("/static/js/lessons/parts.js");
            return parts.filter(part => {
                highlight(part);
                return document.querySelector("[data-highlight]") !== null;
            });
        }""",
        list(get_args(Part)),
    )
    assert lit == list(get_args(Part))


def test_a_step_shows_the_half_of_a_panel_that_it_speaks_of(page: Page) -> None:
    LessonPage(page).open()
    for step, half in [("collapse.3", "Linear collapse"), ("symmetry.2", "Symmetry")]:
        page.goto("about:blank")
        page.goto(f"/#lesson={step}")
        expect(page.locator(".twin-choice").get_by_role("radio", name=half, exact=True)).to_be_checked()
