"""A run that plays trains while somebody watches; without, REST says that it stands still, and why."""

import asyncio
from typing import Any

import httpx

from tests.app.streaming import watching
from tests.support import API, play


def test_a_run_that_nobody_watches_is_paused_and_plays_on_with_the_next_stream(server: str) -> None:
    run = httpx.post(f"{server}{API}/runs", json={}).json()["id"]

    async def scenario() -> None:
        async with httpx.AsyncClient(base_url=f"{server}{API}") as rest:

            async def told() -> Any:
                return (await rest.get(f"/runs/{run}")).json()

            async with watching(server, run=run) as client:
                await client.obeyed("play", iterations_per_second=500)
                await client.until(10)
                now = await told()
                assert (now["state"], now["reason"]) == ("running", None)
            async with asyncio.timeout(20):
                while (now := await told())["state"] == "running":  # until the server knows that it has left
                    pass
            assert now["state"] == "paused"
            assert now["reason"] == "Nobody watches: it plays on as soon as a stream of it is open."
            assert await told() == now, "it stands still"
            async with watching(server, run=run) as client:
                await client.until(now["iteration"] + 10)
                assert client.states[0]["state"] == "running"
                assert (await told())["state"] == "running"

    play(scenario())


def test_a_run_that_its_group_trains_is_running(server: str) -> None:
    runs = [httpx.post(f"{server}{API}/runs", json={}).json()["id"] for _ in range(2)]
    group = httpx.post(f"{server}{API}/groups", json={"runs": runs}).json()["id"]

    async def scenario() -> None:
        async with (
            httpx.AsyncClient(base_url=f"{server}{API}") as rest,
            watching(server, group=group) as client,
        ):
            await client.say("play", iterations_per_second=500)
            await client.until(10)
            for run in runs:
                assert (await rest.get(f"/runs/{run}")).json()["state"] == "running"
            summaries = (await rest.get(f"/groups/{group}")).json()["runs"]
            assert [summary["state"] for summary in summaries] == ["running", "running"]

    play(scenario())
