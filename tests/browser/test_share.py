"""Links: what the address bar holds, what a shared one brings back, what it leaves out."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app.settings import Settings
from tests.browser.compare_page import ComparePage
from tests.browser.conftest import Watched
from tests.browser.lab_page import LabPage
from tests.browser.own_page import Own, two_classes
from tests.support import serve

REFUSED = "error: Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"


def fragment(page: Page) -> str:
    return urlsplit(page.url).fragment


def wait_for_fragment(page: Page, wanted: str) -> None:
    page.wait_for_function("wanted => location.hash === (wanted && `#${wanted}`)", arg=wanted)


@pytest.fixture
def friend(browser: Browser, watched: Watched, server: str) -> Iterator[Page]:
    """Give another browser's page."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=server)
    page = context.new_page()
    watched.watch(page)
    yield page
    context.close()


def opened(page: Page, address: str) -> LabPage:
    """Open a page and wait until its run is there."""
    lab = LabPage(page)
    page.goto(address)
    expect(lab.cost).not_to_have_text("–")
    expect(lab.chart.first).to_be_visible()  # nothing is loading any more
    lab.settled()
    return lab


class Dialog:
    """The share dialog."""

    def __init__(self, page: Page) -> None:
        """Open it."""
        self.page = page
        page.get_by_role("button", name="Share").click()
        self.box = page.get_by_role("dialog", name="Share")
        expect(self.box).to_be_visible()
        self.code = self.box.get_by_role("img", name="QR code")

    def text(self) -> Locator:
        return self.box.get_by_role("textbox", name="Link")

    def link(self, what: str, contains: str) -> str:
        """Choose what the link holds; return it once it does."""
        self.box.get_by_role("radio", name=re.compile(f"^{what}")).check()
        expect(self.text()).to_have_value(re.compile(re.escape(contains)))
        return self.text().input_value()


def test_the_run_that_everybody_starts_with_leaves_the_address_alone(page: Page) -> None:
    lab = LabPage(page).open()
    lab.choose("Activation", "ReLU")
    wait_for_fragment(page, "v=1&activation=relu")
    lab.choose("Activation", "tanh")
    wait_for_fragment(page, "")


def test_the_address_bar_brings_back_the_run_bit_for_bit(page: Page, friend: Page) -> None:
    lab = opened(
        page,
        "/#v=1&source=moons&hidden_width=7&activation=relu&learning_rate=0.30000000000000004&init.seed=9",
    )
    lab.advance(30)
    lab.rate.fill("0.1")
    lab.rate.press("Enter")
    wait_for_fragment(page, "v=1&source=moons&hidden_width=7&activation=relu&init.seed=9&learning_rate=0.1")
    lab.reset.click()
    lab.wait_for_run("training.learning_rate", 0.1)
    lab.advance(20)
    theirs = opened(friend, page.url)
    theirs.advance(20)
    mine, other = lab.summary(), theirs.summary()
    assert mine["id"] != other["id"]
    assert mine["configuration"]["network"] == other["configuration"]["network"]
    assert mine["configuration"]["data"] == other["configuration"]["data"]


def test_a_reload_keeps_the_run_that_the_address_tells(page: Page) -> None:
    lab = opened(page, "/#v=1&source=xor")
    lab.advance(20)
    run = lab.run()
    wait_for_fragment(page, "v=1&source=xor")
    expect(lab.chart.first).to_be_visible()
    page.reload()
    expect(lab.iteration).to_have_text("20")
    assert lab.run() == run


def test_another_address_in_the_same_tab_is_another_run(page: Page) -> None:
    lab = opened(page, "/#v=1&source=xor")
    expect(lab.chart.first).to_be_visible()
    wait_for_fragment(page, "v=1&source=xor")
    first = lab.run()
    page.evaluate("location.hash = 'v=1&source=circles&speed=max'")
    expect(page.locator('[data-part="data-fact"]')).to_contain_text("Circles")
    lab.wait_for_run("data.source", "circles")
    assert lab.run() != first
    expect(page.get_by_role("radio", name="max")).to_be_checked()


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("v=1&hidden_width=0", ["hidden_width=0: must be between 1 and 256"]),
        (
            "v=1&activation=telepathy&colour=red",
            ["activation=telepathy: must be one of sigmoid, tanh", "colour=red: is not a field"],
        ),
        ("v=7&hidden_width=5", ["v=7: this page reads addresses of version 1"]),
        ("v=1&start=nonsense", ["start=nonsense: cannot be read"]),
    ],
)
def test_a_wrong_address_is_told_and_loses_nothing(page: Page, address: str, lines: list[str]) -> None:
    lab = opened(page, "/#v=1&source=xor")
    lab.advance(10)
    run = lab.run()
    wait_for_fragment(page, "v=1&source=xor")
    expect(lab.chart.first).to_be_visible()
    page.evaluate("address => { location.hash = address; }", address)
    note = page.get_by_role("alert").filter(has_text="The link could not be used as it is.")
    for line in lines:
        expect(note).to_contain_text(line)
    expect(lab.iteration).to_have_text("10")
    assert lab.run() == run
    wait_for_fragment(page, "v=1&source=xor")
    note.get_by_role("button", name="Close").click()
    expect(note).to_be_hidden()


def test_what_only_the_server_can_refuse_is_told_too(page: Page, watched: Watched) -> None:
    LabPage(page).open("/#v=1&output=linear&source=plane&classes=3&output=softmax")
    note = page.get_by_role("alert").filter(has_text="The link could not be used as it is.")
    expect(note).to_contain_text("network.output: softmax: needs classes")
    assert watched.console == [REFUSED]
    watched.console.clear()
    watched.failures.clear()


def test_this_moment_is_trained_again_for_a_friend(page: Page, friend: Page) -> None:
    lab = opened(page, "/#v=1&source=moons&hidden_width=3")
    lab.advance(30)
    cost = lab.cost.text_content()
    link = Dialog(page).link("This moment", "at=30")
    assert link.endswith("#v=1&source=moons&hidden_width=3&at=30")
    theirs = opened(friend, link)
    expect(theirs.iteration).to_have_text("30")
    expect(theirs.cost).to_have_text(str(cost))
    assert theirs.summary()["cost"] == lab.summary()["cost"]
    wait_for_fragment(friend, "v=1&source=moons&hidden_width=3")


def test_current_and_start_weights_are_in_the_link_bit_for_bit(page: Page, friend: Page) -> None:
    lab = opened(page, "/#v=1&hidden_width=3")
    first = lab.summary()["cost"]
    lab.advance(30)
    dialog = Dialog(page)
    now, start = dialog.link("Current weights", "start=d"), dialog.link("Start weights", "start=d")
    expect(dialog.text()).not_to_have_value(now)
    start = dialog.text().input_value()
    theirs = opened(friend, now)
    assert theirs.summary()["iteration"] == 0
    assert theirs.summary()["cost"] == lab.summary()["cost"]
    friend.goto("about:blank")
    assert opened(friend, start).summary()["cost"] == first


def test_the_code_shows_the_link_and_copy_copies_it(page: Page, server: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    opened(page, "/#v=1&source=moons")
    dialog = Dialog(page)
    link = dialog.link("Configuration", "source=moons")
    expect(dialog.code).to_be_visible()
    source: Any = dialog.code.get_attribute("src")
    assert page.evaluate("source => new URL(source, location.href).searchParams.get('text')", source) == link
    dialog.box.get_by_role("button", name="Copy", exact=True).click()
    expect(dialog.box.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link
    page.keyboard.press("Escape")
    expect(dialog.box).to_be_hidden()
    expect(page.get_by_role("button", name="Share")).to_be_focused()


def test_what_outgrows_an_address_is_given_as_a_file_or_the_run_itself(
    page: Page, friend: Page, server: str
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    lab = opened(page, "/#v=1&hidden_width=80")
    lab.advance(10)
    dialog = Dialog(page)
    dialog.box.get_by_role("radio", name="Current weights").check()
    expect(dialog.box.get_by_role("alert")).to_contain_text(
        "3,475 characters, for 321 weights: some programs would cut off what is beyond 2,000."
    )
    expect(dialog.box.get_by_role("button", name="Copy", exact=True)).to_be_disabled()
    expect(dialog.code).to_be_hidden()
    with page.expect_download() as download:
        dialog.box.get_by_role("link", name="Save as a file").click()
    contents = json.loads(download.value.path().read_text())
    assert len(contents["networks"][0]["network"]["start"]["W1"]) == 80

    dialog.box.get_by_role("button", name="Copy the link to this run").click()
    expect(dialog.box.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{server}/#run={lab.run()}"

    theirs = LabPage(friend).open()
    expect(theirs.chart.first).to_be_visible()
    other = Dialog(friend)
    other.box.get_by_label("Open a file").set_input_files(
        {"name": "run.json", "mimeType": "application/json", "buffer": json.dumps(contents).encode()}
    )
    expect(friend.get_by_role("textbox", name="Hidden width", exact=True)).to_have_value("80")
    theirs.wait_for_run("network.hidden_width", 80)
    assert theirs.summary()["cost"] == lab.summary()["cost"]
    wait_for_fragment(friend, f"run={theirs.run()}")


def test_a_file_of_something_else_is_refused(page: Page) -> None:
    LabPage(page).open()
    dialog = Dialog(page)
    files = dialog.box.get_by_label("Open a file")
    for contents, why in (
        ("hello", "This file is not one of Shallowscope's."),
        ('{"shallowscope": 1, "networks": [{"colour": 1}]}', "This file has unknown fields: colour"),
    ):
        files.set_input_files({"name": "a.json", "mimeType": "application/json", "buffer": contents.encode()})
        expect(dialog.box.get_by_role("alert")).to_have_text(why)


def test_networks_that_are_compared_come_back_from_the_address(page: Page, friend: Page) -> None:
    lab = ComparePage(page)
    page.goto("/#v=1&source=moons&b.activation=relu&c.hidden_width=9")
    lab.wait_for_networks(3)
    lab.advance(10)
    assert lab.titles() == ["4 units, tanh", "4 units, ReLU", "9 units, tanh"]
    wait_for_fragment(page, "v=1&source=moons&b.activation=relu&c.hidden_width=9")
    theirs = ComparePage(friend)
    friend.goto(Dialog(page).link("This moment", "at=10"))
    theirs.wait_for_networks(3)
    theirs.wait_for_iteration(10)
    assert theirs.titles() == lab.titles()
    assert theirs.costs() == lab.costs()


def test_controls_that_a_link_leaves_out_are_gone_and_their_keys_too(page: Page) -> None:
    lab = LabPage(page).open()
    dialog = Dialog(page)
    dialog.box.get_by_text("Leave out controls").click()
    for name in ("All choices", "Playback"):
        dialog.box.get_by_role("checkbox", name=name).check()
    expect(dialog.text()).to_have_value(re.compile(r"\?hide=choices,transport$"))
    page.goto(dialog.text().input_value())
    expect(lab.cost).to_have_text("0.693048")
    expect(page.get_by_role("complementary")).to_be_hidden()
    expect(page.get_by_role("button", name="Play")).to_have_count(0)
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("[")
    assert lab.settled() == 0
    page.goto("/?hide=cost,everything")
    expect(
        page.get_by_role("alert").filter(has_text="hide=everything: there is no such control")
    ).to_be_visible()
    expect(page.locator(".cost")).to_be_hidden()


def test_the_projector_view_shows_the_run_large_and_can_be_left(page: Page) -> None:
    lab = LabPage(page).open("/?view=present#v=1&speed=max")
    expect(page.get_by_role("complementary")).to_be_hidden()
    expect(lab.chart.first).to_be_visible()
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") >= 18
    page.get_by_role("button", name="Leave the projector view").click()
    expect(page.get_by_role("complementary")).to_be_visible()
    assert "view" not in page.url


@contextmanager
def school(html: str) -> Iterator[str]:
    """Serve one page of another site; give its address."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = html.encode()
            self.send_response(200)
            for name, value in (("Content-Type", "text/html"), ("Content-Length", str(len(body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    site = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=site.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{site.server_port}"
    site.shutdown()
    thread.join()
    site.server_close()


FRAMES = "<link rel=icon href=data:,><iframe width=800 height=600></iframe>"


def test_another_site_may_frame_the_page_where_a_setting_says_so(browser: Browser, watched: Watched) -> None:
    with school(FRAMES) as site, serve(Settings(log_level="warning", frame_ancestors=(site,))) as address:
        context = browser.new_context()
        page = context.new_page()
        watched.watch(page)
        page.goto(site)
        page.locator("iframe").evaluate(
            "(frame, address) => { frame.src = address; }", f"{address}/?embed=1#v=1&source=moons"
        )
        frame = page.frame_locator("iframe")
        expect(frame.locator("[data-part=train-cost]")).not_to_have_text("–")
        expect(frame.get_by_role("banner")).to_be_hidden()
        frame.get_by_role("button", name="1 iteration").click()
        expect(frame.locator("[data-part=iteration]")).to_have_text("1")
        with context.expect_page() as whole:
            frame.get_by_role("link", name="Open the whole page").click()
        expect(whole.value.get_by_role("button", name="Share")).to_be_visible()
        assert whole.value.url == f"{address}/#v=1&source=moons"
        context.close()
        assert watched.console == []


def test_a_site_that_is_not_named_frames_nothing(browser: Browser, server: str) -> None:
    with school(FRAMES) as site:
        page = browser.new_page()
        page.goto(site)
        with page.expect_console_message(lambda message: "frame-ancestors 'self'" in message.text):
            page.locator("iframe").evaluate(
                "(frame, address) => { frame.src = address; }", f"{server}/?embed=1"
            )
        expect(page.frame_locator("iframe").get_by_role("button", name="Play")).to_have_count(0)
        page.close()


def test_an_embed_is_given_as_a_frame(page: Page) -> None:
    opened(page, "/#v=1&source=moons")
    dialog = Dialog(page)
    dialog.box.get_by_role("combobox", name="It opens").select_option("embed")
    expect(dialog.text()).to_have_value(re.compile(r'^<iframe src="[^"]*\?embed=1#v=1&amp;source=moons"'))
    expect(dialog.box.get_by_text("This server lets only its own pages frame it")).to_be_visible()


def test_the_dialog_links_in_the_language_of_the_page(page: Page) -> None:
    LabPage(page).open("/?lang=zh")
    page.get_by_role("button", name="分享").click()
    page.get_by_role("checkbox", name="使用当前语言").check()
    expect(page.get_by_role("textbox", name="链接")).to_have_value(re.compile(r"\?lang=zh-CN$"))


def test_points_of_ones_own_are_in_the_address(page: Page, friend: Page) -> None:
    own = Own(LabPage(page).open()).choose()
    two_classes(own)
    page.wait_for_function(
        "() => location.hash.includes('source=custom') && location.hash.includes('points=')"
    )
    theirs = Own(opened(friend, page.url))
    expect(theirs.points).to_have_count(2)
    assert theirs.data() == own.data()
    assert theirs.lab.summary()["cost"] == own.lab.summary()["cost"]


def test_a_link_goes_before_the_points_that_somebody_has_drawn(page: Page) -> None:
    own = Own(LabPage(page).open()).choose()
    two_classes(own)
    expect(own.lab.chart.first).to_be_visible()
    page.evaluate("location.hash = 'v=1&source=circles'")
    expect(page.locator('[data-part="data-fact"]')).to_contain_text("Circles")
    own.lab.wait_for_run("data.source", "circles")
    expect(own.points).to_have_count(200)
    own.lab.choose("Data", "Own data")
    own.lab.wait_for_run("data.source", "custom")
    expect(own.points).to_have_count(2)


def test_many_points_of_ones_own_are_given_as_a_file_or_the_run_itself(page: Page) -> None:
    own = Own(opened(page, "/#v=1&source=moons"))
    page.get_by_role("button", name="Draw", exact=True).click()
    own.click(0.5, 0.5)
    own.lab.wait_for_run("data.source", "custom")
    page.wait_for_function("() => location.hash === `#run=${sessionStorage.getItem('run')}`")
    page.get_by_role("button", name="Done").click()
    dialog = Dialog(page)
    expect(dialog.box.get_by_role("alert")).to_contain_text("characters, for 201 points: some programs")
    page.keyboard.press("Escape")
    run = own.lab.run()
    page.reload()
    expect(own.points).to_have_count(201)
    assert own.lab.run() == run
    expect(own.lab.chart.first).to_be_visible()
