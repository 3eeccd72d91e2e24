"""The page as a user finds it: what is on it, by role and name where it has one."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

TEN_FRAMES = """() => new Promise(done => {
    let left = 10;
    const frame = () => (left-- ? requestAnimationFrame(frame) : done());
    frame();
})"""


class LabPage:
    """One open page."""

    def __init__(self, page: Page) -> None:
        """Wrap a tab."""
        self.page = page
        self.iteration = page.locator('[data-part="iteration"]')
        self.cost = page.locator('[data-part="train-cost"]')
        self.accuracy = page.locator('[data-part="train-accuracy"]')
        self.surface = page.locator('canvas[data-part="field"]')
        self.units = page.locator('[data-part="units"] canvas')
        self.play = page.get_by_role("button", name="Play")
        self.pause = page.get_by_role("button", name="Pause")
        self.chart = page.locator(".js-plotly-plot .main-svg")

    def open(self) -> "LabPage":
        """Load the page and wait until a run is shown; the chart comes later."""
        self.page.goto("/")
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

    def curve_points(self) -> int:
        """Return how many points the cost curve has."""
        points: Any = self.page.evaluate("document.querySelector('.js-plotly-plot').data[0].x.length")
        return int(points)

    def choose(self, group: str, name: str) -> None:
        """Check a radio button by its group's and its own name."""
        self.page.get_by_role("radiogroup", name=group).get_by_role("radio", name=name, exact=True).check(
            force=True
        )
