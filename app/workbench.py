"""Long computations beside the runs: a few at once, and none that nobody waits for any more."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import Any, TypeVar

import numpy as np
from starlette.exceptions import HTTPException

from app.errors import ServerFullError, TooMuchWorkError
from app.settings import Settings
from core.pieces import Pieces, finish

ASK_EVERY = 0.1
"""Seconds between two looks whether the client is still there."""
LEFT = 499
"""Status of an answer that nobody reads: the client has left."""
WAITING = 100
"""Computations that may wait for their turn."""
Result = TypeVar("Result")


class Workbench:
    """Finishes work in pieces in threads of its own. Its own, so that no run waits for them."""

    def __init__(self, settings: Settings) -> None:
        """Start with nothing to do."""
        self._seconds = settings.max_computation_seconds
        self._slots = asyncio.Semaphore(settings.max_computations)
        self._threads = ThreadPoolExecutor(settings.max_computations, thread_name_prefix="workbench")
        self._waiting = 0

    async def finish(self, work: Pieces[Result], *, gone: Callable[[], Awaitable[bool]]) -> Result:
        """Return the result of `work`, which must touch nothing that others change.

        Raises ServerFullError where too many wait already, TooMuchWorkError where it takes longer than the
        server allows, and HTTPException soon after the client has gone.
        """
        if self._waiting >= WAITING:
            detail = f"{self._waiting} computations are waiting for their turn already"
            raise ServerFullError("max_computations", detail, wait=5)
        self._waiting += 1
        try:
            await self._turn(gone)
        finally:
            self._waiting -= 1
        try:
            return await self._finish(work, gone)
        finally:
            self._slots.release()

    async def _turn(self, gone: Callable[[], Awaitable[bool]]) -> None:
        """Wait for a slot; who leaves meanwhile gives the place up."""
        slot = asyncio.ensure_future(self._slots.acquire())
        try:
            while not (await asyncio.wait({slot}, timeout=ASK_EVERY))[0]:
                if await gone():
                    raise HTTPException(LEFT, "The client has left")
            if await gone():
                raise HTTPException(LEFT, "The client has left")
        except BaseException:
            if not slot.cancel():
                self._slots.release()
            raise

    async def _finish(self, work: Pieces[Result], gone: Callable[[], Awaitable[bool]]) -> Result:
        stop, until = threading.Event(), monotonic() + self._seconds
        thread = asyncio.get_running_loop().run_in_executor(self._threads, _finish, work, stop.is_set)
        thread.add_done_callback(_looked_at)
        try:
            while not (await asyncio.wait({thread}, timeout=ASK_EVERY))[0]:
                if monotonic() > until:
                    detail = f"this takes longer than {self._seconds:g} s: ask for less"
                    raise TooMuchWorkError("max_computation_seconds", detail)
                if await gone():
                    raise HTTPException(LEFT, "The client has left")
            return thread.result()
        finally:
            stop.set()


def _finish(work: Pieces[Result], stopped: Callable[[], bool]) -> Result:
    with np.errstate(all="ignore"):  # far out numbers leave the finite range: a result, not a warning
        return finish(work, stopped)


def _looked_at(thread: "asyncio.Future[Any]") -> None:
    """Take note of how work ended that nobody waits for any more."""
    if not thread.cancelled():
        thread.exception()
