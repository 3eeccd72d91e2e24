"""The stream, by a client that knows only the public packages `websockets` and `safetensors`."""

import asyncio

import httpx
import numpy as np
import pytest
from websockets.asyncio.client import connect

from app.settings import Settings
from tests.app.streaming import code_of_close, watching
from tests.support import API, EXPLODING, play, serve


def test_a_public_client_decodes_the_first_frame(server: str) -> None:
    async def scenario() -> None:
        async with watching(server) as client:
            about, tensors = await client.frame()
        assert client.states[0]["state"] == "ready"
        assert client.states[0]["configuration"]["network"]["hidden_width"] == 4
        assert about["snapshot"]["iteration"] == 0
        shapes = {name: (tensor.shape, str(tensor.dtype)) for name, tensor in tensors.items()}
        assert shapes == {
            "surface": ((100, 100), "uint8"),
            "boundary": ((100, 100), "int16"),
            "hidden": ((4, 50, 50), "uint8"),
            "costs": ((1, 3), "float64"),
            "W1": ((4, 2), "float64"),
            "b1": ((4, 1), "float64"),
            "W2": ((1, 4), "float64"),
            "b2": ((1, 1), "float64"),
        }
        assert about["surface"]["low"] < 0.5 < about["surface"]["high"]
        assert (about["hidden"]["low"], about["hidden"]["high"]) == (-1.0, 1.0)
        np.testing.assert_allclose(tensors["costs"][0, :2], [0, 0.693048], atol=5e-7)

    play(scenario())


def test_play_trains_pause_freezes_and_every_iteration_has_its_cost(server: str) -> None:
    async def scenario() -> None:
        async with watching(server) as client:
            about, first = await client.frame()
            rows = [first["costs"]]
            await client.say("play", iterations_per_second=1000)
            while rows[-1][-1, 0] < 100:
                rows.append((await client.frame())[1]["costs"])
            await client.say("pause")
            while not client.states or client.states[-1]["state"] != "paused":
                about, tensors = await client.frame()
                rows.append(tensors["costs"])
            costs = np.concatenate(rows)
            np.testing.assert_array_equal(costs[:, 0], np.arange(len(costs)))
            assert costs[-1, 1] < costs[0, 1]
            stopped = about["snapshot"]["iteration"]
            await client.say("watch", resolution=20)
            about, tensors = await client.frame()
            assert (about["snapshot"]["iteration"], about["snapshot"]["state"]) == (stopped, "paused")
            assert tensors["surface"].shape == (20, 20)

    play(scenario())


def test_advance_trains_exactly_so_many_iterations_and_matches_rest(server: str) -> None:
    async def scenario() -> None:
        run = httpx.post(server + API + "/runs", json={}).json()["id"]
        async with watching(server, run=run) as client:
            await client.say("advance", iterations=1000)
            about, tensors = await client.until(1000)
        summary = httpx.get(f"{server}{API}/runs/{run}").json()
        assert about["snapshot"]["iteration"] == summary["iteration"] == 1000
        assert about["snapshot"]["train_cost"] == summary["cost"] == tensors["costs"][-1, 1]
        assert f"{summary['cost']:.6f}" == "0.288083"

    play(scenario())


def test_pause_ends_an_advance_that_is_under_way(server: str) -> None:
    async def scenario() -> None:
        async with watching(server, {"data": {"samples": 10_000}, "network": {"hidden_width": 64}}) as client:
            await client.say("advance", iterations=100_000)
            about, _ = await client.until(1)
            await client.say("pause")
            states = len(client.states)
            while len(client.states) == states:
                about, _ = await client.frame()
            assert about["snapshot"]["iteration"] < 100_000

    play(scenario())


def test_reset_sends_the_history_anew_and_a_new_draw_names_its_seed(server: str) -> None:
    async def scenario() -> None:
        async with watching(server) as client:
            _, start = await client.frame()
            await client.say("advance", iterations=30)
            await client.until(30)
            await client.say("reset", redraw=False)
            about, tensors = await client.frame()
            assert about["snapshot"]["iteration"] == 0
            np.testing.assert_array_equal(tensors["costs"], start["costs"])
            np.testing.assert_array_equal(tensors["W1"], start["W1"])
            await client.say("reset", redraw=True)
            _, tensors = await client.frame()
            assert client.states[-1]["configuration"]["network"]["init"]["seed"] == 3
            assert not np.array_equal(tensors["W1"], start["W1"])

    play(scenario())


def test_update_acts_on_the_running_network(server: str) -> None:
    async def scenario() -> None:
        async with watching(server) as client:
            await client.frame()
            await client.say("play", iterations_per_second="max")
            await client.until(10)
            await client.say("update", training={"learning_rate": 0.25})
            while client.states[-1]["configuration"]["training"]["learning_rate"] != 0.25:
                await client.frame()
            assert client.states[-1]["state"] == "running"

    play(scenario())


def test_at_most_two_frames_are_under_way_and_the_run_waits_for_its_driver(server: str) -> None:
    async def scenario() -> None:
        run = httpx.post(server + API + "/runs", json={}).json()["id"]
        async with watching(server, run=run) as client:
            await client.say("play", iterations_per_second="max")
            for number in (1, 2):
                about, _ = await client.frame(acknowledge=False)
                assert about["snapshot"]["frame"] == number
            await client.say("update", training={"learning_rate": 0.5})
            await client.say("nonsense")
            await client.error()  # states and errors pass, no third frame does
            stopped = httpx.get(f"{server}{API}/runs/{run}").json()["iteration"]
            await client.say("ack", frame=2)
            about, _ = await client.frame()
            assert about["snapshot"]["frame"] == 3
            assert about["snapshot"]["iteration"] > stopped

    play(scenario())


def test_a_second_connection_watches_the_whole_history_and_drives_when_the_first_leaves(server: str) -> None:
    async def scenario() -> None:
        run = httpx.post(server + API + "/runs", json={}).json()["id"]
        async with watching(server, run=run) as watcher_after:
            async with watching(server, run=run) as ignored:
                await ignored.frame()
            await watcher_after.say("advance", iterations=40)
            await watcher_after.until(40)
            async with watching(server, run=run) as late:
                _, tensors = await late.frame()
                np.testing.assert_array_equal(tensors["costs"][:, 0], np.arange(41))
                await watcher_after.say("advance", iterations=2)
                about, _ = await late.until(42)
                assert about["snapshot"]["iteration"] == 42

    play(scenario())


def test_iterations_trained_by_rest_are_seen_by_the_stream(server: str) -> None:
    async def scenario() -> None:
        run = httpx.post(server + API + "/runs", json={}).json()["id"]
        async with watching(server, run=run) as client:
            await client.frame()
            async with httpx.AsyncClient() as rest:
                await rest.post(f"{server}{API}/runs/{run}/advance", json={"iterations": 25})
            about, _ = await client.until(25)
            assert about["snapshot"]["iteration"] == 25

    play(scenario())


@pytest.mark.parametrize(
    ("message", "field", "rule"),
    [
        ("{", "body", "is not valid JSON"),
        ("", "body", "is not valid JSON"),
        ("[]", "body", "must be an object"),
        ("{}", "type", "is required"),
        ('{"type": "explode"}', "type", "must be one of play, pause"),
        (
            '{"type": "play", "iterations_per_second": "abc"}',
            "iterations_per_second",
            "must be a number, or must be max",
        ),
        ('{"type": "play", "iterations_per_second": NaN}', "iterations_per_second", "must be"),
        (
            '{"type": "play", "iterations_per_second": -1}',
            "iterations_per_second",
            "must be more than 0 and at most 1000000",
        ),
        ('{"type": "advance", "iterations": 0}', "iterations", "must be"),
        ('{"type": "advance", "iterations": 1000000000}', "iterations", "must be from 1 to 100000"),
        ('{"type": "ack"}', "frame", "is required"),
        ('{"type": "watch", "resolution": 5000}', "resolution", "must be from 2 to 200"),
        ('{"type": "watch", "channels": ["soul"]}', "channels.0", "must be"),
        (
            '{"type": "update", "training": {"learning_rate": 1000}}',
            "training.learning_rate",
            "must be from 1e-06 to 100",
        ),
        (
            '{"type": "update", "training": {"precision": "float32"}}',
            "training.precision",
            "needs a new",
        ),
        ('{"type": "pause", "please": true}', "please", "is not a field"),
    ],
)
def test_a_bad_message_gets_an_error_and_changes_nothing(
    server: str, message: str, field: str, rule: str
) -> None:
    async def scenario() -> None:
        async with watching(server) as client:
            before, _ = await client.frame()
            await client.socket.send(message)
            error = await client.error()
            assert error["code"] == "invalid_message"
            assert error["errors"][0]["field"] == field
            assert error["errors"][0]["rule"].startswith(rule)
            await client.say("advance", iterations=1)
            after, _ = await client.until(1)
            assert after["snapshot"]["iteration"] == before["snapshot"]["iteration"] + 1

    play(scenario())


@pytest.mark.parametrize(("given", "answered"), [("44", 44), ("true", None), ("-1", None), ('"a"', None)])
def test_an_error_names_the_message_by_its_id(server: str, given: str, answered: int | None) -> None:
    async def scenario() -> None:
        async with watching(server) as client:
            await client.socket.send(f'{{"type": "advance", "iterations": 0, "id": {given}}}')
            assert (await client.error())["id"] == answered

    play(scenario())


def test_a_binary_message_gets_an_error(server: str) -> None:
    async def scenario() -> None:
        async with watching(server) as client:
            await client.socket.send(b"\x00\xff")
            assert (await client.error())["code"] == "invalid_message"
            await client.say("advance", iterations=1)
            await client.until(1)

    play(scenario())


def test_a_diverged_run_is_announced_with_its_reason_and_only_reset_helps(server: str) -> None:
    async def scenario() -> None:
        async with watching(server, EXPLODING) as client:
            about, _ = await client.frame()
            await client.say("play", iterations_per_second="max")
            while client.states[-1]["state"] != "diverged":
                about, _ = await client.frame()
            assert client.states[-1]["reason"].startswith("Cost ")
            assert about["snapshot"]["state"] == "diverged"
            for move in ("play", "advance"):
                await client.say(move)
                assert (await client.error())["code"] == "wrong_state"
            await client.say("reset")
            while client.states[-1]["state"] != "ready":
                await client.frame()

    play(scenario())


def closing_code(address: str) -> int | None:
    """Connect and return the code with which the server closes."""

    async def scenario() -> int | None:
        async with connect(address) as socket:
            return await code_of_close(socket)

    return play(scenario())


def test_rest_and_stream_do_not_take_each_others_iterations(server: str) -> None:
    async def scenario() -> None:
        run = httpx.post(server + API + "/runs", json={}).json()["id"]
        async with watching(server, run=run) as client, httpx.AsyncClient(timeout=60) as rest:
            await client.say("advance", iterations=3000)
            await client.until(1)
            await rest.post(f"{server}{API}/runs/{run}/advance", json={"iterations": 2000})
            about, _ = await client.until(5000)
            assert about["snapshot"]["iteration"] == 5000

    play(scenario())


def test_two_advances_past_the_bound_are_refused_not_cut(server: str) -> None:
    async def scenario() -> None:
        async with watching(server, {"data": {"samples": 10_000}}) as client:
            await client.say("advance", iterations=80_000)
            await client.say("advance", iterations=80_000)
            error = await client.error()
            assert error["errors"][0]["field"] == "iterations"
            assert "still to be trained" in error["errors"][0]["rule"]
            await client.say("pause")

    play(scenario())


HEAVY = {"data": {"samples": 10_000}, "network": {"hidden_width": 64}}


@pytest.mark.parametrize("message", ["pause", "reset"])
def test_pause_and_reset_end_an_advance_by_rest(server: str, message: str) -> None:
    async def scenario() -> None:
        run = httpx.post(server + API + "/runs", json=HEAVY).json()["id"]
        async with watching(server, run=run) as client, httpx.AsyncClient(timeout=60) as rest:
            advance = rest.post(f"{server}{API}/runs/{run}/advance", json={"iterations": 50_000})
            call = asyncio.create_task(advance)
            await client.until(1)
            await client.say(message)
            answer = await call
            assert answer.status_code == 200
            assert answer.json()["iteration"] < 50_000

    play(scenario())


def test_a_run_deleted_while_it_advances_answers_404(server: str) -> None:
    async def scenario() -> None:
        run = httpx.post(server + API + "/runs", json=HEAVY).json()["id"]
        async with watching(server, run=run) as client, httpx.AsyncClient(timeout=60) as rest:
            advance = rest.post(f"{server}{API}/runs/{run}/advance", json={"iterations": 50_000})
            call = asyncio.create_task(advance)
            await client.until(1)
            await rest.delete(f"{server}{API}/runs/{run}")
            assert (await call).status_code == 404

    play(scenario())


def test_a_small_limit_of_the_resolution_holds_for_what_is_not_asked_for() -> None:
    async def scenario(server: str) -> None:
        async with watching(server) as client:
            _, tensors = await client.frame()
            assert tensors["surface"].shape == (20, 20)
            await client.say("watch", channels=["hidden"], resolution=20)
            _, tensors = await client.frame()
            assert tensors["hidden"].shape == (4, 20, 20)

    with serve(Settings(max_resolution=20)) as server:
        play(scenario(server))


def test_an_unknown_run_is_closed_with_4404(server: str) -> None:
    assert closing_code(server.replace("http", "ws") + f"{API}/runs/nothing/stream") == 4404


def test_deleting_a_run_closes_its_streams_with_4404(server: str) -> None:
    async def scenario() -> None:
        run = httpx.post(server + API + "/runs", json={}).json()["id"]
        async with watching(server, run=run) as client:
            await client.frame()
            async with httpx.AsyncClient() as rest:
                await rest.delete(f"{server}{API}/runs/{run}")
            assert await code_of_close(client.socket) == 4404

    play(scenario())


def test_one_viewer_too_many_is_closed_with_4429() -> None:
    async def scenario(server: str) -> None:
        run = httpx.post(server + API + "/runs", json={}).json()["id"]
        async with watching(server, run=run) as client:
            await client.frame()
            async with connect(server.replace("http", "ws") + f"{API}/runs/{run}/stream") as second:
                assert await code_of_close(second) == 4429
            await client.say("advance", iterations=1)
            await client.until(1)

    with serve(Settings(max_viewers_per_run=1)) as server:
        play(scenario(server))


def test_a_run_that_is_watched_is_not_dropped_for_a_new_one() -> None:
    async def scenario(server: str) -> None:
        async with watching(server) as client, httpx.AsyncClient() as rest:
            await client.frame()
            answer = await rest.post(server + API + "/runs", json={})
            assert (answer.status_code, answer.json()["title"]) == (503, "Server full")

    with serve(Settings(max_runs=1)) as server:
        play(scenario(server))


def test_states_tell_what_was_changed_by_hand(server: str) -> None:
    async def scenario() -> None:
        async with watching(server) as client:
            await client.frame()
            assert client.states[0]["changes"] == []
            await client.obeyed("advance", iterations=10)
            await client.until(10)
            await client.obeyed("update", training={"learning_rate": 0.6, "batch_size": 50})
            state = await client.obeyed("edit", name="b1", row=2, value=0.25)
            assert state["changes"] == [
                {"iteration": 10, "field": "training.learning_rate", "before": 1.2, "after": 0.6},
                {"iteration": 10, "field": "training.batch_size", "before": None, "after": 50},
                {"iteration": 10, "field": "b1", "before": None, "after": None},
            ]

    play(scenario())
