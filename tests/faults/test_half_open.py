"""Connections that are neither up nor down: whoever is behind one stops, and can overwrite nothing."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import numpy as np
import pytest

from core.configuration import configure
from core.trainer import Trainer
from tests.app.streaming import Client, code_of_close, watching
from tests.faults.processes import PATIENCE, Proxy, ServerProcess
from tests.support import API, play


def test_a_silent_driver_is_dropped_and_the_next_connection_drives(tmp_path: Path) -> None:
    server = ServerProcess(f"sqlite:///{tmp_path}/runs.db", ping_seconds="1")

    async def scenario() -> None:
        server.start()
        await server.ready()
        async with Proxy(server.port).listening() as proxy:
            async with httpx.AsyncClient() as rest:
                run = (await rest.post(f"{server.address}{API}/runs", json={})).json()["id"]
            async with watching(proxy.address, run=run) as silent:
                await silent.obeyed("play", iterations_per_second="max")
                await silent.until(20)
                proxy.silent = True
                async with asyncio.timeout(PATIENCE), watching(server.address, run=run) as other:
                    while not other.states or not other.states[-1]["drives"]:
                        await other.next()
                    assert other.states[-1]["state"] == "running"
                    here, _ = await other.frame()
                    await other.until(here["snapshot"]["iteration"] + 50)
                proxy.silent = False

    try:
        play(scenario())
    finally:
        server.stop()


async def advanced(client: Client, iterations: int) -> int:
    """Train by command; return the iteration that was reached."""
    target = int(client.states[-1]["iteration"]) + iterations
    await client.obeyed("advance", iterations=iterations)
    about, _ = await client.until(target)
    return int(about["snapshot"]["iteration"])


@pytest.mark.timeout(180)
def test_a_server_cut_off_from_the_store_stops_and_overwrites_nothing(redis_url: str) -> None:
    """Its clients are sent away; another server takes the run over, and the first one's saves are void."""
    redis_port = urlsplit(redis_url).port
    assert redis_port

    async def scenario() -> None:
        async with Proxy(redis_port).listening() as proxy:
            cut_off = ServerProcess(f"redis://127.0.0.1:{proxy.port}/0")
            other = ServerProcess(redis_url)
            try:
                for server in (cut_off, other):
                    server.start()
                    await server.ready()
                async with httpx.AsyncClient(timeout=PATIENCE) as rest:
                    run = (await rest.post(f"{cut_off.address}{API}/runs", json={})).json()["id"]
                async with watching(cut_off.address, run=run) as client:
                    await client.frame()
                    assert await advanced(client, 30) == 30
                    proxy.silent = True
                    await client.say("play")
                    assert await code_of_close(client.socket) == 1012
                async with watching(other.address, run=run) as client:
                    await client.frame()
                    reached = await advanced(client, 40)
                proxy.silent = False
                await cut_off.ready()
                async with httpx.AsyncClient(timeout=PATIENCE) as rest:
                    for server in (cut_off, other):  # the first one now asks the second
                        found = (await rest.get(f"{server.address}{API}/runs/{run}/parameters")).json()
                        trainer = Trainer(configure({}))
                        trainer.advance(reached)
                        np.testing.assert_array_equal(found["W1"], trainer.parameters.W1)
            finally:
                cut_off.stop()
                other.stop()

    play(scenario())
