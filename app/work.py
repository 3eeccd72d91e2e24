"""Where work is done: light work in the event loop, heavy work in a thread that gives way to it."""

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import perf_counter
from typing import TypeVar

from app import metrics

INLINE = 0.002
"""Work predicted to take less seconds than this is done in the event loop."""
THREADS = 2
"""Heavy work at once: more would only take turns, NumPy's operations being the whole of it."""
NICENESS = 10
Result = TypeVar("Result")


def _give_way() -> None:
    """Lower the thread's priority where threads have one of their own: frames of light runs come first."""
    with suppress(OSError, AttributeError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="heavy", initializer=_give_way)


async def do(seconds: float | None, job: Callable[[], Result]) -> Result:
    """Do `job`, predicted to take `seconds` (None: unknown).

    Whoever is cancelled meanwhile hears of it when the job is done: a thread cannot be stopped, and what
    the caller holds (a run's lock) must not be let go while the thread works on it.
    """
    if seconds is not None and seconds <= INLINE:
        return job()
    asked = perf_counter()
    working = asyncio.get_running_loop().run_in_executor(_threads, _started, asked, job)
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        while not working.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait({working})
        if not working.cancelled():
            working.exception()  # nobody else asks for it
        raise


def _started(asked: float, job: Callable[[], Result]) -> Result:
    metrics.queue_seconds.observe(perf_counter() - asked)
    return job()
