"""What frames carry besides surface, maps, costs and parameters: only what is watched."""

import json
from typing import Any, cast

import httpx
import numpy as np
import pytest
from safetensors.numpy import load
from websockets.sync.client import ClientConnection, connect

from app.channels import Look, snapshot, snapshot_text
from app.keeping import Keeper
from app.pacing import Crowd
from app.run import Run
from app.settings import Settings
from core import views
from core.configuration import configure
from core.saving import Saver
from core.trainer import Trainer
from tests.support import API, metadata

CONFIGURATION: dict[str, Any] = {"data": {"test_share": 0.25}, "network": {"hidden_width": 5}}


def next_frame(socket: ClientConnection, *wanted: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return metadata and tensors of the next frame that has these tensors and no others."""
    while True:
        received = socket.recv(timeout=20)
        if isinstance(received, bytes):
            about, tensors = metadata(received), load(received)
            socket.send(json.dumps({"type": "ack", "frame": about["snapshot"]["frame"]}))
            if set(tensors) == set(wanted):
                return about, tensors


def test_gradients_histograms_and_the_hidden_space_are_sent_when_they_are_watched(server: str) -> None:
    run = httpx.post(server + API + "/runs", json=CONFIGURATION).json()["id"]
    httpx.post(f"{server}{API}/runs/{run}/advance", json={"iterations": 40})
    trainer = Trainer(configure(CONFIGURATION))
    trainer.advance(40)
    p, data, network = trainer.parameters, trainer.dataset, trainer.network
    X, Y = data.inputs[:, data.train], network.targets(data)[:, data.train]
    with connect(server.replace("http", "ws") + f"{API}/runs/{run}/stream", max_size=None) as socket:
        socket.send(json.dumps({"type": "watch", "channels": ["gradients"]}))
        about, tensors = next_frame(socket, "dW1", "db1", "dW2", "db2")
        gradients = views.objective_gradients(network, p, X, Y)
        for name, gradient in tensors.items():
            np.testing.assert_allclose(gradient, getattr(gradients, name), rtol=1e-12)
        assert set(about) == {"snapshot"}

        socket.send(json.dumps({"type": "watch", "channels": ["z_histogram"]}))
        about, tensors = next_frame(socket, "z_histogram")
        seen = views.z_histograms(network, network.forward(X, p))
        assert tensors["z_histogram"].dtype == np.uint32
        np.testing.assert_array_equal(tensors["z_histogram"], seen.counts)
        assert tensors["z_histogram"].sum() == 5 * data.train.sum()
        assert seen.saturated is not None
        means = about["z_histogram"].pop("mean_activation")
        np.testing.assert_allclose(means, seen.mean_A1, atol=1e-12)
        assert about["z_histogram"] == {
            "edges": seen.edges.tolist(),
            "saturated": seen.saturated.tolist(),
            "inactive": [0.0] * 5,
            "dead": [False] * 5,
            "threshold": network.activation.saturation,
            "saturated_share": seen.saturated.mean(),
            "dead_share": 0.0,
        }

        socket.send(json.dumps({"type": "watch", "channels": ["hidden_space"]}))
        about, tensors = next_frame(socket, "hidden_space")
        space = views.hidden_space(network, p, network.forward(data.inputs, p).A1)
        assert tensors["hidden_space"].dtype == np.float32
        np.testing.assert_allclose(tensors["hidden_space"], space.points, rtol=1e-6, atol=1e-7)
        told = about["hidden_space"]
        assert (told["kind"], told["level"]) == ("principal_components", 0.0)
        np.testing.assert_allclose(told["normal"], space.normal)
        np.testing.assert_allclose(told["offset"], space.offset)
        np.testing.assert_allclose(told["explained"], space.explained)
        np.testing.assert_allclose(told["mean"], space.mean)
        np.testing.assert_allclose(told["directions"], space.directions)


def test_up_to_three_units_are_the_axes_themselves(server: str) -> None:
    run = httpx.post(server + API + "/runs", json={"network": {"hidden_width": 2}}).json()["id"]
    with connect(server.replace("http", "ws") + f"{API}/runs/{run}/stream", max_size=None) as socket:
        socket.send(json.dumps({"type": "watch", "channels": ["hidden_space", "parameters"]}))
        about, tensors = next_frame(socket, "hidden_space", "W1", "b1", "W2", "b2")
    assert tensors["hidden_space"].shape == (2, 400)
    assert about["hidden_space"]["kind"] == "activations"
    np.testing.assert_array_equal(about["hidden_space"]["normal"], tensors["W2"])
    np.testing.assert_array_equal(about["hidden_space"]["offset"], tensors["b2"][:, 0])
    np.testing.assert_array_equal(about["hidden_space"]["mean"], [0.0, 0.0])
    np.testing.assert_array_equal(about["hidden_space"]["directions"], np.eye(2))


@pytest.mark.parametrize("chosen", [{}, {"data": {"test_share": 0.25}}, {"data": {"source": "sine"}}])
@pytest.mark.parametrize("broken", [False, True])
def test_the_snapshot_is_written_as_its_model_would(chosen: dict[str, Any], broken: bool) -> None:
    trainer = Trainer(configure(chosen))
    trainer.advance(3)
    if broken:
        trainer._measures[:2] = np.nan, np.inf
    run = Run("x" * 16, Saver(trainer), cast("Keeper", None), Settings(store="memory://"), Crowd())
    look = Look(run)
    assert snapshot_text(look, 7) == snapshot(look, 7).model_dump_json()


def test_accuracies_are_sent_once_and_then_what_is_new(server: str) -> None:
    run = httpx.post(server + API + "/runs", json=CONFIGURATION).json()["id"]
    httpx.post(f"{server}{API}/runs/{run}/advance", json={"iterations": 30})
    trainer = Trainer(configure(CONFIGURATION))
    trainer.advance(32)
    with connect(server.replace("http", "ws") + f"{API}/runs/{run}/stream", max_size=None) as socket:
        socket.send(json.dumps({"type": "watch", "channels": ["costs", "accuracies"]}))
        _, tensors = next_frame(socket, "costs", "accuracies")
        np.testing.assert_array_equal(tensors["accuracies"], trainer.history.rows[:31, [0, 3, 4]])
        socket.send(json.dumps({"type": "advance", "iterations": 2}))
        rows = np.empty((0, 3))
        while not len(rows) or rows[-1, 0] < 32:
            rows = np.concatenate([rows, next_frame(socket, "costs", "accuracies")[1]["accuracies"]])
        np.testing.assert_array_equal(rows, trainer.history.rows[31:, [0, 3, 4]])


def test_real_targets_have_no_accuracies(server: str) -> None:
    run = httpx.post(server + API + "/runs", json={"data": {"source": "sine"}}).json()["id"]
    with connect(server.replace("http", "ws") + f"{API}/runs/{run}/stream", max_size=None) as socket:
        socket.send(json.dumps({"type": "watch", "channels": ["parameters", "accuracies"]}))
        next_frame(socket, "W1", "b1", "W2", "b2")
