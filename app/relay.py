"""Serve a run that another server trains: pass the connection on to it, whatever its route.

A connection is a sequence of ASGI events both ways, so requests and streams go the same way: the front, to
which the client is connected, opens a line to the owner; the owner calls its own app with the events that
come in, and what the app sends goes back.
"""

import asyncio
import base64
import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.audience import RESTART
from app.logs import log
from app.messages.rest import Problem
from app.peers import Header, Peers
from app.refusals import MEDIA_TYPE

PLACE = re.compile(r"/api/v1/(runs|groups)/([\w-]{16})(?:/|$)", re.ASCII)
NO_CLOSE = 1006
"""How a stream ends that nobody has closed."""
WATCH = 0.5
"""Seconds between two looks at whether the other end of each line is alive."""
MOST_WAITING = 32 << 20
"""Bytes that may wait at one end of a line; a client that asks for more than it reads is cut off."""
TEXTS = ("type", "method", "path", "scheme", "http_version", "root_path")
OwnerOf = Callable[[str, str], Awaitable[str | None]]
"""The server that trains a run or group now, None if that is this one or nobody."""


class Line:
    """One end of a connection that is passed on: events from the other end."""

    def __init__(self, other: str) -> None:
        """Hold the line to the server `other`."""
        self.other = other
        self._events: asyncio.Queue[tuple[Message, int] | None] = asyncio.Queue()
        self._waiting = 0
        self._is_cut = False
        self.task: asyncio.Task[None] | None = None
        self.left = False
        """The client has left."""

    def put(self, header: Header, body: bytes) -> None:
        """Let an event wait to be taken; where too much waits already, the line is cut."""
        self._waiting += len(body)
        if self._waiting > MOST_WAITING:
            log.warning("line cut", why="too much waits to be taken", bytes=self._waiting)
            self.left = True
            self.cut()
        elif not self._is_cut:
            self._events.put_nowait((_together(header["event"], body), len(body)))

    async def take(self) -> Message | None:
        """Return the next event, None where nothing more will come."""
        waiting = await self._events.get()
        if waiting is None:
            return None
        event, size = waiting
        self._waiting -= size
        return event

    def cut(self) -> None:
        """Say that nothing more will come."""
        if not self._is_cut:
            self._is_cut = True
            self._events.put_nowait(None)


class Relay:
    """ASGI middleware around the routes, and the place where lines from other servers come in."""

    def __init__(self, app: ASGIApp, peers: Peers, owner_of: OwnerOf) -> None:
        """Wrap `app`."""
        self._app, self._peers, self._owner_of = app, peers, owner_of
        self._fronts: dict[str, Line] = {}
        self._backs: dict[str, Line] = {}
        self._watching: asyncio.Task[None] | None = None
        self._application: Any = None  # whose lifespan is the first thing to come through here
        peers.handlers |= dict.fromkeys(("open", "in", "out", "left", "end"), self._take)
        peers.on_deaf = self.cut

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve here what is trained here or by nobody, pass on the rest."""
        self._application = scope["app"]
        owner = None
        if scope["type"] in ("http", "websocket"):
            place = PLACE.match(scope["path"].removeprefix(scope.get("root_path", "")))
            owner = await self._owner_of(*place.groups()) if place else None
        if owner is None:
            await self._app(scope, receive, send)
        else:
            await self._pass_on(owner, scope, receive, send)

    async def _pass_on(self, owner: str, scope: Scope, receive: Receive, send: Send) -> None:
        name, line = secrets.token_urlsafe(12), Line(owner)
        self._fronts[name] = line
        self._watch()
        line.task = asyncio.create_task(self._send_forever(name, line, scope, receive))
        started = False
        try:
            while (event := await line.take()) is not None:
                started = True
                await send(event)
                if _is_last(event):
                    return
            if not line.left:
                await _apologise(scope, receive, send, started)
        except OSError:
            pass  # the client has left
        finally:
            self._fronts.pop(name, None)
            line.task.cancel()
            await self._peers.send(owner, {"line": name, "kind": "left"})

    async def _send_forever(self, name: str, line: Line, scope: Scope, receive: Receive) -> None:
        """Send what the client does to the owner."""
        opening = {"line": name, "kind": "open", "front": self._peers.name, "scope": _plain(scope)}
        heard = await self._peers.send(line.other, opening)
        while heard and not line.left:
            event, body = _apart(await receive())
            heard = await self._peers.send(line.other, {"line": name, "kind": "in", "event": event}, body)
            line.left = event["type"].endswith(".disconnect")
        line.cut()

    def _take(self, header: Header, body: bytes) -> None:
        """Take a message from another server in."""
        name, kind = header["line"], header["kind"]
        if kind == "open":
            line = self._backs[name] = Line(header["front"])
            line.task = asyncio.create_task(
                self._serve(name, line, _scope(header["scope"], self._application))
            )
            self._watch()
        elif kind == "out" and name in self._fronts:
            self._fronts[name].put(header, body)
        elif kind == "in" and name in self._backs:
            self._backs[name].put(header, body)
        elif kind == "left" and name in self._backs:
            self._backs[name].cut()
        elif kind == "end" and name in self._fronts:
            self._fronts[name].cut()

    async def _serve(self, name: str, line: Line, scope: Scope) -> None:
        """Call the app for a client that is connected to another server."""
        left = False

        async def receive() -> Message:
            nonlocal left
            event = None if left else await line.take()
            left = left or event is None
            if event is not None:
                return event
            return {"type": f"{scope['type']}.disconnect", "code": NO_CLOSE}

        async def send(message: Message) -> None:
            event, body = _apart(message)
            out = {"line": name, "kind": "out", "event": event}
            if left or not await self._peers.send(line.other, out, body):
                raise OSError("the client has left")  # as a server's own send does

        try:
            await self._app(scope, receive, send)
        except OSError:
            pass
        except Exception:  # noqa: BLE001 - the last resort of a server, as uvicorn's own
            log.exception("error while serving for another server", path=scope["path"])
        finally:
            self._backs.pop(name, None)
            await self._peers.send(line.other, {"line": name, "kind": "end"})

    def _watch(self) -> None:
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch_lines())

    async def _watch_lines(self) -> None:
        """While there are lines, cut those whose other end is dead."""
        while lines := [*self._fronts.values(), *self._backs.values()]:
            for other in {line.other for line in lines}:
                if not await self._peers.alive(other):
                    self.cut(other)
            await asyncio.sleep(WATCH)

    def cut(self, other: str | None = None) -> None:
        """Cut the lines to one server, or all."""
        for line in [*self._fronts.values(), *self._backs.values()]:
            if other in (None, line.other):
                line.cut()


def _plain(scope: Scope) -> Header:
    """Return what a route needs of a scope, as JSON."""
    plain: Header = {name: scope[name] for name in TEXTS if name in scope}
    plain["query_string"] = scope["query_string"].decode("latin-1")
    plain["headers"] = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    plain["client"], plain["server"] = scope.get("client"), scope.get("server")
    return plain


def _scope(plain: Header, application: Any) -> Scope:
    """Return the scope that _plain was given, as far as it was kept, for an application."""
    scope: dict[str, Any] = plain | {"app": application}
    scope["query_string"] = plain["query_string"].encode("latin-1")
    scope["headers"] = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in plain["headers"]]
    scope["raw_path"] = plain["path"].encode()
    scope["asgi"] = {"version": "3.0", "spec_version": "2.4"}
    if plain["type"] == "websocket":
        scope["subprotocols"] = []
    return scope


def _apart(message: Message) -> tuple[Header, bytes]:
    """Return an event without its bytes, which JSON cannot hold, and those."""
    event = dict(message)
    body = b""
    for name in ("body", "bytes"):
        if isinstance(event.get(name), bytes):
            body, event[name] = event[name], True
    if "headers" in event:
        pairs = [(base64.b64encode(n).decode(), base64.b64encode(v).decode()) for n, v in event["headers"]]
        event["headers"] = pairs
    return event, body


def _together(event: Header, body: bytes) -> Message:
    """Return the event that _apart was given."""
    for name in ("body", "bytes"):
        if event.get(name) is True:
            event[name] = body
    if "headers" in event:
        event["headers"] = [(base64.b64decode(n), base64.b64decode(v)) for n, v in event["headers"]]
    return event


def _is_last(event: Message) -> bool:
    kind = event["type"]
    return kind == "websocket.close" or (kind == "http.response.body" and not event.get("more_body", False))


async def _apologise(scope: Scope, receive: Receive, send: Send, started: bool) -> None:
    """Tell a client that the owner is gone: it may try again, and another server takes the run over."""
    if scope["type"] == "websocket":
        if not started:
            await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": RESTART, "reason": "the run's server is gone"})
    elif not started:
        detail = "the server that trained this run is gone: try again"
        problem = Problem(title="Try again", status=503, detail=detail)
        answer = JSONResponse(problem.model_dump(), 503, {"Retry-After": "1"}, media_type=MEDIA_TYPE)
        await answer(scope, receive, send)
