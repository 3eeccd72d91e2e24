"""The REST calls, over a real server."""

from typing import Any

import httpx
import pytest

from app.settings import Settings
from core.configuration import FIELDS
from core.datasets.sources import DATA_SOURCES
from core.fields import flattened
from tests.support import API, EXPLODING, LAB, serve


def create(rest: httpx.Client, configuration: object) -> dict[str, object]:
    """Create a run and return its summary."""
    answer = rest.post("/runs", json=configuration)
    assert answer.status_code == 201, answer.text
    summary: dict[str, object] = answer.json()
    assert answer.headers["location"] == f"{API}/runs/{summary['id']}"
    return summary


def test_the_default_run_reproduces_the_lab(rest: httpx.Client) -> None:
    run = create(rest, {})
    assert (run["state"], run["iteration"], run["parameter_count"]) == ("ready", 0, 17)
    costs = LAB["costs_seed_2_n_h_4"]
    assert f"{run['cost']:.6f}" == f"{costs['0']:.6f}"
    for iteration in ("1000", "2000"):
        run = rest.post(f"/runs/{run['id']}/advance", json={"iterations": 1000}).json()
        assert (run["state"], run["iteration"], run["epoch"]) == ("paused", int(iteration), int(iteration))
        assert f"{run['cost']:.6f}" == f"{costs[iteration]:.6f}"
    assert rest.get(f"/runs/{run['id']}").json() == run


def test_the_answer_echoes_the_whole_configuration(rest: httpx.Client) -> None:
    given = {"data": {"source": "circles"}, "network": {"init": {"scheme": "constant"}}}
    resolved = create(rest, given)["configuration"]
    assert isinstance(resolved, dict)
    assert resolved["data"]["source"] == "circles"
    assert (resolved["data"]["samples"], resolved["data"]["noise"], resolved["data"]["seed"]) == (200, 0.1, 0)
    assert resolved["network"]["init"]["scale"] == 0.5
    assert resolved["training"]["stop"] == {"iteration": None, "cost_below": None, "no_progress": None}
    assert set(flattened(resolved, FIELDS)) == set(FIELDS)
    assert create(rest, resolved)["configuration"] == resolved


def test_a_deleted_run_is_gone(rest: httpx.Client) -> None:
    run = create(rest, {})
    assert rest.delete(f"/runs/{run['id']}").status_code == 204
    for answer in (rest.get(f"/runs/{run['id']}"), rest.delete(f"/runs/{run['id']}")):
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["title"] == "No such run"


def test_the_data_are_columns_with_their_classes_and_split(rest: httpx.Client) -> None:
    run = create(rest, {"data": {"source": "xor", "samples": 40, "test_share": 0.25}})
    data = rest.get(f"/runs/{run['id']}/data").json()
    assert [len(row) for row in data["X"]] == [40, 40]
    assert data["label"] == [int(y) for y in data["Y"][0]]
    assert data["train"].count(False) == 10
    assert data["bounds"][0] < min(data["X"][0])
    assert run["test_cost"] is not None


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        ({"network": {"hidden_width": 0}}, "network.hidden_width", "must be from 1 to 256"),
        ({"network": {"hidden_width": 10**9}}, "network.hidden_width", "must be from 1 to 256"),
        ({"network": {"hidden_width": 10**30}}, "network.hidden_width", "must be"),
        ({"network": {"hidden_width": 4.5}}, "network.hidden_width", "must be an integer"),
        ({"network": {"hidden_width": "4"}}, "network.hidden_width", "must be an integer"),
        ({"training": {"learning_rate": "abc"}}, "training.learning_rate", "must be a number"),
        ({"training": {"learning_rate": 0}}, "training.learning_rate", "must be from 1e-06 to 100"),
        ({"network": {"activation": "step"}}, "network.activation", "must be one of sigmoid, tanh"),
        ({"network": {"depth": 3}}, "network.depth", "is not a field"),
        ({"data": None}, "data", "must be"),
        ([], "body", "must be"),
        (None, "body", "is required"),
    ],
)
def test_bad_input_is_refused_with_its_field(rest: httpx.Client, body: object, field: str, rule: str) -> None:
    answer = rest.post("/runs", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["errors"][0]["field"] == field
    assert problem["errors"][0]["rule"].startswith(rule)
    assert field in problem["detail"]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"training": {"learning_rate": NaN}}', "training.learning_rate"),
        ('{"training": {"learning_rate": 1e999}}', "training.learning_rate"),
        ('{"training": {"learning_rate": -Infinity}}', "training.learning_rate"),
        ('{"training": ', "body"),
        ("\x00", "body"),
        ("[" * 100_000, "body"),
        ('{"network": {"hidden_width": 1' + "0" * 400 + "}}", "network.hidden_width"),
        ('{"data": {"seed": -1' + "0" * 400 + "}}", "data.seed"),
        ('{"network": {"activation": "\\ud800"}}', "network.activation"),
        ('{"data": {"\\ud800": 1}}', "data"),
        ('{"data": {"' + "x" * 100_000 + '": 1}}', "data." + "x" * 95 + "..."),
    ],
)
def test_bodies_that_are_no_proper_json_are_refused(rest: httpx.Client, text: str, field: str) -> None:
    answer = rest.post("/runs", content=text, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.json()["errors"][0]["field"] == field
    assert rest.get("/catalog").status_code == 200


def test_a_body_of_five_megabytes_is_refused_and_the_server_serves_on(rest: httpx.Client) -> None:
    def pieces(count: int = 80):  # type: ignore[no-untyped-def]
        for _ in range(count):
            yield b" " * 65536

    for content in (b" " * 5_000_000, pieces()):
        try:
            answer = rest.post("/runs", content=content, headers={"content-type": "application/json"})
        except (httpx.WriteError, httpx.ReadError):
            continue  # the server may hang up on a body that goes on after its answer
        assert answer.status_code == 413
        assert answer.json()["detail"] == "body: must have at most 1048576 bytes"
    assert create(rest, {})["iteration"] == 0


@pytest.mark.parametrize("iterations", [0, -1, 100_001, 10**12])
def test_the_iterations_of_one_call_are_bounded(rest: httpx.Client, iterations: int) -> None:
    run = create(rest, {})
    answer = rest.post(f"/runs/{run['id']}/advance", json={"iterations": iterations})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "iterations"
    assert rest.get(f"/runs/{run['id']}").json() == run


def test_a_diverged_run_says_why_and_refuses_to_go_on(rest: httpx.Client) -> None:
    run = create(rest, EXPLODING)
    advanced = rest.post(f"/runs/{run['id']}/advance", json={"iterations": 1000}).json()
    assert advanced["state"] == "diverged"
    assert advanced["iteration"] < 1000
    assert advanced["reason"].startswith("Cost ")
    answer = rest.post(f"/runs/{run['id']}/advance", json={"iterations": 1})
    assert (answer.status_code, answer.json()["title"]) == (409, "Not in this state")


def test_limits_are_settings_and_the_longest_unused_run_makes_room() -> None:
    limits = Settings(max_hidden_width=8, max_samples=400, max_runs=2)
    with serve(limits) as address, httpx.Client(base_url=address + API) as rest:
        for configuration, field in (
            ({"network": {"hidden_width": 9}}, "network.hidden_width"),
            ({"data": {"samples": 401}}, "data.samples"),
        ):
            answer = rest.post("/runs", json=configuration)
            assert answer.status_code == 422
            assert answer.json()["errors"][0]["field"] == field
        small = {"data": {"samples": 100}}
        first, second = create(rest, small)["id"], create(rest, small)["id"]
        rest.get(f"/runs/{first}")
        create(rest, small)
        assert rest.get(f"/runs/{first}").status_code == 200
        assert rest.get(f"/runs/{second}").status_code == 404


def test_unknown_addresses_and_methods_answer_as_problems(rest: httpx.Client) -> None:
    for answer, status in ((rest.get("/nothing"), 404), (rest.put("/runs"), 405)):
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status


def test_health(server: str) -> None:
    for path in ("/healthz", "/readyz"):
        assert httpx.get(server + path).json()["status"] == "ok"


@pytest.mark.parametrize("source", [name for name, record in DATA_SOURCES.items() if record.generate])
def test_every_source_trains_with_what_it_sets_by_itself(rest: httpx.Client, source: str) -> None:
    run = create(rest, {"data": {"source": source, "test_share": 0.2}})
    data = rest.get(f"/runs/{run['id']}/data").json()
    assert len(data["X"]) == DATA_SOURCES[source].n_x
    assert (data["label"] is None) == (DATA_SOURCES[source].classes is None)
    after = rest.post(f"/runs/{run['id']}/advance", json={"iterations": 300}).json()
    assert after["state"] == "paused"
    assert after["cost"] < run["cost"]
    score = "train_r2" if DATA_SOURCES[source].classes is None else "train_accuracy"
    assert after[score] is not None
    assert after[score] > 0.3


def test_own_points_train_and_their_faults_are_named(rest: httpx.Client) -> None:
    points = [[0, 0, 0], [1, 1, 0], [0, 1, 1], [1, 0, 1]]
    run = create(rest, {"data": {"source": "custom", "points": points}})
    assert rest.get(f"/runs/{run['id']}/data").json()["class_names"] == ["0", "1"]
    for wrong in (None, [], [[0, 0, 0], [1, 1, 0]], [[0, 0]], [[0, 1e9, 0], [1, 1, 1]]):
        answer = rest.post("/runs", json={"data": {"source": "custom", "points": wrong}})
        assert answer.status_code == 422, wrong
        assert answer.json()["errors"][0]["field"].startswith("data.points")


def test_own_targets_names_and_view_come_back(rest: httpx.Client) -> None:
    points = [[0, 0, 0.5], [1, 1, 2], [0, 1, 3]]
    run = create(rest, {"data": {"source": "custom_regression", "points": points, "view": [-4, 4, -4, 4]}})
    resolved: Any = run["configuration"]
    assert resolved["network"]["output"] == "linear"
    data = rest.get(f"/runs/{run['id']}/data").json()
    assert (data["label"], data["Y"], data["bounds"]) == (None, [[0.5, 2, 3]], [-4, 4, -4, 4])
    named = create(
        rest, {"data": {"source": "custom", "points": [[0, 0, 0], [1, 1, 1]], "labels": ["a", "b"]}}
    )
    assert rest.get(f"/runs/{named['id']}/data").json()["class_names"] == ["a", "b"]


def test_more_points_than_the_sample_limit_are_refused(rest: httpx.Client) -> None:
    points = [[k, 0, k % 2] for k in range(10_001)]
    answer = rest.post("/runs", json={"data": {"source": "custom", "points": points}})
    assert answer.status_code == 422
    assert answer.json()["detail"] == "data.points=10001: points: must be at most 10000 on this server"


def test_a_table_is_read_before_it_is_data(rest: httpx.Client) -> None:
    text = "u;v;kind\n1,5;2;a\n3;4;b\n3;4;b\n"
    read = rest.post("/tables", json={"text": text}).json()["values"]
    assert read["points"] == [[1.5, 2, 0], [3, 4, 1], [3, 4, 1]]
    assert (read["labels"], read["header"]) == (["a", "b"], ["u", "v", "kind"])
    assert [note["code"] for note in read["notes"]] == ["duplicates"]
    assert read["notes"][0]["text"]["zh-CN"].endswith("。")
    real = rest.post("/tables", json={"text": "1,2,0.5\n3,4,1\n", "third": "targets"}).json()["values"]
    assert (real["points"][0], real["labels"]) == ([1, 2, 0.5], None)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1,2,a\n1,oops,b\n", (2, 2, "oops", "must be a number")),
        ("1,2,a\n1,2\n", (2, None, "1,2", "must have 3 columns, has 2")),
        ("1,2,a\n", (None, 3, "a", "is the only class: there must be at least two")),
        ("", (None, None, None, "must have at least one row of each of two classes")),
    ],
)
def test_a_fault_in_a_table_is_named_by_its_place(
    rest: httpx.Client, text: str, fault: tuple[object, ...]
) -> None:
    answer = rest.post("/tables", json={"text": text})
    assert answer.status_code == 200
    told = dict(zip(("row", "column", "value", "rule"), fault, strict=True))
    assert answer.json() == {"values": None, "fault": told}


@pytest.mark.parametrize(
    ("configuration", "field"),
    [
        ({"data": {"source": "saddle"}, "network": {"output": "sigmoid"}}, "network.output"),
        ({"data": {"source": "blobs", "classes": 4}, "network": {"output": "sigmoid"}}, "network.output"),
        ({"data": {"source": "moons", "classes": 3}}, "data.classes"),
        ({"network": {"start": {"W1": [[1, 2]]}}}, "network.start.W1"),
        ({"network": {"init": {"zero": ["W3"]}}}, "network.init.zero"),
    ],
)
def test_choices_that_do_not_fit_together_are_refused(
    rest: httpx.Client, configuration: dict[str, object], field: str
) -> None:
    answer = rest.post("/runs", json=configuration)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


def test_runs_that_take_too_much_memory_make_room_or_are_refused() -> None:
    heavy = {"data": {"samples": 10_000}, "network": {"hidden_width": 100}}
    with serve(Settings(max_memory_mb=64)) as address, httpx.Client(base_url=address + API) as rest:
        first = create(rest, heavy)
        rest.post(f"/runs/{first['id']}/advance", json={"iterations": 3})
        create(rest, heavy)
        assert rest.get(f"/runs/{first['id']}").json()["iteration"] == 3  # it comes back from the store
        answer = rest.post("/runs", json={"data": {"samples": 10_000}, "network": {"hidden_width": 256}})
        assert (answer.status_code, answer.json()["title"]) == (503, "Server full")
