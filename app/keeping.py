"""One run's place in the store: under which claim it is saved, and what is to be written next."""

import asyncio
from collections.abc import Awaitable, Callable

from app import metrics
from app.records import Written
from app.stores import Claim, Store

Write = Callable[[bool], Awaitable[Written]]
"""Give the run as it is now; all of it where that is asked for."""


class Keeper:
    """Saves one run, one save at a time, so that a later state is never overwritten by an earlier one."""

    def __init__(self, store: Store, run_id: str, claim: Claim) -> None:
        """Save under a claim."""
        self._store, self._run_id, self._claim = store, run_id, claim
        self._lock = asyncio.Lock()
        self._broken = False

    async def save(self, write: Write) -> None:
        """Save what `write` gives. Raises StaleClaimError or StoreError; the next save then writes all."""
        async with self._lock:
            broken, self._broken = self._broken, True  # a save that is cancelled while it is written is lost
            save = await write(broken)
            with metrics.timed_store("save"):
                await self._store.save(self._run_id, self._claim, save.head, save.block, whole=save.whole)
            self._broken = False

    async def release(self) -> None:
        """Leave the run to whoever asks for it next."""
        await self._store.release(self._run_id, self._claim)
