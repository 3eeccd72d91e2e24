"""Take home: every file opened by the program it is for, figures looked into, weights brought back."""

import ast
import csv
import io
import json
import re
import struct
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect
from safetensors.numpy import load

from tests.browser.axe import violations
from tests.browser.compare_page import ComparePage
from tests.browser.conftest import Watched
from tests.browser.lab_page import LabPage
from tests.browser.screens import EXPLODING, open_run
from tests.support import API

SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
NAMES = ("W1", "b1", "W2", "b2")
REFUSED = "error: Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"


class Dialog:
    """The dialog with a run's files."""

    def __init__(self, page: Page) -> None:
        """Open it."""
        self.page = page
        page.get_by_role("button", name="Take home", exact=True).click()
        self.box = page.get_by_role("dialog", name="Take home")
        expect(self.box).to_be_visible()
        self.files = self.box.get_by_label("Open .npz or .json")

    def taken(self, control: Locator) -> tuple[str, bytes]:
        """Return name and contents of the file that a click gives."""
        with self.page.expect_download() as download:
            control.click()
        return download.value.suggested_filename, download.value.path().read_bytes()

    def link(self, name: str) -> tuple[str, bytes]:
        return self.taken(self.box.get_by_role("link", name=name, exact=True))

    def figure(self, name: str, kind: str, size: str = "paper") -> tuple[str, bytes]:
        self.box.get_by_role("radio", name=f"for {'a ' if size == 'projector' else ''}{size}").check()
        return self.taken(self.box.get_by_role("button", name=f"{name} as {kind}"))

    def give(self, name: str, contents: bytes) -> None:
        """Choose a file to bring back."""
        self.files.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": contents})


def parameters(page: Page, run: str, moment: str = "now") -> Any:
    """Return a run's weights as the server has them."""
    return page.request.get(f"{API}/runs/{run}/parameters?moment={moment}").json()


def trained(page: Page, iterations: int = 30) -> LabPage:
    """Open the page, train, and wait for the chart."""
    lab = LabPage(page).open()
    expect(lab.chart.first).to_be_visible()
    lab.advance(iterations)
    return lab


def parsed(svg: bytes) -> ET.Element:
    """Return a figure."""
    return ET.fromstring(svg)


def texts(root: ET.Element) -> list[str]:
    """Return what stands in a figure."""
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def of_class(root: ET.Element, name: str) -> list[ET.Element]:
    """Return the elements of a class."""
    return [element for element in root.iter() if name in (element.get("class") or "").split()]


def size_of(png: bytes) -> tuple[int, int]:
    """Return width and height as a PNG's header has them."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_weights_are_opened_by_the_programs_they_are_for(page: Page) -> None:
    lab = trained(page)
    wanted = parameters(page, lab.run())
    dialog = Dialog(page)
    name, contents = dialog.link(".npz")
    assert name == "shallowscope_planar_flower_30.npz"
    with np.load(io.BytesIO(contents)) as archive:
        assert {key: archive[key].tolist() for key in NAMES} == wanted
    name, contents = dialog.link(".safetensors")
    assert name.endswith("_30.safetensors")
    assert {key: array.tolist() for key, array in load(contents).items()} == wanted
    name, contents = dialog.link(".json")
    assert name.endswith("_30.json")
    assert json.loads(contents)["parameters"] == wanted


def test_history_report_and_programs_are_what_they_say(page: Page) -> None:
    trained(page)
    dialog = Dialog(page)
    name, contents = dialog.link(".csv")
    rows = list(csv.DictReader(io.StringIO(contents.decode())))
    assert name.endswith("_30.csv")
    assert [int(row["iteration"]) for row in rows] == list(range(31))
    name, contents = dialog.link(".html")
    assert name.endswith("_30.html")
    assert contents.lstrip().lower().startswith(b"<!doctype html")
    for program, imported in (("NumPy", "numpy"), ("PyTorch", "torch"), ("scikit-learn", "sklearn")):
        name, contents = dialog.link(program)
        assert name.endswith(".py")
        assert f"import {imported}" in contents.decode() or f"from {imported}" in contents.decode()
        ast.parse(contents.decode())


def test_the_surface_as_a_figure_has_title_axes_legend_and_every_example(page: Page) -> None:
    lab = trained(page)
    examples = len(page.request.get(f"{API}/runs/{lab.run()}/data").json()["X"][0])
    dialog = Dialog(page)
    for size, wide in (("paper", "252.28pt"), ("projector", "1920px")):
        name, contents = dialog.figure("Prediction surface", "SVG", size)
        assert name == f"shallowscope_surface_30_{size}.svg"
        root = parsed(contents)
        assert root.get("width") == wide
        assert [element.text for element in of_class(root, "title")] == ["Prediction surface"]
        assert [of_class(root, axis)[0].text for axis in ("axis-x", "axis-y")] == [
            "x\N{SUBSCRIPT ONE}",
            "x\N{SUBSCRIPT TWO}",
        ]
        [group] = of_class(root, "examples")
        assert len(group) == examples
        assert {"class 0", "class 1", "boundary"} <= set(texts(root))
        assert "4 hidden units, tanh" in " ".join(texts(root))
        assert of_class(root, "boundary")[0].get("d", "").startswith("M")
        [field, _ramp] = root.iter(f"{SVG}image")
        assert (field.get(XLINK) or "").startswith("data:image/png;base64,")


def test_the_network_as_a_figure_has_its_units_and_weights(page: Page) -> None:
    trained(page)
    root = parsed(Dialog(page).figure("Network", "SVG")[1])
    assert len(of_class(root, "unit")) == 4
    assert len(of_class(root, "input")) == 2
    assert len(of_class(root, "link")) == 4 * 2 + 4 + 4 + 1
    assert {"Network", "weight +", "weight \N{MINUS SIGN}", "1"} <= set(texts(root))


def test_the_cost_curve_as_a_figure_has_its_curves(page: Page) -> None:
    open_run(page, {"data": {"test_share": 0.25}}, 40)
    root = parsed(Dialog(page).figure("Cost curve", "SVG")[1])
    points = [len(re.findall("[ML]", curve.get("d", ""))) for curve in of_class(root, "curve")]
    assert points == [41, 41]
    assert [of_class(root, axis)[0].text for axis in ("axis-x", "axis-y")] == ["iteration", "cost"]
    assert {"Cost curve", "train", "test"} <= set(texts(root))


def test_png_has_the_pixels_of_its_paper_or_projector(page: Page) -> None:
    trained(page)
    dialog = Dialog(page)
    for name in ("Prediction surface", "Network", "Cost curve"):
        assert size_of(dialog.figure(name, "PNG", "projector")[1]) == (1920, 1080)
        width, height = size_of(dialog.figure(name, "PNG", "paper")[1])
        assert width == round(89 / 25.4 * 600)
        assert width / 2 < height < 1.6 * width


@pytest.mark.parametrize(
    ("configuration", "axes"),
    [
        ({"data": {"source": "sine"}, "training": {"learning_rate": 0.1}}, ["x", "y"]),
        ({"data": {"source": "plane"}, "training": {"learning_rate": 0.1}}, ["x\u2081", "x\u2082"]),
        ({"data": {"source": "pinwheel", "classes": 5, "test_share": 0.2}}, ["x\u2081", "x\u2082"]),
        ({"network": {"hidden_width": 80}}, ["x\u2081", "x\u2082"]),
    ],
)
def test_figures_of_every_kind_of_run(page: Page, configuration: dict[str, Any], axes: list[str]) -> None:
    open_run(page, configuration, 20)
    run = page.url.partition("run=")[2]
    examples = page.request.get(f"{API}/runs/{run}/data").json()["X"][0]
    units = len(parameters(page, run)["b1"])
    dialog = Dialog(page)
    root = parsed(dialog.figure("Prediction surface", "SVG")[1])
    assert [of_class(root, axis)[0].text for axis in ("axis-x", "axis-y")] == axes
    assert len(of_class(root, "examples")[0]) == len(examples)
    network = parsed(dialog.figure("Network", "SVG")[1])
    assert len(of_class(network, "unit")) == units


def test_figures_are_black_on_white_in_a_dark_page(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    trained(page)
    dialog = Dialog(page)
    light = dialog.figure("Prediction surface", "SVG")
    page.emulate_media(color_scheme="dark")
    assert dialog.figure("Prediction surface", "SVG") == light


@pytest.mark.parametrize("ending", [".npz", ".json"])
def test_a_file_brings_the_run_back_bit_for_bit(page: Page, ending: str) -> None:
    lab = trained(page)
    before = lab.run()
    wanted = parameters(page, before)
    dialog = Dialog(page)
    name, contents = dialog.link(ending)
    page.keyboard.press("Escape")
    lab.choose("Activation", "ReLU")
    lab.wait_for_run("network.activation", "relu")
    changed = lab.run()

    dialog = Dialog(page)
    dialog.give(name, contents)
    expect(dialog.box.get_by_text(f"{name}: the run is back")).to_contain_text("stood at iteration 30")
    expect(lab.iteration).to_have_text("0")
    assert lab.run() not in (before, changed)
    assert parameters(page, lab.run()) == wanted
    page.keyboard.press("Escape")
    expect(page.get_by_role("radio", name="tanh", exact=True)).to_be_checked()
    lab.advance(10)
    assert parameters(page, lab.run(), "start") == wanted
    assert page.request.get(f"{API}/runs/{changed}").status == 404


def test_a_run_that_plays_stands_still_once_another_is_brought_back(page: Page) -> None:
    lab = trained(page)
    dialog = Dialog(page)
    name, contents = dialog.link(".json")
    page.keyboard.press("Escape")
    lab.play.click()
    lab.wait_for_iteration(40)
    dialog = Dialog(page)
    dialog.give(name, contents)
    expect(dialog.box.get_by_text(f"{name}: the run is back")).to_be_visible()
    page.keyboard.press("Escape")
    expect(lab.play).to_be_visible()
    assert lab.settled() == 0


@pytest.mark.parametrize(
    ("name", "contents", "said"),
    [
        ("hello.txt", b"hello", "no npz archive that can be read"),
        ("half.npz", b"PK\x03\x04half", "no npz archive that can be read"),
        ("empty.json", b"{}", "configuration"),
        ("other.json", b'{"shallowscope": 1, "networks": []}', "parameters"),
    ],
)
def test_a_wrong_file_is_told_and_changes_nothing(
    page: Page, watched: Watched, name: str, contents: bytes, said: str
) -> None:
    lab = trained(page, 10)
    before = lab.run()
    dialog = Dialog(page)
    dialog.give(name, contents)
    expect(dialog.box.get_by_role("alert")).to_contain_text(said)
    assert len(dialog.box.get_by_role("alert").inner_text()) < 400
    assert (lab.run(), lab.count()) == (before, 10)
    assert watched.console == [REFUSED]
    watched.console.clear()
    watched.failures.clear()


def test_of_networks_that_are_compared_the_picked_one_is_given(page: Page) -> None:
    lab = ComparePage(page)
    page.goto("/#v=1&source=moons&b.activation=relu")
    lab.wait_for_networks(2)
    lab.advance(10)
    dialog = Dialog(page)
    expect(dialog.box.get_by_text("Everything is of network A, the first")).to_be_visible()
    page.keyboard.press("Escape")
    lab.pick("B")
    dialog = Dialog(page)
    expect(dialog.box.get_by_text("Everything is of network B, the one that is picked.")).to_be_visible()
    contents = json.loads(dialog.link(".json")[1])
    assert contents["configuration"]["network"]["activation"] == "relu"
    assert "ReLU" in " ".join(texts(parsed(dialog.figure("Prediction surface", "SVG")[1])))
    dialog.give("b.json", json.dumps(contents).encode())
    expect(dialog.box.get_by_text("b.json: the run is back")).to_be_visible()
    page.keyboard.press("Escape")
    lab.wait_for_networks(1)
    assert lab.configuration()["network"]["activation"] == "relu"


def test_a_diverged_run_says_what_its_files_are_worth(page: Page) -> None:
    open_run(page, EXPLODING, 500)
    dialog = Dialog(page)
    expect(dialog.box.get_by_text("The run has diverged")).to_be_visible()
    parsed(dialog.figure("Cost curve", "SVG")[1])
    assert dialog.link(".csv")[0].endswith(".csv")


@pytest.mark.parametrize("width", [320, 390, 1000])
def test_where_the_header_has_no_room_the_dialog_of_links_leads_there(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    LabPage(page).open()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name="Take home").press("Enter")
    box = page.get_by_role("dialog", name="Take home")
    expect(box).to_be_visible()
    expect(page.get_by_role("dialog", name="Share")).to_be_hidden()
    assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.get_by_role("button", name="Share")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    trained(page, 10)
    Dialog(page)
    assert violations(page) == []
