"""Refuse request bodies that are too large, before they are read, or that take too long to come."""

import asyncio
from contextlib import suppress

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import metrics
from app.messages.rest import FieldError
from app.refusals import problem
from app.settings import Settings


class _RefusedError(Exception):
    """The body broke a limit while it was read."""


class BodyLimit:
    """ASGI middleware: 413 as soon as a body is known to be too large, 408 when it does not end in time."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Wrap `app`."""
        self._app, self._most, self._seconds = app, settings.max_body_bytes, settings.body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what comes in."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self._most:
            return await self._too_large()(scope, receive, send)
        seen, more = 0, True
        refusal: JSONResponse | None = None
        deadline = asyncio.get_running_loop().time() + self._seconds

        async def counted() -> Message:
            nonlocal seen, more, refusal
            if not more:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                refusal = self._too_slow()
                raise _RefusedError from None
            seen += len(message.get("body", b""))
            more = message.get("more_body", False)
            if seen > self._most:
                refusal = self._too_large()
                raise _RefusedError
            return message

        async def unless_refused(message: Message) -> None:
            if refusal is None:  # else the app answers the error above, in words of its own
                await send(message)

        with suppress(_RefusedError):
            await self._app(scope, counted, unless_refused)
        return await refusal(scope, receive, send) if refusal else None

    def _too_large(self) -> JSONResponse:
        metrics.rejected.labels("max_body_bytes").inc()
        error = FieldError(field="body", rule=f"must have at most {self._most} bytes")
        return problem(413, "Body too large", error, {"Connection": "close"})

    def _too_slow(self) -> JSONResponse:
        metrics.rejected.labels("body_seconds").inc()
        error = FieldError(field="body", rule=f"must be in within {self._seconds:g} seconds")
        return problem(408, "Too slow", error, {"Connection": "close"})
