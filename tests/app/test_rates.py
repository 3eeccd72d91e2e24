"""Rates: a class behind one address works, ten classes are told to wait, and a flood ends only itself."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.frames import Close

from app.main import create_app
from app.rates import WHAT, RateCheck, kind_of
from app.settings import Settings
from app.sockets import Allowance
from tests.asgi import answering, ask, outcomes, scope_of
from tests.support import API, metadata, play, serve

PAGES = 60
LOAD = {("GET", "/catalog"): 1, ("POST", "/runs"): 1, ("GET", "/runs/x/data"): 1, ("WS", "/runs/x/stream"): 1}
COMPARE = {
    ("POST", "/runs"): 4,
    ("POST", "/groups"): 1,
    ("GET", "/runs/x/data"): 4,
    ("DELETE", "/runs/x"): 4,
    ("WS", "/runs/x/stream"): 4,
    ("WS", "/groups/x/stream"): 1,
}
RENEWALS = 41
"""New runs while a slider is dragged for five seconds: static/js/session.js makes one each 120 ms at most."""
DRAG = {
    ("POST", "/runs"): RENEWALS,
    ("GET", "/runs/x/data"): RENEWALS,
    ("DELETE", "/runs/x"): RENEWALS,
    ("WS", "/runs/x/stream"): RENEWALS,
}
NOTEBOOK = {
    ("POST", "/runs/x/advance"): 40,
    ("POST", "/runs/x/landscape"): 5,
    ("POST", "/runs/x/gradient-check"): 5,
}
FILES = {("GET", "/"): 1, ("GET", "/static/js/main.js"): 60}
MINUTE: Counter[tuple[str, str]] = Counter()
for part in (LOAD, COMPARE, DRAG, NOTEBOOK):
    MINUTE.update({(method, API + path): times for (method, path), times in part.items()})
"""What one page, and the notebook of the same student, ask for in a minute."""


def test_a_class_of_sixty_behind_one_address_works_for_a_minute() -> None:
    async def scenario() -> None:
        app, found = RateCheck(answering, Settings()), Counter[int]()
        for (method, path), times in (MINUTE + Counter(FILES)).items():
            found += await outcomes(app, scope_of(method, path), PAGES * times)
        assert set(found) == {200, 101}
        assert found.total() == PAGES * (MINUTE.total() + 61)

    asyncio.run(scenario())


def test_ten_classes_at_once_are_told_to_wait_in_every_kind() -> None:
    async def scenario() -> None:
        app, refused = RateCheck(answering, Settings()), set[str | None]()
        for (method, path), times in MINUTE.items():
            scope = scope_of(method, path)
            for _ in range(10 * PAGES * times):
                answer = await ask(app, scope)
                if 429 in (answer.status, answer.code - 4000):
                    refused.add(kind_of(scope))
                    break
        assert refused == set(WHAT)
        for method, path in FILES:
            assert set(await outcomes(app, scope_of(method, path), 10 * PAGES)) == {200}
        others = scope_of("POST", API + "/runs", client="192.0.2.2")
        assert (await ask(app, others)).status == 200

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("kind", "method", "path"),
    [
        ("max_creates_per_minute", "POST", "/runs"),
        ("max_heavy_calls_per_minute", "POST", "/runs/x/advance"),
        ("max_other_calls_per_minute", "GET", "/runs/x"),
    ],
)
def test_a_refused_call_names_its_limit_and_says_when_to_come_back(kind: str, method: str, path: str) -> None:
    async def scenario() -> None:
        app = RateCheck(answering, Settings(**{kind: 2}))  # type: ignore[arg-type]
        scope = scope_of(method, API + path)
        assert await outcomes(app, scope, 2) == {200: 2}
        answer = await ask(app, scope)
        assert (answer.status, answer.headers["content-type"]) == (429, "application/problem+json")
        assert 1 <= int(answer.headers["retry-after"]) <= 60
        problem = json.loads(answer.body)
        assert (problem["title"], problem["errors"][0]["field"]) == ("Too many requests", kind)
        assert problem["detail"].startswith(f"{kind}=2: ")
        assert f"try again in {answer.headers['retry-after']} s" in problem["detail"]

    asyncio.run(scenario())


def test_a_refused_stream_is_accepted_and_closed_with_the_reason() -> None:
    async def scenario() -> None:
        app = RateCheck(answering, Settings(max_connects_per_minute=1))
        scope = scope_of("WS", API + "/runs/x/stream")
        assert (await ask(app, scope)).code == 0
        answer = await ask(app, scope)
        assert (answer.status, answer.code) == (101, 4429)
        assert answer.reason.startswith("max_connects_per_minute=1: try again in ")

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("POST", "/api/v1/runs", "max_creates_per_minute"),
        ("POST", "/api/v1/runs/", "max_creates_per_minute"),
        ("POST", "/api/v1/runs/import", "max_creates_per_minute"),
        ("POST", "/api/v1/groups", "max_creates_per_minute"),
        ("GET", "/api/v1/runs/x/exports/html", "max_heavy_calls_per_minute"),
        ("GET", "/api/v1/runs", "max_other_calls_per_minute"),
        ("POST", "/api/v1/runs/x/seek", "max_heavy_calls_per_minute"),
        ("POST", "/api/v1/scale-sweep", "max_heavy_calls_per_minute"),
        ("POST", "/api/v1/nothing", "max_other_calls_per_minute"),
        ("WS", "/api/v1/anything", "max_connects_per_minute"),
        ("GET", "/", None),
        ("GET", "/static/js/main.js", None),
        ("GET", "/metrics", None),
    ],
)
def test_calls_are_counted_by_what_they_cost(method: str, path: str, kind: str | None) -> None:
    assert kind_of(scope_of(method, path)) == kind
    assert kind_of(scope_of(method, "/lab" + path) | {"root_path": "/lab"}) == kind


def test_every_call_of_the_api_that_trains_or_creates_is_counted_as_such() -> None:
    kinds = {}
    for path, operations in create_app(Settings()).openapi()["paths"].items():
        for method in operations:
            kinds[f"{method.upper()} {path.removeprefix(API)}"] = kind_of(scope_of(method.upper(), path))
    light = {call for call, kind in kinds.items() if kind == "max_other_calls_per_minute"}
    assert not {call for call in light if call.startswith("POST ")} - LIGHT_POSTS
    assert kinds["POST /runs"] == "max_creates_per_minute"
    assert kinds["POST /runs/{run_id}/advance"] == "max_heavy_calls_per_minute"


LIGHT_POSTS = {"POST /runs/{run_id}/predict"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "", True),
    ],
)
def test_an_ipv6_client_is_its_network(one: str, other: str, same: bool) -> None:
    async def scenario() -> None:
        app = RateCheck(answering, Settings(max_creates_per_minute=1))
        await ask(app, scope_of("POST", API + "/runs", client=one))
        answer = await ask(app, scope_of("POST", API + "/runs", client=other))
        assert (answer.status == 429) == same

    asyncio.run(scenario())


@pytest.mark.parametrize("trusted", [True, False])
def test_behind_a_trusted_proxy_the_client_is_who_the_proxy_says(trusted: bool) -> None:
    proxies = ("127.0.0.1",) if trusted else ()
    settings = Settings(max_creates_per_minute=1, forwarded_allow_ips=proxies, log_level="error")
    with serve(settings) as address:
        codes = [
            httpx.post(address + API + "/runs", json={}, headers={"x-forwarded-for": client}).status_code
            for client in ("192.0.2.1", "192.0.2.2", "198.51.100.7, 192.0.2.1")
        ]
    assert codes == ([201, 201, 429] if trusted else [201, 429, 429])


def test_sixty_pages_load_at_once_from_one_address() -> None:
    async def page(client: httpx.AsyncClient, address: str) -> None:
        for path in ("/", "/static/js/main.js", "/static/css/base.css", "/api/v1/catalog"):
            assert (await client.get(path)).status_code == 200
        run = (await client.post(API + "/runs", json={})).json()["id"]
        stream = address.replace("http", "ws") + f"{API}/runs/{run}/stream"
        async with connect(stream, max_size=None) as socket:
            opened.append(run)
            if len(opened) == PAGES:
                all_are_open.set()
            await all_are_open.wait()
            assert json.loads(await socket.recv())["type"] == "state"

    async def scenario(address: str) -> None:
        async with httpx.AsyncClient(base_url=address, timeout=60) as client:
            await asyncio.gather(*(page(client, address) for _ in range(PAGES)))

    opened: list[str] = []
    all_are_open = asyncio.Event()
    with serve() as address:
        play(scenario(address))
    assert len(set(opened)) == PAGES


@pytest.mark.parametrize("kind", ["max_connections_per_address", "max_connections"])
def test_one_stream_too_many_is_closed_and_a_closed_one_makes_room(kind: str) -> None:
    async def scenario(address: str) -> None:
        run = httpx.post(address + API + "/runs", json={}).json()["id"]
        stream = address.replace("http", "ws") + f"{API}/runs/{run}/stream"
        async with connect(stream, max_size=None) as first:
            await first.recv()
            async with connect(stream) as second:
                closed = await end_of(second)
            assert (closed.code, closed.reason) == (4429, f"{kind}=1: that many are open already")
        for _ in range(100):  # the server hears of the end a moment later
            async with connect(stream, max_size=None) as third:
                try:
                    assert json.loads(await third.recv())["type"] == "state"
                    return
                except ConnectionClosed:
                    continue
        raise AssertionError("no room was made")

    with serve(Settings(**{kind: 1}, log_level="error")) as address:  # type: ignore[arg-type]
        play(scenario(address))


async def end_of(socket: ClientConnection) -> Close:
    """Read until the server closes; return how."""
    with suppress(ConnectionClosed):
        while True:
            await asyncio.wait_for(socket.recv(), 20)
    assert socket.protocol.close_rcvd is not None
    return socket.protocol.close_rcvd


async def iteration_reached(socket: ClientConnection, iteration: int) -> bool:
    """Acknowledge frames up to the one at `iteration`."""
    while True:
        received = await asyncio.wait_for(socket.recv(), 20)
        if isinstance(received, bytes):
            about = metadata(received)["snapshot"]
            await socket.send(json.dumps({"type": "ack", "frame": about["frame"]}))
            if about["iteration"] == iteration:
                return True


FLOODS: dict[str, Callable[[ClientConnection], Awaitable[object]]] = {
    "messages": lambda socket: socket.send('{"type": "ack", "frame": 1}'),
    "bytes": lambda socket: socket.send(b"?"),
    "pings": lambda socket: socket.ping(),
    "fragments": lambda socket: socket.send(iter("nonsense")),
}


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_ends_its_own_stream_and_no_other(flood: str) -> None:
    async def scenario(address: str) -> None:
        run = httpx.post(address + API + "/runs", json={}).json()["id"]
        stream = address.replace("http", "ws") + f"{API}/runs/{run}/stream"
        async with connect(stream, max_size=None) as calm, connect(stream, max_size=None) as wild:
            ending = asyncio.create_task(end_of(wild))
            with suppress(ConnectionClosed):
                for _ in range(10_000):
                    await FLOODS[flood](wild)
                    await asyncio.sleep(0)  # a send that does not wait keeps others from reading
            closed = await ending
            assert (closed.code, closed.reason) == (4429, "max_messages_per_second=10: too many")
            await calm.send('{"type": "advance"}')
            assert await iteration_reached(calm, 1)

    with serve(Settings(max_messages_per_second=10, log_level="error")) as address:
        play(scenario(address))


def test_what_a_pause_of_the_network_has_held_back_may_come_at_once() -> None:
    allowance = Allowance.full(200, now=0.0)
    assert all(allowance.take(now=0.0) for _ in range(1000))
    assert not allowance.take(now=0.0)
    assert allowance.take(now=0.01)
    assert not allowance.take(now=0.01)
    assert all(allowance.take(now=60.0) for _ in range(1000))
    assert not allowance.take(now=60.0)


def test_at_its_rate_a_stream_goes_on_for_ever() -> None:
    allowance = Allowance.full(200, now=0.0)
    assert all(allowance.take(now=message / 200) for message in range(10_000))
