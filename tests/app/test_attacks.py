"""What no browser sends: the answer is a refusal that names the rule, and the server serves on."""

import json
import socket
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from app.settings import Settings
from tests.support import API, play, serve

HEAD = b"Host: localhost\r\nConnection: close\r\n"
UPGRADE = (
    b"Host: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
CHUNKED = (
    b"POST /api/v1/runs HTTP/1.1\r\n" + HEAD + b"Content-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n"
)
MANY_HEADERS = b"".join(b"X-%d: a\r\n" % number for number in range(10_000))
LONG = b"a" * 1_000_000


@pytest.fixture(scope="module")
def hasty() -> Iterator[str]:
    """Give the address of a server that is soon out of patience."""
    with serve(Settings(head_seconds=0.2, body_seconds=0.2, log_level="error")) as address:
        yield address


def said(address: str, sent: bytes) -> bytes:
    """Send bytes; return all that comes until the server hangs up, which it must."""
    host, port = address.removeprefix("http://").split(":")
    received = b""
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        try:
            connection.sendall(sent)
            while part := connection.recv(1 << 16):
                received += part
        except (ConnectionResetError, BrokenPipeError):
            pass  # what it did not read any more
    return received


def get(path: bytes, more: bytes = b"", method: bytes = b"GET") -> bytes:
    """Return a request."""
    return method + b" " + path + b" HTTP/1.1\r\n" + HEAD + more + b"\r\n"


def upgrade(path: bytes, more: bytes = b"") -> bytes:
    """Return the request for a stream."""
    return b"GET " + path + b" HTTP/1.1\r\n" + UPGRADE + more + b"\r\n"


def status(answer: bytes) -> int:
    """Return an answer's status."""
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize(
    ("sent", "expected", "field"),
    [
        (get(b"/", MANY_HEADERS), 431, "max_head_bytes"),
        (get(b"/", b"X: " + LONG + b"\r\n"), 431, "max_head_bytes"),
        (get(b"/" + LONG), 431, "max_head_bytes"),
        (b"GET / HTTP/1.1\r\nHost: " + LONG, 431, "max_head_bytes"),
        (CHUNKED + b"2\r\n{}\r\n0\r\n" + MANY_HEADERS, 431, "max_head_bytes"),
        (CHUNKED + b"2\r\n{}\r\n0\r\nX: " + LONG, 431, "max_head_bytes"),
        (CHUNKED + b"2;" + LONG, 431, "max_head_bytes"),
        (upgrade(b"/api/v1/runs/x/stream", MANY_HEADERS[:3000]), 431, "request"),
        (upgrade(b"/api/v1/runs/x/stream", b"X: " + LONG[:9000] + b"\r\n"), 431, "request"),
        (upgrade(b"/" + LONG[:9000]), 431, "request"),
        (b"", 408, "head_seconds"),
        (b"\r\n", 408, "head_seconds"),
        (b"GE", 408, "head_seconds"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ", 408, "head_seconds"),
        (
            get(b"/api/v1/runs", b"Content-Type: application/json\r\nContent-Length: 9\r\n", b"POST"),
            408,
            "body",
        ),
        (CHUNKED + b"2\r\n{", 408, "body"),
        (b"\x16\x03\x01\x00\xa5\x01\x00\x00", 400, "request"),
        (b"FOO / HTTP/1.1\r\n\r\n", 400, "request"),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "request"),
        (get(b"/\x00"), 400, "request"),
        (get(b"/\xff\xfe"), 400, "request"),
        (get(b"/", b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"POST"), 400, "request"),
        (get(b"/", b"Content-Length: -1\r\n", b"POST"), 400, "request"),
        (get(b"/", b"Content-Length: 1" + b"0" * 30 + b"\r\n", b"POST"), 400, "request"),
        (get(b"/", b"Content-Length: 1\r\nContent-Length: 2\r\n", b"POST"), 400, "request"),
        (get(b"/", b"Content-Length: " + b"9" * 18 + b"\r\n", b"POST"), 413, "body"),
        (b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "Host"),
        (get(b"/", b"Host: evil.example\r\n"), 400, "Host"),
    ],
)
def test_broken_slow_and_endless_requests_are_refused_by_name(
    hasty: str, sent: bytes, expected: int, field: str
) -> None:
    head, _, body = said(hasty, sent).partition(b"\r\n\r\n")
    assert status(head) == expected
    assert b"content-type: application/problem+json" in head.lower()
    assert b"x-content-type-options: nosniff" in head.lower()
    assert json.loads(body)["errors"][0]["field"] == field
    assert httpx.get(hasty + "/healthz").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        b"/static/../app/main.py",
        b"/static/%2e%2e/app/main.py",
        b"/static/..%2fapp/main.py",
        b"/static/..%5capp%5cmain.py",
        b"/static//etc/passwd",
        b"/static/%2fetc%2fpasswd",
        b"/static/js/../../pyproject.toml",
        b"/static-offline-docs/%2e%2e/core.py",
        b"/static/js/%00main.js",
        b"/static/js/main.js%00",
        b"/static/%ff",
        b"/static/%ed%a0%80",
        b"/static/" + b"a" * 5000,
        b"/static/" + b"a/" * 5000,
        b"/static/",
        b"/static/js",
        b"/api/v1/runs/%00",
        b"/api/v1/runs/%ff%fe",
        b"/api/v1/runs/" + b"a" * 5000,
        b"/api/v1/runs/..%2f..%2fcatalog",
        b"/templates/page.html",
        b"/%2e%2e/",
        b"//evil.example/",
        b"/*",
    ],
)
def test_no_path_leads_out_of_the_files(server: str, path: bytes) -> None:
    answer = said(server, get(path))
    assert status(answer) == 404
    assert len(answer) < 2000


@pytest.mark.parametrize(
    "method", ["TRACE", "PUT", "PATCH", "OPTIONS", "DELETE", "PROPFIND", "PURGE", "SEARCH"]
)
def test_methods_that_an_address_does_not_have_are_refused(server: str, method: str) -> None:
    for path in ("/", "/static/js/main.js", API + "/catalog"):
        answer = httpx.request(method, server + path)
        assert answer.status_code == 405
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("query", [b"?%ff", b"?a=%00", b"?" + b"a=1&" * 5000, b"?%%%", b"?=&&=", b"?a[]=1;b"])
def test_strange_queries_do_no_harm(server: str, query: bytes) -> None:
    unknown = query != b"?=&&="  # no name, no parameter
    assert status(said(server, get(b"/api/v1/catalog" + query))) == (422 if unknown else 200)
    assert status(said(server, get(b"/" + query))) == 200


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "image/png",
        "",
        "\xff",
        "a/b/c",
    ],
)
def test_a_body_of_another_type_is_refused(server: str, kind: str) -> None:
    for body in (b"{}", b"\xff\xfe", b"a=1"):
        answer = httpx.post(
            server + API + "/runs", content=body, headers={b"content-type": kind.encode("latin-1")}
        )
        assert answer.status_code == 415
        error = answer.json()["errors"][0]
        assert (error["field"], error["rule"]) == ("Content-Type", "must be application/json")


def test_a_stream_that_is_none_is_refused(server: str) -> None:
    wrong = {
        upgrade(b"/nothing"): 403,
        upgrade(b"/static/js/main.js"): 403,
        upgrade(b"/api/v1/runs/x/stream").replace(b"13", b"7"): 400,
        upgrade(b"/api/v1/runs/x/stream").replace(b"GET", b"POST"): 405,
        upgrade(b"/api/v1/runs/x/stream").replace(b"Sec-WebSocket-Key", b"X-Key"): 400,
    }
    for sent, expected in wrong.items():
        assert status(said(server, sent)) == expected


def test_a_message_that_is_too_long_ends_its_stream_and_no_other() -> None:
    async def scenario(address: str) -> None:
        run = httpx.post(address + API + "/runs", json={}).json()["id"]
        stream = address.replace("http", "ws") + f"{API}/runs/{run}/stream"
        async with connect(stream, max_size=None) as calm, connect(stream, max_size=None) as wild:
            await wild.send(b"x" * 2000)
            with suppress(ConnectionClosed):
                while True:
                    await wild.recv()
            assert wild.close_code == 1009
            assert "1024" in str(wild.close_reason)
            await calm.send("no message")
            while '"invalid_message"' not in str(await calm.recv()):
                pass

    with serve(Settings(max_message_bytes=1024, log_level="error")) as address:
        play(scenario(address))


def test_more_sockets_than_allowed_are_told_so() -> None:
    with serve(Settings(max_sockets=3, log_level="error")) as address:
        host, port = address.removeprefix("http://").split(":")
        open_ones = [socket.create_connection((host, int(port)), timeout=20) for _ in range(3)]
        try:
            for connection in open_ones:  # each is known to the server once it has answered
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert connection.recv(1 << 16).startswith(b"HTTP/1.1 200")
            answer = said(address, b"")
            assert status(answer) == 503
            assert b'"max_sockets"' in answer
        finally:
            for connection in open_ones:
                connection.close()


def test_a_client_that_does_not_read_is_let_go() -> None:
    with serve(Settings(write_seconds=0.2, log_level="error")) as address:
        path = httpx.get(address + "/").text.split('data-plotly="')[1].split('"')[0]
        host, port = address.removeprefix("http://").split(":")
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(20)
            connection.connect((host, int(port)))
            connection.sendall(b"GET %b HTTP/1.1\r\nHost: localhost\r\n\r\n" % path.encode())
            with suppress(ConnectionResetError, BrokenPipeError):
                for _ in range(10_000):  # time passes, nothing is read
                    assert httpx.get(address + "/healthz").status_code == 200
                    connection.sendall(b"\r\n")
                pytest.fail("the client is still there")
