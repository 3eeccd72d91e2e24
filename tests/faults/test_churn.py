"""A day in the life, shortened: runs come, are watched and go, and the server's memory does not grow."""

import asyncio
import os
from pathlib import Path

import httpx

from tests.app.streaming import watching
from tests.faults.processes import ServerProcess
from tests.support import API, play

RUNS = int(os.environ.get("SHALLOWSCOPE_TEST_CHURN", "80"))
"""How many; a release check asks for more."""
AT_ONCE = 8
GROWTH = 1.2


async def live(server: ServerProcess, count: int) -> None:
    """Make, watch and drop so many runs, some of them left for the server to forget."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(place: int) -> None:
        async with turns:
            configuration = {"network": {"hidden_width": 2 + place % 20}, "data": {"samples": 200}}
            async with httpx.AsyncClient(timeout=60) as rest:
                run = (await rest.post(f"{server.address}{API}/runs", json=configuration)).json()["id"]
                async with watching(server.address, run=run) as client:
                    await client.say("play", iterations_per_second="max")
                    for _ in range(10):
                        await client.frame()
                await rest.delete(f"{server.address}{API}/runs/{run}")

    await asyncio.gather(*(one(place) for place in range(count)))


def test_memory_returns_to_where_it_was(tmp_path: Path) -> None:
    server = ServerProcess(
        f"sqlite:///{tmp_path}/runs.db",
        max_creates_per_minute="1000000",
        max_connects_per_minute="1000000",
        max_other_calls_per_minute="1000000",
    )

    async def scenario() -> None:
        server.start()
        await server.ready()
        await live(server, 5 * AT_ONCE)  # what is allocated once is there then
        before = server.memory()
        await live(server, RUNS)
        after = server.memory()
        assert after < GROWTH * before, f"{before >> 20} MB before, {after >> 20} MB after {RUNS} runs"

    try:
        play(scenario())
    finally:
        server.stop()
