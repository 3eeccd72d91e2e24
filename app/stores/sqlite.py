"""sqlite:///FILE: runs that outlive the process, in one file. The default.

A commit reaches the disk when SQLite next empties its log (WAL, synchronous=NORMAL): it survives the end of
the process at any moment; when the power fails, the newest saves may be lost, and the file is whole.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from app.stores import Claim, Record, StaleClaimError, StoreError
from app.stores.sqlite_file import connect, named, write_something
from app.stores.writer import Writer

Result = TypeVar("Result")

_SAVE = "UPDATE runs SET head = ?, used = ? WHERE id = ? AND owner = ? AND epoch = ?"
_CLAIM = "UPDATE runs SET owner = ?, epoch = ?, used = ? WHERE id = ? AND owner = ? AND epoch = ?"
_RELEASE = "UPDATE runs SET owner = '' WHERE id = ? AND owner = ? AND epoch = ?"


class SqliteStore:
    """One connection, in a thread of its own. Meant for one process; claims fence a second one."""

    shared = False

    def __init__(self, path: Path, clock: Callable[[], float], patience: float) -> None:
        """Take the file, what tells the time, and how many seconds to wait for another process's write."""
        self._path, self._clock = path, clock
        self._limit = 3 * patience  # of one call: those before it may have waited too
        self._writer = Writer(lambda: connect(path, patience))

    async def open(self) -> None:
        """See Store."""
        await self._within_limit(self._writer.open())

    async def close(self) -> None:
        """See Store."""
        with suppress(StoreError):  # a disk that does not answer: the thread ends with the process
            await self._within_limit(self._writer.close())

    async def ready(self) -> bool:
        """See Store."""
        try:
            await self._do(write_something)
        except StoreError:
            return False
        return True

    async def create(self, run_id: str, owner: str, head: bytes, block: bytes) -> Claim:
        """See Store."""

        def insert(connection: sqlite3.Connection) -> None:
            row = (run_id, owner, 1, self._clock(), head)
            done = connection.execute("INSERT INTO runs VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", row)
            _stale_unless(done, run_id)
            _append(connection, run_id, block)

        await self._do(insert)
        return Claim(owner, 1)

    async def read_claim(self, run_id: str) -> Claim | None:
        """See Store."""

        def select(connection: sqlite3.Connection) -> Claim | None:
            row = connection.execute("SELECT owner, epoch FROM runs WHERE id = ?", (run_id,)).fetchone()
            return Claim(*row) if row else None

        return await self._do(select, writes=False)

    async def claim(self, run_id: str, owner: str, instead_of: Claim) -> tuple[Claim, Record]:
        """See Store."""
        taken = Claim(owner, instead_of.epoch + 1)

        def take(connection: sqlite3.Connection) -> Record:
            held = (run_id, instead_of.owner, instead_of.epoch)
            _stale_unless(connection.execute(_CLAIM, (owner, taken.epoch, self._clock(), *held)), run_id)
            head = connection.execute("SELECT head FROM runs WHERE id = ?", (run_id,)).fetchone()[0]
            blocks = connection.execute("SELECT block FROM blocks WHERE run_id = ? ORDER BY place", (run_id,))
            return Record(head, tuple(block for (block,) in blocks))

        return taken, await self._do(take)

    async def save(
        self, run_id: str, claim: Claim, head: bytes, block: bytes | None = None, *, whole: bool = False
    ) -> None:
        """See Store."""

        def update(connection: sqlite3.Connection) -> None:
            held = (run_id, claim.owner, claim.epoch)
            _stale_unless(connection.execute(_SAVE, (head, self._clock(), *held)), run_id)
            if whole:
                connection.execute("DELETE FROM blocks WHERE run_id = ?", (run_id,))
            if block is not None:
                _append(connection, run_id, block)

        await self._do(update)

    async def release(self, run_id: str, claim: Claim) -> None:
        """See Store."""
        await self._change(_RELEASE, (run_id, claim.owner, claim.epoch))

    async def delete(self, run_id: str) -> bool:
        """See Store."""
        return await self._change("DELETE FROM runs WHERE id = ?", (run_id,)) == 1

    async def count(self) -> int:
        """See Store."""

        def select(connection: sqlite3.Connection) -> int:
            return int(connection.execute("SELECT count(*) FROM runs").fetchone()[0])

        return await self._do(select, writes=False)

    async def longest_unused(self, limit: int) -> list[tuple[str, Claim]]:
        """See Store."""

        def select(connection: sqlite3.Connection) -> list[tuple[str, Claim]]:
            query = "SELECT id, owner, epoch FROM runs ORDER BY used LIMIT ?"
            return [(run_id, Claim(*claim)) for run_id, *claim in connection.execute(query, (limit,))]

        return await self._do(select, writes=False)

    async def expire(self, seconds: float) -> list[str]:
        """See Store."""
        last = (self._clock() - seconds,)

        def drop(connection: sqlite3.Connection) -> list[str]:
            gone = [run_id for (run_id,) in connection.execute("SELECT id FROM runs WHERE used <= ?", last)]
            connection.execute("DELETE FROM runs WHERE used <= ?", last)
            connection.execute("DELETE FROM documents WHERE used <= ?", last)
            return gone

        return await self._do(drop)

    async def put(self, key: str, value: bytes) -> None:
        """See Store."""
        row = (key, value, self._clock())
        await self._change("INSERT OR REPLACE INTO documents VALUES (?, ?, ?)", row)

    async def get(self, key: str) -> bytes | None:
        """See Store."""

        def select(connection: sqlite3.Connection) -> bytes | None:
            connection.execute("UPDATE documents SET used = ? WHERE key = ?", (self._clock(), key))
            row = connection.execute("SELECT value FROM documents WHERE key = ?", (key,)).fetchone()
            return bytes(row[0]) if row else None

        return await self._do(select)

    async def _change(self, statement: str, values: tuple[object, ...]) -> int:
        """Return how many rows it has changed."""
        return await self._do(lambda connection: connection.execute(statement, values).rowcount)

    async def _do(self, work: Callable[[sqlite3.Connection], Result], *, writes: bool = True) -> Result:
        return await self._within_limit(self._writer.run(work, writes=writes))

    async def _within_limit(self, waiting: Awaitable[Result]) -> Result:
        try:
            async with asyncio.timeout(self._limit):
                return await waiting
        except TimeoutError:
            raise StoreError(f"{named(self._path)} does not answer within {self._limit:g} s") from None
        except sqlite3.Error as error:
            raise StoreError(f"{named(self._path)} cannot be written or read ({error})") from error


def _append(connection: sqlite3.Connection, run_id: str, block: bytes) -> None:
    connection.execute("INSERT INTO blocks (run_id, block) VALUES (?, ?)", (run_id, block))


def _stale_unless(done: sqlite3.Cursor, run_id: str) -> None:
    if done.rowcount == 0:
        raise StaleClaimError(run_id)
