"""The log: one form for all, with ids and without secrets."""

import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app import logs
from app.logs import bound, log
from app.main import create_app
from app.settings import Settings
from tests.app.test_headers import asked, failing
from tests.support import API, play, serve

Lines = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers = handlers
    root.setLevel(level)


def lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    """Return what was logged since the last call; every line is a JSON object."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_json_with_time_level_event_and_fields(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", "json")
    with bound(request="r1"):
        log.info("run created", run="x\n\ud800")
    log.debug("not said")
    (line,) = lines(capsys)
    assert list(line)[:3] == ["timestamp", "level", "event"]
    assert (line["level"], line["event"], line["run"], line["request"]) == (
        "info",
        "run created",
        "x\n\ud800",
        "r1",
    )


def test_other_libraries_write_in_the_same_form(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", "json")
    logging.getLogger("uvicorn.error").info("Started %d", 7)
    logging.getLogger("asyncio").warning("slow")
    logging.getLogger("uvicorn.error").info('%s - "WebSocket %s" [accepted]', "a", "/x?token=secret")
    found = lines(capsys)
    assert [(line["logger"], line["event"]) for line in found] == [
        ("uvicorn.error", "Started 7"),
        ("asyncio", "slow"),
    ]


def test_to_configure_twice_logs_once(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", "json")
    logs.configure("warning", "json")
    log.info("not said")
    log.warning("said")
    assert [line["event"] for line in lines(capsys)] == ["said"]


def test_an_error_has_its_traceback_and_no_local_variables(capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("json", "console"):
        logs.configure("info", form)
        try:
            _divide("hidden".upper())
        except ZeroDivisionError:
            log.exception("failed")
        said = capsys.readouterr().err
        assert "Traceback (most recent call last)" in said
        assert "HIDDEN" not in said


def _divide(secret: str) -> None:
    raise ZeroDivisionError(len(secret))


def test_in_a_terminal_lines_are_for_people(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    logs.configure("info", "auto")
    log.info("run created", run="x")
    said = capsys.readouterr().err
    assert "run created" in said
    assert not said.startswith("{")


def test_a_request_is_one_line_with_its_id_and_run_and_no_body_or_query(
    capsys: pytest.CaptureFixture[str],
) -> None:
    secret = {"authorization": "Bearer secret", "x-request-id": "from-proxy.1"}
    with serve(Settings(log_level="info", log_format="json")) as address:
        run = httpx.post(address + API + "/runs", json={"data": {"seed": 424242}}, headers=secret).json()[
            "id"
        ]
        answer = httpx.get(f"{address}{API}/runs/{run}?token=secret", headers={"x-request-id": "bad id"})
    said = capsys.readouterr().err
    made, read = (line for line in map(json.loads, said.splitlines()) if line["event"] == "request")
    assert (made["request"], made["method"], made["path"], made["status"]) == (
        "from-proxy.1",
        "POST",
        API + "/runs",
        201,
    )
    assert (read["run"], read["path"], read["client"]) == (run, f"{API}/runs/{run}", "127.0.0.1")
    assert read["request"] == answer.headers["x-request-id"] != "bad id"
    assert 0 < read["seconds"] < 60
    ours = [line for line in said.splitlines() if json.loads(line)["logger"] != "httpx"]
    assert "secret" not in "".join(ours)
    assert "424242" not in said


def test_a_failure_is_logged_with_its_traceback_and_the_requests_id(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.configure("info", "json")
    answer = play(asked(failing(), "GET", "/fails"))
    failed, request = (line for line in lines(capsys) if line["logger"] == "shallowscope")
    assert "ZeroDivisionError" in failed["exception"]
    assert failed["request"] == request["request"] == answer.headers["x-request-id"]
    assert (request["status"], request["path"]) == (500, "/fails")


def test_files_and_health_are_logged_on_demand_only(capsys: pytest.CaptureFixture[str]) -> None:
    for level, count in (("info", 1), ("debug", 3)):
        logs.configure(level, "json")
        app = create_app(Settings())
        for path in ("/static/js/main.js", "/healthz", API + "/catalog"):
            play(asked(app, "GET", path))
        assert len([line for line in lines(capsys) if line["event"] == "request"]) == count


def test_the_log_is_written_to_what_stderr_is_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs.configure("info", "json")
    with (tmp_path / "log").open("w+") as file:
        monkeypatch.setattr(sys, "stderr", file)
        log.info("here")
        file.seek(0)
        assert json.loads(file.read())["event"] == "here"
