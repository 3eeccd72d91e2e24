"""What is read off a run by REST: the numbers are core's, the forms those of the contract."""

import csv
import io
from typing import Any

import httpx
import numpy as np
import pytest
from safetensors.numpy import load

from app.messages.inspection import VIEW_NAMES
from app.settings import Settings
from core import views
from core.configuration import configure
from core.trainer import Trainer
from tests.support import API, EXPLODING, metadata, serve

NAMES = ("W1", "b1", "W2", "b2")
TESTED: dict[str, Any] = {
    "data": {"test_share": 0.25, "standardize": True},
    "training": {"l2": 0.5, "l1": 0.1},
}


def started(rest: httpx.Client, configuration: Any = None, iterations: int = 0) -> tuple[str, Trainer]:
    """Make a run; return its address and a trainer that has done the same."""
    trainer = Trainer(configure(configuration or {}))
    address = f"/runs/{rest.post('/runs', json=configuration or {}).json()['id']}"
    if iterations:
        rest.post(f"{address}/advance", json={"iterations": iterations})
        trainer.advance(iterations)
    return address, trainer


def test_the_parameters_are_rows_by_name(rest: httpx.Client) -> None:
    run, trainer = started(rest, None, 50)
    answer = rest.get(f"{run}/parameters").json()
    assert list(answer) == list(NAMES)
    for name in NAMES:
        np.testing.assert_array_equal(answer[name], getattr(trainer.parameters, name))


def test_the_gradients_are_those_of_the_objective_over_the_training_examples(rest: httpx.Client) -> None:
    run, trainer = started(rest, TESTED, 20)
    answer, train = rest.get(f"{run}/gradients").json(), trainer.dataset.train
    X, Y = trainer.dataset.inputs[:, train], trainer.network.targets(trainer.dataset)[:, train]
    expected = views.objective_gradients(trainer.network, trainer.parameters, X, Y, l1=0.1, l2=0.5)
    assert list(answer) == ["dW1", "db1", "dW2", "db2"]
    for name, gradient in answer.items():
        np.testing.assert_allclose(gradient, getattr(expected, name), rtol=1e-12)


HUGE: dict[str, Any] = {
    "network": {
        "activation": "relu",
        "hidden_width": 5,
        "start": {"W1": [[1e200, 0]] * 5, "b1": [[1e200]] * 5, "W2": [[1e308] * 5]},
    },
    "training": {"learning_rate": 100.0},
}
"""Costs and gradients are not finite at the start, the parameters after one iteration."""


@pytest.mark.parametrize(("configuration", "iterations"), [(EXPLODING, 50), (HUGE, 0), (HUGE, 1)])
def test_what_is_not_finite_is_null_and_every_view_of_a_diverged_run_can_be_had(
    rest: httpx.Client, configuration: dict[str, Any], iterations: int
) -> None:
    run, trainer = started(rest, configuration, iterations)
    assert trainer.state == ("diverged" if iterations else "ready")
    for path in ("parameters", "gradients", "history", "trace", *(f"views/{name}" for name in VIEW_NAMES)):
        answer = rest.get(f"{run}/{path}")
        assert answer.status_code == 200, (path, answer.text)
        assert "NaN" not in answer.text
        assert "Infinity" not in answer.text
    if configuration is HUGE:
        assert rest.get(f"{run}/history").json()["train_cost"][-1] is None
        assert None in np.ravel(rest.get(f"{run}/gradients").json()["dW1"])
    finite = trainer.parameters.finite
    assert finite == (iterations != 1)
    assert rest.post(f"{run}/gradient-check").status_code == (200 if finite else 409)
    assert rest.post(f"{run}/landscape").status_code == (409 if configuration is HUGE else 200)


# ---------------------------------------------------------------- history


def test_the_history_has_a_row_for_every_iteration_with_both_costs_and_accuracies(rest: httpx.Client) -> None:
    run, trainer = started(rest, TESTED, 90)
    answer = rest.get(f"{run}/history").json()
    rows = trainer.history.rows
    np.testing.assert_array_equal(answer["iteration"], np.arange(91))
    names = ("train_cost", "test_cost", "train_accuracy", "test_accuracy")
    for column, name in enumerate(names, start=1):
        np.testing.assert_allclose(answer[name], rows[:, column], rtol=1e-12)
    assert answer["train_r2"] == answer["test_r2"] == [None] * 91
    summary = rest.get(run).json()
    assert summary["train_accuracy"] == answer["train_accuracy"][-1]
    assert summary["test_accuracy"] == answer["test_accuracy"][-1]


def test_without_test_examples_their_columns_are_null(rest: httpx.Client) -> None:
    run, _ = started(rest, None, 3)
    answer = rest.get(f"{run}/history").json()
    assert answer["test_cost"] == answer["test_accuracy"] == [None] * 4
    assert None not in answer["train_accuracy"]


def test_the_history_of_real_targets_has_r2_instead(rest: httpx.Client) -> None:
    run, trainer = started(rest, {"data": {"source": "saddle", "test_share": 0.2}}, 40)
    answer, now = rest.get(f"{run}/history").json(), trainer.snapshot
    assert answer["train_accuracy"] == [None] * 41
    assert answer["train_r2"][-1] == pytest.approx(now.train_r2, rel=1e-9)
    assert answer["test_r2"][-1] == pytest.approx(now.test_r2, rel=1e-9)


def test_a_limit_keeps_both_ends_and_the_extremes(rest: httpx.Client) -> None:
    run, trainer = started(rest, {"training": {"learning_rate": 8.0}}, 500)
    answer = rest.get(f"{run}/history", params={"limit": 40}).json()
    assert len(answer["iteration"]) <= 40
    assert (answer["iteration"][0], answer["iteration"][-1]) == (0, 500)
    costs = trainer.history.rows[:, 1]
    assert min(answer["train_cost"]) == pytest.approx(costs.min(), rel=1e-12)
    assert max(answer["train_cost"]) == pytest.approx(costs.max(), rel=1e-12)


def test_the_history_as_csv_is_the_same_table(rest: httpx.Client) -> None:
    run, _ = started(rest, {"data": {"test_share": 0.25}}, 30)
    answer = rest.get(f"{run}/history", headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["vary"] == "Accept"
    header, *rows = csv.reader(io.StringIO(answer.text))
    columns = rest.get(f"{run}/history").json()
    assert header == list(columns)
    for name, column in zip(header, zip(*rows, strict=True), strict=True):
        assert [float(text) if text else None for text in column] == columns[name]


@pytest.mark.parametrize("path", ["history", "views/surface"])
def test_a_form_that_there_is_not_is_refused(rest: httpx.Client, path: str) -> None:
    run, _ = started(rest)
    answer = rest.get(f"{run}/{path}", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"
    assert "application/json" in answer.json()["title"]


@pytest.mark.parametrize("limit", ["3", "20001", "many", "-1"])
def test_a_limit_out_of_bounds_is_refused(rest: httpx.Client, limit: str) -> None:
    run, _ = started(rest)
    answer = rest.get(f"{run}/history", params={"limit": limit})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "limit")


# ---------------------------------------------------------------- predict


def test_predictions_are_those_of_the_network_on_data_as_they_come(rest: httpx.Client) -> None:
    run, trainer = started(rest, TESTED, 200)
    data = rest.get(f"{run}/data").json()
    answer = rest.post(f"{run}/predict", json={"X": np.array(data["X"]).T.tolist()}).json()
    A2 = trainer.network.forward(trainer.dataset.inputs, trainer.parameters).A2
    np.testing.assert_allclose(answer["Y_hat"], A2.T, rtol=1e-12)
    hits = np.array(answer["label"]) == data["label"]
    assert hits[data["train"]].mean() == trainer.snapshot.train_accuracy


def test_several_classes_have_a_number_each_and_real_targets_no_label(rest: httpx.Client) -> None:
    run, _ = started(rest, {"data": {"source": "blobs", "classes": 3}}, 100)
    answer = rest.post(f"{run}/predict", json={"X": [[0, 0], [1, -1]]}).json()
    assert np.shape(answer["Y_hat"]) == (2, 3)
    np.testing.assert_allclose(np.sum(answer["Y_hat"], axis=1), 1.0)
    assert answer["label"] == np.argmax(answer["Y_hat"], axis=1).tolist()
    run, _ = started(rest, {"data": {"source": "sine"}}, 10)
    answer = rest.post(f"{run}/predict", json={"X": [[0.5]]}).json()
    assert np.shape(answer["Y_hat"]) == (1, 1)
    assert answer["label"] is None


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        ({"X": [[1.0, 2.0], [1.0]]}, "X.1", "must have 2 features"),
        ({"X": [[1.0, 2.0, 3.0]]}, "X.0", "must have at most 2 items"),
        ({"X": []}, "X", "must have at least 1 item"),
        ({"X": [[1.0, "2"]]}, "X.0.1", "must be a number"),
        ({"X": [[1.0, 1e7]]}, "X.0.1", "must be from -1000000 to 1000000"),
        ({"X": [[0, 0]], "y": 1}, "y", "is not a field: must be one of X"),
        ({}, "X", "is required"),
    ],
)
def test_examples_that_do_not_fit_are_refused(
    rest: httpx.Client, body: object, field: str, rule: str
) -> None:
    run, _ = started(rest)
    answer = rest.post(f"{run}/predict", json=body)
    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert error["field"] == field
    assert error["rule"].startswith(rule)


# ---------------------------------------------------------------- trace and gradient check


def test_a_trace_has_every_number_of_one_example_or_of_all_training_examples(rest: httpx.Client) -> None:
    run, trainer = started(rest, TESTED, 10)
    data, network, p = trainer.dataset, trainer.network, trainer.parameters
    Y = network.targets(data)
    for example, columns in ((7, [7]), (None, np.flatnonzero(data.train))):
        answer = rest.get(f"{run}/trace", params={} if example is None else {"example": example}).json()
        cache, gradients = views.trace(network, p, data.inputs[:, columns], Y[:, columns])
        assert (answer["example"], answer["m"]) == (example, len(columns))
        np.testing.assert_array_equal(answer["X"], data.inputs[:, columns])
        np.testing.assert_array_equal(answer["Y"], Y[:, columns])
        for source, names in (
            (cache, ("Z1", "A1", "Z2", "A2")),
            (gradients, ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1")),
        ):
            for name in names:
                np.testing.assert_allclose(answer[name], getattr(source, name), rtol=1e-12, atol=1e-15)
                assert answer["shapes"][name] == list(getattr(source, name).shape)


def test_an_example_that_there_is_not_and_too_many_numbers_are_refused(rest: httpx.Client) -> None:
    run, _ = started(rest)
    assert rest.get(f"{run}/trace", params={"example": 399}).status_code == 200
    for example in (400, 10**20):
        answer = rest.get(f"{run}/trace", params={"example": example})
        assert answer.status_code == 422
        assert answer.json()["detail"] == f"example={example}: must be from 0 to 399"
    answer = rest.get(f"{run}/trace", params={"example": -1})
    assert (answer.status_code, answer.json()["detail"]) == (422, 'example="-1": must be at least 0')
    run, _ = started(rest, {"data": {"samples": 10_000}, "network": {"hidden_width": 20}})
    answer = rest.get(f"{run}/trace")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "example")
    assert rest.get(f"{run}/trace", params={"example": 5}).status_code == 200


def test_a_gradient_check_compares_every_parameter_and_leaves_kinks_out(rest: httpx.Client) -> None:
    run, _ = started(rest, TESTED | {"network": {"init": {"scheme": "normal"}}}, 30)
    answer = rest.post(f"{run}/gradient-check").json()
    assert (answer["passed"], answer["kinks"], answer["iteration"]) == (True, 0, 30)
    assert list(answer["by_parameter"]) == ["dW1", "db1", "dW2", "db2"]
    for part in (answer["overall"], *answer["by_parameter"].values()):
        assert part["passed"]
        assert 0 < part["relative_error"] < answer["tolerance"]
    run, _ = started(rest, {"network": {"activation": "relu", "init": {"scheme": "zeros"}}})
    answer = rest.post(f"{run}/gradient-check").json()
    assert answer["kinks"] > 0
    assert answer["passed"]


# ---------------------------------------------------------------- views


def test_every_view_comes_as_json_and_as_a_frame_with_the_same_numbers(rest: httpx.Client) -> None:
    run, _ = started(rest, TESTED, 60)
    for name in VIEW_NAMES:
        as_json = rest.get(f"{run}/views/{name}", params={"resolution": 12})
        frame = rest.get(
            f"{run}/views/{name}", params={"resolution": 12}, headers={"Accept": "application/octet-stream"}
        )
        assert (as_json.status_code, frame.status_code) == (200, 200), name
        assert frame.headers["content-type"] == "application/octet-stream"
        body, tensors, about = as_json.json(), load(frame.content), metadata(frame.content)
        assert body["view"] == name
        assert body["snapshot"] == about["snapshot"]
        assert body["snapshot"]["iteration"] == 60
        assert body["metadata"] == about.get(name, {})
        assert set(body["tensors"]) == set(tensors)
        for tensor, values in tensors.items():
            shown = body["tensors"][tensor]
            assert (shown["dtype"], shown["shape"]) == (values.dtype.name, list(values.shape)), name
            np.testing.assert_array_equal(shown["values"], values)


def test_a_resolution_is_that_of_surface_and_maps_within_the_limit() -> None:
    with serve(Settings(max_resolution=40)) as address, httpx.Client(base_url=address + API) as rest:
        run, _ = started(rest)
        for name, usual in (("surface", [40, 40]), ("hidden", [4, 40, 40])):
            shapes = [
                rest.get(f"{run}/views/{name}", params=asked).json()["tensors"][name]["shape"]
                for asked in ({}, {"resolution": 9})
            ]
            assert shapes == [usual, [*usual[:-2], 9, 9]]
        answer = rest.get(f"{run}/views/surface", params={"resolution": 41})
        assert answer.status_code == 422
        assert answer.json()["errors"][0] == {
            "field": "resolution",
            "value": 41,
            "rule": "must be from 2 to 40 on this server",
        }


def test_views_that_frames_do_not_carry(rest: httpx.Client) -> None:
    chosen = {"activation": "linear", "hidden_width": 3, "init": {"scheme": "constant"}}
    run, trainer = started(rest, {"data": {"test_share": 0.25}, "network": chosen}, 40)
    seen = {name: rest.get(f"{run}/views/{name}").json() for name in VIEW_NAMES}
    assert seen["symmetry"]["tensors"]["group"]["values"] == [0, 0, 0]
    assert seen["symmetry"]["metadata"]["groups"] == 1
    assert seen["linear_collapse"]["metadata"]["largest_difference"] < 1e-12
    assert seen["linear_collapse"]["tensors"]["W_prime"]["shape"] == [1, 2]
    confusion = {name: np.array(body["values"]) for name, body in seen["confusion_matrix"]["tensors"].items()}
    now, train = trainer.snapshot, trainer.dataset.train
    assert np.trace(confusion["train"]) / train.sum() == now.train_accuracy
    assert np.trace(confusion["test"]) / (~train).sum() == now.test_accuracy
    gradients = rest.get(f"{run}/gradients").json()
    norms = {name: np.linalg.norm(gradient) for name, gradient in gradients.items()}
    assert seen["gradient_norms"]["metadata"] == pytest.approx(norms)
    tensors = {name: np.array(body["values"]) for name, body in seen["path"]["tensors"].items()}
    assert tensors["iterations"].tolist() == [0, 40]
    assert tensors["distinct_rows"].tolist() == [1, 1]
    assert tensors["parameter_norms"].shape == (2, 4)
    np.testing.assert_allclose(tensors["gradient_norms"][-1], list(norms.values()))
    np.testing.assert_array_equal(tensors["W1"][-1], trainer.parameters.W1)
    np.testing.assert_array_equal(tensors["b1"][-1], trainer.parameters.b1[:, 0])
    run, _ = started(rest, {"data": {"source": "sine"}})
    answer = rest.get(f"{run}/views/confusion_matrix")
    assert (answer.status_code, answer.json()["title"]) == (409, "Not in this state")


def test_an_unknown_view_is_refused_with_those_that_there_are(rest: httpx.Client) -> None:
    run, _ = started(rest)
    answer = rest.get(f"{run}/views/soul")
    assert answer.status_code == 422
    assert ", hidden_space, " in answer.json()["errors"][0]["rule"]


def test_every_address_of_a_run_that_there_is_not_is_404(rest: httpx.Client) -> None:
    for method, path in (
        *(("GET", path) for path in ("parameters", "gradients", "history", "trace", "views/surface")),
        *(("POST", path) for path in ("gradient-check", "landscape")),
    ):
        answer = rest.request(method, f"/runs/nothing/{path}")
        assert (answer.status_code, answer.json()["title"]) == (404, "No such run")


def test_a_method_that_an_address_does_not_take_is_405_with_all_that_it_takes(rest: httpx.Client) -> None:
    run, _ = started(rest)
    for path, methods in ((run, {"GET", "DELETE"}), (f"{run}/landscape", {"POST"}), ("/catalog", {"GET"})):
        answer = rest.options(path)
        assert answer.status_code == 405
        assert methods <= set(answer.headers["allow"].split(", "))
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_whole_number_may_be_written_with_a_point(rest: httpx.Client) -> None:
    configuration = {
        "network": {"hidden_width": 3.0},
        "training": {"batch_size": 50.0, "stop": {"iteration": 5.0}},
    }
    resolved = rest.post("/runs", json=configuration).json()["configuration"]
    assert (resolved["network"]["hidden_width"], resolved["training"]["batch_size"]) == (3, 50)
    run, _ = started(rest)
    assert rest.post(f"{run}/advance", json={"iterations": 2.0}).json()["iteration"] == 2
    assert rest.post(f"{run}/advance", json={"iterations": 2.5}).status_code == 422
    assert rest.post(f"{run}/advance", json={"iterations": True}).status_code == 422
