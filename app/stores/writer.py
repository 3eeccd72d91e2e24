"""One thread for a SQLite connection, so that the event loop never waits for a disk.

Work that is waiting when the thread looks goes into one transaction: many runs, one commit.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from app.stores import StaleClaimError
from app.stores.sqlite_file import transaction

MOST_AT_ONCE = 256

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[sqlite3.Connection], Any]
    writes: bool
    result: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Outcome:
    result: asyncio.Future[Any]
    value: Any = None
    error: Exception | None = None


class Writer:
    """Does work on a connection in the order in which it comes. Used in one event loop."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        """Take what opens the connection; it is called in the thread."""
        self._connect = connect
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._closed = True

    async def open(self) -> None:
        """Start the thread. Raises what `connect` raises."""
        self._loop = asyncio.get_running_loop()
        opened, self._ended = self._loop.create_future(), self._loop.create_future()
        threading.Thread(target=self._work, args=[opened], name="store", daemon=True).start()
        await opened
        self._closed = False

    async def close(self) -> None:
        """Finish what waits and end the thread."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
            await self._ended

    async def run(self, work: Callable[[sqlite3.Connection], Result], *, writes: bool = True) -> Result:
        """Return what `work` returns, its transaction committed.

        Raises StaleClaimError as `work` does, which must not have written anything then, and sqlite3.Error
        where nothing was kept. Work whose caller is cancelled before its turn is not done.
        """
        if self._closed:
            raise sqlite3.ProgrammingError("it is closed")
        result = self._loop.create_future()
        self._jobs.put(_Job(work, writes, result))
        done: Result = await result
        return done

    def _work(self, opened: asyncio.Future[None]) -> None:
        try:
            connection = self._connect()
        except Exception as error:  # noqa: BLE001 - whoever opens it is told
            self._tell([_Outcome(opened, error=error)])
            return
        self._tell([_Outcome(opened)])
        while jobs := self._next_jobs():
            writing = [job for job in jobs if job.writes]
            self._tell(_write(connection, writing))
            self._tell([_try(connection, job) for job in jobs if not job.writes])
        connection.close()
        self._tell([_Outcome(self._ended)])

    def _next_jobs(self) -> list[_Job]:
        """Return what waits, at least one job; none at the end."""
        jobs: list[_Job] = []
        try:
            while len(jobs) < MOST_AT_ONCE:
                job = self._jobs.get(block=not jobs)
                if job is None:
                    if jobs:
                        self._jobs.put(None)
                    return jobs
                jobs.append(job)
        except Empty:
            pass
        return jobs

    def _tell(self, outcomes: Sequence[_Outcome]) -> None:
        if outcomes and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(_settle, outcomes)


def _write(connection: sqlite3.Connection, jobs: Sequence[_Job]) -> list[_Outcome]:
    """Do all of it in one transaction; where that fails, nothing of it is kept."""
    if not jobs:
        return []
    outcomes = []
    try:
        with transaction(connection):
            for job in jobs:
                outcome = _try(connection, job)
                if outcome.error and not isinstance(outcome.error, StaleClaimError):
                    raise outcome.error  # at once: it may have ended the transaction already
                outcomes.append(outcome)
    except Exception as error:  # noqa: BLE001 - they are told, and the thread lives on
        return [_Outcome(job.result, error=error) for job in jobs]
    return outcomes


def _try(connection: sqlite3.Connection, job: _Job) -> _Outcome:
    if job.result.cancelled():
        return _Outcome(job.result)
    try:
        return _Outcome(job.result, job.work(connection))
    except Exception as error:  # noqa: BLE001 - whoever asked is told
        return _Outcome(job.result, error=error)


def _settle(outcomes: Sequence[_Outcome]) -> None:
    for outcome in outcomes:
        if outcome.result.done():  # cancelled meanwhile
            continue
        if outcome.error:
            outcome.result.set_exception(outcome.error)
        else:
            outcome.result.set_result(outcome.value)
