"""The page with a lesson on it."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.lab_page import LabPage
from tests.support import API


class LessonPage(LabPage):
    """One open page, and what a person does in a lesson."""

    def __init__(self, page: Page) -> None:
        """Wrap a tab."""
        super().__init__(page)
        self.strip = page.get_by_role("region", name="Lesson", exact=True)
        self.place = page.locator('[data-part="place"]')
        self.step_name = page.locator(".lesson-segments")
        self.options = page.locator(".lesson-option")
        self.answer = page.locator('[data-part="answer"]')
        self.said = page.locator(".lesson-said")
        self.conditions = page.locator('[data-part="conditions"] li')
        self.set_up = page.get_by_role("button", name="Set up")
        self.check = page.get_by_role("button", name="Check", exact=True)
        self.next = page.get_by_role("button", name="Next step")
        self.back = page.get_by_role("button", name="Step before")
        self.leave = page.get_by_role("button", name="Leave the lesson")
        self.list = page.get_by_role("dialog", name="Lessons")

    def lesson(self, name: str) -> Any:
        """Return a lesson as the server has it."""
        answer = self.page.request.get(f"{API}/lessons/{name}")
        assert answer.ok
        return answer.json()

    def start(self, name: str) -> Any:
        """Choose a lesson in the list; return it."""
        self.page.get_by_role("button", name="Lessons", exact=True).click()
        self.list.locator(f'[data-lesson-id="{name}"]').click()
        lesson = self.lesson(name)
        self.wait_for_step(lesson, 1)
        return lesson

    def wait_for_step(self, lesson: Any, number: int) -> None:
        """Wait until a step is shown and, where it sets the page up, that is done."""
        step = lesson["steps"][number - 1]
        expect(self.place).to_have_text(re.compile(rf"Lesson {lesson['number']} of \d+"))
        expect(self.step_name).to_have_attribute("aria-label", f"Step {number} of {len(lesson['steps'])}")
        expect(self.page.locator('[data-part="fact"]')).to_have_text(step["fact"]["en"])
        expect(self.page.locator('[data-part="deed"]')).to_have_text(step["deed"]["en"])
        expect(self.set_up).to_be_enabled()
        if step["setup"] and step["setup"]["networks"]:
            expect(self.iteration).to_have_text(f"{step['setup']['iteration']:,}")

    def train(self, until: int) -> None:
        """Train to an iteration, by the number of iterations that are left."""
        self.page.get_by_role("button", name="More steps").click()
        entry = self.page.locator('#steps [data-part="count"]')
        entry.fill(str(until - self.count()))
        entry.press("Enter")
        self.page.keyboard.press("Escape")
        self.wait_for_iteration(until, timeout=60_000)
        self.settled()

    def set_number(self, name: str, value: str) -> None:
        """Change a number of the diagram."""
        self.page.get_by_role("button", name=re.compile(f"^{name}")).click()
        entry = self.page.locator("#weight-input")
        entry.fill(value)
        entry.press("Enter")
        expect(entry).to_be_hidden()
        shown = value.replace("-", "\N{MINUS SIGN}")
        expect(self.page.get_by_role("button", name=re.compile(f"^{name}"))).to_contain_text(shown)

    def predict(self, step: Any) -> None:
        """Choose the right answer, and read what is so."""
        options = step["question"]["options"]
        right = next(option["text"]["en"] for option in options if option["right"])
        expect(self.options).to_have_count(len(options))
        expect(self.answer).to_be_empty()
        self.options.filter(has_text=re.compile(f"^{re.escape(right)}$")).click()
        expect(self.answer).to_have_text(f"Right. {step['question']['answer']['en']}")

    def choose_width(self, width: int) -> None:
        """Set the hidden width."""
        self.enter("Hidden width", str(width))
        self.wait_for_run("network.hidden_width", width)


def train_to(iteration: int) -> Callable[[LessonPage], None]:
    """Return what trains to an iteration."""
    return lambda lab: lab.train(iteration)


def widen(lab: LessonPage) -> None:
    """Look at 64 linear units."""
    lab.choose_width(64)
    lab.train(1000)


def bend(lab: LessonPage) -> None:
    """Look at four units of tanh."""
    lab.choose("Activation", "tanh")
    lab.wait_for_run("network.activation", "tanh")
    lab.choose_width(4)
    lab.train(1000)


def wire(lab: LessonPage) -> None:
    """Set the weights of the output."""
    for unit, value in enumerate(("5", "5", "-5", "-5"), 1):
        lab.set_number(f"weight of unit {unit} to the output", value)


def draw_again(lab: LessonPage) -> None:
    """Take a new draw."""
    lab.page.locator('.rail [data-action="new-draw"]').click()
    lab.wait_for_run("network.init.seed", 1)
    expect(lab.iteration).to_have_text("0")
    lab.train(1000)


def hurry(lab: LessonPage) -> None:
    """Set the lab's learning rate."""
    lab.enter("Learning rate", "1.2")
    lab.wait_for_run("training.learning_rate", 1.2)
    lab.train(1000)


def scale_up(lab: LessonPage) -> None:
    """Start from larger weights."""
    lab.enter("Scale", "1")
    lab.wait_for_run("network.init.scale", 1)
    expect(lab.iteration).to_have_text("0")
    lab.train(100)


DEEDS: dict[tuple[str, int], Callable[[LessonPage], None]] = {
    ("parts", 4): lambda lab: lab.choose_width(10),
    ("xor", 4): wire,
    ("collapse", 2): widen,
    ("collapse", 4): bend,
    ("race", 1): train_to(3000),
    ("race", 2): train_to(1000),
    ("output", 1): train_to(1000),
    ("output", 2): train_to(1000),
    ("output", 3): draw_again,
    ("dead-unit", 1): lambda lab: lab.set_number("bias of unit 1", "-10"),
    ("dead-unit", 2): train_to(1000),
    ("dead-unit", 3): train_to(1000),
    ("six-equations", 3): lambda lab: lab.step.click(),
    ("six-equations", 4): train_to(100),
    ("learning-rate", 1): train_to(1000),
    ("learning-rate", 2): hurry,
    ("learning-rate", 3): train_to(100),
    ("symmetry", 1): train_to(500),
    ("symmetry", 2): train_to(500),
    ("symmetry", 3): train_to(1000),
    ("scale", 2): train_to(100),
    ("scale", 4): scale_up,
}
"""What a person does at each step that is checked."""
