"""A client of the stream that knows only the public packages `websockets` and `safetensors`."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from safetensors.numpy import load
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.support import API, metadata

Frame = tuple[dict[str, Any], dict[str, Any]]


class Client:
    """A connection that acknowledges every frame unless told otherwise."""

    def __init__(self, socket: ClientConnection) -> None:
        """Wrap a socket."""
        self.socket = socket
        self.states: list[dict[str, Any]] = []
        self._commands = 0

    async def say(self, kind: str, **fields: Any) -> None:
        """Send a message."""
        await self.socket.send(json.dumps({"type": kind, **fields}))

    async def frame(self, *, acknowledge: bool = True) -> Frame:
        """Return the next frame's metadata and tensors; states on the way are kept, an error fails."""
        while True:
            received = await asyncio.wait_for(self.socket.recv(), 20)
            if isinstance(received, bytes):
                about = metadata(received)
                if acknowledge:
                    await self.say("ack", frame=about["snapshot"]["frame"])
                return about, load(received)
            message = json.loads(received)
            assert message["type"] == "state", message
            self.states.append(message)

    async def obeyed(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send a command; return the state that answers it, an error fails."""
        self._commands += 1
        await self.say(kind, id=self._commands, **fields)
        while not any(self._commands in state["answers"] for state in self.states):
            await self.next()
        return self.states[-1]

    async def refused(self, kind: str, **fields: Any) -> dict[str, Any]:
        """Send a command; return the error that answers it."""
        self._commands += 1
        await self.say(kind, id=self._commands, **fields)
        error = await self.error()
        assert error["id"] == self._commands
        return error

    async def next(self) -> Frame | None:
        """Take the next message in; return it if it is a frame, which is acknowledged."""
        received = await asyncio.wait_for(self.socket.recv(), 20)
        if isinstance(received, bytes):
            about = metadata(received)
            await self.say("ack", frame=about["snapshot"]["frame"])
            return about, load(received)
        message = json.loads(received)
        assert message["type"] == "state", message
        self.states.append(message)
        return None

    async def until(self, iteration: int) -> Frame:
        """Return the first frame at or after this iteration."""
        while True:
            frame = await self.frame()
            if frame[0]["snapshot"]["iteration"] >= iteration:
                return frame

    async def error(self) -> dict[str, Any]:
        """Return the next error; frames and states on the way are passed over."""
        while True:
            received = await asyncio.wait_for(self.socket.recv(), 20)
            if isinstance(received, bytes):
                await self.say("ack", frame=metadata(received)["snapshot"]["frame"])
            elif json.loads(received)["type"] == "error":
                error: dict[str, Any] = json.loads(received)
                return error


@asynccontextmanager
async def watching(
    server: str, configuration: Any = None, run: str | None = None, group: str | None = None
) -> AsyncIterator[Client]:
    """Connect to a new run, to `run` or to `group`."""
    if run is None and group is None:
        run = httpx.post(server + API + "/runs", json=configuration or {}).json()["id"]
    place = f"runs/{run}" if group is None else f"groups/{group}"
    address = server.replace("http://", "ws://") + f"{API}/{place}/stream"
    async with connect(address, max_size=None) as socket:
        yield Client(socket)


async def code_of_close(socket: ClientConnection) -> int | None:
    """Read until the server closes; return its code."""
    try:
        while True:
            await asyncio.wait_for(socket.recv(), 20)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
