"""A run over WebSocket: commands in, states and frames out."""

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter
from typing import TypeVar

from fastapi import APIRouter, WebSocket
from pydantic import ValidationError
from starlette.websockets import WebSocketDisconnect

from app.dependencies import RunsOfApp, SettingsOfApp
from app.errors import ServerFullError
from app.messages.stream import Ack, ErrorMessage, Watch, client_message
from app.problems import configuration_error, field_errors, sentence
from app.run import Run
from app.session import Session
from core.errors import ConfigurationError, StateError

NO_SUCH_RUN, TOO_MANY = 4404, 4429
Sent = TypeVar("Sent", str, bytes)
router = APIRouter()


@router.websocket("/runs/{run_id}/stream")
async def stream(socket: WebSocket, run_id: str, runs: RunsOfApp, settings: SettingsOfApp) -> None:
    """Serve one connection; accepted first, since a refused one hides its reason from the browser."""
    await socket.accept()
    run = runs.find(run_id)
    if run is None:
        return await socket.close(NO_SUCH_RUN, "no such run")
    session = Session(
        run, settings, send_text=_until_gone(socket.send_text), send_bytes=_until_gone(socket.send_bytes)
    )
    try:
        run.join(session)
    except ServerFullError as full:
        return await socket.close(TOO_MANY, str(full)[:120])
    sender = asyncio.create_task(session.send_forever())
    receiver = asyncio.create_task(_receive(socket, run, session))
    try:
        await asyncio.wait({sender, receiver}, return_when=asyncio.FIRST_COMPLETED)
        if run.deleted:
            await socket.close(NO_SUCH_RUN, "the run was deleted")
    finally:
        run.leave(session)
        for task in (sender, receiver):
            task.cancel()
        await _end(sender, receiver)
    return None


async def _receive(socket: WebSocket, run: Run, session: Session) -> None:
    """Obey messages until the client leaves; a bad one is answered and changes nothing."""
    while True:
        received = await socket.receive()
        if received["type"] == "websocket.disconnect":
            return
        error = await _obey(received.get("text"), run, session)
        if error is not None:
            await _until_gone(socket.send_text)(error.model_dump_json())
        await asyncio.sleep(0)  # a flood of messages leaves the others their turn


async def _obey(text: str | None, run: Run, session: Session) -> ErrorMessage | None:
    try:
        message = client_message.validate_json(text if text is not None else "")
        if isinstance(message, Ack):
            session.acknowledge(message)
        elif isinstance(message, Watch):
            session.watch(message)
        else:
            await run.handle(message, perf_counter())
    except ValidationError as invalid:
        errors = field_errors(invalid.errors(include_url=False), tagged=True)
        return ErrorMessage(code="invalid_message", detail=sentence(errors), errors=errors)
    except ConfigurationError as broken:
        return ErrorMessage(code="invalid_message", detail=str(broken), errors=[configuration_error(broken)])
    except StateError as wrong:
        return ErrorMessage(code="wrong_state", detail=str(wrong))
    return None


class _GoneError(Exception):
    """The client has left while something was sent to it."""


def _until_gone(send: Callable[[Sent], Awaitable[None]]) -> Callable[[Sent], Awaitable[None]]:
    """Return `send` with what it raises for a client that has left told apart from errors of ours."""

    async def sending(content: Sent) -> None:
        try:
            await send(content)
        except (WebSocketDisconnect, RuntimeError) as left:
            raise _GoneError from left

    return sending


async def _end(*tasks: "asyncio.Task[None]") -> None:
    """Wait for tasks that were cancelled; a client that left is no error, anything else is raised."""
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception) and not isinstance(result, _GoneError):
            raise result
