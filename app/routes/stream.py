"""A run or a group over WebSocket: commands in, states and frames out."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from fastapi import APIRouter, WebSocket
from pydantic import ValidationError
from starlette.websockets import WebSocketDisconnect

from app import metrics
from app.audience import FULL, GONE, RESTART, Ending
from app.dependencies import GroupsOfApp, RunsOfApp, SettingsOfApp
from app.errors import (
    STORE_FAILED,
    NotDrivingError,
    NotKeptError,
    RunElsewhereError,
    RunGoneError,
    RunLostError,
    ServerFullError,
    UpgradeRequiredError,
)
from app.frames import Parts
from app.logs import log
from app.messages.stream import MOST_ID, Ack, ErrorMessage, client_message
from app.problems import configuration_errors, field_errors, sentence
from app.session import Session
from app.settings import Settings
from app.sockets import DIRECT, BoundedStream
from app.stores import StoreError
from app.subject import Subject
from core.errors import ConfigurationError, StateError

REASON = 120
"""Bytes of a closing reason that the protocol has room for, about."""
FEW = 8
"""Messages taken in a row."""
Sent = TypeVar("Sent", str, bytes)
Find = Callable[[str], Awaitable[Subject | None]]
NO_UPGRADE: dict[str, Any] = {
    "status_code": 426,
    "response_model": None,
    "responses": {
        101: {"description": "From here on it is a WebSocket: these messages, and frames"},
        426: {"description": "Asked for without an upgrade to a WebSocket"},
    },
    "tags": ["streams"],
}
router = APIRouter()


@router.get("/runs/{run_id}/stream", **NO_UPGRADE)
async def run_stream(run_id: str) -> None:
    """Watch a run, and drive it: a WebSocket. [How to use it, with a client of thirty lines](docs/stream.md)

    Connect with `ws://` or `wss://`. What is sent is JSON with a `type`, as the schema `StreamCommand` tells:
    `play`, `pause`, `advance`, `seek`, `reset`, `update`, `edit`, `watch`, `ack`, `drive`. What comes is JSON
    as `StreamEvent` tells (`state`, `error`) and frames: one binary message each, in the safetensors layout,
    with `__metadata__.snapshot` as `FrameSnapshot` tells.
    """
    raise UpgradeRequiredError


@router.get("/groups/{group_id}/stream", **NO_UPGRADE)
async def group_stream(group_id: str) -> None:
    """Watch a group, and drive it: a WebSocket. [How to use it](docs/stream.md#groups)

    As the stream of a run, with `run` in a command for one of the runs; in a frame the names of tensors have
    the run's place in front (`0/surface`), and `snapshot` is a `GroupSnapshot`.
    """
    raise UpgradeRequiredError


@router.websocket("/runs/{run_id}/stream")
async def stream_run(socket: WebSocket, run_id: str, runs: RunsOfApp, settings: SettingsOfApp) -> None:
    """Serve one connection to a run."""
    await _serve(socket, run_id, runs.find, settings)


@router.websocket("/groups/{group_id}/stream")
async def stream_group(
    socket: WebSocket, group_id: str, groups: GroupsOfApp, settings: SettingsOfApp
) -> None:
    """Serve one connection to a group."""
    await _serve(socket, group_id, groups.find, settings)


async def _serve(socket: WebSocket, name: str, find: Find, settings: Settings) -> None:
    """Accept first, since a refused connection hides its reason from the browser."""
    try:
        await socket.accept()
    except OSError:  # it has left before it was let in
        return
    ending = await _follow(socket, name, find, settings)
    if ending is not None:
        with suppress(WebSocketDisconnect, RuntimeError):  # it has left meanwhile
            await socket.close(ending.code, ending.reason[:REASON])


async def _follow(socket: WebSocket, name: str, find: Find, settings: Settings) -> Ending | None:
    """Send and receive until either ends; return why the server closes, None where the client has left."""
    stream = _stream_of(socket)
    try:
        subject = await find(name)
        if subject is None:
            return Ending(GONE, "no such run or group")
        session = Session(
            subject,
            settings,
            send_text=_until_gone(socket.send_text),
            send_frame=_frames_to(socket),
            write_frame=stream.write if stream else None,
        )
        subject.join(session)
    except ServerFullError as full:
        return Ending(FULL, str(full))
    except RunLostError as lost:
        return Ending(GONE, str(lost))
    except RunElsewhereError as away:
        return Ending(RESTART, str(away))
    except StoreError as error:
        log.warning("store", why=str(error))
        return Ending(RESTART, STORE_FAILED)
    if stream is not None:
        stream.on_text = partial(_take_ack, session)
    sender = asyncio.create_task(session.send_forever())
    receiver = asyncio.create_task(_receive(socket, session, settings))
    try:
        await asyncio.wait({sender, receiver}, return_when=asyncio.FIRST_COMPLETED)
        return subject.ending
    finally:
        if stream is not None:
            stream.on_text = None
        for task in (sender, receiver):
            task.cancel()
        subject.leave(session)
        metrics.tally.tell()
        await _end(sender, receiver)
        await subject.checkpoint()


def _stream_of(socket: WebSocket) -> BoundedStream | None:
    """Return the protocol below, None where the stream comes over another server or is a test's."""
    stream: BoundedStream | None = socket.scope.get("extensions", {}).get(DIRECT, {}).get("stream")
    return stream


def _frames_to(socket: WebSocket) -> Callable[[Parts], Awaitable[None]]:
    """Return what sends a frame: past all that wraps the socket, where there is a way and it is free."""
    stream, send = _stream_of(socket), _until_gone(socket.send_bytes)

    async def send_frame(parts: Parts) -> None:
        if stream is None or not stream.write(parts):
            await send(b"".join(parts))

    return send_frame


def _take_ack(session: Session, text: str) -> bool:
    """Take an acknowledgement; say whether it was one."""
    if '"ack"' not in text:
        return False
    try:
        message = client_message.validate_json(text)
    except ValidationError:
        return False
    if isinstance(message, Ack):
        session.acknowledge(message)
        return True
    return False


async def _receive(socket: WebSocket, session: Session, settings: Settings) -> None:
    """Obey messages until the client leaves; a bad one is answered and changes nothing."""
    taken = 0
    while True:
        received = await socket.receive()
        if received["type"] == "websocket.disconnect":
            return
        error = await _obey(received.get("text"), session, settings)
        if error is not None:
            metrics.errors.labels(error.code).inc()
            await _until_gone(socket.send_text)(error.model_dump_json())
        taken += 1
        if taken % FEW == 0:
            await asyncio.sleep(0)  # a flood of messages leaves the others their turn


async def _obey(text: str | None, session: Session, settings: Settings) -> ErrorMessage | None:
    try:
        message = client_message.validate_json(text if text is not None else "")
    except ValidationError as invalid:
        errors = field_errors(invalid.errors(include_url=False), settings, tagged=True)
        return ErrorMessage(code="invalid_message", detail=sentence(errors), errors=errors, id=_id_in(text))
    number = getattr(message, "id", None)
    try:
        await session.take(message)
    except ConfigurationError as broken:
        errors = configuration_errors(broken)
        return ErrorMessage(code="invalid_message", detail=sentence(errors), errors=errors, id=number)
    except StateError as wrong:
        return ErrorMessage(code="wrong_state", detail=str(wrong), id=number)
    except NotDrivingError as watching:
        return ErrorMessage(code="not_driving", detail=str(watching), id=number)
    except (NotKeptError, RunGoneError) as lost:
        return ErrorMessage(code="not_kept", detail=str(lost), id=number)
    return None


def _id_in(text: str | None) -> int | None:
    """Return the id of a message that is wrong otherwise, so that its sender learns which one."""
    with suppress(ValueError, RecursionError):
        message = json.loads(text or "")
        number = message.get("id") if isinstance(message, dict) else None
        return number if type(number) is int and 0 <= number <= MOST_ID else None
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
