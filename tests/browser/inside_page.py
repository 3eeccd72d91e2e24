"""A page with a panel open that looks inside a run which the test has made."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

from core.configuration import configure
from core.trainer import Trainer
from tests.browser.pictures import Pictures


class Inside(Pictures):
    """A page, one open panel, and the same run in core."""

    def __init__(
        self, page: Page, server: str, panel: str, configuration: dict[str, Any], iterations: int = 0
    ) -> None:
        """Make the run here and there, open the page and the panel."""
        super().__init__(page, server, configuration, iterations)
        self.trainer = Trainer(configure(configuration))
        if iterations:
            self.trainer.advance(iterations)
        self.panel = page.locator(f'[data-panel="{panel}"]')
        tab = page.locator(f'[data-panel-tab="{panel}"]')
        if tab.get_attribute("aria-expanded") != "true":
            tab.click()
        expect(self.panel).to_be_visible()

    def part(self, selector: str) -> Locator:
        """Return what of the panel a selector names."""
        return self.panel.locator(selector)
