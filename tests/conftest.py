"""Fixtures that several folders of tests share."""

import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from redis import Redis

from tests.redis_server import running_redis
from tests.support import API, serve

PEERS = Path(__file__).parent / "peers"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take --peers: the tests that need PyTorch and scikit-learn, too; and --thorough."""
    parser.addoption(
        "--peers", action="store_true", help="run the tests against PyTorch and scikit-learn too"
    )

    parser.addoption(
        "--thorough", action="store_true", help="run the browser's tests with all their parameters"
    )


def pytest_configure() -> None:
    """Keep the runs of the tests' servers in memory, unless a test says otherwise."""
    os.environ["SHALLOWSCOPE_STORE"] = "memory://"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the peer tests out unless they are asked for: their imports need what may not be installed."""
    return True if collection_path == PEERS and not config.getoption("peers") else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say that tests were left out."""
    if not config.getoption("peers"):
        terminalreporter.write_line(
            "The tests against PyTorch and scikit-learn were left out: scripts/test --peers runs them too."
        )
    if not config.getoption("thorough"):
        terminalreporter.write_line(
            "Tests in the browser ran with the first of their parameters: scripts/test --thorough takes all."
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


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a Redis that all tests share: SHALLOWSCOPE_TEST_REDIS, or one of their own."""
    if given := os.environ.get("SHALLOWSCOPE_TEST_REDIS"):
        with Redis.from_url(given) as client:
            assert client.dbsize() == 0, f"{given} is not empty: name a database that is the tests' own"
        yield given
    else:
        with running_redis(tmp_path_factory.mktemp("redis")) as server:
            yield server.url


@pytest.fixture
def redis_url(redis_server: str) -> Iterator[str]:
    """Give the address of an empty Redis."""
    yield redis_server
    with Redis.from_url(redis_server) as client:
        client.flushdb()
