"""The runs that this process trains, out of all that the store keeps. Used in the event loop only."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable
from time import perf_counter
from weakref import WeakValueDictionary

from app import metrics
from app.audience import GONE, RESTART, Ending
from app.errors import NotKeptError, RunElsewhereError, RunGoneError, RunLostError, ServerFullError
from app.keeping import Keeper
from app.limits import check_configuration
from app.logs import log
from app.pacing import Crowd
from app.records import Debts, read_blocks, read_head, write_save
from app.run import Run, memory_for, memory_of
from app.settings import Settings
from app.stores import Claim, Record, StaleClaimError, Store, StoreError
from core.configuration import Configuration
from core.errors import SaveError
from core.saving import Saver, restore
from core.trainer import Trainer

ID = re.compile(r"[\w-]{16}", re.ASCII)
UNUSED = 60.0
"""Seconds after which a run that nobody watches leaves the memory; the store keeps it."""
CANDIDATES = 32
"""Runs that are looked at when one has to go."""
Alive = Callable[[str], Awaitable[bool]]


async def nobody(_owner: str) -> bool:
    """Say that no other server is there: the store is not shared."""
    return False


class Runs:
    """All runs of this process by id, the longest unused first."""

    def __init__(self, settings: Settings, store: Store, owner: str, alive: Alive = nobody) -> None:
        """Start with none; claims are made as `owner`, and `alive` tells whether another one still is."""
        self._settings, self._store, self.owner, self._alive = settings, store, owner, alive
        self._live: dict[str, Run] = {}
        self._loading: dict[str, asyncio.Task[Run | None]] = {}
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.crowd = Crowd()

    def __len__(self) -> int:
        return len(self._live)

    def is_live(self, run_id: str) -> bool:
        """Say whether this process trains the run."""
        return run_id in self._live

    async def create(self, configuration: Configuration) -> Run:
        """Start a run; at a limit the longest unused one that is idle goes, else ServerFullError."""
        check_configuration(configuration, self._settings)
        await self._make_room(memory_for(configuration))
        return await self.adopt(await asyncio.to_thread(Trainer, configuration))

    async def adopt(self, trainer: Trainer) -> Run:
        """Make a run of a trainer."""
        await self._make_room(memory_of(trainer))
        await self._drop_for_another()
        run_id = secrets.token_urlsafe(12)
        saver = Saver(trainer)
        save = await asyncio.to_thread(lambda: write_save(saver.save(whole=True), Debts()))
        claim = await self._store.create(run_id, self.owner, save.head, save.block or b"")
        log.info("run created", run=run_id)
        return self._add(run_id, saver, claim, Debts())

    def _add(self, run_id: str, saver: Saver, claim: Claim, debts: Debts) -> Run:
        keeper = Keeper(self._store, run_id, claim)
        run = self._live[run_id] = Run(run_id, saver, keeper, self._settings, self.crowd)
        run.owe(debts)
        metrics.runs.set(len(self._live))
        return run

    async def find(self, run_id: str) -> Run | None:
        """Return the run, taken over from the store if need be; None if there is no such run.

        Raises RunElsewhereError if another server trains it.
        """
        run = self._live.pop(run_id, None)
        if run is not None and run.ending is None:
            self._live[run_id] = run  # the latest used
            run.used = perf_counter()
            return run
        if not ID.fullmatch(run_id):
            return None
        if run_id not in self._loading:
            self._loading[run_id] = asyncio.create_task(self._take(run_id))
            self._loading[run_id].add_done_callback(lambda _: self._loading.pop(run_id, None))
        return await asyncio.shield(self._loading[run_id])

    async def held_elsewhere(self, claim: Claim) -> bool:
        """Say whether another server that is alive holds a claim."""
        return claim.owner not in ("", self.owner) and await self._alive(claim.owner)

    def _lock(self, run_id: str) -> asyncio.Lock:
        """Return what lets a run be taken over, let go or deleted one after the other."""
        lock = self._locks.get(run_id)
        if lock is None:
            lock = self._locks[run_id] = asyncio.Lock()
        return lock

    async def _take(self, run_id: str) -> Run | None:
        async with self._lock(run_id):
            return await self._take_locked(run_id)

    async def _take_locked(self, run_id: str) -> Run | None:
        claim = await self._store.read_claim(run_id)
        if claim is None:
            return None
        if await self.held_elsewhere(claim):
            raise RunElsewhereError(run_id, claim.owner)
        try:
            with metrics.timed_store("claim"):
                claim, record = await self._store.claim(run_id, self.owner, claim)
        except StaleClaimError as stale:
            raise RunElsewhereError(run_id, "") from stale
        try:
            saver, debts = await asyncio.to_thread(_rebuild, record)
        except SaveError as torn:
            log.error("run lost", run=run_id, why=str(torn))
            what = f"run {run_id} is lost, what was saved of it is damaged"
            raise RunLostError(f"{what}: delete it, and make another one or import an export") from torn
        await self._make_room(memory_of(saver.trainer))
        log.info("run taken over", run=run_id, epoch=claim.epoch, iteration=saver.trainer.iteration)
        return self._add(run_id, saver, claim, debts)

    async def delete(self, run_id: str) -> bool:
        """Drop the run and end what is under way with it; say whether there was one."""
        async with self._lock(run_id):
            run = self._forget(run_id)
            if run is not None:
                run.end(Ending(GONE, "the run was deleted"))
                log.info("run deleted", run=run_id)
            return bool(ID.fullmatch(run_id)) and await self._store.delete(run_id)

    async def release(self, run_id: str) -> None:
        """Save a run and leave it to whoever asks for it next; its connections come back there."""
        async with self._lock(run_id):
            run = self._forget(run_id)
            if run is not None:
                run.end(Ending(RESTART, "the run moves to another server"))
                await self._let_go(run)

    def _forget(self, run_id: str) -> Run | None:
        run = self._live.pop(run_id, None)
        metrics.runs.set(len(self._live))
        return run

    async def _let_go(self, run: Run) -> None:
        try:
            await run.release()
            log.debug("run released", run=run.id)
        except (RunGoneError, NotKeptError, StoreError) as error:
            log.warning("run not released", run=run.id, why=str(error))

    async def _make_room(self, wanted: int) -> None:
        """Let idle runs leave the memory until there is room, the longest unused first."""
        room = (self._settings.max_memory_mb << 20) - sum(run.memory for run in self._live.values())
        for run in [run for run in self._live.values() if run.idle]:
            if room >= wanted:
                return
            room += run.memory
            await self.release(run.id)
        if room < wanted:
            detail = f"the runs in use leave {max(0, room) >> 20} MB, and this one takes {wanted >> 20}"
            raise ServerFullError("max_memory_mb", f"{detail}: try fewer samples or units")

    async def _drop_for_another(self) -> None:
        if await self._store.count() < self._settings.max_runs:
            return
        kept = await self._store.longest_unused(CANDIDATES)
        for run_id, claim in kept:  # those that nobody has in memory come first: they have rested longer
            if run_id not in self._live and not await self.held_elsewhere(claim):
                await self.delete(run_id)
                return
        for run in self._live.values():
            if run.idle:
                await self.delete(run.id)
                return
        most = self._settings.max_runs
        raise ServerFullError("max_runs", f"all {most} runs are in use")

    async def tidy(self) -> None:
        """Let runs that are long unused leave the memory, and forget those that ended.

        One that is used is saved now and then, so that it does not expire in the store.
        """
        now, late = perf_counter(), self._settings.expire_hours * 3600 / 2
        for run in list(self._live.values()):
            if run.ending is not None:
                self._forget(run.id)
            elif run.idle and now - run.used > UNUSED:
                await self.release(run.id)
            elif now - run.kept > late:
                await run.checkpoint()

    def abandon(self) -> None:
        """Drop every run without saving it: others may have taken them over by now."""
        for run in list(self._live.values()):
            run.end(Ending(RESTART, "this server has lost its store"))
        self._live.clear()
        metrics.runs.set(0)
        log.warning("all runs abandoned")

    async def close(self) -> None:
        """Save every run and let go of it."""
        await asyncio.gather(*(self.release(run_id) for run_id in list(self._live)))


def _rebuild(record: Record) -> tuple[Saver, Debts]:
    head, debts = read_head(record.head)
    blocks = read_blocks(record.blocks)
    return Saver(restore(head, blocks), blocks), debts
