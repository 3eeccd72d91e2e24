"""The page with several networks on it."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.lab_page import LabPage
from tests.support import API

LETTERS = "ABCD"


class ComparePage(LabPage):
    """One open page, and what it shows of networks that are compared."""

    def __init__(self, page: Page) -> None:
        """Wrap a tab."""
        super().__init__(page)
        self.cards = page.get_by_role("article")
        self.busy = page.locator('.comparison [data-part="busy"]')
        self.table = page.get_by_role("region", name="What differs").get_by_role("table")
        self.chart = page.locator(".compare-cost .js-plotly-plot")

    def card(self, letter: str) -> Locator:
        """Return the card of a network."""
        return self.page.locator(f'[data-network="{letter}"]')

    def compare(self, count: int) -> None:
        """Show so many networks, by their number in the header."""
        self.page.locator(".header").get_by_role("radio", name=str(count), exact=True).check(force=True)
        self.wait_for_networks(count)

    def preset(self, name: str) -> None:
        """Show the networks of a preset."""
        self.page.get_by_role("button", name=name).click()
        self.wait_for_networks(4)

    def pick(self, name: str) -> None:
        """Choose whose choices are changed."""
        self.page.get_by_role("radiogroup", name="Change").get_by_role("radio", name=name, exact=True).check(
            force=True
        )

    def wait_for_networks(self, count: int) -> None:
        """Wait until so many networks are shown, and nothing is being made."""
        if count == 1:
            expect(self.cards).to_have_count(0)
            expect(self.surface).to_be_visible()
            expect(self.page.locator('[data-part="busy"]').last).to_be_hidden()
            return
        expect(self.cards).to_have_count(count)
        expect(self.busy).to_be_hidden()
        for letter in LETTERS[:count]:
            expect(self.card(letter).locator("dd").first).not_to_have_text("\u2013")

    def titles(self) -> list[str]:
        """Return what the networks are called."""
        return self.page.locator(".network-title").all_text_contents()

    def costs(self) -> list[str]:
        """Return the cost of each network."""
        return [str(card.locator("dd").first.text_content()) for card in self.cards.all()]

    def surfaces(self) -> list[str]:
        """Return each network's surface as a PNG text."""
        fields = self.page.locator(".network-card .plot canvas").all()
        return [str(field.evaluate("canvas => canvas.toDataURL()")) for field in fields]

    def rows(self) -> dict[str, list[str]]:
        """Return the table of what differs."""
        found: dict[str, list[str]] = self.page.locator(".differs-table").evaluate(
            """table => Object.fromEntries([...table.tBodies[0].rows].map(({ cells: [name, ...values] }) =>
                [name.textContent, values.map(value => value.textContent)]))"""
        )
        return found

    def group(self) -> Any:
        """Return the group that this tab shows, as the server has it."""
        name = self.page.evaluate("() => sessionStorage.getItem('group')")
        return self.page.request.get(f"{API}/groups/{name}").json()

    def curves(self) -> list[dict[str, Any]]:
        """Return name, colour, dash and last point of each curve, once all end at the iteration shown."""
        self.page.wait_for_function(
            """last => document.querySelector('.compare-cost .js-plotly-plot')?.data
                ?.every(({ x }) => x.at(-1) === last)""",
            arg=self.count(),
        )
        found: list[dict[str, Any]] = self.chart.evaluate(
            """plot => plot.data.map(({ name, line, y }) =>
                ({ name, color: line.color, dash: line.dash, cost: y.at(-1) }))"""
        )
        return found
