"""What a client hears that asks wrongly: field, value as it was sent, and a rule in words of ours."""

import json
import re
from typing import Any

import httpx
import pytest

from app.catalog import make_catalog
from app.main import create_app
from app.messages.stream import client_message
from app.problems import field_errors
from app.refusals import told
from app.rules import KINDS, RULES
from app.settings import Settings
from core.configuration import FIELDS
from tests.support import API, serve

PYTHON = re.compile(r"None|True|False|\bdict|\btuple|valid (?!JSON)|[Ii]nput should|'|Error\b")
"""Words of Python and pydantic."""
VALUES: tuple[Any, ...] = (None, True, ["a"], {"a": 1}, "x", 1.5, [], {})
JSON = {"content-type": "application/json"}


@pytest.fixture
def run(rest: httpx.Client) -> str:
    """Give the address of a new run."""
    return f"/runs/{rest.post('/runs', json={}).json()['id']}"


def refusal(answer: httpx.Response, status: int = 422) -> dict[str, Any]:
    """Return a problem of that status."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    return body


@pytest.mark.parametrize("path", FIELDS)
@pytest.mark.parametrize("value", VALUES, ids=json.dumps)
def test_every_field_of_a_run_refuses_in_json_and_in_our_words(
    rest: httpx.Client, path: str, value: Any
) -> None:
    body: Any = value
    for name in reversed(path.split(".")):
        body = {name: body}
    answer = rest.post("/runs", json=body)
    if answer.status_code == 201:
        return  # some values are right
    problem = refusal(answer)
    assert not PYTHON.search(problem["detail"]), problem["detail"]
    assert all(error["field"].startswith(path.split(".", maxsplit=1)[0]) for error in problem["errors"])
    if problem["errors"][0]["field"] == path and not path.endswith("points"):
        assert problem["errors"][0]["value"] == value
        assert f"{path}={json.dumps(value, separators=(',', ':'))}: " in problem["detail"]


@pytest.mark.parametrize(
    ("call", "body", "detail"),
    [
        ("/runs", {"data": None}, "data=null: must be an object"),
        ("/runs", {"data": {"samples": ["a"]}}, 'data.samples=["a"]: must be an integer'),
        ("/runs", {"data": {"noise": {"a": 1}}}, 'data.noise={"a":1}: must be a number'),
        ("/runs", {"data": {"samples": True}}, "data.samples=true: must be an integer"),
        ("/runs", {"data": {"points": 3}}, "data.points=3: must be a list"),
        ("/runs", {"network": {"biases": "no"}}, 'network.biases="no": must be true or false'),
        ("/runs", {"network": {"init": {"zero": {}}}}, "network.init.zero={}: must be a list"),
        ("/runs", {"network": {"start": [1]}}, "network.start=[1]: must be an object"),
        ("/runs", [], "body=[]: must be an object"),
        ("/groups", {"runs": "ab"}, 'runs="ab": must be a list'),
        ("/groups", {"runs": [1, "b"]}, "runs.0=1: must be a text"),
        ("/groups", {"runs": ["a"]}, 'runs=["a"]: must have at least 2 items'),
        ("/groups", {}, "runs: is required"),
        ("{run}/advance", {"iterations": 0}, "iterations=0: must be from 1 to 100000 on this server"),
        ("{run}/advance", {"iterations": 10**6}, "iterations=1000000: must be from 1 to 100000"),
        ("{run}/seek", {"iteration": 1}, "iteration=1: must be from 0 to 0"),
        ("{run}/landscape", {"span": 0}, "span=0.0: must be more than 0 and at most 100"),
        ("{run}/landscape", {"directions": "up"}, 'directions="up": must be one of random, principal'),
        ("{run}/predict", {"X": [[0, 1e7]]}, "X.0.1=10000000.0: must be from -1000000 to 1000000"),
    ],
)
def test_a_wrong_value_is_told_as_it_was_sent(
    rest: httpx.Client, run: str, call: str, body: Any, detail: str
) -> None:
    assert refusal(rest.post(call.format(run=run), json=body))["detail"] == detail


def test_long_values_are_shortened(rest: httpx.Client) -> None:
    error = refusal(rest.post("/runs", json={"data": {"samples": list(range(1000))}}))["errors"][0]
    assert error["value"] == [0, 1, 2, 3, 4, 5, 6, 7, "..."]
    error = refusal(rest.post("/runs", json={"network": {"activation": "x" * 1000}}))["errors"][0]
    assert error["value"] == "x" * 100 + "..."


def test_pydantics_own_words_are_all_replaced() -> None:
    """Each type of error that a schema of ours can raise has words, and no message falls through to OTHER."""
    settings = Settings()
    for message in (
        '{"type":"edit"}',
        '{"type":"watch","channels":[1],"max_fps":"a","resolution":1}',
        "[1]",
        "{",
    ):
        try:
            client_message.validate_json(message)
        except ValueError as invalid:
            errors = field_errors(invalid.errors(), settings, tagged=True)  # type: ignore[attr-defined]
            assert errors
            assert not [error for error in errors if error.rule == KINDS["other"]]
            assert not [error for error in errors if PYTHON.search(told(error))]
    assert not [rule for rule in (*RULES.values(), *KINDS.values()) if PYTHON.search(rule)]


def test_all_faults_are_named_at_once(rest: httpx.Client, run: str) -> None:
    wrong = {
        "data": {"sample": 3, "noise": 2},
        "network": {"hidden_width": "4", "activation": "step"},
        "training": {"stop": {"iteration": 0}},
        "colour": 1,
    }
    fields = {error["field"]: error["rule"] for error in refusal(rest.post("/runs", json=wrong))["errors"]}
    assert set(fields) == {
        "data.sample",
        "data.noise",
        "network.hidden_width",
        "network.activation",
        "training.stop.iteration",
        "colour",
    }
    assert fields["colour"] == "is not a field: must be one of data, network, training"
    assert fields["data.sample"].startswith("is not a field: must be one of source, samples, noise, ")
    assert fields["data.noise"] == "must be from 0 to 1"
    assert fields["training.stop.iteration"] == "must be from 1 to 1000000000"


@pytest.mark.parametrize(
    ("call", "body", "rules"),
    [
        (
            "parameters",
            {"w1": [[1]], "bias": 0},
            {
                "w1": "is not a field: must be one of W1, b1, W2, b2, entries",
                "bias": "is not a field: must be one of W1, b1, W2, b2, entries",
            },
        ),
        (
            "parameters",
            {"entries": [{"parameter": "W1", "row": 0, "value": 1}]},
            {
                "entries.0.name": "is required",
                "entries.0.parameter": "is not a field: must be one of name, row, column, value",
            },
        ),
        (
            "parameters",
            {
                "entries": [
                    {"name": "W1", "row": 4, "value": 1},
                    {"name": "b1", "row": 0, "column": 1, "value": 1},
                ]
            },
            {
                "entries.0.row": "must be from 0 to 3 for W1",
                "entries.1.column": "must be from 0 to 0 for b1",
            },
        ),
        (
            "parameters",
            {"W1": [[1, 2]], "b2": [[1], [2]]},
            {
                "W1": "must be 4 by 2 numbers, a list for each row",
                "b2": "must be 1 by 1 numbers, a list for each row",
            },
        ),
        (
            "training",
            {"learning_rat": 1, "momentum": 2, "stop": {"cost": 1}},
            {
                "learning_rat": "is not a field: must be one of optimizer, learning_rate, batch_size, seed, "
                "l1, l2, momentum, rho, beta1, beta2, epsilon, precision, stop",
                "momentum": "must be from 0 to 0.999999",
                "stop.cost": "is not a field: must be one of iteration, cost_below, no_progress",
            },
        ),
        (
            "training",
            {"seed": 1, "precision": "float32"},
            dict.fromkeys(("seed", "precision"), "needs a new run: it does not change while one trains"),
        ),
    ],
)
def test_a_patch_names_every_fault_and_the_names_that_there_are(
    rest: httpx.Client, run: str, call: str, body: Any, rules: dict[str, str]
) -> None:
    before = rest.get(run).json()
    problem = refusal(rest.patch(f"{run}/{call}", json=body))
    assert {error["field"]: error["rule"] for error in problem["errors"]} == rules
    assert rest.get(run).json() == before


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("{", "body: is not valid JSON at line 1, column 2"),
        ('{"data":\n  {"samples" 3}}', 'body="3}}": is not valid JSON at line 2, column 14'),
        ("{'data': 1}", "body=\"'data': 1}\": is not valid JSON at line 1, column 2"),
        (
            "nothing at all and more of it",
            'body="nothing at all and m...": is not valid JSON at line 1, column 1',
        ),
    ],
)
def test_malformed_json_is_told_with_its_place(rest: httpx.Client, text: str, detail: str) -> None:
    assert refusal(rest.post("/runs", content=text, headers=JSON))["detail"] == detail


def test_a_file_that_is_malformed_is_told_with_the_place_too(rest: httpx.Client) -> None:
    problem = refusal(rest.post("/runs/import", content='{"format": 1,\n}', headers=JSON))
    assert problem["detail"] == "body: is not valid JSON at line 2, column 1"


def test_bodies_that_no_parser_takes_are_told_so(rest: httpx.Client) -> None:
    for content in (b"\xff\xfe{", b"[" * 100_000, b'{"data": 1' + b"0" * 5000 + b"}"):
        problem = refusal(rest.post("/runs", content=content, headers=JSON))
        assert problem["detail"].startswith("body: cannot be read as JSON: not UTF-8, nested too deeply")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""])
def test_a_body_of_another_kind_is_415(rest: httpx.Client, run: str, kind: str) -> None:
    headers = {"content-type": kind} if kind else {}
    for method, call in (("POST", "/runs"), ("POST", f"{run}/reset"), ("PATCH", f"{run}/training")):
        problem = refusal(rest.request(method, call, content=b"{}", headers=headers), 415)
        given = f'="{kind}"' if kind else ""
        assert problem["detail"] == f"Content-Type{given}: must be application/json"
    assert refusal(rest.post("/runs/import", content=b"{}", headers=headers), 415)["errors"][0]["field"] == (
        "Content-Type"
    )


def test_no_body_is_of_no_kind_and_json_has_many_names(rest: httpx.Client, run: str) -> None:
    assert rest.post(f"{run}/reset", headers={"content-type": "text/plain"}).status_code == 200
    for kind in ("application/json; charset=utf-8", "Application/JSON", "application/vnd.lab+json"):
        assert rest.post("/runs", content=b"{}", headers={"content-type": kind}).status_code == 201


def test_a_wrong_kind_of_body_is_described() -> None:
    for operations in create_app(Settings(store="memory://")).openapi()["paths"].values():
        for operation in operations.values():
            assert ("415" in operation["responses"]) == ("requestBody" in operation)


def test_unknown_query_parameters_are_refused_on_every_route(rest: httpx.Client) -> None:
    made = rest.post("/runs", json={}).json()["id"]
    names = {"run_id": made, "group_id": "x" * 16, "view": "surface", "format": "json"}
    names |= {"lesson_id": "parts", "name": "shapes"}
    paths = create_app(Settings(store="memory://")).openapi()["paths"]
    asked = 0
    for path, operations in paths.items():
        for method, operation in operations.items():
            if not path.startswith(API):
                continue
            known = [item["name"] for item in operation.get("parameters", ()) if item["in"] == "query"]
            address = path.removeprefix(API).format(**names)
            problem = refusal(rest.request(method, f"{address}?colour=red&{''.join(known[:1])}=&size=2"))
            rule = (
                f"is not a query parameter here: must be one of {', '.join(known)}"
                if known
                else "is not a query parameter: this address takes none"
            )
            assert problem["errors"] == [
                {"field": "colour", "value": "red", "rule": rule},
                {"field": "size", "value": "2", "rule": rule},
            ]
            asked += 1
    assert asked > 20
    assert rest.get(f"/runs/{made}").status_code == 200


@pytest.mark.parametrize(
    ("path", "detail"),
    [
        ("trace?example=400", "example=400: must be from 0 to 399"),
        ("history?limit=3", "limit=3: must be from 4 to 20000"),
        ("history?limit=all", 'limit="all": must be an integer'),
        ("views/surface?resolution=1", "resolution=1: must be from 2 to 200 on this server"),
        ("views/surface?resolution=201", "resolution=201: must be from 2 to 200 on this server"),
        ("exports/html?lang=fr", 'lang="fr": must be one of en, zh-CN'),
    ],
)
def test_a_query_parameter_out_of_bounds_is_told_with_both(
    rest: httpx.Client, run: str, path: str, detail: str
) -> None:
    assert refusal(rest.get(f"{run}/{path}"))["detail"] == detail


@pytest.mark.parametrize("path", ["runs/nobody", "groups/nobody"])
def test_a_stream_asked_for_as_a_page_says_what_it_is(rest: httpx.Client, path: str) -> None:
    answer = rest.get(f"/{path}/stream")
    problem = refusal(answer, 426)
    assert (answer.headers["upgrade"], answer.headers["connection"].lower()) == ("websocket", "upgrade")
    assert "WebSocket" in problem["detail"]
    assert rest.get("/catalog").status_code == 200


def test_an_address_that_takes_another_method_names_it(rest: httpx.Client, run: str) -> None:
    for method, path, takes in (
        ("GET", "/runs", "POST"),
        ("OPTIONS", "/runs/import", "POST"),
        ("PUT", run, "GET, DELETE"),
    ):
        answer = rest.request(method, path)
        assert refusal(answer, 405)["detail"] == f"{method} {API}{path}: this address takes {takes}"
        assert answer.headers["allow"] == takes


def test_the_catalog_offers_what_the_server_takes() -> None:
    settings = Settings(store="memory://", max_hidden_width=64, max_samples=500)
    fields = {item.path: item for item in make_catalog(settings).fields}
    assert fields["network.hidden_width"].high == 64
    assert fields["data.samples"].high == 500
    assert fields["training.learning_rate"].high == 100
    with serve(settings) as address, httpx.Client(base_url=address + API) as rest:
        for item in fields.values():
            if item.high is None:
                continue
            within: dict[str, Any] = {"data": {"source": "blobs"}}
            beyond: dict[str, Any] = {"data": {"source": "blobs"}}
            for body, value in ((within, item.high), (beyond, item.high + 1)):
                section = body
                *sections, name = item.path.split(".")
                for part in sections:
                    section = section.setdefault(part, {})
                section[name] = value
            assert rest.post("/runs", json=within).status_code == 201
            assert item.path in refusal(rest.post("/runs", json=beyond))["detail"]
        both = {"network": {"hidden_width": 65}, "data": {"samples": 501}}
        errors = refusal(rest.post("/runs", json=both))["errors"]
        assert {error["field"]: error["rule"] for error in errors} == {
            "network.hidden_width": "must be from 1 to 64 on this server",
            "data.samples": "must be from 10 to 500 on this server",
        }
        far = refusal(rest.post("/runs", json={"data": {"samples": 10**6}}))
        assert far["detail"] == "data.samples=1000000: must be from 10 to 500 on this server"


def test_a_full_server_says_which_limit_and_when_to_try_again() -> None:
    settings = Settings(store="memory://", max_memory_mb=64, log_level="error")
    with serve(settings) as address:
        body = {"data": {"samples": 10_000}, "network": {"hidden_width": 256}}
        answer = httpx.post(f"{address}{API}/runs", json=body)
        problem = refusal(answer, 503)
        assert answer.headers["retry-after"] == "60"
        assert problem["detail"] == (
            "the runs in use leave 64 MB, and this one takes 98: try fewer samples or units;"
            " try again in 60 s"
        )
        [error] = problem["errors"]
        assert (error["field"], error["value"]) == ("max_memory_mb", 64)


def test_what_takes_too_long_is_not_to_be_tried_again_as_it_is() -> None:
    settings = Settings(store="memory://", max_computation_seconds=0.001, log_level="error")
    with serve(settings) as address:
        sweep = {"scales": [1.0] * 60, "iterations": 20_000}
        answer = httpx.post(f"{address}{API}/scale-sweep", json=sweep, timeout=60)
        problem = refusal(answer, 503)
        assert "retry-after" not in answer.headers
        assert problem["errors"][0]["field"] == "max_computation_seconds"


def test_every_error_is_described_by_an_example_of_its_status(server: str) -> None:
    for operations in httpx.get(server + "/openapi.json").json()["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status >= "400" and status != "422":
                    example = response["content"]["application/problem+json"]["example"]
                    assert (example["status"], example["detail"]) == (int(status), response["description"])


def test_the_messages_of_the_stream_are_described_and_linked(server: str) -> None:
    description = httpx.get(server + "/openapi.json").json()
    schemas = description["components"]["schemas"]
    commands = {reference["$ref"].rsplit("/", 1)[-1] for reference in schemas["StreamCommand"]["oneOf"]}
    assert commands == {
        "Play",
        "Pause",
        "Advance",
        "Seek",
        "Reset",
        "Update",
        "Edit",
        "Drive",
        "Watch",
        "Ack",
    }
    events = {reference["$ref"].rsplit("/", 1)[-1] for reference in schemas["StreamEvent"]["anyOf"]}
    assert events == {"StateMessage", "ErrorMessage"}
    assert commands | events | {"FrameSnapshot", "GroupSnapshot", "FrameLevels", "FrameHistograms"} <= set(
        schemas
    )
    assert schemas["Watch"]["properties"]["resolution"]["maximum"] == 200
    for path in ("runs/{run_id}", "groups/{group_id}"):
        stream = description["paths"][f"{API}/{path}/stream"]["get"]
        assert {"101", "426"} <= set(stream["responses"])
        link = re.search(r"\((docs/stream\.md)(#\w+)?\)", stream["description"])
        assert link
        guide = httpx.get(f"{server}/{link[1]}")
        assert guide.headers["content-type"] == "text/plain; charset=utf-8"
        assert guide.text.startswith("# The stream")
