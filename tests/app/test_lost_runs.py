"""A saved run that is damaged: who asks for it hears what is lost and what to do, and the log says which."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from app.records import read_head, read_part
from app.settings import Settings
from core.errors import SaveError
from tests.support import API, play, serve

Damage = Callable[[sqlite3.Connection, str], object]
DAMAGES: dict[str, Damage] = {
    "no blocks": lambda file, run: file.execute("DELETE FROM blocks WHERE run_id = ?", [run]),
    "half a block": lambda file, run: file.execute(
        "UPDATE blocks SET block = substr(block, 1, length(block) / 2) WHERE run_id = ?", [run]
    ),
    "an empty head": lambda file, run: file.execute("UPDATE runs SET head = x'' WHERE id = ?", [run]),
    "another head": lambda file, run: file.execute(
        "UPDATE runs SET head = 'no head at all' WHERE id = ?", [run]
    ),
    "a block as head": lambda file, run: file.execute(
        "UPDATE runs SET head = (SELECT block FROM blocks WHERE run_id = id) WHERE id = ?", [run]
    ),
}


def damaged(store: str, file: Path, damage: Damage) -> tuple[str, str, str]:
    """Make two runs and a group of them; damage one without a server; return it, the other, the group."""
    with serve(Settings(store=store, log_level="error")) as address:
        runs = [httpx.post(f"{address}{API}/runs", json={}).json()["id"] for _ in range(2)]
        group = httpx.post(f"{address}{API}/groups", json={"runs": runs}).json()["id"]
        httpx.post(f"{address}{API}/runs/{runs[0]}/advance", json={"iterations": 20})
    with sqlite3.connect(file) as connection:
        damage(connection, runs[0])
    connection.close()
    return runs[0], runs[1], group


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_run_is_told_of_and_logged_and_the_others_live(
    tmp_path: Path, damage: Damage, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "runs.db"
    store = f"sqlite:///{file}"
    lost, other, group = damaged(store, file, damage)
    capfd.readouterr()
    with serve(Settings(store=store, log_level="error", log_format="json")) as address:
        detail = (
            f"run {lost} is lost, what was saved of it is damaged: delete it, and make another one or import"
            " an export"
        )
        for answer in (
            httpx.get(f"{address}{API}/runs/{lost}"),
            httpx.post(f"{address}{API}/runs/{lost}/advance", json={"iterations": 1}),
            httpx.get(f"{address}{API}/groups/{group}"),
        ):
            assert (answer.status_code, answer.json()["title"]) == (410, "Run lost")
            assert answer.json()["detail"] == detail
        assert play(reason_at(address, lost)) == (4404, detail)
        assert httpx.get(f"{address}{API}/runs/{other}").status_code == 200
        assert httpx.delete(f"{address}{API}/runs/{lost}").status_code == 204
        assert httpx.get(f"{address}{API}/runs/{lost}").status_code == 404
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    told = [line for line in lines if line["event"] == "run lost"]
    assert len(told) == 4
    assert {(line["run"], line["level"]) for line in told} == {(lost, "error")}
    assert all(line["why"] for line in told)
    assert not [line for line in lines if line["event"] == "failed"]


async def reason_at(address: str, run: str) -> tuple[int, str]:
    """Return code and reason with which a run's stream ends at once."""
    async with connect(f"{address.replace('http', 'ws')}{API}/runs/{run}/stream") as socket:
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
        received = closed.value.rcvd
        assert received is not None
        return received.code, received.reason


@pytest.mark.parametrize(
    "record", [b"", b"x", b"\xff" * 40, b"\x02\0\0\0\0\0\0\0{}", b"\x02\0\0\0\0\0\0\0[]"]
)
def test_bytes_that_are_no_part_of_a_run_are_refused(record: bytes) -> None:
    for read in (read_part, read_head):
        with pytest.raises(SaveError):
            read(record)
