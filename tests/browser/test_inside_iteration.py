"""The panel "iteration": its numbers are core's, its sums add up, its steps and buttons do what they say."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core import views
from core.arrays import Floats
from core.configuration import configure
from core.trainer import Trainer
from core.worked import WORKED
from tests.browser.axe import violations
from tests.browser.lab_page import LabPage, hold

POWERS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
PANEL = "/#v=1&panel=iteration"


def number(text: str) -> float:
    """Return a number as the page writes it."""
    plain = text.replace("\u2212", "-").replace(",", "").replace("\u202f", "").strip()
    factor, _, power = plain.partition("×10")
    return float(f"{factor}e{power.translate(POWERS)}" if power else factor)


def agrees(shown: str, exact: float, digits: int = 4) -> bool:
    """Say whether a shown number is the exact one to the digits that it has."""
    size = abs(exact)
    step = 10.0 ** (np.floor(np.log10(size)) - digits + 1) if size else 1e-12
    return abs(number(shown) - exact) <= 0.501 * step + 1e-300


def come_to(line: str) -> tuple[float, float, float]:
    """Return what a line's numbers come to, what it says they do, and how far rounding may carry."""
    left, _, right = line.rpartition(" = ")
    plain = re.sub(r"\u202f×\u202f10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda m: "e" + m[1].translate(POWERS), left)
    plain = re.sub(r"… \([\d,]+ more: ([^)]+)\)", r"(\1)", plain)
    plain = plain.replace("\u2212", "-").replace("×", "*").replace(",", "")
    assert re.fullmatch(r"[-+*/() .\de]+", plain), line
    sizes = re.sub(r"(?<![e])-", "+", plain)
    value = eval(plain, {"__builtins__": {}})  # noqa: S307 - numbers and signs alone
    size = eval(sizes, {"__builtins__": {}})  # noqa: S307
    return value, number(right), 2e-3 * float(size)


class Panel:
    """The open panel."""

    def __init__(self, page: Page) -> None:
        """Wrap a page on which the panel shows."""
        self.page, self.lab = page, LabPage(page)
        self.root = page.locator(".iteration")
        self.sum = self.root.locator(".iteration-body > .desk .entry-sum")
        self.check = self.root.locator(".iteration-body > .desk .entry-check")
        self.next = page.get_by_role("button", name="Next equation", exact=True)
        self.lit = self.root.locator(".iteration-body > .desk [aria-current=step]")

    def open(self, address: str = PANEL) -> "Panel":
        """Load the page and wait for the first matrices."""
        self.page.goto(address)
        expect(self.root.locator(".equation canvas").first).to_be_visible()
        expect(self.sum).not_to_be_empty()
        return self

    def choose(self, group: str, value: str) -> None:
        """Check one of the panel's radio buttons."""
        self.root.locator(f"input[name={group}][value={value}]").check(force=True)

    def light(self, number: int) -> None:
        """Light an equation by its number."""
        self.page.get_by_role("button", name=re.compile(rf"^Equation {number}: ")).first.click()

    def table(self) -> list[list[str]]:
        """Return the entries that the box shows."""
        rows = self.root.locator(".iteration-body > .desk .entry-table tbody tr").all()
        return [row.locator("button").all_inner_texts() for row in rows]

    def settle(self, iteration: int) -> None:
        """Wait until the numbers are those of this iteration: a frame has been drawn."""
        expect(self.lab.iteration).to_have_text(f"{iteration:,}")
        self.lab.settled()


def random_configuration(seed: int) -> dict[str, Any]:
    """Return a configuration by chance, of choices that an address can carry."""
    rng = np.random.RandomState(seed)
    source = str(rng.choice(["planar_flower", "circles", "moons", "blobs", "saddle"]))
    data: dict[str, Any] = {
        "source": source,
        "samples": int(rng.randint(20, 60)),
        "seed": int(rng.randint(99)),
    }
    network: dict[str, Any] = {
        "hidden_width": int(rng.randint(2, 7)),
        "activation": str(rng.choice(["sigmoid", "tanh", "relu", "leaky_relu", "gelu", "softplus"])),
    }
    training = {"learning_rate": float(np.round(rng.uniform(0.05, 0.5), 2))}
    return {
        "data": data | {"test_share": 0.25, "standardize": True},
        "network": network,
        "training": training,
    }


def address(configuration: dict[str, Any]) -> str:
    """Return the address of a configuration, with the panel."""
    names = {"source": "source", "seed": "data.seed"}
    pairs = []
    for fields in configuration.values():
        for field, value in fields.items():
            text = str(value).lower() if isinstance(value, bool) else str(value)
            pairs.append(f"{names.get(field, field)}={text}")
    return f"{PANEL}&{'&'.join(pairs)}"


def iteration_of(trainer: Trainer, columns: Any) -> list[Floats]:
    """Return the results of the twelve equations."""
    network, data, p = trainer.network, trainer.dataset, trainer.parameters
    X, Y = data.inputs[:, columns], network.targets(data)[:, columns]
    c, g = views.trace(network, p, X, Y)
    predicted = network.labels(c.A2)[np.newaxis] if data.classes is not None else c.A2
    cost = np.array([[network.cost(c.Z2, Y)]])
    return [c.Z1, c.A1, c.Z2, c.A2, cost, predicted, g.dZ2, g.dW2, g.db2, g.dZ1, g.dW1, g.db1]


@pytest.mark.parametrize("mode", ["all", "one"])
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_numbers_are_cores_and_the_sums_add_up(page: Page, seed: int, mode: str) -> None:
    chosen = random_configuration(seed)
    panel = Panel(page).open(address(chosen))
    configuration = panel.lab.configuration()
    assert (configuration["data"]["samples"], configuration["data"]["seed"]) == (
        chosen["data"]["samples"],
        chosen["data"]["seed"],
    )
    assert configuration["network"]["activation"] == chosen["network"]["activation"]
    panel.lab.advance(7)
    trainer = Trainer(configure(configuration))
    trainer.advance(7)
    columns = trainer.dataset.train
    if mode == "one":
        panel.choose("iteration-examples", "one")
        entry = page.get_by_role("textbox", name="Number of the example")
        entry.fill("5")
        entry.press("Enter")
        expect(panel.root.locator(".matrix-shape").first).to_have_text(re.compile(r"×1$"))
        columns = np.arange(trainer.dataset.y.size) == 4
        panel.light(1)
        expect(panel.root.locator(".entry-origin").first).to_have_text(re.compile(r"example 5\b"))
    for equation, result in enumerate(iteration_of(trainer, columns), start=1):
        panel.light(equation)
        shown = panel.table()
        assert (len(shown), len(shown[0])) == (min(8, result.shape[0]), min(4, result.shape[1]))
        for r, row in enumerate(shown):
            for c, text in enumerate(row):
                assert agrees(text, result[r, c]), (equation, r, c, text, result[r, c])
        line = panel.sum.inner_text()
        if equation not in {2, 4, 6}:
            value, said, tolerance = come_to(line)
            assert abs(value - said) <= tolerance, line
        else:
            assert agrees(re.split(r" [=→] ", line)[-1], result[0, 0]), line


def test_a_gradients_entry_has_its_finite_difference_beside_it(page: Page) -> None:
    panel = Panel(page).open()
    panel.lab.advance(3)
    panel.light(11)
    page.keyboard.press("Tab")
    panel.root.get_by_role("button", name=re.compile(r"^dW1, 4 by 2")).click(position={"x": 18, "y": 22})
    trainer = Trainer(configure({}))
    trainer.advance(3)
    dW1 = iteration_of(trainer, trainer.dataset.train)[10]
    row, column = (
        int(n) - 1 for n in re.findall(r"\d+", panel.root.locator(".entry-place").first.inner_text())[-2:]
    )
    assert (row, column) != (0, 0)
    expect(panel.check).to_have_text(re.compile("^Finite difference [^…]+, differs by"))
    found = re.fullmatch(
        r"Finite difference (.+), differs by (.+)\. All .+ error (.+)", panel.check.inner_text()
    )
    assert found is not None
    shown, difference, error = found.groups()
    assert number(error) < 1e-6
    assert agrees(shown, dW1[row, column])
    assert number(difference) < 1e-9
    assert agrees(panel.root.locator(".entry-cell[aria-pressed=true]").first.inner_text(), dW1[row, column])


def test_the_arrow_keys_move_through_the_entries(page: Page) -> None:
    panel = Panel(page).open()
    panel.light(1)
    panel.root.locator(".entry-cell[tabindex='0']").first.focus()
    place = panel.root.locator(".entry-place").first
    for key, row, column in (("ArrowDown", 2, 1), ("ArrowRight", 2, 2), ("ArrowUp", 1, 2), ("ArrowUp", 1, 2)):
        page.keyboard.press(key)
        expect(place).to_have_text(re.compile(rf"Row {row}, column {column}$"))
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    expect(place).to_have_text(re.compile(r"Row 1, column 11$"))
    expect(page.locator(".entry-cell:focus")).to_have_attribute("aria-pressed", "true")
    matrix = panel.root.get_by_role("button", name=re.compile(r"^A1, 4 by 400"))
    matrix.focus()
    page.keyboard.press("Enter")
    expect(panel.lit).to_have_text("2")
    page.keyboard.press("ArrowDown")
    expect(place).to_have_text(re.compile(r"Row 2, column 1$"))
    assert panel.lab.count() == 0  # the keys that train do so elsewhere alone


def test_equations_are_lit_one_after_the_other_and_then_the_update(page: Page) -> None:
    panel = Panel(page).open()
    for number in range(1, 13):
        page.keyboard.press("e")
        expect(panel.lit).to_have_text(str(number))
    panel.next.click()
    expect(panel.root.locator(".update.lit")).to_be_visible()
    panel.next.click()
    expect(panel.lit).to_have_text("1")
    expect(panel.root.locator(".update.lit")).to_have_count(0)


def test_e_opens_the_panel_first(page: Page) -> None:
    LabPage(page).open()
    page.keyboard.press("e")
    expect(page.locator(".iteration .equation canvas").first).to_be_visible()


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum"])
def test_the_update_shows_before_and_after_and_does_it(page: Page, optimizer: str) -> None:
    panel = Panel(page).open(f"{PANEL}&optimizer={optimizer}")
    panel.lab.advance(2)
    trainer = Trainer(configure({"training": {"optimizer": optimizer}}))
    trainer.advance(2)
    before, after = trainer.parameters.W1, trainer.next_parameters.W1
    panel.light(13)
    assert all(agrees(text, after[r, c]) for r, row in enumerate(panel.table()) for c, text in enumerate(row))
    line = panel.sum.inner_text()
    assert agrees(line.split(" ")[0], before[0, 0])
    value, said, tolerance = come_to(line)
    assert abs(value - said) <= tolerance
    assert ("1.200 × " in line) == (optimizer == "gradient_descent")
    page.get_by_role("button", name="Do 1 iteration").click()
    panel.settle(3)
    panel.light(1)
    trainer.advance(1)
    np.testing.assert_array_equal(trainer.parameters.W1, after)
    Z1 = iteration_of(trainer, trainer.dataset.train)[0]
    assert agrees(panel.table()[3][2], Z1[3, 2])


def test_a_batch_a_penalty_and_another_optimizer_are_told(page: Page) -> None:
    panel = Panel(page).open(f"{PANEL}&optimizer=adam&batch_size=32&l2=0.1")
    about = panel.root.locator(".update-about").first
    expect(about).to_contain_text("Update by Adam: what it really takes away.")
    expect(about).to_contain_text("the next 32 of 400 examples")
    expect(about).to_contain_text("penalty")
    expect(about.locator("math")).to_have_count(1)


def test_the_walk_goes_on_by_itself_trains_and_stops_when_the_panel_is_closed(page: Page) -> None:
    panel = Panel(page).open()
    page.get_by_role("combobox", name="Seconds for each equation").select_option("0.5")
    page.get_by_role("button", name=re.compile("^Walk through")).click()
    expect(panel.lit).to_have_text("3")
    expect(panel.lab.iteration).to_have_text("1", timeout=20_000)
    page.get_by_role("button", name="Close", exact=True).first.click()
    expect(panel.root).not_to_be_visible()
    page.locator("[data-panel-tab=iteration]").click()
    expect(page.get_by_role("button", name=re.compile("^Walk through"))).to_be_visible()


def test_a_point_of_the_surface_chooses_its_example(page: Page) -> None:
    panel = Panel(page).open()
    plot = page.locator('[data-view=surface] [data-part="plot"]')
    data: Any = page.request.get(
        f"{page.evaluate('location.origin')}/api/v1/runs/{panel.lab.run()}/data"
    ).json()
    box = plot.bounding_box()
    assert box is not None
    left, right, bottom, top = data["bounds"]
    x1, x2 = (row[17] for row in data["X"])
    place = (box["width"] * (x1 - left) / (right - left), box["height"] * (top - x2) / (top - bottom))
    page.mouse.click(box["x"] + place[0], box["y"] + place[1])
    entry = page.get_by_role("textbox", name="Number of the example")
    expect(entry).to_be_visible()
    chosen = int(entry.input_value()) - 1
    away = np.hypot(data["X"][0][chosen] - x1, data["X"][1][chosen] - x2)
    assert away < 0.03 * (right - left)


def test_the_graph_has_values_and_gradients_of_the_example(page: Page) -> None:
    panel = Panel(page).open()
    panel.choose("iteration-examples", "one")
    panel.choose("iteration-view", "graph")
    trainer = Trainer(configure({}))
    results = iteration_of(trainer, np.arange(400) == 0)
    graph = page.get_by_role("img", name="The iteration as a computation graph")
    expect(graph).to_be_visible()
    values = [label.locator("tspan").all_text_contents() for label in graph.locator(".graph-value").all()]
    gradients = [
        label.locator("tspan").all_text_contents() for label in graph.locator(".graph-gradient").all()
    ]
    for k, result in ((1, results[0]), (2, results[1]), (3, results[2]), (4, results[3])):
        assert all(agrees(text, exact, 3) for text, exact in zip(values[k], result[:, 0], strict=True))
    for k, result in ((1, results[9]), (3, results[6])):
        assert all(agrees(text, exact, 3) for text, exact in zip(gradients[k], result[:, 0], strict=True))
    page.keyboard.press("e")
    expect(graph.locator(".graph-node.lit")).to_contain_text("z[1]")
    panel.choose("iteration-examples", "all")
    expect(graph.locator(".graph-value").nth(1)).to_contain_text("‖")


def test_loops_are_measured_with_the_same_result(page: Page) -> None:
    panel = Panel(page).open()
    panel.choose("iteration-view", "loops")
    expect(panel.root.locator(".loop-form code").last).to_contain_text("Z1 = W1 @ X + b1")
    page.get_by_role("button", name="Measure").click()
    expect(panel.root.locator(".loop-time").first).to_have_text(
        re.compile(r"\d\s(ms|µs|s) [\d,.]+ times slower")
    )
    found = panel.root.get_by_role("status")
    expect(found).to_contain_text("Largest difference between any two numbers")
    assert number(re.findall(r"numbers: (.+?)\. ", found.inner_text())[0]) <= 1e-14


def test_a_long_measurement_shows_that_it_is_under_way_and_can_be_cancelled(page: Page) -> None:
    held = hold(page, "**/loop-time")
    panel = Panel(page).open()
    panel.choose("iteration-view", "loops")
    page.get_by_role("button", name="Measure").click()
    expect(panel.root.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(panel.root.get_by_role("progressbar")).not_to_be_visible()
    expect(page.get_by_role("button", name="Measure")).to_be_enabled()
    expect(page.get_by_role("button", name="Measure")).to_be_focused()
    assert len(held) == 1


def test_the_worked_examples_have_the_chapters_numbers(page: Page) -> None:
    panel = Panel(page).open()
    panel.choose("iteration-view", "examples")
    worked = panel.root.locator(".worked")
    expect(worked.locator(".entry-cell").first).to_be_visible()
    passed = WORKED["one-example"]().passed
    assert passed is not None
    shown = worked.locator(".entry-table .entry-cell").all_inner_texts()
    assert all(agrees(text, exact) for text, exact in zip(shown, passed.cache.Z1[:, 0], strict=True))
    expect(worked).to_contain_text("da = −y/a + (1 − y)/(1 − a) = −1.346, dz = a − y = −0.2571")
    expect(worked).to_contain_text("−0.2680 × 0.2395 = −0.06418")
    panel.choose("worked-example", "five-examples")
    expect(worked.locator(".worked-checks li")).to_have_count(4)
    expect(worked.locator(".matrix-shape").first).to_have_text("4×5")
    panel.choose("worked-example", "shapes")
    expect(worked.locator("table.worked-table")).to_contain_text("58")
    panel.choose("worked-example", "keepdims")
    expect(worked.locator("table.worked-table")).to_contain_text("(4, 4)")
    panel.choose("worked-example", "deep-collapse")
    expect(worked.locator("table.worked-table")).to_contain_text("2-4-4-4-1")
    expect(worked.get_by_role("img", name="holds")).to_have_count(1)


@pytest.mark.parametrize(
    "chosen",
    [
        "source=sine&activation=relu&output=linear&learning_rate=20",
        "source=blobs&classes=5&hidden_width=40",
        "samples=4000&hidden_width=64",
        "biases=false&precision=float32",
        "source=saddle&output=relu",
        "hidden_width=1",
    ],
)
def test_every_kind_of_run_is_shown_without_a_word_on_the_console(page: Page, chosen: str) -> None:
    panel = Panel(page).open(f"{PANEL}&{chosen}")
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function(
        "() => Number(document.querySelector('[data-part=iteration]').textContent.replaceAll(',', '')) > 0"
    )
    for _ in range(13):
        page.keyboard.press("e")
        expect(panel.sum).not_to_be_empty()
    panel.choose("iteration-view", "graph")
    panel.choose("iteration-examples", "one")
    expect(panel.root.locator(".graph-node").first).to_be_visible()
    panel.choose("iteration-view", "loops")
    expect(panel.root.locator(".loop-form").first).to_be_visible()


def test_of_very_many_examples_a_sentence_stands_for_the_sum_and_the_cost_is_known(page: Page) -> None:
    panel = Panel(page).open(f"{PANEL}&samples=4000&hidden_width=8")
    panel.light(11)
    expect(panel.sum).to_have_text(
        "All examples together would be 144,000 numbers, over 60,000: look at one example."
    )
    expect(panel.root.locator(".equation-value").first).to_have_text(panel.lab.cost.inner_text())
    panel.choose("iteration-examples", "one")
    expect(panel.sum).to_have_text(re.compile(" = [+−]"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_in_any_view(page: Page, width: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    panel = Panel(page).open()
    panel.light(11)
    for view in ("equations", "graph", "loops", "examples"):
        panel.choose("iteration-view", view)
        if view == "examples":
            expect(panel.root.locator(".worked .entry-cell").first).to_be_visible()
        assert violations(page) == [], view
    assert page.locator("#panel-iteration").evaluate("panel => panel.scrollWidth - panel.clientWidth") <= 0
