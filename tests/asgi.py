"""Middleware without a network: an app that always answers 200, and calls of it by hand."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = (b"host", b"localhost")


@dataclass
class Answer:
    """What came back; of a stream `status` is 101, or the code of a refused upgrade."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    code: int = 0
    reason: str = ""


async def answering(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer requests with 200; accept streams, read until they end."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        while (await receive())["type"] != "websocket.disconnect":
            pass
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


def scope_of(
    method: str, path: str, *, client: str = "192.0.2.1", headers: tuple[tuple[bytes, bytes], ...] = (HOST,)
) -> dict[str, Any]:
    """Return a scope; the method WS means a stream."""
    kind = {"type": "websocket"} if method == "WS" else {"type": "http", "method": method}
    return kind | {"path": path, "headers": list(headers), "client": (client, 5), "query_string": b""}


async def ask(app: ASGIApp, scope: Scope, *messages: Message) -> Answer:
    """Send a request, or a stream with these messages that then ends; return what comes back."""
    answer, stream = Answer(), scope["type"] == "websocket"
    coming = [{"type": "websocket.connect"}, *messages, {"type": "websocket.disconnect", "code": 1000}]
    incoming = iter(coming if stream else [{"type": "http.request", "body": b""}])

    async def receive() -> Message:
        return next(incoming)

    async def send(message: Message) -> None:
        if message["type"].endswith("response.start"):
            pairs = message.get("headers", ())
            answer.status = message["status"]
            answer.headers = {name.decode(): value.decode() for name, value in pairs}
        elif message["type"] == "websocket.accept":
            answer.status = 101
        elif message["type"] == "websocket.close":
            answer.code, answer.reason = message["code"], message["reason"]
        answer.body += message.get("body", b"")

    await app(scope, receive, send)
    return answer


async def outcomes(app: ASGIApp, scope: Scope, times: int) -> Counter[int]:
    """Ask so many times; return how often each status, or close code of a stream, came."""
    found: Counter[int] = Counter()
    for _ in range(times):
        answer = await ask(app, dict(scope))
        found[answer.code or answer.status] += 1
    return found
