"""Other servers on the same store: who is alive, and messages between them, by Redis' pub/sub."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from time import monotonic
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from app.logs import log

HEARTBEAT = 2.0
"""Seconds between two signs of life."""
DEAD = 8.0
"""Seconds without one after which a server counts as dead, and takes itself for it."""
TIMEOUT = 3.0
"""Seconds that Redis has for an answer."""
Header = dict[str, Any]
Receive = Callable[[Header, bytes], None]


def pack(header: Header, body: bytes) -> bytes:
    """Return a message: the length of its header in four bytes, the header as JSON, the body."""
    text = json.dumps(header).encode()
    return len(text).to_bytes(4, "little") + text + body


def unpack(message: bytes) -> tuple[Header, bytes]:
    """Return header and body."""
    end = 4 + int.from_bytes(message[:4], "little")
    return json.loads(message[4:end]), message[end:]


class Peers:
    """This server among those that share its store."""

    def __init__(self, url: str, name: str) -> None:
        """Not yet connected."""
        self.name = name
        options: dict[str, Any] = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
        self._redis = Redis.from_url(url, **options)
        self._sender = Redis.from_url(
            url, single_connection_client=True, **options
        )  # keeps messages in order
        self._tasks: list[asyncio.Task[None]] = []
        self._heard = monotonic()
        self.handlers: dict[str, Receive] = {}
        """Who takes a message, by the `kind` in its header."""
        self.on_deaf: Callable[[], None] = lambda: None
        """Called when messages may have been lost."""
        self.on_isolated: Callable[[], None] = lambda: None
        """Called when no sign of life has reached Redis for so long that others take this server for dead."""

    async def open(self) -> None:
        """Connect, listen, and give the first sign of life."""
        await self._beat()
        ready = asyncio.Event()
        self._tasks = [
            asyncio.create_task(self._listen_forever(ready)),
            asyncio.create_task(self._beat_forever()),
        ]
        await asyncio.wait_for(ready.wait(), TIMEOUT)

    async def close(self) -> None:
        """Say that this server is gone."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(RedisError, OSError):
            await self._redis.delete(_sign(self.name))
        await self._redis.aclose()
        await self._sender.aclose()

    async def alive(self, name: str) -> bool:
        """Say whether a server listens and has given a sign of life; unknown counts as alive."""
        if name == self.name:
            return True
        try:
            listening = await self._redis.pubsub_numsub(_channel(name))
            return bool(listening[0][1]) and bool(await self._redis.exists(_sign(name)))
        except (RedisError, OSError):
            return True

    async def send(self, name: str, header: Header, body: bytes = b"") -> bool:
        """Send a message; say whether anybody heard it."""
        try:
            return bool(await self._sender.publish(_channel(name), pack(header, body)))
        except (RedisError, OSError) as error:
            log.warning("message not sent", to=name, why=str(error))
            return False

    async def _beat(self) -> None:
        await self._redis.set(_sign(self.name), b"1", px=int(1000 * DEAD))
        self._heard = monotonic()

    async def _beat_forever(self) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT)
            try:
                await self._beat()
            except (RedisError, OSError) as error:
                log.warning("no sign of life", why=str(error))
                if monotonic() - self._heard > DEAD:
                    self.on_isolated()

    async def _listen_forever(self, ready: asyncio.Event) -> None:
        while True:
            try:
                async with self._redis.pubsub() as channel:
                    await channel.subscribe(_channel(self.name))
                    ready.set()
                    while True:
                        message = await channel.get_message(ignore_subscribe_messages=True, timeout=None)
                        if message is not None:
                            header, body = unpack(message["data"])
                            self.handlers[header["kind"]](header, body)
            except (RedisError, OSError) as error:
                log.warning("not listening", why=str(error))
                self.on_deaf()
                await asyncio.sleep(HEARTBEAT / 4)


def _channel(name: str) -> str:
    return f"shallowscope:server:{name}"


def _sign(name: str) -> str:
    return f"shallowscope:alive:{name}"
