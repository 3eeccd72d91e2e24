"""Inside an iteration: traces and updates in frames, checks by entry, loops, worked examples."""

import json
from typing import Any

import httpx
import numpy as np
import pytest
from safetensors.numpy import load
from websockets.sync.client import ClientConnection, connect

from core import views
from core.configuration import PARAMETERS, configure
from core.trainer import Trainer
from core.worked import WORKED
from tests.app.test_inspection import TESTED, started
from tests.support import API, metadata

GRADIENTS = ("dW2", "db2", "dW1", "db1")
SMALL = tuple(f"trace_{name}" for name in GRADIENTS)
COLUMNS = tuple(f"trace_{name}" for name in ("Z1", "A1", "Z2", "A2", "losses", "dZ2", "dZ1", "slopes"))


def following(socket: ClientConnection, *wanted: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return metadata and tensors of the next frame that has these tensors and no others."""
    while True:
        received = socket.recv(timeout=20)
        if isinstance(received, bytes):
            about, tensors = metadata(received), load(received)
            socket.send(json.dumps({"type": "ack", "frame": about["snapshot"]["frame"]}))
            if set(tensors) == set(wanted):
                return about, tensors


def stream(server: str, run: str) -> Any:
    """Connect to a run."""
    return connect(server.replace("http", "ws") + f"{API}{run}/stream", max_size=None)


@pytest.mark.parametrize("example", [None, 7])
def test_a_trace_in_a_frame_is_the_cores(server: str, rest: httpx.Client, example: int | None) -> None:
    run, trainer = started(rest, TESTED, 12)
    data, network, p = trainer.dataset, trainer.network, trainer.parameters
    columns = data.train if example is None else [example]
    X, Y = data.inputs[:, columns], network.targets(data)[:, columns]
    cache, gradients = views.trace(network, p, X, Y)
    with stream(server, run) as socket:
        socket.send(json.dumps({"type": "watch", "channels": ["trace"], "example": example}))
        about, tensors = following(socket, *COLUMNS, *SMALL)
    m = X.shape[1]
    numbers = m * (4 * 4 + 3 + 1)
    assert about["trace"] == {"example": example, "m": m, "numbers": numbers, "most": 60_000}
    assert sum(tensors[name].size for name in COLUMNS) == numbers
    for prefixed, tensor in tensors.items():
        assert tensor.dtype == np.float64
        name = prefixed.removeprefix("trace_")
        owner = cache if hasattr(cache, name) else gradients
        expected = {"losses": network.output.losses(cache.Z2, Y)[np.newaxis]} | {
            "slopes": network.activation.g_prime(cache.Z1)
        }
        np.testing.assert_array_equal(
            tensor, expected[name] if name in expected else getattr(owner, name), name
        )


def test_of_very_many_examples_only_the_gradients_are_sent(server: str, rest: httpx.Client) -> None:
    run, trainer = started(rest, {"data": {"samples": 4000}, "network": {"hidden_width": 6}})
    with stream(server, run) as socket:
        socket.send(json.dumps({"type": "watch", "channels": ["trace"]}))
        about, tensors = following(socket, *SMALL)
        assert about["trace"]["numbers"] == 4000 * 28 > about["trace"]["most"]
        X, Y = trainer.dataset.inputs, trainer.network.targets(trainer.dataset)
        _, gradients = views.trace(trainer.network, trainer.parameters, X, Y)
        np.testing.assert_allclose(tensors["trace_dW1"], gradients.dW1, rtol=1e-12)
        socket.send(json.dumps({"type": "watch", "channels": ["trace"], "example": 3999}))
        about, tensors = following(socket, *COLUMNS, *SMALL)
        assert tensors["trace_Z1"].shape == (6, 1)


@pytest.mark.parametrize("optimizer", ["gradient_descent", "adam"])
def test_an_update_in_a_frame_is_what_the_next_iteration_does(
    server: str, rest: httpx.Client, optimizer: str
) -> None:
    chosen = {"training": {"optimizer": optimizer, "batch_size": 50}}
    run, _ = started(rest, chosen, 9)
    with stream(server, run) as socket:
        socket.send(json.dumps({"type": "watch", "channels": ["update"]}))
        _, tensors = following(socket, *(f"next_{name}" for name in PARAMETERS))
        socket.send(json.dumps({"type": "advance", "iterations": 1}))
        socket.send(json.dumps({"type": "watch", "channels": ["parameters"]}))
        about, after = following(socket, *PARAMETERS)
        while about["snapshot"]["iteration"] < 10:
            about, after = following(socket, *PARAMETERS)
    for name in PARAMETERS:
        np.testing.assert_array_equal(tensors[f"next_{name}"], after[name])


def test_while_a_run_plays_traces_come_less_often_than_frames_and_its_last_frame_has_one(
    server: str, rest: httpx.Client
) -> None:
    run, _ = started(rest, {"training": {"stop": {"iteration": 200}}})
    with_trace, without = 0, 0
    last: dict[str, Any] = {}
    with stream(server, run) as socket:
        socket.send(json.dumps({"type": "watch", "channels": ["parameters", "trace"], "max_fps": 60}))
        socket.send(json.dumps({"type": "play", "iterations_per_second": 200}))
        while last.get("snapshot", {}).get("state") != "finished":
            received = socket.recv(timeout=20)
            if isinstance(received, bytes):
                last, tensors = metadata(received), load(received)
                socket.send(json.dumps({"type": "ack", "frame": last["snapshot"]["frame"]}))
                with_trace += "trace_Z1" in tensors
                without += "trace_Z1" not in tensors
    assert "trace" in last
    assert with_trace < without


def test_an_example_that_there_is_not_is_refused_by_name_and_bound(server: str, rest: httpx.Client) -> None:
    run, _ = started(rest)
    with stream(server, run) as socket:
        for example, rule in ((400, "must be from 0 to 399"), (-1, "must be at least 0")):
            socket.send(json.dumps({"type": "watch", "channels": ["trace"], "example": example}))
            while True:
                received = socket.recv(timeout=20)
                if isinstance(received, str) and json.loads(received)["type"] == "error":
                    break
            error = json.loads(received)
            assert error["code"] == "invalid_message"
            assert error["errors"] == [{"field": "example", "value": example, "rule": rule}]


def test_a_check_returns_every_entry_where_they_are_asked_for(rest: httpx.Client) -> None:
    run, trainer = started(rest, TESTED | {"network": {"init": {"scheme": "normal"}}}, 5)
    assert rest.post(f"{run}/gradient-check").json()["entries"] is None
    data, network, p = trainer.dataset, trainer.network, trainer.parameters
    for example, columns in ((None, data.train), (3, [3])):
        wanted = {"of": "cost", "entries": True, "example": example}
        answer = rest.post(f"{run}/gradient-check", json=wanted).json()
        assert answer["passed"]
        _, gradients = views.trace(network, p, data.inputs[:, columns], network.targets(data)[:, columns])
        for name in GRADIENTS:
            entries = answer["entries"][name]
            np.testing.assert_allclose(entries["analytic"], getattr(gradients, name), rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(entries["numeric"], getattr(gradients, name), atol=1e-8)
            assert not np.any(entries["at_kink"])
    whole = rest.post(f"{run}/gradient-check", json={"entries": True}).json()["entries"]
    penalised = views.objective_gradients(
        network, p, data.inputs[:, data.train], network.targets(data)[:, data.train], l1=0.1, l2=0.5
    )
    np.testing.assert_allclose(whole["dW1"]["analytic"], penalised.dW1, rtol=1e-12)


def test_a_check_of_an_example_that_there_is_not_is_refused(rest: httpx.Client) -> None:
    run, _ = started(rest)
    answer = rest.post(f"{run}/gradient-check", json={"example": 400})
    assert answer.status_code == 422
    assert answer.json()["detail"] == "example=400: must be from 0 to 399"


def test_loops_take_longer_and_give_the_same(rest: httpx.Client) -> None:
    run, _ = started(rest, {"data": {"test_share": 0.25}}, 3)
    answer = rest.post(f"{run}/loop-time").json()
    assert (answer["iteration"], answer["m"], answer["examples"]) == (3, 300, 300)
    assert answer["hidden_width"] == 4
    assert answer["largest_difference"] <= 1e-14
    assert 0 < answer["at_once"] < answer["by_examples"] < answer["by_units"]


def test_of_many_units_the_first_examples_are_measured(rest: httpx.Client) -> None:
    run, _ = started(rest, {"data": {"samples": 2000}, "network": {"hidden_width": 256}})
    answer = rest.post(f"{run}/loop-time").json()
    assert (answer["m"], answer["examples"]) == (2000, 200_000 // 256)


def test_worked_examples_are_listed_and_have_the_cores_numbers(rest: httpx.Client) -> None:
    names = rest.get("/worked-examples").json()["names"]
    assert names == list(WORKED)
    bodies = {name: rest.get(f"/worked-examples/{name}").json() for name in names}
    for name, body in bodies.items():
        worked = WORKED[name]()
        assert body["name"] == name
        assert [(c["name"], c["value"], c["holds"]) for c in body["checks"]] == [
            (check.name, check.value, True) for check in worked.checks
        ]
    passed = WORKED["five-examples"]().passed
    assert passed is not None
    arrays = bodies["five-examples"]["passed"]["arrays"]
    np.testing.assert_array_equal(arrays["dW1"], passed.gradients.dW1)
    np.testing.assert_array_equal(arrays["dA2"], passed.dA2)
    assert bodies["shapes"]["shapes"][0]["count"] == 21
    assert bodies["keepdims"]["without_keepdims"] == {"db1": [4], "b1": [4, 4]}
    assert [stack["widths"] for stack in bodies["deep-collapse"]["stacks"]][1] == [2, 4, 4, 4, 1]
    assert rest.get("/worked-examples/nothing").status_code == 422


def test_the_trainer_of_a_view_is_left_as_it_was(rest: httpx.Client) -> None:
    run, _ = started(rest, {"training": {"optimizer": "adam"}}, 6)
    before = rest.get(f"{run}/parameters").json()
    assert rest.get(f"{run}/views/update").json()["tensors"]["next_W1"]["shape"] == [4, 2]
    assert rest.get(f"{run}/parameters").json() == before
    rest.post(f"{run}/advance", json={"iterations": 60})
    alone = Trainer(configure({"training": {"optimizer": "adam"}}))
    alone.advance(66)
    np.testing.assert_array_equal(rest.get(f"{run}/parameters").json()["W1"], alone.parameters.W1)
