"""Every answer carries what keeps a browser safe, those to refusals and failures too."""

import re
from base64 import b64encode
from hashlib import sha256

import httpx
import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from tests.support import API, play, serve

EXPECTED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
STRANGER = {"host": "evil.example"}


async def asked(
    app: FastAPI, method: str, path: str, headers: dict[str, str] | None = None
) -> httpx.Response:
    """Ask the app without a network."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.request(method, path, headers=headers)


def failing(settings: Settings | None = None) -> FastAPI:
    """Return the app, with an address that fails."""
    app = create_app(settings or Settings())

    @app.get("/fails")
    def fails() -> None:
        raise ZeroDivisionError("secret")

    return app


@pytest.mark.parametrize(
    ("method", "path", "headers", "status"),
    [
        ("GET", "/", {}, 200),
        ("GET", "/static/js/main.js", {}, 200),
        ("GET", "/static/js/none.js", {}, 404),
        ("GET", "/static-offline-docs/swagger-ui.css", {}, 200),
        ("GET", API + "/catalog", {}, 200),
        ("GET", "/docs", {}, 200),
        ("GET", "/metrics", {}, 200),
        ("GET", "/nothing", {}, 404),
        ("PUT", API + "/runs", {}, 405),
        ("POST", API + "/runs", {}, 422),
        ("POST", API + "/runs", {"content-length": "999999999"}, 413),
        ("POST", API + "/runs", {"origin": "https://evil.example"}, 403),
        ("GET", "/", STRANGER, 400),
        ("GET", "/fails", {}, 500),
    ],
)
def test_every_answer_is_safe(method: str, path: str, headers: dict[str, str], status: int) -> None:
    answer = play(asked(failing(), method, path, headers))
    assert answer.status_code == status
    assert EXPECTED.items() <= dict(answer.headers).items()
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'self'" in policy
    assert "camera=()" in answer.headers["permissions-policy"]
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])
    assert "strict-transport-security" not in answer.headers


def test_a_refused_call_is_safe_too() -> None:
    app = create_app(Settings(max_other_calls_per_minute=1))
    play(asked(app, "GET", API + "/catalog"))
    answer = play(asked(app, "GET", API + "/catalog"))
    assert (answer.status_code, answer.headers["x-content-type-options"]) == (429, "nosniff")


def test_a_failure_tells_nothing_of_its_cause() -> None:
    answer = play(asked(failing(), "GET", "/fails"))
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Internal error"
    assert "secret" not in answer.text
    assert "ZeroDivision" not in answer.text


@pytest.mark.parametrize(
    ("ancestors", "policy", "frames"),
    [
        (("self",), "frame-ancestors 'self'", "SAMEORIGIN"),
        (("none",), "frame-ancestors 'none'", "DENY"),
        (("self", "https://lms.example"), "frame-ancestors 'self' https://lms.example", None),
    ],
)
def test_who_may_frame_the_page_is_a_setting(
    ancestors: tuple[str, ...], policy: str, frames: str | None
) -> None:
    answer = play(asked(create_app(Settings(frame_ancestors=ancestors)), "GET", "/"))
    assert answer.headers["content-security-policy"].endswith(policy)
    assert answer.headers.get("x-frame-options") == frames


def test_the_one_inline_script_of_docs_is_allowed_by_its_hash() -> None:
    for root in ("", "/lab"):
        with serve(root_path=root) as address:
            answer = httpx.get(address + "/docs")
            scripts = re.findall(r"<script>(.*?)</script>", answer.text, re.DOTALL)
            assert len(scripts) == 1
            digest = b64encode(sha256(scripts[0].encode()).digest()).decode()
            policy = answer.headers["content-security-policy"]
            assert f"script-src 'self' 'sha256-{digest}';" in policy
            assert policy.count("sha256") == 1
            for path in re.findall(r"""(?:src|href|url)(?:=|: )["'](/[^"']*)""", answer.text):
                assert path.startswith(root + "/"), path
                assert httpx.get(address + path.removeprefix(root)).status_code == 200, path


def test_the_server_does_not_say_what_it_is_made_of(server: str) -> None:
    assert "server" not in httpx.get(server + "/").headers
