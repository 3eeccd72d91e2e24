"""What clients hear when the store fails: that it did, and nothing of where it is."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.settings import Settings
from tests.app.streaming import watching
from tests.support import API, play, serve

FOLDER = "a-folder-that-is-nobodys-business"


@pytest.fixture
def failing(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Give a server's address and its database file."""
    file = tmp_path / FOLDER / "runs.db"
    file.parent.mkdir()
    with serve(Settings(store=f"sqlite:///{file}", log_level="error")) as address:
        yield address, file


def spoil(file: Path) -> None:
    """Make a database unusable under its server's hands."""
    for part in file.parent.iterdir():
        part.write_bytes(b"no database" * 1000)


def test_rest_says_that_the_store_failed_and_not_where_it_is(failing: tuple[str, Path]) -> None:
    address, file = failing
    run = httpx.post(address + API + "/runs", json={}).json()["id"]
    spoil(file)
    answer = httpx.post(f"{address}{API}/runs/{run}/advance", json={"iterations": 3})
    assert answer.status_code == 503
    assert "the store failed" in answer.json()["detail"]
    other = httpx.get(f"{address}{API}/runs/{'x' * 16}")
    assert other.status_code == 503
    assert "the store" in other.json()["detail"]
    for text in (answer.text, other.text):
        assert FOLDER not in text
        assert answer.headers["retry-after"] == "1"


def test_a_command_that_could_not_be_saved_is_done_and_says_so(failing: tuple[str, Path]) -> None:
    address, file = failing

    async def scenario() -> None:
        async with watching(address) as client:
            await client.until(0)
            spoil(file)
            await client.say("advance", iterations=5, id=1)
            error = await client.error()
            assert (error["code"], error["id"]) == ("not_kept", 1)
            assert FOLDER not in error["detail"]
            await client.say("watch")  # brings a frame
            await client.until(5)

    play(scenario())
