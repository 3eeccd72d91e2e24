"""The API does what its description says, whatever is sent to it: schemathesis with all its checks.

SHALLOWSCOPE_EXAMPLES sets how many requests are made up for each operation.
"""

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.python import asgi

from app import ROOT
from app.main import create_app
from app.settings import Settings
from tests.support import API, EXPLODING

EXAMPLES = int(os.environ.get("SHALLOWSCOPE_TEST_EXAMPLES", "10"))
STARTS: tuple[tuple[dict[str, Any], int], ...] = (
    ({}, 0),
    ({"data": {"test_share": 0.2, "standardize": True}, "training": {"stop": {"iteration": 10}}}, 20),
    ({"data": {"source": "blobs", "classes": 3, "samples": 50}, "network": {"hidden_width": 2}}, 20),
    ({"data": {"source": "sine", "test_share": 0.3}}, 5),
    (EXPLODING, 20),
)
"""Runs that operations are tried on: a configuration, and iterations it has behind it."""
app: Any = create_app(
    Settings(
        store="memory://",
        log_level="error",
        allowed_hosts=("testserver",),
        max_samples=400,
        max_hidden_width=16,
        max_iterations_per_call=20,
        max_runs=5000,
        max_creates_per_minute=10**6,
        max_heavy_calls_per_minute=10**6,
        max_other_calls_per_minute=10**6,
    )
)
config = schemathesis.Config.from_path(ROOT / "schemathesis.toml")
schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=config)


@pytest.fixture(scope="module", autouse=True)
def end_of_the_app() -> Iterator[None]:
    """Let the app close what it has opened."""
    yield
    asgi.shutdown_lifespans()


def start_run(number: int) -> str:
    """Make a run of the kind of this number; return its name."""
    configuration, iterations = STARTS[number % len(STARTS)]
    with asgi.get_client(app) as client:
        run = client.post(f"{API}/runs", json=configuration).json()["id"]
        if iterations:
            client.post(f"{API}/runs/{run}/advance", json={"iterations": iterations})
    return str(run)


def start_group(number: int) -> str:
    """Make a group of two runs of the kind of this number; return its name."""
    runs = [start_run(number), start_run(number)]
    with asgi.get_client(app) as client:
        return str(client.post(f"{API}/groups", json={"runs": runs}).json()["id"])


@schema.parametrize()
@settings(max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_described(case: schemathesis.Case[Any]) -> None:
    for name, start in (("run_id", start_run), ("group_id", start_group)):
        drawn = case.path_parameters.get(name)
        if drawn not in (None, "0"):  # the simplest name is left as one that there is not
            case.path_parameters[name] = start(len(str(drawn)))
    if case.path_parameters.get("lesson_id") not in (None, "0"):
        case.path_parameters["lesson_id"] = "collapse"
    positive = case.meta is not None and case.meta.generation.mode.is_positive
    if case.operation.label.endswith("/check") and positive and isinstance(case.body, dict):
        case.body["runs"] = [start_run(1)]
    if case.operation.label == f"POST {API}/groups" and positive:
        case.body = {"runs": [start_run(0), start_run(0)]}
    if case.operation.label.endswith("/scale-sweep") and isinstance(case.body, dict):
        case.body.setdefault("iterations", 5)  # the default is beyond this server's limit
    answer = case.call_and_validate()
    if answer.status_code == 422:
        assert answer.json()["errors"]


stories = schema.as_state_machine()
stories.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=6,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestStories = stories.TestCase
