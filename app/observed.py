"""What happens to a request or a stream, for the log and for Prometheus; and the answer when it fails."""

import asyncio
import re
import secrets
from time import perf_counter

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from app import metrics
from app.logs import bound, log
from app.messages.rest import Problem
from app.refusals import MEDIA_TYPE

REQUEST_ID = re.compile(rb"[\w.-]{1,64}")
HEADER = b"x-request-id"
QUIET = ("/static", "/plotly", "/healthz", "/readyz", "/metrics")
"""Requests that are logged at level debug only."""
INTERNAL_ERROR = 1011
FAILED = Problem(
    title="Internal error", status=500, detail="The server met an error of its own; the run is unchanged."
)
STOPPED = Problem(title="Server stops", status=503, detail="The server stops: try again when it is back.")
GONE = (ClientDisconnect, WebSocketDisconnect)


def _request_id(scope: Scope) -> bytes:
    """Return the name that a proxy has given the request, else a new one."""
    given = next((value for name, value in scope["headers"] if name == HEADER), b"")
    return given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8).encode()


def _route(scope: Scope) -> str:
    """Return the address's pattern: an address itself would make a series of numbers of every run."""
    return str(getattr(scope.get("route"), "path", "other"))


class Observed:
    """ASGI middleware: names each request, logs and counts it, and answers 500 where all else failed."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on and watch."""
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        request = _request_id(scope)
        with bound(request=request.decode()):
            if scope["type"] == "http":
                await self._request(request, scope, receive, send)
            else:
                await self._stream(scope, receive, send)
        return None

    async def _request(self, request: bytes, scope: Scope, receive: Receive, send: Send) -> None:
        start, status = perf_counter(), 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (HEADER, request)]
            await send(message)

        failure = await self._failure(scope, receive, sending)
        if failure and not status:
            answer = JSONResponse(failure.model_dump(), failure.status, media_type=MEDIA_TYPE)
            await answer(scope, receive, sending)
        seconds, route = perf_counter() - start, _route(scope)
        metrics.requests.labels(scope["method"], route, str(status)).inc()
        metrics.request_seconds.labels(route).observe(seconds)
        tell = log.debug if scope["path"].startswith(QUIET) else log.info
        tell("request", **_about(scope), method=scope["method"], status=status, seconds=round(seconds, 6))

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        start, opened, code = perf_counter(), False, 0

        async def receiving() -> Message:
            nonlocal code
            message = await receive()
            if message["type"] == "websocket.disconnect":
                code = code or message.get("code", 0)
            return message

        async def sending(message: Message) -> None:
            nonlocal opened, code
            if message["type"] == "websocket.accept":
                opened = True
                metrics.connections.inc()
                log.info("stream opened", **_about(scope))
            elif message["type"] != "websocket.send":
                code = code or message.get("code", message.get("status", 0))
            await send(message)

        try:
            if await self._failure(scope, receiving, sending) and opened and not code:
                await sending({"type": "websocket.close", "code": INTERNAL_ERROR})
        finally:
            metrics.connections.dec(opened)
            event, seconds = "stream closed" if opened else "stream refused", perf_counter() - start
            log.info(event, **_about(scope), code=code, seconds=round(seconds, 3))

    async def _failure(self, scope: Scope, receive: Receive, send: Send) -> Problem | None:
        """Pass on; return what went wrong. That the client has left is no failure."""
        try:
            await self._app(scope, receive, send)
        except GONE:
            return None
        except asyncio.CancelledError:  # uvicorn's patience has ended, and an answer still gets through
            log.warning("cancelled", **_about(scope))
            return STOPPED
        except Exception:  # noqa: BLE001  (the last resort, and the log has it whole)
            metrics.errors.labels("internal").inc()
            log.exception("failed", **_about(scope))
            return FAILED
        return None


def _about(scope: Scope) -> dict[str, str]:
    """Return who asked for what: no query, which may hold what is nobody's business."""
    run = scope.get("path_params", {}).get("run_id")
    client = scope.get("client")
    about = {"path": scope["path"], "client": client[0] if client else ""}
    return about | {"run": run} if run else about
