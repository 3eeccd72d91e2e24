"""The way of a run: forward by every measure, back to any iteration exactly, and from there another way."""

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, WebSocket, expect

from tests.browser.lab_page import LabPage
from tests.support import API, LAB

STEPS = 40
"""Places that a drag passes."""


class Timeline(LabPage):
    """One open page, and what its timeline has."""

    def __init__(self, page: Page) -> None:
        """Wrap a tab."""
        super().__init__(page)
        self.slider = page.get_by_role("slider", name="Timeline")
        self.more = page.get_by_role("button", name="More steps")
        self.steps = page.get_by_role("dialog", name="More steps")

    def label(self, name: str) -> Locator:
        """Return what a mark is called."""
        return self.page.locator(".line-label").filter(has_text=name)

    def line(self) -> str | None:
        """Return the path of the boundary."""
        return self.page.locator("path.boundary").get_attribute("d")

    def shares(self) -> tuple[float, float]:
        """Return how much of the line lies behind the run, and how much it has reached."""
        now, reached = self.page.locator('[data-part="line"]').evaluate(
            "line => ['--now', '--reached'].map(name => Number(line.style.getPropertyValue(name)))"
        )
        return now, reached

    def moment(self) -> tuple[str, list[str], str | None]:
        """Return all that shows where the run stands: cost, pictures and boundary."""
        return (self.cost.text_content() or "", self.pictures(), self.line())

    def drag(self, shares: list[float], *, release: bool = True) -> None:
        """Move the thumb along places of the line."""
        box = self.slider.bounding_box()
        assert box
        for k, share in enumerate(shares):
            self.page.mouse.move(box["x"] + 9 + share * (box["width"] - 18), box["y"] + box["height"] / 2)
            if k == 0:
                self.page.mouse.down()
        if release:
            self.page.mouse.up()


@pytest.fixture
def lab(page: Page) -> Timeline:
    """Give the page with its first run shown."""
    lab = Timeline(page)
    lab.open()
    return lab


def commands(page: Page) -> list[dict[str, Any]]:
    """Return a list that will hold every command that the page sends."""
    sent: list[dict[str, Any]] = []

    def note(payload: str | bytes) -> None:
        message = json.loads(payload)
        if message["type"] not in ("ack", "watch"):
            sent.append(message)

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", note)

    page.on("websocket", listen)
    return sent


def test_left_goes_back_exactly_and_right_forward_again(lab: Timeline) -> None:
    moments = [lab.moment()]
    for iteration in range(1, 4):
        lab.step.click()
        expect(lab.iteration).to_have_text(str(iteration))
        lab.settled()
        moments.append(lab.moment())
    assert len({cost for cost, _, _ in moments}) == 4
    lab.page.evaluate("document.activeElement.blur()")
    for iteration in (2, 1, 0):
        lab.page.keyboard.press("ArrowLeft")
        expect(lab.iteration).to_have_text(str(iteration))
        lab.settled()
        assert lab.moment() == moments[iteration]
    lab.page.keyboard.press("ArrowLeft")
    lab.page.keyboard.press("ArrowRight")
    expect(lab.iteration).to_have_text("1")
    lab.settled()
    assert lab.moment() == moments[1]


def test_shift_goes_ten_both_ways_and_on_the_slider_too(lab: Timeline) -> None:
    lab.advance(50)
    lab.page.keyboard.press("Shift+ArrowLeft")
    expect(lab.iteration).to_have_text("40")
    lab.page.keyboard.press("Shift+ArrowRight")
    expect(lab.iteration).to_have_text("50")
    lab.slider.focus()
    for key, iteration in (
        ("Shift+ArrowLeft", 40),
        ("ArrowLeft", 39),
        ("Home", 0),
        ("End", 50),
        ("ArrowRight", 50),
        ("Shift+ArrowLeft", 40),
        ("Shift+ArrowRight", 50),
    ):
        lab.page.keyboard.press(key)
        expect(lab.iteration).to_have_text(str(iteration))
        expect(lab.slider).to_have_attribute("aria-valuetext", f"Iteration {iteration} of 50")
    lab.page.keyboard.press(" ")
    expect(lab.pause).to_be_visible()


def test_a_drag_ends_where_it_is_let_go_whatever_lies_between(page: Page) -> None:
    sent = commands(page)
    lab = Timeline(page)
    lab.open()
    lab.advance(500)
    whole = lab.curve()
    sent.clear()
    lab.drag([0.9 - 0.6 * k / STEPS for k in range(STEPS + 1)])
    lab.page.wait_for_function(
        """() => {
            const asked = document.querySelector(".scrubber").value;
            return document.querySelector('[data-part="iteration"]').textContent === asked;
        }"""
    )
    stopped = lab.settled()
    assert abs(stopped - 150) <= 3
    seeks = [message["iteration"] for message in sent if message["type"] == "seek"]
    assert seeks[-1] == stopped
    assert lab.summary()["iteration"] == stopped
    assert lab.summary()["cost"] == pytest.approx(whole[stopped][1], abs=0)
    expect(lab.slider).not_to_be_focused()
    lab.page.keyboard.press("ArrowRight")
    expect(lab.iteration).to_have_text(str(stopped + 1))


def test_the_hand_holds_the_thumb_while_the_server_is_busy_and_only_the_newest_seek_follows(
    page: Page,
) -> None:
    """The server answers no seek until the drag is over: one is under way, one more is sent."""
    held: list[str | bytes] = []
    seeks: list[int] = []
    holding = False

    def serve(route: Any) -> None:
        server = route.connect_to_server()

        def to_server(message: str | bytes) -> None:
            about = json.loads(message)
            if about["type"] == "seek":
                seeks.append(about["iteration"])
            if holding:
                held.append(message)
            else:
                server.send(message)

        route.on_message(to_server)
        release.append(lambda: [server.send(message) for message in held])

    release: list[Any] = []
    page.route_web_socket("**/stream", serve)
    lab = Timeline(page)
    lab.open()
    lab.advance(100)
    holding = True
    lab.drag([k / STEPS for k in range(STEPS, 9, -1)], release=False)
    expect(lab.slider).to_have_js_property("value", "25")
    expect(lab.iteration).to_have_text("100")
    assert len(seeks) == 1
    holding = False
    release[0]()
    expect(lab.iteration).to_have_text("25")
    page.mouse.up()
    assert seeks[1:] == [25]


def test_what_lies_ahead_is_pale_until_a_change_branches_there(lab: Timeline) -> None:
    lab.advance(200)
    assert lab.shares() == (1.0, 1.0)
    cost = lab.cost.text_content()
    lab.page.keyboard.press("Shift+ArrowLeft")
    lab.page.keyboard.press("Shift+ArrowLeft")
    expect(lab.iteration).to_have_text("180")
    assert lab.shares() == (0.9, 1.0)
    lab.advance(20)
    assert lab.cost.text_content() == cost
    lab.drag([0.995, 0.5])
    expect(lab.iteration).to_have_text("100")
    lab.enter("Learning rate", "0.4")
    expect(lab.label("α 1.2 → 0.4")).to_be_visible()
    lab.page.wait_for_function(
        "() => document.querySelector('[data-part=line]').style.getPropertyValue('--reached') === '1.00000'"
    )
    expect(lab.slider).to_have_attribute("max", "100")
    lab.advance(100)
    assert lab.cost.text_content() != cost
    lab.page.reload()
    expect(lab.iteration).to_have_text("200")
    expect(lab.label("α 1.2 → 0.4")).to_be_visible()
    lab.label("α 1.2 → 0.4").click()
    expect(lab.iteration).to_have_text("100")
    lab.label("start").click()
    expect(lab.iteration).to_have_text("0")
    expect(lab.rate).to_have_value("1.2")
    assert lab.shares() == (0.0, 1.0)


def test_dragging_while_it_plays_pauses_there(lab: Timeline) -> None:
    lab.play.click()
    lab.wait_for_iteration(60)
    lab.drag([0.2, 0.1])
    expect(lab.play).to_be_visible()
    stopped = lab.settled()
    assert stopped < 60
    assert lab.summary()["state"] == "paused"
    lab.play.click()
    lab.wait_for_iteration(stopped + 20)
    lab.stop()


def test_any_number_of_iterations_and_an_epoch(lab: Timeline) -> None:
    lab.more.click()
    entry = lab.steps.get_by_role("textbox", name="Iterations")
    expect(entry).to_be_focused()
    entry.fill("2000")
    entry.press("Enter")
    expect(lab.iteration).to_have_text("2,000")
    expect(lab.cost).to_have_text(f"{LAB['costs_seed_2_n_h_4']['2000']:.6f}")
    for wrong in ("0", "2.5", "many", "100001"):
        entry.fill(wrong)
        entry.press("Enter")
        expect(lab.steps.get_by_role("alert")).to_contain_text(f"{wrong}: must be a whole number")
    expect(entry).to_have_attribute("aria-invalid", "true")
    expect(lab.iteration).to_have_text("2,000")
    lab.steps.get_by_role("button", name="1 epoch (1 iteration)").click()
    expect(lab.iteration).to_have_text("2,001")
    lab.page.keyboard.press("Escape")
    expect(lab.steps).to_be_hidden()
    expect(lab.more).to_be_focused()
    lab.open_advanced()
    lab.enter("Batch size", "150")
    lab.wait_for_run("training.batch_size", 150)
    before = lab.count()
    lab.more.click()
    lab.steps.get_by_role("button", name="1 epoch (3 iterations)").click()
    lab.wait_for_iteration(before + 3)
    assert lab.settled() == before + 3
    assert lab.page.request.get(f"{API}/runs/{lab.run()}").json()["epoch"] >= 1


def test_a_long_advance_can_be_paused(lab: Timeline) -> None:
    lab.more.click()
    entry = lab.steps.get_by_role("textbox", name="Iterations")
    entry.fill("100000")
    entry.press("Enter")
    lab.page.keyboard.press("Escape")
    lab.pause.click()
    expect(lab.play).to_be_visible()
    assert 0 < lab.settled() < 100_000


def test_the_same_weights_or_new_ones(lab: Timeline) -> None:
    start = lab.moment()
    lab.advance(30)
    lab.more.click()
    lab.steps.get_by_role("button", name="Same weights").click()
    expect(lab.iteration).to_have_text("0")
    lab.settled()
    assert lab.moment() == start
    expect(lab.slider).to_be_disabled()
    lab.steps.get_by_role("button", name="New draw").click()
    expect(lab.cost).not_to_have_text(start[0])
    assert lab.configuration()["network"]["init"]["seed"] == 3


def test_slow_motion_is_one_iteration_every_two_seconds(page: Page) -> None:
    sent = commands(page)
    lab = Timeline(page)
    lab.open()
    page.get_by_role("radio", name="½ / s").check(force=True)
    lab.play.click()
    lab.wait_for_iteration(1)
    assert [message for message in sent if message["type"] == "play"] == [
        {"type": "play", "iterations_per_second": 0.5, "id": 1}
    ]
    page.get_by_role("radio", name="max").check(force=True)
    lab.wait_for_iteration(1000)
    lab.stop()


def test_a_diverged_run_is_marked_and_can_go_back(lab: Timeline) -> None:
    lab.choose("Activation", "ReLU")
    lab.page.locator("#network-init-scheme").select_option(label="He normal")
    lab.enter("Scale", "100")
    lab.enter("Learning rate", "30")
    lab.wait_for_run("training.learning_rate", 30)
    lab.play.click()
    chip = lab.page.get_by_role("alert").filter(has_text="Training diverged")
    expect(chip).to_be_visible()
    expect(lab.label("diverged")).to_be_visible()
    assert lab.settled() > 0
    lab.page.keyboard.press("ArrowLeft")
    expect(chip).to_be_hidden()
    expect(lab.step).to_be_enabled()


def test_a_stop_is_where_the_line_ends(lab: Timeline) -> None:
    lab.open_advanced()
    lab.enter("Stop at iteration", "40")
    expect(lab.slider).to_have_attribute("max", "40")
    expect(lab.page.get_by_text("stops at 40")).to_be_visible()
    lab.play.click()
    expect(lab.iteration).to_have_text("40")
    expect(lab.play).to_be_visible()
    lab.page.keyboard.press("ArrowLeft")
    expect(lab.iteration).to_have_text("39")
