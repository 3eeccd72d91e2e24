"""A page on a run that the test has made: what its pictures show, beside what the server says."""

from typing import Any

import httpx
import numpy as np
from playwright.sync_api import Page, expect

from core.activations import ACTIVATIONS
from core.arrays import Floats
from tests.browser.lab_page import LabPage, eventually
from tests.support import API

MINUS = "\N{MINUS SIGN}"


class Pictures(LabPage):
    """A page that shows a run of its own choice."""

    def __init__(self, page: Page, server: str, configuration: dict[str, Any], iterations: int = 0) -> None:
        """Make the run, train it, and open it."""
        super().__init__(page)
        self.api = server + API
        made = httpx.post(f"{self.api}/runs", json=configuration, timeout=60)
        self.id = made.raise_for_status().json()["id"]
        if iterations:
            self.tell("post", "/advance", {"iterations": iterations})
        page.goto(f"/#run={self.id}")
        expect(self.iteration).to_have_text(f"{iterations:,}")
        expect(self.units).to_have_count(self.of("")["configuration"]["network"]["hidden_width"])
        expect(page.locator('[data-part="readout-name"]')).to_have_count(1)
        self.settled()

    def of(self, what: str) -> Any:
        """Return what the server says of the run."""
        return httpx.get(f"{self.api}/runs/{self.id}{what}", timeout=60).raise_for_status().json()

    def tell(self, method: str, what: str, body: dict[str, Any]) -> Any:
        """Send the server something about the run, not by the page."""
        answer = httpx.request(method, f"{self.api}/runs/{self.id}{what}", json=body, timeout=60)
        return answer.raise_for_status().json()

    def parameter(self, name: str) -> Floats:
        """Return one of the run's parameters."""
        return np.array(self.of("/parameters")[name])

    def wait_for_parameter(self, name: str, row: int, column: int, value: float) -> None:
        """Wait until the server has this entry."""
        eventually(
            self.page,
            """async ([path, name, row, column, value]) =>
                (await (await fetch(path)).json())[name][row][column] === value""",
            [f"{API}/runs/{self.id}/parameters", name, row, column, value],
        )

    def change_rate(self, value: float) -> None:
        """Enter a learning rate and wait until the server has it."""
        self.enter("Learning rate", str(value))
        eventually(
            self.page,
            """async ([path, value]) =>
                (await (await fetch(path)).json()).configuration.training.learning_rate === value""",
            [f"{API}/runs/{self.id}", value],
        )

    def hidden(self, x: list[float]) -> Floats:
        """Return A1 for one point, from the server's parameters."""
        network = self.of("")["configuration"]["network"]
        z = self.parameter("W1") @ np.array(x) + self.parameter("b1")[:, 0]
        a1: Floats = ACTIVATIONS[network["activation"]].g(z)
        return a1


def number(text: str | None) -> float:
    """Read a number as the page writes it."""
    return float((text or "").replace(MINUS, "-").replace(",", ""))
