"""What lives as long as the server does: the store, the runs and groups, and its peers on a shared store."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter

from fastapi import FastAPI

from app.groups import Groups
from app.lessons import read_lessons
from app.logs import log
from app.peers import Peers
from app.runs import Runs, nobody
from app.settings import Settings
from app.stores import Store, StoreError
from app.stores.opening import open_store
from app.workbench import Workbench

TIDY = 5.0
"""Seconds between two looks at what is unused."""
EXPIRE = 60.0
"""Seconds between two looks at what has expired in the store."""


class Services:
    """Everything that one server has."""

    def __init__(self, settings: Settings) -> None:
        """Nothing is opened yet."""
        self.settings, name = settings, secrets.token_hex(8)
        self.store: Store = open_store(
            settings.store, lifetime=settings.expire_hours * 3600, patience=settings.store_seconds
        )
        self.peers = Peers(settings.store, name) if self.store.shared else None
        self.runs = Runs(settings, self.store, name, self.peers.alive if self.peers else nobody)
        self.workbench = Workbench(settings)
        self.lessons = read_lessons(settings.lessons)
        self.groups = Groups(settings, self.store, self.runs, self.peers)

    async def owner_of(self, kind: str, name: str) -> str | None:
        """Return the other server that trains a run or group, None if that is this one or nobody."""
        try:
            if kind == "groups":
                members = await self.groups.members(name)
                if not members:
                    return None
                name = members[0]
            if self.runs.is_live(name):
                return None
            claim = await self.store.read_claim(name)
            return claim.owner if claim and await self.runs.held_elsewhere(claim) else None
        except StoreError:
            return None  # whoever serves this meets the error again, and answers it

    async def tidy_forever(self) -> None:
        """Let go of what is unused, for as long as the server runs."""
        expire_at = perf_counter()
        while True:
            try:
                await self.runs.tidy()
                if perf_counter() >= expire_at:
                    expire_at = perf_counter() + EXPIRE
                    await self.store.expire(self.settings.expire_hours * 3600)
            except StoreError as error:
                log.warning("store", why=str(error))
            await asyncio.sleep(TIDY)


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[None]:
    """Open everything, and close it in the end: every run is then saved and left to whoever comes next."""
    services: Services = app.state.services
    await services.store.open()
    if services.peers:
        services.peers.on_isolated = services.runs.abandon
        await services.peers.open()
    tidying = asyncio.create_task(services.tidy_forever())
    try:
        yield
    finally:
        tidying.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await tidying
        await services.runs.close()
        if services.peers:
            await services.peers.close()
        await services.store.close()
