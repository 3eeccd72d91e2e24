"""Seek, edit, updates and who may command, over REST and stream."""

import asyncio
from typing import Any

import httpx
import numpy as np
import pytest

from tests.app.streaming import watching
from tests.support import API, play


def create(server: str, configuration: Any = None) -> str:
    """Make a run; return its address."""
    run = httpx.post(f"{server}{API}/runs", json=configuration or {}).json()
    return f"{server}{API}/runs/{run['id']}"


def advance(run: str, iterations: int) -> dict[str, Any]:
    """Train; return the summary."""
    answer: dict[str, Any] = httpx.post(f"{run}/advance", json={"iterations": iterations}, timeout=60).json()
    return answer


def test_seek_by_rest_goes_to_exactly_that_moment_and_on_from_there(server: str) -> None:
    run = create(server)
    at_100, at_300 = advance(run, 100), advance(run, 200)
    back = httpx.post(f"{run}/seek", json={"iteration": 100}).json()
    assert (back["iteration"], back["cost"], back["state"]) == (100, at_100["cost"], "paused")
    assert advance(run, 200)["cost"] == at_300["cost"]


@pytest.mark.parametrize("iteration", [11, -1, 1.5, "3", True, None])
def test_seek_beyond_what_was_reached_is_refused(server: str, iteration: Any) -> None:
    run = create(server)
    advance(run, 10)
    answer = httpx.post(f"{run}/seek", json={"iteration": iteration})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "iteration"
    assert httpx.get(run).json()["iteration"] == 10


def test_reset_by_rest_with_and_without_a_body(server: str) -> None:
    run = create(server)
    start = httpx.get(run).json()
    advance(run, 10)
    assert httpx.post(f"{run}/reset").json() == start
    assert httpx.post(f"{run}/reset", json={"redraw": False}).json() == start
    redrawn = httpx.post(f"{run}/reset", json={"redraw": True}).json()
    assert redrawn["configuration"]["network"]["init"]["seed"] == 3
    assert redrawn["cost"] != start["cost"]


def test_training_is_patched_and_what_is_not_live_is_refused(server: str) -> None:
    run = create(server)
    after = httpx.patch(f"{run}/training", json={"learning_rate": 0.1, "optimizer": "adam"}).json()
    assert after["configuration"]["training"]["learning_rate"] == 0.1
    assert after["configuration"]["training"]["optimizer"] == "adam"
    refused = httpx.patch(f"{run}/training", json={"precision": "float32"})
    assert refused.json()["errors"][0]["field"] == "precision"
    unknown = httpx.patch(f"{run}/training", json={"speed": 1})
    assert unknown.status_code == 422
    assert unknown.json()["errors"][0]["rule"].startswith(
        "is not a field: must be one of optimizer, learning_"
    )


def test_parameters_are_patched_whole_or_by_entry_and_all_or_nothing(server: str) -> None:
    run = create(server, {"network": {"hidden_width": 2}})
    W1 = [[1.0, 2.0], [3.0, 4.0]]
    whole = httpx.patch(f"{run}/parameters", json={"W1": W1}).json()
    by_entry = {"entries": [{"name": "W1", "row": 0, "column": 1, "value": 2.0}]}
    assert httpx.patch(f"{run}/parameters", json=by_entry).json()["cost"] == whole["cost"]
    bad = [
        ({"W1": [[1.0]]}, "W1"),
        ({"W3": W1}, "W3"),
        ({}, "entries"),
        ({"W1": W1} | by_entry, "entries"),
        ({"entries": [{"name": "W1", "row": 2, "column": 0, "value": 1.0}]}, "row"),
    ]
    for body, field in bad:
        answer = httpx.patch(f"{run}/parameters", json=body)
        assert answer.status_code == 422
        assert field in answer.json()["errors"][0]["field"], answer.json()
    assert httpx.get(run).json()["cost"] == whole["cost"]


def test_a_diverged_run_says_no_by_name(server: str) -> None:
    run = create(
        server,
        {"network": {"activation": "relu", "init": {"scheme": "he_normal", "scale": 50.0}}}
        | {"training": {"learning_rate": 100.0}},
    )
    assert advance(run, 200)["state"] == "diverged"
    entries = {"entries": [{"name": "W1", "row": 0, "column": 0, "value": 1.0}]}
    for path, body in (("training", {"learning_rate": 0.1}), ("parameters", entries)):
        answer = httpx.patch(f"{run}/{path}", json=body)
        assert (answer.status_code, "diverged" in answer.json()["detail"]) == (409, True)
    assert httpx.post(f"{run}/seek", json={"iteration": 0}).json()["state"] == "ready"


def test_rest_commands_reach_a_run_that_plays(server: str) -> None:
    async def scenario() -> None:
        run = create(server)
        async with watching(server, run=run.rsplit("/", 1)[1]) as client, httpx.AsyncClient() as rest:
            await client.obeyed("play", iterations_per_second=200)
            await client.until(5)
            patch = asyncio.create_task(rest.patch(f"{run}/training", json={"learning_rate": 0.5}))
            while client.states[-1]["configuration"]["training"]["learning_rate"] != 0.5:
                await client.next()
            answer = (await patch).json()
            assert answer["state"] == client.states[-1]["state"] == "running"

    play(scenario())


def test_edit_and_seek_on_the_stream(server: str) -> None:
    async def scenario() -> None:
        async with watching(server) as client:
            await client.obeyed("advance", iterations=50)
            _, at_50 = await client.until(50)
            state = await client.obeyed("seek", iteration=20)
            assert (state["iteration"], state["state"]) == (20, "paused")
            await client.obeyed("edit", name="W1", row=1, column=0, value=0.75)
            about, tensors = await client.frame()
            while tensors["W1"][1, 0] != 0.75:
                about, tensors = await client.frame()
            assert about["snapshot"]["iteration"] == 20
            np.testing.assert_array_equal(tensors["costs"][:, 0], np.arange(21))  # the rest is forgotten
            assert not np.array_equal(tensors["W1"], at_50["W1"])
            error = await client.refused("seek", iteration=50)
            assert error["errors"][0]["rule"] == "must be from 0 to 20"
            error = await client.refused("edit", name="W1", row=9, column=0, value=1.0)
            assert error["errors"][0]["field"] == "row"

    play(scenario())


def test_after_a_seek_the_curve_is_not_sent_again(server: str) -> None:
    async def scenario() -> None:
        async with watching(server) as client:
            await client.obeyed("advance", iterations=50)
            await client.until(50)
            await client.obeyed("seek", iteration=20)
            about, tensors = await client.frame()
            assert (about["snapshot"]["iteration"], len(tensors["costs"])) == (20, 0)
            await client.obeyed("advance", iterations=32)
            about, tensors = await client.until(52)
            np.testing.assert_array_equal(tensors["costs"][-1:, 0], [52])

    play(scenario())


def test_one_drives_the_others_watch_until_they_take_over(server: str) -> None:
    async def scenario() -> None:
        run = create(server).rsplit("/", 1)[1]
        async with watching(server, run=run) as first, watching(server, run=run) as second:
            await first.frame()
            await second.frame()
            assert (first.states[-1]["drives"], second.states[-1]["drives"]) == (True, False)
            error = await second.refused("play")
            assert error["code"] == "not_driving"
            assert "drive" in error["detail"]
            await second.say("drive")
            while not second.states[-1]["drives"]:
                await second.next()
            while first.states[-1]["drives"]:
                await first.next()
            assert (await first.refused("pause"))["code"] == "not_driving"
            await second.obeyed("advance", iterations=7)
            about, _ = await second.until(7)
            seen, _ = await first.until(7)
            assert seen["snapshot"]["train_cost"] == about["snapshot"]["train_cost"]

    play(scenario())


def test_a_run_of_its_own_is_named_or_not(server: str) -> None:
    async def scenario() -> None:
        run = create(server).rsplit("/", 1)[1]
        async with watching(server, run=run) as client:
            await client.obeyed("advance", iterations=1, run=run)
            error = await client.refused("advance", run="another")
            assert error["errors"][0]["field"] == "run"

    play(scenario())


def test_with_few_frames_a_second_a_run_keeps_its_speed(server: str) -> None:
    async def scenario() -> None:
        async with watching(server) as client:
            await client.say("watch", channels=["costs"], max_fps=1.0)
            await client.obeyed("play", iterations_per_second=300)
            start = asyncio.get_running_loop().time()
            about, tensors = await client.until(600)
            seconds = asyncio.get_running_loop().time() - start
            assert set(tensors) == {"costs"}
            assert about["snapshot"]["frame"] < 3 + 1.5 * seconds  # it is frames that are few

    play(scenario())
