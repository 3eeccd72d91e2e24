"""Fixtures that several folders of tests share."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support import API, serve

PEERS = Path(__file__).parent / "peers"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take --peers: the tests that need PyTorch and scikit-learn, too."""
    parser.addoption(
        "--peers", action="store_true", help="run the tests against PyTorch and scikit-learn too"
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the peer tests out unless they are asked for: their imports need what may not be installed."""
    return True if collection_path == PEERS and not config.getoption("peers") else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say that tests were left out."""
    if not config.getoption("peers"):
        terminalreporter.write_line(
            "The tests against PyTorch and scikit-learn were left out: scripts/test --peers runs them too."
        )


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Give the address of a server with default settings."""
    with serve() as address:
        yield address


@pytest.fixture
def rest(server: str) -> Iterator[httpx.Client]:
    """Give a client for the REST calls of `server`."""
    with httpx.Client(base_url=server + API, timeout=60) as client:
        yield client
