"""How middleware says no: a problem over HTTP, a close code on a stream."""

from collections.abc import Mapping

from starlette.responses import JSONResponse
from starlette.types import Receive, Send

from app.messages.rest import FieldError, Problem
from core.shown import shown

MEDIA_TYPE = "application/problem+json"
TOO_MANY = 4429
LONGEST_REASON = 123
"""Bytes of a close frame's reason, by RFC 6455."""


def problem(
    status: int, title: str, error: FieldError, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Return a problem about one field; its detail is one sentence."""
    body = Problem(title=title, status=status, detail=told(error), errors=[error])
    return JSONResponse(body.model_dump(), status, headers, media_type=MEDIA_TYPE)


def told(error: FieldError) -> str:
    """Say in a sentence what is wrong with a field; a value that was not given is not told."""
    if "value" not in error.model_fields_set:
        return f"{error.field}: {error.rule}"
    value = shown(error.value)
    return f"{error.field}={value}: {error.rule}"


async def close_at_once(receive: Receive, send: Send, code: int, reason: str) -> None:
    """Accept a stream to close it: a browser does not tell why an upgrade was refused."""
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": code, "reason": reason[:LONGEST_REASON]})
