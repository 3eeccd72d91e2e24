"""The server is killed in mid-stream, again and again: the client goes on, and nothing is lost."""

import asyncio
import os
import random
from pathlib import Path

from tests.faults.journey import Journey, travel
from tests.faults.processes import Proxy, ServerProcess
from tests.support import play

KILLS = int(os.environ.get("SHALLOWSCOPE_TEST_KILLS", "3"))
"""How often; a release check asks for more."""
COMMANDS_BETWEEN = 2


def test_one_server_on_sqlite(tmp_path: Path) -> None:
    server = ServerProcess(f"sqlite:///{tmp_path}/runs.db")

    async def kill(after: float) -> None:
        await asyncio.sleep(after)
        server.kill()
        server.start()
        await server.ready()

    async def scenario() -> None:
        server.start()
        await server.ready()
        journey = Journey(server.address)
        await travel(journey, KILLS, kill, random.Random(1))
        assert len(journey.away) == KILLS + 1

    try:
        play(scenario())
    finally:
        server.stop()


def test_two_servers_on_redis_behind_a_proxy(redis_url: str) -> None:
    servers = [ServerProcess(redis_url), ServerProcess(redis_url)]
    draw = random.Random(2)

    async def kill(after: float) -> None:
        await asyncio.sleep(after)
        server = draw.choice(servers)
        server.kill()
        server.start()
        await server.ready()

    async def scenario() -> None:
        for server in servers:
            server.start()
        await asyncio.gather(*(server.ready() for server in servers))
        async with Proxy(*(server.port for server in servers)).listening() as proxy:
            await travel(Journey(proxy.address), KILLS, kill, draw)

    try:
        play(scenario())
    finally:
        for server in servers:
            server.stop()
