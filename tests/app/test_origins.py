"""Host and Origin: what another site's page, or a name that was bound to this address, may not do."""

import asyncio
import json
import socket

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from app.origins import AccessCheck
from app.settings import Settings
from tests.asgi import Answer, answering, ask, scope_of
from tests.support import API, play, serve

OURS = Settings(
    allowed_hosts=("lab.example.org", "*.school.example"), allowed_origins=("https://lms.example",)
)


def asked(method: str, headers: dict[str, str], settings: Settings = OURS) -> Answer:
    """Ask with these headers."""
    pairs = tuple((name.encode(), value.encode("latin-1")) for name, value in headers.items())
    return asyncio.run(ask(AccessCheck(answering, settings), scope_of(method, "/api/v1/runs", headers=pairs)))


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:8000",
        "localhost.",
        "127.0.0.1:8000",
        "192.168.1.20:8000",
        "[::1]:8000",
        "[2001:db8::1]",
        socket.gethostname(),
        socket.gethostname().split(".")[0] + ".local:8000",
        "lab.example.org",
        "a.school.example:443",
    ],
)
def test_addresses_own_names_and_given_names_are_answered(host: str) -> None:
    assert asked("GET", {"host": host}).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "lab.example.org.evil.example",
        "school.example",
        "xlocalhost",
        "",
        "a b",
        "evil.example:8000",
        "[::1",
        "127.0.0.1.evil.example",
        "\xff\xfe",
        "localhost:8000:1",
        "x" * 999,
    ],
)
def test_other_names_are_refused_with_the_field(host: str) -> None:
    for method in ("GET", "POST", "WS"):
        answer = asked(method, {"host": host})
        assert answer.status == 400
        problem = json.loads(answer.body)
        assert (problem["title"], problem["errors"][0]["field"]) == ("Unknown host", "Host")
        assert "SHALLOWSCOPE_ALLOWED_HOSTS" in problem["detail"]
        assert len(answer.body) < 1000


def test_no_host_and_two_hosts_are_refused() -> None:
    for headers in ((), ((b"host", b"localhost"), (b"host", b"localhost"))):
        answer = asyncio.run(ask(AccessCheck(answering, OURS), scope_of("GET", "/", headers=headers)))
        assert answer.status == 400


def test_a_star_answers_to_any_name() -> None:
    assert asked("GET", {"host": "any.example"}, Settings(allowed_hosts=("*",))).status == 200


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE", "PUT", "WS"])
@pytest.mark.parametrize(
    ("host", "origin", "passes"),
    [
        ("localhost:8000", None, True),
        ("localhost:8000", "http://localhost:8000", True),
        ("lab.example.org", "https://lab.example.org", True),
        ("lab.example.org", "https://LAB.example.org:443", True),
        ("[::1]:8000", "http://[::1]:8000", True),
        ("localhost:8000", "https://lms.example", True),
        ("localhost:8000", "http://localhost:9000", False),
        ("localhost:8000", "http://127.0.0.1:8000", False),
        ("localhost:8000", "https://evil.example", False),
        ("localhost:8000", "http://lms.example", False),
        ("localhost:8000", "null", False),
        ("localhost:8000", "", False),
        ("localhost:8000", "file://", False),
        ("localhost:8000", "http://localhost:8000.evil.example", False),
    ],
)
def test_only_pages_of_ours_and_of_given_sites_change_anything(
    method: str, host: str, origin: str | None, passes: bool
) -> None:
    answer = asked(method, {"host": host} | ({} if origin is None else {"origin": origin}))
    assert answer.status == ((101 if method == "WS" else 200) if passes else 403)
    if not passes:
        error = json.loads(answer.body)["errors"][0]
        assert (error["field"], error["value"]) == ("Origin", origin)


def test_what_changes_nothing_may_be_asked_for_from_anywhere() -> None:
    for method in ("GET", "HEAD", "OPTIONS"):
        assert asked(method, {"host": "localhost", "origin": "https://evil.example"}).status == 200


def test_a_stream_from_another_site_is_refused_before_it_is_accepted(server: str) -> None:
    async def scenario() -> None:
        with pytest.raises(InvalidStatus) as refused:
            async with connect(
                server.replace("http", "ws") + API + "/runs/any/stream", origin=Origin("https://evil.example")
            ):
                pass
        answer = refused.value.response
        assert (answer.status_code, answer.headers["x-content-type-options"]) == (403, "nosniff")
        assert answer.body is not None
        assert json.loads(answer.body)["title"] == "Foreign origin"

    play(scenario())


def test_a_page_of_another_site_makes_no_runs(server: str) -> None:
    answer = httpx.post(server + API + "/runs", json={}, headers={"origin": "https://evil.example"})
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")


def test_a_given_site_may_use_the_api_and_read_the_answers() -> None:
    site = {"origin": "https://lms.example"}
    preflight = site | {
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    with serve(Settings(allowed_origins=("https://lms.example",), log_level="warning")) as address:
        runs = address + API + "/runs"
        assert httpx.options(runs, headers=preflight).headers["access-control-allow-origin"] == site["origin"]
        made = httpx.post(runs, json={}, headers=site)
        assert (made.status_code, made.headers["access-control-allow-origin"]) == (201, site["origin"])
        other = httpx.get(address + "/healthz", headers={"origin": "https://evil.example"})
        assert "access-control-allow-origin" not in other.headers
