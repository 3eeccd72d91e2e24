"""How much one client address may ask for: calls and new streams a minute, streams at once.

Calls are counted with the `limits` library, in memory or in the Redis that the workers share; open streams
in this process. The messages of one stream are counted in app/sockets.py.
"""

import math
import time
from collections import Counter
from ipaddress import IPv6Address, ip_address
from typing import Any

from limits import RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from limits.errors import StorageError
from starlette.types import ASGIApp, Receive, Scope, Send

from app import metrics
from app.logs import log
from app.messages.rest import FieldError
from app.refusals import TOO_MANY, close_at_once, problem
from app.settings import Settings

RATED = "/api/"
"""Pages, their files, health and metrics are not counted."""
CREATES = ("runs", "import", "groups")
HEAVY = (
    "qr",
    "advance",
    "seek",
    "reset",
    "landscape",
    "scale-sweep",
    "gradient-check",
    "check",
    "loop-time",
    "tables",
)
FILES = "/exports/"
"""A report is five megabytes."""
REDIS_SECONDS = 1.0
"""Patience with Redis; without its answer a call passes."""
NETWORK_BITS = 64
"""Of an IPv6 address: who has one has all below it."""


def address_of(scope: Scope) -> str:
    """Return what stands for the client: its address, of IPv6 its network."""
    client = scope.get("client")
    try:
        address = ip_address(client[0]) if client else None
    except ValueError:
        return str(client[0]) if client else ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> NETWORK_BITS << NETWORK_BITS)}/{NETWORK_BITS}"


def kind_of(scope: Scope) -> str | None:
    """Return the setting that limits this request or stream, None if it is not counted."""
    path = scope["path"].removeprefix(scope.get("root_path", ""))
    if not path.startswith(RATED):
        return None
    if scope["type"] == "websocket":
        return "max_connects_per_minute"
    noun = path.rstrip("/").rpartition("/")[2]
    if scope["method"] == "POST" and noun in CREATES:
        return "max_creates_per_minute"
    if noun in HEAVY or FILES in path:
        return "max_heavy_calls_per_minute"
    return "max_other_calls_per_minute"


WHAT = {
    "max_creates_per_minute": "calls that create something",
    "max_heavy_calls_per_minute": "calls that train or compute",
    "max_other_calls_per_minute": "calls",
    "max_connects_per_minute": "new streams",
}


def make_storage(url: str) -> MemoryStorage | RedisStorage:
    """Return where the counts are kept: Redis at a redis:// URL, for all others this process."""
    if not url.startswith(("redis://", "rediss://")):
        return MemoryStorage()
    return RedisStorage(
        url,
        wrap_exceptions=True,
        implementation="redispy",
        key_prefix="shallowscope:rates",
        socket_timeout=REDIS_SECONDS,
        socket_connect_timeout=REDIS_SECONDS,
    )


class RateCheck:
    """ASGI middleware: 429 for calls and 4429 for streams beyond what one address may ask for."""

    def __init__(self, app: ASGIApp, settings: Settings, store: str = "memory://") -> None:
        """Wrap `app`; counts are kept where `store` is, if that is a Redis."""
        self._app, self._settings = app, settings
        self._storage = make_storage(store)
        self._limiter = FixedWindowRateLimiter(self._storage)
        self._items = {kind: RateLimitItemPerMinute(getattr(settings, kind), namespace=kind) for kind in WHAT}
        self._open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count, and pass on what may pass."""
        if scope["type"] == "lifespan":
            return await self._until_closed(scope, receive, send)
        kind = kind_of(scope)
        if kind is None:
            return await self._app(scope, receive, send)
        address = address_of(scope)
        wait = await self._count(kind, address)
        if scope["type"] == "websocket":
            return await self._stream(address, wait, scope, receive, send)
        if wait is None:
            return await self._app(scope, receive, send)
        most = self._items[kind].amount
        rule = f"so many {WHAT[kind]} a minute are open to one address; try again in {wait} s"
        error = FieldError(field=kind, value=most, rule=rule)
        refusal = problem(429, "Too many requests", error, {"Retry-After": str(wait)})
        return await refusal(scope, receive, send)

    async def _count(self, kind: str, address: str) -> int | None:
        """Take a call into account: return None if it may pass, else the seconds to wait."""
        try:
            if await self._limiter.hit(self._items[kind], address):
                return None
            reset, _ = await self._limiter.get_window_stats(self._items[kind], address)
        except StorageError as down:
            log.warning("rates are not counted", reason=str(down.storage_error))
            return None
        metrics.rejected.labels(kind).inc()
        return max(1, math.ceil(reset - time.time()))

    async def _stream(
        self, address: str, wait: int | None, scope: Scope, receive: Receive, send: Send
    ) -> None:
        if wait is not None:
            reason = (
                f"max_connects_per_minute={self._settings.max_connects_per_minute}: try again in {wait} s"
            )
            return await close_at_once(receive, send, TOO_MANY, reason)
        for kind, count in (
            ("max_connections_per_address", self._open[address]),
            ("max_connections", self._open.total()),
        ):
            most = getattr(self._settings, kind)
            if count >= most:
                metrics.rejected.labels(kind).inc()
                return await close_at_once(
                    receive, send, TOO_MANY, f"{kind}={most}: that many are open already"
                )
        self._open[address] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]
        return None

    async def _until_closed(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        finally:
            if isinstance(self._storage, RedisStorage):
                bridge: Any = self._storage.bridge
                await bridge.get_connection().aclose()
