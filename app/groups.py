"""The groups that this process trains. Used in the event loop only."""

import asyncio
import json
import secrets
from collections.abc import Sequence
from weakref import WeakValueDictionary

from app.errors import RunElsewhereError
from app.group import Group
from app.peers import Header, Peers
from app.run import Run
from app.runs import ID, Runs
from app.settings import Settings
from app.stores import Store
from core.errors import ConfigurationError

HANDOVER = 3.0
"""Seconds that another server has to let go of a run."""
LOOKS = 100


class Groups:
    """Groups by id; the store keeps which runs they have, and nothing else."""

    def __init__(self, settings: Settings, store: Store, runs: Runs, peers: Peers | None) -> None:
        """Start with none."""
        self._settings, self._store, self._runs, self._peers = settings, store, runs, peers
        self._releasing: set[asyncio.Task[None]] = set()
        if peers:
            peers.handlers["release"] = self._release
        self._live: WeakValueDictionary[str, Group] = WeakValueDictionary()
        self._finding = asyncio.Lock()

    async def create(self, run_ids: Sequence[str]) -> Group:
        """Group runs; raises ConfigurationError where one is not there, named twice, or on other data."""
        if len(set(run_ids)) < len(run_ids):
            raise ConfigurationError("runs", list(run_ids), "must not name a run twice")
        group = self._make(secrets.token_urlsafe(12), [await self.member(run_id) for run_id in run_ids])
        await self._store.put(_key(group.id), json.dumps(list(run_ids)).encode())
        return group

    async def member(self, run_id: str) -> Run:
        """Return a run to be taken together with others; raises ConfigurationError where there is none."""
        run = await self._fetch(run_id)
        if run is None:
            raise ConfigurationError("runs", run_id, "is not a run of this server")
        return run

    async def _fetch(self, run_id: str) -> Run | None:
        """Return the run, even if another server trains it: that is asked to let go of it."""
        try:
            return await self._runs.find(run_id)
        except RunElsewhereError as elsewhere:
            if self._peers is None:
                raise
            await self._peers.send(elsewhere.owner, {"kind": "release", "run": run_id})
            for _ in range(LOOKS):
                claim = await self._store.read_claim(run_id)
                if claim is None or claim.owner != elsewhere.owner:
                    break
                await asyncio.sleep(HANDOVER / LOOKS)
            return await self._runs.find(run_id)  # which still is elsewhere if it was not let go of

    def _release(self, header: Header, _body: bytes) -> None:
        task = asyncio.create_task(self._runs.release(header["run"]))
        self._releasing.add(task)
        task.add_done_callback(self._releasing.discard)

    def _make(self, group_id: str, runs: list[Run]) -> Group:
        group = self._live[group_id] = Group(group_id, runs, self._settings, self._runs.crowd)
        return group

    async def members(self, group_id: str) -> list[str] | None:
        """Return the ids of a group's runs, None where there is no such group."""
        record = await self._store.get(_key(group_id)) if ID.fullmatch(group_id) else None
        return None if record is None else json.loads(record)

    async def find(self, group_id: str) -> Group | None:
        """Return the group, None where it or one of its runs is gone."""
        async with self._finding:
            group = self._live.get(group_id)
            if group is not None and all(one.ending is None for one in (group, *group.runs)):
                return group
            members = await self.members(group_id)
            if members is None:
                return None
            runs = [await self._fetch(run_id) for run_id in members]
            if None in runs:
                return None
            return self._make(group_id, [run for run in runs if run is not None])


def _key(group_id: str) -> str:
    return f"group:{group_id}"
