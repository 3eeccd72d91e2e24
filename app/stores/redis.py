"""redis://HOST:PORT/N: runs that several processes share. rediss:// is the same over TLS."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any

from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as NoAnswer

from app.stores import Claim, Record, StaleClaimError, StoreError, redis_scripts
from app.stores.addresses import SETTING, shown
from app.stores.pipeline import Argument, Pipeline

_RUN, _DOCUMENT = "shallowscope:run:", "shallowscope:document:"
_RUNS, _DOCUMENTS = "shallowscope:runs", "shallowscope:documents"


class RedisStore:
    """Scripts, so that nobody comes between the look at a claim and the write."""

    shared = True

    def __init__(self, url: str, clock: Callable[[], float], patience: float, lifetime: float) -> None:
        """Take the server's URL, what tells the time, and in seconds how long a call may take (`patience`)
        and how long what nobody uses is kept (`lifetime`).

        Raises ValueError for options in the URL that do not exist.
        """
        self._clock, self._patience, self._milliseconds = clock, patience, int(1000 * lifetime)
        self._name = f"{SETTING}={shown(url)}"
        self._pipeline = Pipeline(url, patience)

    async def open(self) -> None:
        """See Store."""
        self._pipeline.open()
        try:
            await self._write_something()
        except StoreError:
            await self.close()
            raise

    async def close(self) -> None:
        """See Store."""
        await self._pipeline.close()

    async def ready(self) -> bool:
        """See Store."""
        try:
            await self._write_something()
        except StoreError:
            return False
        return True

    async def create(self, run_id: str, owner: str, head: bytes, block: bytes) -> Claim:
        """See Store."""
        if not await self._change(redis_scripts.CREATE, run_id, owner, head, block):
            raise StaleClaimError(run_id)
        return Claim(owner, 1)

    async def read_claim(self, run_id: str) -> Claim | None:
        """See Store."""
        owner, epoch = await self._do(self._pipeline.run("HMGET", _RUN + run_id, "owner", "epoch"))
        return _claim(owner, epoch) if owner is not None else None

    async def claim(self, run_id: str, owner: str, instead_of: Claim) -> tuple[Claim, Record]:
        """See Store."""
        taken = Claim(owner, instead_of.epoch + 1)
        row = await self._change(
            redis_scripts.CLAIM, run_id, owner, taken.epoch, instead_of.owner, instead_of.epoch
        )
        if row is None:
            raise StaleClaimError(run_id)
        run = dict(zip(row[::2], row[1::2], strict=True))
        blocks = (run[b"%d" % place] for place in range(1, int(run[b"blocks"]) + 1))
        return taken, Record(run[b"head"], tuple(blocks))

    async def save(
        self, run_id: str, claim: Claim, head: bytes, block: bytes | None = None, *, whole: bool = False
    ) -> None:
        """See Store."""
        appended = () if block is None else (block,)
        if not await self._change(
            redis_scripts.SAVE, run_id, claim.owner, claim.epoch, int(whole), head, *appended
        ):
            raise StaleClaimError(run_id)

    async def release(self, run_id: str, claim: Claim) -> None:
        """See Store."""
        await self._script(redis_scripts.RELEASE, [_RUN + run_id], claim.owner, claim.epoch)

    async def delete(self, run_id: str) -> bool:
        """See Store."""
        return bool(await self._script(redis_scripts.DELETE, [_RUN + run_id, _RUNS], run_id))

    async def count(self) -> int:
        """See Store."""
        return int(await self._do(self._pipeline.run("ZCOUNT", _RUNS, self._oldest(), "+inf")))

    async def longest_unused(self, limit: int) -> list[tuple[str, Claim]]:
        """See Store."""
        arguments = (self._oldest(), limit, _RUN)
        rows = await self._script(redis_scripts.LONGEST_UNUSED, [_RUNS], *arguments)
        return [(run_id.decode(), _claim(owner, epoch)) for run_id, owner, epoch in rows]

    async def expire(self, seconds: float) -> list[str]:
        """See Store."""
        last = self._clock() - seconds
        gone = await self._script(redis_scripts.EXPIRE, [_RUNS], last, _RUN)
        await self._script(redis_scripts.EXPIRE, [_DOCUMENTS], last, _DOCUMENT)
        return [run_id.decode() for run_id in gone]

    async def put(self, key: str, value: bytes) -> None:
        """See Store."""
        await self._script(redis_scripts.PUT, [_DOCUMENT + key, _DOCUMENTS], *self._use(key), value)

    async def get(self, key: str) -> bytes | None:
        """See Store."""
        keys = [_DOCUMENT + key, _DOCUMENTS]
        value: bytes | None = await self._script(redis_scripts.GET, keys, *self._use(key))
        return value

    async def _write_something(self) -> None:
        """A replica, or a full server, answers a question all the same."""
        await self._do(self._pipeline.run("SET", "shallowscope:ready", "", "PX", self._milliseconds))

    def _oldest(self) -> float:
        """Return when what Redis drops just now was last used; older ones are names of runs that are gone."""
        return self._clock() - self._milliseconds / 1000

    def _use(self, name: str) -> tuple[str, float, int]:
        return name, self._clock(), self._milliseconds

    async def _change(self, script: str, run_id: str, *arguments: Argument) -> Any:
        keys, turn = [_RUN + run_id, _RUNS], os.urandom(12)
        return await self._script(script, keys, *self._use(run_id), turn, *arguments)

    async def _script(self, script: str, keys: list[str], *arguments: Argument) -> Any:
        return await self._do(self._pipeline.script(script, keys, *arguments))

    async def _do(self, waiting: Awaitable[Any]) -> Any:
        try:
            async with asyncio.timeout(self._patience):
                return await waiting
        except (TimeoutError, NoAnswer):
            raise StoreError(f"{self._name}: Redis does not answer within {self._patience:g} s") from None
        except (RedisError, OSError) as error:
            lost = isinstance(error, OSError) or isinstance(error.__context__, OSError)
            why = "cannot be reached" if lost else f"does not do what it is asked ({error})"
            raise StoreError(f"{self._name}: Redis {why}") from error


def _claim(owner: bytes, epoch: bytes) -> Claim:
    return Claim(owner.decode(), int(epoch))
