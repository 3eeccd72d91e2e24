"""The page as a user finds it: what is on it, by role and name where it has one."""

from time import monotonic
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from tests.app.streaming import watching
from tests.support import API, play

KNOWN = "try { localStorage.setItem('hints', '3'); } catch { /* not of this origin */ }"
PATIENCE = 20.0
"""Seconds until what should come is not coming."""
TEN_FRAMES = """() => new Promise(done => {
    let left = 10;
    const frame = () => (left-- ? requestAnimationFrame(frame) : done());
    frame();
})"""

EXPECTED_POINTS = """async rows => {
    const { append, decimate, emptyHistory } = await import("/static/js/history.js");
    const history = append(emptyHistory(), Float64Array.from(rows.flat()));
    const chosen = decimate(history, 0, history.length, 600);
    return chosen.map(index => [history.iteration[index], history.train[index]]);
}"""


def at(configuration: Any, path: str) -> Any:
    """Return what stands at a dotted path."""
    for name in path.split("."):
        configuration = configuration[int(name) if isinstance(configuration, list) else name]
    return configuration


def eventually(page: Page, predicate: str, arg: object = None) -> None:
    """Wait until an async function of the page says true; `wait_for_function` takes any promise for truth."""
    patience = monotonic() + PATIENCE
    while not page.evaluate(predicate, arg):
        assert monotonic() < patience, f"never so: {predicate} {arg}"
        page.evaluate(TEN_FRAMES)


def hold(page: Page, pattern: str) -> list[Route]:
    """Keep the calls that match on their way; return them as they come."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(pattern, keep)
    return held


class LabPage:
    """One open page."""

    def __init__(self, page: Page) -> None:
        """Wrap a tab of a browser that has been here before: nothing trains by itself, no hint is left."""
        self.page = page
        page.add_init_script(KNOWN)
        self.iteration = page.locator('[data-part="iteration"]')
        self.cost = page.locator('[data-part="train-cost"]')
        self.accuracy = page.locator('[data-part="train-score"]')
        self.surface = page.locator('canvas[data-part="field"]')
        self.units = page.locator('[data-part="units"] canvas')
        self.points = page.locator('[data-part="points"] path')
        self.outputs = page.locator('[data-part="outputs"] .node')
        self.score_name = page.locator('[data-part="score-name"]').first
        self.play = page.get_by_role("button", name="Play")
        self.pause = page.get_by_role("button", name="Pause")
        self.step = page.get_by_role("button", name="1 iteration", exact=True)
        self.reset = page.get_by_role("button", name="Reset")
        self.take_over = page.get_by_role("button", name="Take over")
        self.rate = page.get_by_role("textbox", name="Learning rate", exact=True)
        self.reconnecting = page.get_by_role("status").filter(has_text="Reconnecting")
        self.watching = page.get_by_role("status").filter(has_text="Watching")
        self.notice = page.locator('[data-part="notice"]')
        self.chart = page.locator(".js-plotly-plot .main-svg")

    def open(self, address: str = "/") -> "LabPage":
        """Load the page and wait until a run is shown; the chart comes later."""
        self.page.goto(address)
        expect(self.cost).to_have_text("0.693048")
        return self

    def count(self) -> int:
        """Return the iteration counter."""
        return int((self.iteration.text_content() or "").replace(",", ""))

    def wait_for_iteration(self, least: int, timeout: float = 20_000) -> None:
        """Wait until the counter shows at least so much."""
        self.page.wait_for_function(
            """least => Number(document.querySelector('[data-part="iteration"]').textContent
                .replaceAll(",", "")) >= least""",
            arg=least,
            timeout=timeout,
        )

    def stop(self) -> int:
        """Pause and return the iteration at which the run stands."""
        self.pause.click()
        expect(self.play).to_be_visible()
        return self.settled()

    def settled(self) -> int:
        """Return the counter once it has stopped changing over some frames."""
        before = -1
        while before != self.count():
            before = self.count()
            self.page.evaluate(TEN_FRAMES)
        return before

    def pictures(self) -> list[str]:
        """Return the surface and each hidden map as PNG texts, which change when a pixel does."""
        canvases: list[Locator] = [self.surface, *self.units.all()]
        return [str(canvas.evaluate("canvas => canvas.toDataURL()")) for canvas in canvases]

    def curve(self) -> list[tuple[int, float]]:
        """Return the cost curve once it ends at the iteration that is shown."""
        self.page.wait_for_function(
            "last => document.querySelector('.js-plotly-plot')?.data?.[0].x.at(-1) === last", arg=self.count()
        )
        points: Any = self.page.evaluate(
            """() => {
                const { x, y } = document.querySelector('.js-plotly-plot').data[0];
                return x.map((iteration, k) => [iteration, y[k]]);
            }"""
        )
        return [(iteration, cost) for iteration, cost in points]

    def check_curve(self, address: str) -> None:
        """Compare the curve on the screen with the history that the server gives to somebody else."""
        rows = [[iteration, cost, 0.0] for iteration, cost, _ in play(costs(address, self.run()))]
        assert [row[0] for row in rows] == list(range(self.count() + 1))  # so few that none is thinned out
        assert self.curve() == [tuple(point) for point in self.page.evaluate(EXPECTED_POINTS, rows)]

    def curve_points(self) -> int:
        """Return how many points the cost curve has."""
        points: Any = self.page.evaluate("document.querySelector('.js-plotly-plot').data[0].x.length")
        return int(points)

    def choose(self, group: str, name: str) -> None:
        """Check a radio button by its group's and its own name."""
        self.page.get_by_role("radiogroup", name=group).get_by_role("radio", name=name, exact=True).check(
            force=True
        )

    def advance(self, iterations: int) -> None:
        """Train so many iterations (tens, or fewer than ten) and wait until they are shown."""
        target = self.count() + iterations
        key, times = (
            ("Shift+ArrowRight", iterations // 10) if iterations >= 10 else ("ArrowRight", iterations)
        )
        self.page.evaluate("document.activeElement.blur()")
        for _ in range(times):
            self.page.keyboard.press(key)
        self.wait_for_iteration(target)
        self.settled()

    def run(self) -> str:
        """Return the id of the run that this tab has made."""
        return str(self.page.evaluate("() => sessionStorage.getItem('run')"))

    def summary(self) -> Any:
        """Return the run that this tab has made, as the server has it."""
        address = str(self.page.evaluate("location.origin"))
        patience = monotonic() + PATIENCE
        while not (answer := self.page.request.get(f"{address}{API}/runs/{self.run()}")).ok:
            assert monotonic() < patience, answer.text()
            self.page.evaluate(TEN_FRAMES)  # it has just been replaced, and the next one is on its way
        return answer.json()

    def configuration(self) -> Any:
        """Return the configuration of the run that this tab has made, as the server has it."""
        return self.summary()["configuration"]

    def wait_for_run(self, path: str, value: object) -> None:
        """Wait until the run that is shown has this choice, and stands still."""
        self.wait_for_choice(path, value)
        self.settled()

    def wait_for_choice(self, path: str, value: object) -> None:
        """Wait until the run that is shown has this choice, whether it plays or not."""
        patience = monotonic() + PATIENCE
        while not (self._is_idle and at(self.configuration(), path) == value):
            assert monotonic() < patience, f"{path}: {at(self.configuration(), path)}, not {value}"
            self.page.evaluate(TEN_FRAMES)

    @property
    def _is_idle(self) -> bool:
        """Say whether no run is being made."""
        return not self.page.locator('[data-part="busy"]').locator("visible=true").count()

    def open_advanced(self) -> None:
        """Unfold what is rarely chosen."""
        self.page.locator("summary").filter(has_text="Advanced").click()

    def enter(self, name: str, value: str) -> None:
        """Type a number."""
        entry = self.page.get_by_role("textbox", name=name, exact=True)
        entry.fill(value)
        entry.press("Enter")

    def line(self) -> str | None:
        """Return the path of the boundary or curve."""
        return self.page.locator("path.boundary").get_attribute("d")


async def costs(address: str, run: str) -> list[list[float]]:
    """Return a run's rows of iteration, train and test cost as a new connection gets them."""
    async with watching(address, run=run) as client:
        _, tensors = await client.frame()
        rows: list[list[float]] = tensors["costs"].tolist()
        return rows
