"""Numbers for Prometheus, of one process and of several."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
from websockets.asyncio.client import connect

from app import metrics
from app.settings import Settings
from tests.app.streaming import watching
from tests.support import API, play, serve

ROOT = Path(__file__).resolve().parent.parent.parent


def number(text: str, name: str) -> float:
    """Return the value of a series, 0 where it has not begun."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def read(address: str) -> str:
    """Return /metrics."""
    answer = httpx.get(address + "/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return answer.text


def test_every_number_that_is_promised_is_there(server: str) -> None:
    text = read(server)
    for name in ("runs", "connections", "frames_total", "iterations_total", "frame_seconds", "queue_seconds"):
        assert f"# HELP shallowscope_{name} " in text
    for name in ("commands_total", "errors_total", "rejected_total", "store_seconds", "request_seconds"):
        assert f"# HELP shallowscope_{name} " in text
    assert "process_resident_memory_bytes" in text


def test_requests_are_counted_by_the_address_pattern(server: str) -> None:
    name = 'shallowscope_requests_total{method="GET",route="/runs/{run_id}",status="404"}'
    before = number(read(server), name)
    for run in ("a", "b"):
        httpx.get(f"{server}{API}/runs/{run}")
    text = read(server)
    assert number(text, name) == before + 2
    assert "/runs/a" not in text


def test_open_streams_are_counted_while_they_are_open(server: str) -> None:
    async def scenario() -> None:
        run = httpx.post(server + API + "/runs", json={}).json()["id"]
        before = number(read(server), "shallowscope_connections")
        async with connect(
            server.replace("http", "ws") + f"{API}/runs/{run}/stream", max_size=None
        ) as socket:
            await socket.recv()
            assert number(read(server), "shallowscope_connections") == before + 1
        for _ in range(1000):  # the server hears of the end a moment later
            if number(read(server), "shallowscope_connections") == before:
                return
        raise AssertionError("a closed stream still counts")

    play(scenario())


def test_what_is_refused_is_counted_by_its_limit() -> None:
    name = 'shallowscope_rejected_total{limit="max_creates_per_minute"}'
    with serve(Settings(max_creates_per_minute=1, log_level="error")) as address:
        before = number(read(address), name)
        for _ in range(3):
            httpx.post(address + API + "/runs", json={})
        assert number(read(address), name) == before + 2


def test_frames_and_iterations_are_counted_and_measured(server: str) -> None:
    names = ("frames_total", "iterations_total", "frame_seconds_count", 'commands_total{type="advance"}')

    def now() -> list[float]:
        text = read(server)
        return [number(text, f"shallowscope_{name}") for name in names]

    async def scenario() -> None:
        before, seen = now(), 0
        async with watching(server) as client:
            for iteration in range(1, 21):
                await client.obeyed("advance", iterations=1)
                about, _ = await client.until(iteration)
                seen = about["snapshot"]["frame"]
        frames, iterations, measured, commands = (b - a for a, b in zip(before, now(), strict=True))
        assert frames >= seen >= 20
        assert (iterations, commands) == (20, 20)
        assert measured == frames // metrics.Tally.EVERY

    play(scenario())


def test_a_call_of_the_store_is_measured_when_it_fails_too() -> None:
    name = 'shallowscope_store_seconds_count{call="save"}'
    before = number(metrics.text()[0].decode(), name)
    try:
        with metrics.timed_store("save"):
            raise OSError
    except OSError:
        assert number(metrics.text()[0].decode(), name) == before + 1


WORKER = """
import sys
from app import metrics
metrics.frames.inc()
metrics.iterations.inc(10)
metrics.runs.inc(3)
print("ready", flush=True)
sys.stdin.readline()
"""


def test_several_processes_add_up_and_one_that_is_gone_holds_no_runs(tmp_path: Path) -> None:
    environment = os.environ | {metrics.DIRECTORY: str(tmp_path)}

    def python(code: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def text(first: str = "pass") -> str:
        with python(f"from app import metrics; {first}; print(metrics.text()[0].decode())") as reader:
            return reader.communicate(timeout=60)[0]

    workers = [python(WORKER) for _ in range(2)]
    try:
        for worker in workers:
            assert worker.stdout
            assert worker.stdout.readline() == "ready\n"
        both = text()
        assert number(both, "shallowscope_frames_total") == 2
        assert number(both, "shallowscope_iterations_total") == 20
        assert number(both, "shallowscope_runs") == 6
        workers[0].communicate("\n", timeout=60)
        left = text(f"metrics.forget_process({workers[0].pid})")
        assert number(left, "shallowscope_frames_total") == 2
        assert number(left, "shallowscope_runs") == 3
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
