"""Several servers on one Redis: any of them serves any run, whoever trains it."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from tests.app.streaming import code_of_close, watching
from tests.faults.processes import PATIENCE, ROOT, ServerProcess
from tests.support import API, play

Scenario = Callable[[ServerProcess, ServerProcess, httpx.AsyncClient], Awaitable[None]]


@asynccontextmanager
async def running(*servers: ServerProcess) -> AsyncIterator[None]:
    """Start servers, and end them."""
    try:
        for server in servers:
            server.start()
        await asyncio.gather(*(server.ready() for server in servers))
        yield
    finally:
        for server in servers:
            server.stop()


def on_two(redis_url: str, scenario: Scenario) -> None:
    """Play a scenario with two servers and a client of REST."""
    one, other = ServerProcess(redis_url), ServerProcess(redis_url)

    async def whole() -> None:
        async with running(one, other), httpx.AsyncClient(timeout=PATIENCE) as rest:
            await scenario(one, other, rest)

    play(whole())


async def create(rest: httpx.AsyncClient, server: ServerProcess, configuration: Any = None) -> str:
    """Make a run there; return its id."""
    answer = await rest.post(f"{server.address}{API}/runs", json=configuration or {})
    return str(answer.json()["id"])


def test_calls_reach_the_server_that_trains(redis_url: str) -> None:
    async def scenario(one: ServerProcess, other: ServerProcess, rest: httpx.AsyncClient) -> None:
        run = f"{API}/runs/{await create(rest, one)}"
        await rest.post(f"{other.address}{run}/advance", json={"iterations": 30})
        here, there = [(await rest.get(server.address + run)).json() for server in (one, other)]
        assert here == there
        assert here["iteration"] == 30
        patched = await rest.patch(f"{other.address}{run}/training", json={"learning_rate": 0.5})
        assert patched.json()["configuration"]["training"]["learning_rate"] == 0.5
        wrong = await rest.post(f"{other.address}{run}/seek", json={"iteration": 99})
        assert wrong.status_code == 422
        assert wrong.headers["content-type"] == "application/problem+json"
        assert wrong.json()["errors"][0]["field"] == "iteration"
        assert (await rest.delete(other.address + run)).status_code == 204
        assert (await rest.get(one.address + run)).status_code == 404

    on_two(redis_url, scenario)


def test_a_watcher_at_another_server_sees_the_run_and_can_take_over(redis_url: str) -> None:
    async def scenario(one: ServerProcess, other: ServerProcess, rest: httpx.AsyncClient) -> None:
        run = await create(rest, one)
        async with watching(one.address, run=run) as driver, watching(other.address, run=run) as watcher:
            await driver.frame()
            await watcher.frame()
            assert (driver.states[-1]["drives"], watcher.states[-1]["drives"]) == (True, False)
            await driver.obeyed("advance", iterations=20)
            here, there = [(await client.until(20))[0] for client in (driver, watcher)]
            assert here["snapshot"]["train_cost"] == there["snapshot"]["train_cost"]
            assert (await watcher.refused("play"))["code"] == "not_driving"
            await watcher.say("drive")
            while not watcher.states[-1]["drives"]:
                await watcher.next()
            await watcher.obeyed("play", iterations_per_second=500)
            await watcher.until(300)
            await driver.until(300)
            await rest.delete(f"{other.address}{API}/runs/{run}")
            assert await code_of_close(watcher.socket) == 4404

    on_two(redis_url, scenario)


def test_a_group_takes_its_runs_together(redis_url: str) -> None:
    async def scenario(one: ServerProcess, other: ServerProcess, rest: httpx.AsyncClient) -> None:
        runs = [await create(rest, server) for server in (one, other)]
        async with watching(other.address, run=runs[1]) as alone:
            await alone.frame()
            answer = await rest.post(f"{one.address}{API}/groups", json={"runs": runs})
            assert answer.status_code == 201, answer.text
            assert await code_of_close(alone.socket) == 1012  # the run moves; its page comes back
        group = answer.json()["id"]
        async with (
            watching(other.address, group=group) as client,
            watching(other.address, run=runs[1]) as again,
        ):
            await client.frame()
            await again.frame()
            await client.obeyed("advance", iterations=25)
            about, _ = await client.until(25)
            assert [about[f"{place}/snapshot"]["iteration"] for place in range(2)] == [25, 25]
            await again.until(25)

    on_two(redis_url, scenario)


def test_a_server_that_stops_leaves_its_runs_to_the_other(redis_url: str) -> None:
    async def scenario(one: ServerProcess, other: ServerProcess, rest: httpx.AsyncClient) -> None:
        run = await create(rest, one)
        async with watching(one.address, run=run) as here, watching(other.address, run=run) as there:
            await there.frame()
            await here.obeyed("play", iterations_per_second="max")
            await here.until(100)
            one.send(signal.SIGTERM)
            codes = [await code_of_close(client.socket) for client in (here, there)]
            assert codes == [1012, 1012]
            assert one.wait() in (0, -signal.SIGTERM)  # it ends as the signal says, but cleanly
        async with watching(other.address, run=run) as client:
            about, _ = await client.frame()
            assert client.states[-1]["state"] == "running"  # it goes on where it was
            assert about["snapshot"]["iteration"] >= 100
            await client.until(about["snapshot"]["iteration"] + 100)

    on_two(redis_url, scenario)


@pytest.mark.timeout(180)
def test_workers_behind_one_address(redis_url: str) -> None:
    """Connections fall to either worker; both serve the same runs, and Prometheus hears of both."""
    server = ServerProcess(redis_url, "--workers", "2")

    async def scenario() -> None:
        async with running(server), httpx.AsyncClient(timeout=PATIENCE) as rest:
            runs = [await create(rest, server) for _ in range(6)]
            for run in runs:
                async with watching(server.address, run=run) as one, watching(server.address, run=run) as two:
                    await one.frame()
                    await two.frame()
                    await one.obeyed("advance", iterations=10)
                    await asyncio.gather(one.until(10), two.until(10))
            async with httpx.AsyncClient(timeout=PATIENCE) as another:
                for run in runs:
                    summary = (await another.get(f"{server.address}{API}/runs/{run}")).json()
                    assert summary["iteration"] == 10
                numbers = (await another.get(f"{server.address}/metrics")).text
            assert "shallowscope_iterations_total 60.0" in numbers

    play(scenario())


def test_workers_need_a_store_that_they_share() -> None:
    command = [sys.executable, "-m", "app", "--port", "1", "--workers", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 2
    assert (
        "--workers 2: needs a store that processes share, and SHALLOWSCOPE_STORE is memory://" in done.stderr
    )
