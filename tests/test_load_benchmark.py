"""The measurement of load: the search finds the edge, and the whole way is gone, in little time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import ROOT
from benchmarks.streaming.capacity import FINE, most_carried
from benchmarks.streaming.processes import cores_apart, started
from benchmarks.streaming.work import LIGHT


@pytest.mark.parametrize("edge", [0, 1, 2, 3, 7, 19, 20, 64, 100, 333, 499, 500])
def test_the_search_finds_the_edge(edge: int) -> None:
    asked: list[int] = []

    def carries(count: int) -> bool:
        asked.append(count)
        return count <= edge

    found = most_carried(carries, most=500)
    assert edge - max(1, edge // FINE) < found <= edge
    assert len(asked) == len(set(asked)) <= 16
    assert all(1 <= count <= 500 for count in asked)


def test_no_more_are_tried_than_may_be() -> None:
    assert most_carried(lambda _: True, most=2) == 2
    assert most_carried(lambda _: True, most=5) == 5
    assert most_carried(lambda _: False, most=5) == 0


def test_all_processes_of_a_server_are_counted() -> None:
    with cores_apart() as cores, started("app", cores) as server:
        run = server.create_run(LIGHT)
        assert 20e6 < server.memory() < 1e9
        assert server.cpu_seconds() > 0
        server.delete_run(run)
        with pytest.raises(ConnectionError, match="404"):
            server.delete_run(run)


@pytest.mark.timeout(240)
def test_the_whole_way_in_little_time(tmp_path: Path) -> None:
    file = tmp_path / "load.json"
    command = [sys.executable, "-P", "-m", "benchmarks", "--load", "--quick", "--json", str(file)]
    env = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(file.read_text("utf-8"))
    assert found["complete"] is True
    for case in ("naive server", "one process", "two workers on Redis"):
        rows = {row["what"] + row["unit"]: row["value"] for row in found["rows"] if row["case"] == case}
        assert 0 <= rows["users at 25 of 30 frames/susers"] <= 2
        assert rows["without usersMB"] > 20
        assert rows["a user, among so many% of a core"] > 0
        assert f"load: {case}, 1 user ..." in done.stderr
    assert [row["what"] for row in found["rows"] if row["case"] == "users"] == [
        "one process : naive server",
        "two workers : one process",
    ]
    assert any(row["what"] == "naive server : one process" for row in found["rows"])
