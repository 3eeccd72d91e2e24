"""Fixtures that several folders of tests share."""

from collections.abc import Iterator

import httpx
import pytest

from tests.support import API, serve


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
