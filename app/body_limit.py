"""Refuse request bodies that are too large, before they are read."""

from contextlib import suppress

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.messages.rest import FieldError, Problem
from app.problems import MEDIA_TYPE


class _TooLargeError(Exception):
    """The body grew past the limit while it was read."""


class BodyLimit:
    """ASGI middleware: 413 as soon as a body is known to exceed `limit` bytes."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        """Wrap `app`."""
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what comes in."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self._limit:
            return await self._refuse(scope, receive, send)
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._limit:
                raise _TooLargeError
            return message

        async def unless_too_large(message: Message) -> None:
            if seen <= self._limit:  # else the app answers the error above, in words of its own
                await send(message)

        with suppress(_TooLargeError):
            await self._app(scope, counted, unless_too_large)
        return await self._refuse(scope, receive, send) if seen > self._limit else None

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        detail = f"body: must have at most {self._limit} bytes"
        errors = [FieldError(field="body", value=None, rule=f"must have at most {self._limit} bytes")]
        problem = Problem(title="Body too large", status=413, detail=detail, errors=errors)
        await JSONResponse(problem.model_dump(), 413, media_type=MEDIA_TYPE)(scope, receive, send)
