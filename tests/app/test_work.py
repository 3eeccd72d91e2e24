"""Work in threads: what a caller holds stays held until the thread is done."""

import asyncio
import threading

import pytest

from app.work import do


def test_a_cancelled_caller_waits_for_its_thread() -> None:
    async def scenario() -> None:
        lock, begun, go_on, done = asyncio.Lock(), threading.Event(), threading.Event(), threading.Event()

        def job() -> None:
            begun.set()
            assert go_on.wait(20)
            done.set()

        async def worker() -> None:
            async with lock:
                await do(None, job)

        task = asyncio.create_task(worker())
        await asyncio.to_thread(begun.wait, 20)
        for _ in range(2):  # somebody may ask twice
            task.cancel()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            assert lock.locked()
        assert not done.is_set()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert done.is_set()
        assert not lock.locked()

    asyncio.run(scenario())


def test_an_error_of_a_job_reaches_its_caller() -> None:
    def job() -> None:
        raise ValueError("of the job")

    for seconds in (None, 0.0):
        with pytest.raises(ValueError, match="of the job"):
            asyncio.run(do(seconds, job))
