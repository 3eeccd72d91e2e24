"""Groups: runs on the same data, in lockstep."""

import asyncio
from typing import Any

import httpx
import numpy as np
import pytest

from tests.app.streaming import Client, code_of_close, watching
from tests.support import API, EXPLODING, play

ACTIVATIONS = ("tanh", "relu", "sigmoid")


def create(server: str, *configurations: Any) -> list[str]:
    """Make runs; return their ids."""
    return [httpx.post(f"{server}{API}/runs", json=each).json()["id"] for each in configurations]


def group(server: str, runs: list[str]) -> str:
    """Group runs; return the group's id."""
    answer = httpx.post(f"{server}{API}/groups", json={"runs": runs})
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"{API}/groups/{answer.json()['id']}"
    return str(answer.json()["id"])


def three(server: str) -> tuple[list[str], str]:
    """Make a group of three activations."""
    runs = create(server, *({"network": {"activation": name}} for name in ACTIVATIONS))
    return runs, group(server, runs)


def iterations(about: dict[str, Any], count: int = 3) -> list[int]:
    """Return the iteration of each run in a frame."""
    return [about[f"{place}/snapshot"]["iteration"] for place in range(count)]


def test_all_runs_reach_the_same_iteration_before_each_frame(server: str) -> None:
    async def scenario() -> None:
        runs, name = three(server)
        async with watching(server, group=name) as client:
            about, tensors = await client.frame()
            assert {f"{place}/W1" for place in range(3)} <= set(tensors)
            assert [about[f"{place}/snapshot"]["run"] for place in range(3)] == runs
            await client.obeyed("play", iterations_per_second=500)
            while about["snapshot"]["iteration"] < 200:
                about, tensors = await client.frame()
                assert len(set(iterations(about))) == 1
            await client.obeyed("pause")
        alone = create(server, {"network": {"activation": "relu"}})[0]
        reached = httpx.get(f"{server}{API}/runs/{runs[1]}").json()
        body = {"iterations": reached["iteration"]}
        same = httpx.post(f"{server}{API}/runs/{alone}/advance", json=body).json()
        assert same["cost"] == pytest.approx(reached["cost"], rel=1e-12)

    play(scenario())


def test_runs_of_one_shape_equal_the_same_runs_alone(server: str) -> None:
    async def scenario() -> None:
        schemes = [{"network": {"init": {"seed": seed}}} for seed in range(4)]
        runs = create(server, *schemes)
        async with watching(server, group=group(server, runs)) as client:
            await client.obeyed("advance", iterations=300)
            about, tensors = await client.until(300)
        for place, alone in enumerate(create(server, *schemes)):
            address = f"{server}{API}/runs/{alone}"
            cost = httpx.post(f"{address}/advance", json={"iterations": 300}).json()["cost"]
            assert about[f"{place}/snapshot"]["train_cost"] == pytest.approx(cost, rel=1e-12)
            np.testing.assert_allclose(tensors[f"{place}/costs"][-1, 1], cost, rtol=1e-12)

    play(scenario())


def test_a_command_for_one_run_and_those_that_lag_catch_up(server: str) -> None:
    async def scenario() -> None:
        runs, name = three(server)
        async with watching(server, group=name) as client:
            await client.obeyed("advance", iterations=40)
            await client.until(40)
            await client.obeyed("reset", run=runs[2], redraw=True)
            about, _ = await client.frame()
            while iterations(about) != [40, 40, 0]:
                about, _ = await client.frame()
            await client.obeyed("update", run=runs[0], training={"learning_rate": 0.1})
            rates = {
                state["run"]: state["configuration"]["training"]["learning_rate"]
                for state in client.states[-3:]
            }
            assert rates == {runs[0]: 0.1, runs[1]: 1.2, runs[2]: 1.2}
            await client.obeyed("advance", iterations=10)
            about, _ = await client.until(50)
            assert iterations(about) == [50, 50, 50]

    play(scenario())


def test_one_that_diverges_stays_and_the_others_go_on(server: str) -> None:
    async def scenario() -> None:
        runs = create(server, EXPLODING, {"network": {"activation": "relu"}})
        async with watching(server, group=group(server, runs)) as client:
            await client.obeyed("play", iterations_per_second="max")
            about, _ = await client.until(3000)
            assert about["0/snapshot"]["state"] == "diverged"
            assert about["1/snapshot"]["state"] == "running"
            assert about["1/snapshot"]["iteration"] >= 3000 > about["0/snapshot"]["iteration"]
            await client.obeyed("pause")
            error = await client.refused("play", run=runs[0])
            assert error["code"] == "wrong_state"

    play(scenario())


def test_seek_needs_an_iteration_that_all_have_reached(server: str) -> None:
    async def scenario() -> None:
        runs, name = three(server)
        httpx.post(f"{server}{API}/runs/{runs[0]}/advance", json={"iterations": 30})
        async with watching(server, group=name) as client:
            error = await client.refused("seek", iteration=20)
            assert error["errors"][0]["rule"] == "must be from 0 to 0, which all runs have reached"
            await client.obeyed("advance", iterations=10)
            await client.until(40)
            await client.obeyed("seek", iteration=20)
            about, _ = await client.frame()
            while iterations(about) != [20, 20, 20]:
                about, _ = await client.frame()

    play(scenario())


def test_a_viewer_of_one_run_sees_what_the_group_trains(server: str) -> None:
    async def scenario() -> None:
        runs, name = three(server)

        async def drive(client: Client) -> None:
            await client.obeyed("advance", iterations=25)
            await client.until(25)

        async with watching(server, group=name) as client, watching(server, run=runs[1]) as alone:
            await asyncio.gather(drive(client), alone.until(25))

    play(scenario())


def test_a_group_is_gone_with_one_of_its_runs(server: str) -> None:
    async def scenario() -> None:
        runs, name = three(server)
        async with watching(server, group=name) as client:
            await client.frame()
            async with httpx.AsyncClient() as rest:
                await rest.delete(f"{server}{API}/runs/{runs[1]}")
            assert await code_of_close(client.socket) == 4404
        assert httpx.get(f"{server}{API}/groups/{name}").status_code == 404

    play(scenario())


def test_what_makes_no_group_is_refused(server: str) -> None:
    first, second, other = create(server, {}, {}, {"data": {"seed": 9}})
    bad = [[first], [first, first], [first, "nobody"], [first, other], [first, second] * 3, [], None, [1, 2]]
    for runs in bad:
        answer = httpx.post(f"{server}{API}/groups", json={"runs": runs})
        assert answer.status_code == 422, runs
        assert answer.json()["errors"][0]["field"].startswith("runs"), answer.json()
    assert httpx.get(f"{server}{API}/groups/0123456789abcdef").status_code == 404


def test_a_group_as_it_stands(server: str) -> None:
    runs, name = three(server)
    summary = httpx.get(f"{server}{API}/groups/{name}").json()
    assert [run["id"] for run in summary["runs"]] == runs
    assert [run["configuration"]["network"]["activation"] for run in summary["runs"]] == list(ACTIVATIONS)
