"""Points of one's own: drawn, erased, taken back, read from a table, saved as one, and never lost."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.lab_page import LabPage
from tests.browser.own_page import EMPTY, Own, draw_two_classes, two_classes
from tests.support import API

TABLE = "height,weight,kind\n170,61,cat\n182,83,dog\n165,70,cat\n190,90,dog\n"


@pytest.fixture
def own(page: Page) -> Own:
    """Give the page as it opens."""
    return Own(LabPage(page).open())


# ---------------------------------------------------------------- drawing


def test_points_of_two_classes_become_a_run_that_learns_them(own: Own) -> None:
    own.choose()
    expect(own.lab.play).to_be_disabled()
    two_classes(own)
    configuration = own.lab.configuration()
    assert configuration["data"]["points"] == [[-1.5, 0, 0], [1.5, 0, 1]]
    assert configuration["data"]["view"] == [-3, 3, -3, 3]
    assert configuration["network"]["output"] == "sigmoid"
    own.lab.play.click()
    own.lab.wait_for_iteration(100)
    own.lab.stop()
    expect(own.lab.accuracy).to_have_text(re.compile(r"^100\.0"))


def test_a_drag_brushes_points_and_every_stroke_is_one_step(own: Own) -> None:
    own.choose()
    own.drag((0.1, 0.1), (0.4, 0.9))
    brushed = own.count()
    assert brushed > 10
    own.take("class 1")
    own.drag((0.6, 0.1), (0.9, 0.9))
    both = own.count()
    expect(own.points).to_have_count(both)
    own.lab.wait_for_run("data.source", "custom")
    own.undo.click()
    expect(own.hint).to_have_text("Add points of a second class")
    expect(own.points).to_have_count(brushed)
    own.undo.click()
    expect(own.hint).to_have_text(EMPTY)
    expect(own.undo).to_be_disabled()
    own.page.keyboard.press("Control+Shift+Z")
    own.page.keyboard.press("Control+Y")
    expect(own.points).to_have_count(both)
    expect(own.redo).to_be_disabled()
    assert len(own.data()["points"]) == both


def test_the_eraser_takes_points_away_where_it_goes(own: Own) -> None:
    own.choose()
    two_classes(own)
    own.take("class 0")
    own.click(0.25, 0.2)
    expect(own.points).to_have_count(3)
    own.take("Eraser")
    own.click(0.5, 0.9)  # where there is nothing
    own.drag((0.15, 0.2), (0.35, 0.2))
    expect(own.points).to_have_count(2)
    own.click(0.75, 0.5)
    expect(own.hint).to_have_text("Add points of a second class")
    own.undo.click()
    expect(own.points).to_have_count(2)
    own.undo.click()
    expect(own.points).to_have_count(3)


def test_five_classes_can_be_drawn(own: Own) -> None:
    own.choose()
    two_classes(own)
    for label in (2, 3, 4):
        own.page.get_by_role("button", name="One more class").click()
        own.click(0.2 * label, 0.2)
        expect(own.lab.outputs).to_have_count(label + 1)
    expect(own.page.get_by_role("button", name="One more class")).to_be_hidden()
    assert own.lab.configuration()["network"]["output"] == "softmax"
    own.take("Eraser")
    own.click(0.6, 0.2)  # class 3 goes, class 4 takes its number
    expect(own.lab.outputs).to_have_count(4)
    assert sorted(label for _, _, label in own.data()["points"]) == [0, 1, 2, 3]


def test_numbers_can_be_drawn_for_regression(own: Own) -> None:
    own.choose()
    own.page.get_by_role("radio", name="numbers").check(force=True)
    own.click(0.25, 0.5)
    number = own.page.get_by_role("textbox", name="Number of new points")
    number.fill("-2.5")
    number.press("Enter")
    own.click(0.75, 0.5)
    own.lab.wait_for_run("data.source", "custom_regression")
    expect(own.lab.score_name).to_have_text("R²")
    assert own.data()["points"] == [[-1.5, 0, 1], [1.5, 0, -2.5]]
    own.page.get_by_role("radio", name="classes").check(force=True)
    own.lab.wait_for_run("data.source", "custom")
    assert own.data()["labels"] == ["-2.5", "1"]


def test_everything_is_drawn_by_keyboard_too(own: Own) -> None:
    own.choose()
    own.layer.focus()
    said = own.page.locator('[data-part="draw-said"]')
    own.page.keyboard.press("Enter")
    expect(said).to_have_text("class 0 at 0, 0. 1 point.")
    own.page.keyboard.press("2")
    for _ in range(4):
        own.page.keyboard.press("Shift+ArrowRight")
    own.page.keyboard.press("Space")
    expect(said).to_have_text("class 1 at 2, 0. 2 points.")
    own.lab.wait_for_run("data.source", "custom")
    assert own.lab.count() == 0  # neither the space nor the arrows have reached the run
    own.page.keyboard.press("Delete")
    expect(said).to_have_text("1 point erased. 1 point left.")
    own.page.keyboard.press("Escape")
    expect(own.page.get_by_role("group", name="Draw points")).to_be_hidden()


def test_a_wider_view_has_room_for_points_beyond(own: Own) -> None:
    own.choose()
    two_classes(own)
    own.page.get_by_role("button", name="Wider view").click()
    own.lab.wait_for_run("data.view.0", -4.5)
    own.click(0.02, 0.02)
    expect(own.points).to_have_count(3)
    data = own.data()
    assert data["view"] == [-4.5, 4.5, -4.5, 4.5]
    assert data["points"][-1][:2] == pytest.approx([-4.32, 4.32], abs=0.02)


def test_what_is_shown_can_be_drawn_on(own: Own) -> None:
    own.lab.choose("Data", "Rings")
    own.lab.wait_for_run("data.source", "rings")
    own.page.get_by_role("button", name="Draw", exact=True).click()
    own.lab.wait_for_run("data.source", "custom")
    assert own.count() == 200
    expect(own.lab.outputs).to_have_count(3)
    own.click(0.5, 0.02)
    expect(own.points).to_have_count(201)
    own.page.get_by_role("button", name="Done").click()
    own.lab.choose("Data", "Sine")
    own.lab.wait_for_run("data.source", "sine")
    expect(own.page.get_by_role("button", name="Draw", exact=True)).to_be_disabled()


def test_a_run_that_played_rests_while_there_is_nothing_and_plays_on(own: Own) -> None:
    own.lab.play.click()
    own.lab.wait_for_iteration(10)
    own.choose()
    expect(own.lab.play).to_be_disabled()
    own.lab.settled()
    draw_two_classes(own)
    expect(own.lab.pause).to_be_enabled()
    own.page.wait_for_function("() => document.querySelectorAll('[data-part=points] path').length === 2")
    own.lab.wait_for_iteration(10)
    own.lab.stop()
    assert len(own.lab.configuration()["data"]["points"]) == 2


# ---------------------------------------------------------------- nothing is lost


def test_a_reload_keeps_points_that_are_a_run_and_points_that_are_none_yet(own: Own) -> None:
    own.choose()
    own.drag((0.1, 0.1), (0.4, 0.9))
    drawn = own.count()
    own.page.reload()
    expect(own.hint).to_have_text("Add points of a second class")
    expect(own.points).to_have_count(drawn)
    own.page.get_by_role("button", name="Draw", exact=True).click()
    own.take("class 1")
    own.click(0.8, 0.5)
    own.lab.wait_for_run("data.source", "custom")
    own.page.reload()
    expect(own.points).to_have_count(drawn + 1)
    expect(own.page.get_by_role("radio", name="Own data")).to_be_checked()
    assert len(own.data()["points"]) == drawn + 1


def test_own_points_wait_while_other_data_are_shown_and_in_a_new_tab(own: Own) -> None:
    own.choose()
    two_classes(own)
    own.lab.choose("Data", "Moons")
    own.lab.wait_for_run("data.source", "moons")
    assert own.lab.configuration()["data"]["points"] is None
    own.lab.choose("Data", "Own data")
    own.lab.wait_for_run("data.source", "custom")
    expect(own.points).to_have_count(2)
    second = own.page.context.new_page()
    tab = Own(LabPage(second).open())
    expect(tab.points).to_have_count(400)
    tab.lab.choose("Data", "Own data")
    tab.lab.wait_for_run("data.source", "custom")
    expect(tab.points).to_have_count(2)
    second.close()


def test_points_of_another_run_come_in_as_a_step(own: Own) -> None:
    own.choose()
    two_classes(own)
    own.page.get_by_role("button", name="Done").click()
    points = [[0, 0, 0], [1, 1, 1], [2, 2, 1]]
    made = own.page.request.post(f"{API}/runs", data={"data": {"source": "custom", "points": points}}).json()
    own.page.goto("about:blank")
    own.page.goto(f"/#run={made['id']}")
    expect(own.points).to_have_count(3)
    own.page.get_by_role("button", name="Draw", exact=True).click()
    own.undo.click()
    expect(own.points).to_have_count(2)


# ---------------------------------------------------------------- tables


def test_a_table_is_shown_before_it_is_used(own: Own) -> None:
    own.load(TABLE)
    preview = own.page.locator('[data-part="table-preview"]')
    expect(preview).to_contain_text("4 points, 2 classes: cat (2) and dog (2)")
    expect(preview.get_by_role("row")).to_have_text(
        [re.compile(text) for text in ("height", "170", "182", "165", "190")]
    )
    expect(preview.locator("path")).to_have_count(4)
    expect(own.page.get_by_role("switch", name="Standardize the features")).to_be_checked()
    own.use.click()
    own.lab.wait_for_run("data.source", "custom")
    configuration = own.lab.configuration()
    assert configuration["data"]["labels"] == ["cat", "dog"]
    assert configuration["data"]["standardize"] is True
    expect(own.page.locator('[data-part="marks"]')).to_contain_text("dog")
    own.lab.play.click()
    own.lab.wait_for_iteration(200)
    own.lab.stop()
    expect(own.lab.accuracy).to_have_text(re.compile(r"^100\.0"))


@pytest.mark.parametrize(
    ("table", "fault", "marked"),
    [
        (TABLE.replace("83", "oops"), "Line 3, column 2: “oops” must be a number.", "182,oops,dog"),
        (TABLE.replace("165,70,cat", "165,70"), "Line 4: “165,70” must have 3 columns, has 2.", "165,70"),
        ("1,2,a\n3,4,a\n", "Column 3: “a” is the only class: there must be at least two.", None),
    ],
)
def test_a_bad_table_is_refused_by_line_and_column_and_changes_nothing(
    own: Own, tmp_path: Path, table: str, fault: str, marked: str | None
) -> None:
    own.choose()
    two_classes(own)
    run = own.lab.run()
    bad = tmp_path / "bad.csv"
    bad.write_text(table, encoding="utf-8")
    own.page.get_by_role("button", name="Load CSV").click()
    own.page.locator("input[type=file]").set_input_files(bad)
    expect(own.fault).to_have_text(fault)
    expect(own.use).to_be_disabled()
    if marked:
        selection = "entry => entry.value.slice(entry.selectionStart, entry.selectionEnd)"
        assert own.entry.evaluate(selection) == marked
    own.page.keyboard.press("Escape")
    expect(own.points).to_have_count(2)
    assert own.lab.run() == run
    own.page.get_by_role("button", name="Load CSV").click()
    expect(own.entry).to_have_value(table)  # still there to be mended
    own.entry.fill(TABLE)
    expect(own.fault).to_be_hidden()
    own.use.click()
    expect(own.points).to_have_count(4)
    own.page.get_by_role("button", name="Draw", exact=True).click()
    own.undo.click()
    expect(own.points).to_have_count(2)


def test_numbers_too_many_to_be_classes_are_something_to_predict(own: Own) -> None:
    own.load("\n".join(f"{k / 4},{k % 3},{k * k / 50}" for k in range(20)))
    expect(own.page.locator('[data-part="table-count"]')).to_have_text("20 points, numbers from 0 to 7.22")
    numbers = own.page.get_by_role("dialog").get_by_role("radio", name="numbers")
    expect(numbers).to_be_checked()
    own.page.get_by_role("dialog").get_by_role("radio", name="classes").check(force=True)
    expect(own.fault).to_have_text(re.compile("Line 6, column 3: .* at most 5 classes"))
    numbers.check(force=True)
    own.use.click()
    own.lab.wait_for_run("data.source", "custom_regression")
    expect(own.points).to_have_count(20)
    own.lab.advance(10)
    expect(own.lab.score_name).to_have_text("R²")


@pytest.mark.parametrize("source", ["Flower", "Rings", "Plane", "Sine"])
def test_what_is_shown_is_saved_and_can_be_loaded_again(own: Own, source: str) -> None:
    if source != "Flower":
        own.lab.choose("Data", source)
        own.lab.wait_for_run("data.source", source.lower())
    with own.page.expect_download() as started:
        own.page.get_by_role("button", name="Save CSV").click()
    text = Path(started.value.path()).read_text("utf-8")
    shown = own.page.request.get(f"{API}/runs/{own.lab.run()}/data").json()
    third = shown["label"] or shown["Y"][0]
    header, *rows = text.splitlines()
    assert [[float(cell) for cell in row.split(",")] for row in rows] == [
        [*features, value] for *features, value in zip(*shown["X"], third, strict=True)
    ]
    if source == "Sine":
        assert header == "x1,y"
        return
    own.load(text)
    own.use.click()
    own.lab.wait_for_run("data.source", "custom" if shown["label"] else "custom_regression")
    assert own.lab.configuration()["data"]["points"] == [
        [x1, x2, value] for x1, x2, value in zip(*shown["X"], third, strict=True)
    ]


def test_ten_thousand_points_are_taken(own: Own, tmp_path: Path) -> None:
    table = tmp_path / "long.csv"
    table.write_text("\n".join(f"{k / 3000},{(k * k) % 997 / 300},{k % 2}" for k in range(10_000)))
    own.page.get_by_role("button", name="Load CSV").click()
    own.page.locator("input[type=file]").set_input_files(table)
    expect(own.page.locator('[data-part="table-count"]')).to_contain_text("10,000 points")
    own.use.click()
    own.lab.wait_for_run("data.source", "custom")
    expect(own.points).to_have_count(10_000)


# ---------------------------------------------------------------- by touch


@pytest.fixture
def phone(browser: Browser, server: str, watched: Any) -> Any:
    """Give a telephone's page."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, base_url=server, has_touch=True, is_mobile=True
    )
    tab = context.new_page()
    tab.set_default_timeout(20_000)
    watched.watch(tab)
    yield Own(LabPage(tab).open())
    context.close()
    assert (watched.console, watched.failures) == ([], [])


def open_data(own: Own) -> None:
    """Open the data's sheet."""
    own.page.locator('.main [data-open="data"]').tap()


def no_wider_than_the_screen(page: Page) -> bool:
    """Say whether nothing sticks out to the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_points_are_drawn_with_a_finger(phone: Own) -> None:
    open_data(phone)
    phone.page.get_by_role("radio", name="Own data").tap()
    expect(phone.hint).to_have_text(EMPTY)
    phone.page.get_by_role("button", name="Close", exact=True).first.tap()
    phone.page.touchscreen.tap(*phone.place(0.25, 0.5))
    phone.page.locator(".draw-tool", has=phone.page.get_by_role("radio", name="class 1")).tap()
    phone.page.touchscreen.tap(*phone.place(0.75, 0.5))
    phone.lab.wait_for_run("data.source", "custom")
    assert no_wider_than_the_screen(phone.page)
    sizes: list[Locator] = phone.page.locator(".draw-tools .draw-tool").locator("visible=true").all()
    assert all(min(box["width"], box["height"]) >= 44 for tool in sizes if (box := tool.bounding_box()))
    phone.page.get_by_role("button", name="Undo").tap()
    expect(phone.hint).to_have_text("Add points of a second class")


def test_a_table_is_loaded_on_a_telephone(phone: Own) -> None:
    open_data(phone)
    phone.page.get_by_role("button", name="Load CSV").tap()
    phone.entry.fill(TABLE)
    expect(phone.use).to_be_enabled()
    assert no_wider_than_the_screen(phone.page)
    phone.use.tap()
    phone.lab.wait_for_run("data.source", "custom")
    expect(phone.points).to_have_count(4)
    phone.lab.play.tap()
    phone.lab.wait_for_iteration(20)
