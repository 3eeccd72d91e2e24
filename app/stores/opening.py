"""From a URL to its store."""

import time
from collections.abc import Callable

from app.stores import Store
from app.stores.addresses import RULE, SETTING, is_redis, shown, sqlite_file
from app.stores.memory import MemoryStore
from app.stores.redis import RedisStore
from app.stores.sqlite import SqliteStore
from core.errors import ConfigurationError

DAY = 86400.0


def open_store(
    url: str, *, lifetime: float = DAY, patience: float = 3.0, clock: Callable[[], float] = time.time
) -> Store:
    """Return the store of that URL; it connects to nothing before its `open`.

    `lifetime` is for how many seconds Redis keeps what nobody uses, should no server call `expire`;
    `patience` how many seconds it may take to answer; `clock` the time in seconds, the same on every server.
    Raises ConfigurationError for a URL that names no store.
    """
    if url == "memory://":
        return MemoryStore(clock)
    if path := sqlite_file(url):
        return SqliteStore(path, clock, patience)
    rule = RULE
    if is_redis(url):
        try:
            return RedisStore(url, clock, patience, lifetime)
        except ValueError as error:
            rule = f"{RULE}; {error}"
    raise ConfigurationError(SETTING, shown(url), rule)
