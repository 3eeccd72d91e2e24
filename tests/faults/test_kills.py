"""The server is killed in mid-stream, again and again: the client goes on, and nothing is lost."""

import asyncio
import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.journey import Journey, travel
from tests.faults.nginx import THERE, Nginx
from tests.faults.processes import Proxy, ServerProcess, free_port
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


def kill_and_go_on(proxy: Proxy | Nginx, servers: list[ServerProcess]) -> None:
    """Kill one server or the other behind a proxy, while a client goes on."""
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
        async with proxy.listening():
            await travel(Journey(proxy.address), KILLS, kill, draw)

    try:
        play(scenario())
    finally:
        for server in servers:
            server.stop()


def behind_a_plain_proxy(redis_url: str, _folder: Path) -> tuple[Proxy, list[ServerProcess]]:
    """Give a proxy that passes bytes on, and two servers."""
    servers = [ServerProcess(redis_url), ServerProcess(redis_url)]
    return Proxy(*(server.port for server in servers)), servers


def behind_that_of_compose(redis_url: str, folder: Path) -> tuple[Nginx, list[ServerProcess]]:
    """Give the profile `scale` of compose.yaml without containers: nginx with its file, and two servers."""
    port = free_port()
    servers = [ServerProcess(redis_url, host=f"127.0.0.{place}", port=port) for place in (2, 3)]
    return Nginx(folder, *servers), servers


PROXIES: list[Callable[[str, Path], tuple[Proxy | Nginx, list[ServerProcess]]]] = [behind_a_plain_proxy]
if THERE:
    PROXIES.append(behind_that_of_compose)


@pytest.mark.parametrize("proxies", PROXIES, ids=lambda each: each.__name__)
def test_two_servers_on_redis(
    proxies: Callable[[str, Path], tuple[Proxy | Nginx, list[ServerProcess]]], redis_url: str, tmp_path: Path
) -> None:
    kill_and_go_on(*proxies(redis_url, tmp_path))
