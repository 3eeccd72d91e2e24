"""The runs and groups of a process, with a store under the tests' hands."""

import asyncio
from collections.abc import Callable
from time import perf_counter
from typing import Any

import pytest

from app.audience import GONE
from app.errors import NotKeptError, RunGoneError
from app.group import Group
from app.keeping import Keeper
from app.messages.stream import Advance, Pause, Play
from app.records import Debts, Written, write_save
from app.run import Run
from app.runs import Runs
from app.settings import Settings
from app.stores import Claim, StoreError
from app.stores.memory import MemoryStore
from core.configuration import configure, flatten
from core.run_state import RunState
from core.saving import Saver
from core.trainer import Trainer
from tests.support import in_loop

SMALL = configure(flatten({"data": {"samples": 40}}))


class Gate(asyncio.Event):
    """An event that tells whether somebody waits for it."""

    def has_waiters(self) -> bool:
        """Say so."""
        return bool(self._waiters)


class Store(MemoryStore):
    """A store in memory that can be slow, or fail."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__(perf_counter)
        self.gate = Gate()
        self.gate.set()
        self.fails = False
        self.saves: list[bool] = []

    async def save(
        self, run_id: str, claim: Claim, head: bytes, block: bytes | None = None, *, whole: bool = False
    ) -> None:
        """Save, once the gate is open."""
        await self.gate.wait()
        if self.fails:
            raise StoreError("no")
        self.saves.append(whole)
        await super().save(run_id, claim, head, block, whole=whole)


class Watcher:
    """A viewer that counts what it is told."""

    def __init__(self) -> None:
        """Start at none."""
        self.states = 0

    def changed(self, *, state: bool) -> None:
        """Count states."""
        self.states += state


def process(store: Store, name: str = "one", **settings: Any) -> Runs:
    """Return the runs of a process."""
    return Runs(Settings(**settings), store, name)


async def until(is_so: Callable[[], bool]) -> None:
    """Let the others work until something is so."""
    for _ in range(100_000):
        if is_so():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never was")


async def train(subject: Run | Group) -> None:
    """Train what is wanted, as a driving connection does."""
    async with subject.held():
        subject.train_due(perf_counter(), 30)


def grouped(runs: Runs, members: list[Run]) -> tuple[Group, Watcher]:
    """Return a group of runs, and who watches it."""
    group, watcher = Group("g" * 16, members, Settings(), runs.crowd), Watcher()
    group.join(watcher)
    return group, watcher


@in_loop
async def test_a_run_that_is_let_go_is_found_as_it_was_left() -> None:
    store = Store()
    runs = process(store)
    run = await runs.create(SMALL)
    await run.advance(5, cancelled=_never)
    run.train(3)  # not saved yet
    store.gate.clear()
    letting_go = asyncio.create_task(runs.release(run.id))
    await until(lambda: not runs.is_live(run.id))
    finding = asyncio.create_task(runs.find(run.id))
    await asyncio.sleep(0)
    store.gate.set()
    found, _ = await asyncio.gather(finding, letting_go)
    assert found is not None
    assert (found is not run, found.trainer.iteration) == (True, 8)
    await found.keep()  # nobody else has taken it over meanwhile


@in_loop
async def test_a_run_that_is_deleted_while_it_is_taken_over_is_gone() -> None:
    store = Store()
    first, second = process(store), process(store, "two")
    run = await first.create(SMALL)
    taking = asyncio.create_task(second.find(run.id))
    deleting = asyncio.create_task(second.delete(run.id))
    await asyncio.gather(taking, deleting)
    assert not second.is_live(run.id)
    assert await second.find(run.id) is None


@in_loop
async def test_watchers_hear_of_a_command_that_could_not_be_saved() -> None:
    store = Store()
    runs = process(store)
    members = [await runs.create(SMALL) for _ in range(2)]
    watcher = Watcher()
    members[1].join(watcher)
    store.fails = True
    with pytest.raises(NotKeptError):
        await members[1].handle(Play(type="play"), 0.0)
    assert watcher.states == 1
    with pytest.raises(NotKeptError):
        await members[1].change(lambda: members[1].trainer.update({"learning_rate": 0.5}))
    assert watcher.states == 2
    group, of_group = grouped(runs, members)
    with pytest.raises(NotKeptError):
        await group.handle(Pause(type="pause"), 0.0)
    assert (watcher.states, of_group.states) == (3, 1)
    assert {run.trainer.state for run in members} == {RunState.READY, RunState.PAUSED}


@in_loop
async def test_what_a_group_owes_is_saved_with_its_runs() -> None:
    store = Store()
    runs = process(store)
    members = [await runs.create(SMALL) for _ in range(3)]
    members[0].train(30)
    group, _ = grouped(runs, members)
    await group.handle(Advance(type="advance", iterations=1000), perf_counter())
    again = process(store, "two")
    taken_over = [await again.find(run.id) for run in members]
    assert [run.owed for run in taken_over if run] == [1000, 1030, 1030]
    group, _ = grouped(again, [run for run in taken_over if run])
    while group.has_work:
        await train(group)
    assert {run.trainer.iteration for run in taken_over if run} == {1030}


@in_loop
async def test_a_run_of_two_groups_is_trained_by_one_of_them() -> None:
    runs = process(Store())
    first, shared, last = [await runs.create(SMALL) for _ in range(3)]
    one, one_watches = grouped(runs, [first, shared])
    two, two_watches = grouped(runs, [shared, last])
    await one.handle(Advance(type="advance", iterations=50), perf_counter())
    await two.handle(Advance(type="advance", iterations=20), perf_counter())
    assert (one.has_work, two.has_work, shared.has_work) == (True, False, False)
    assert shared.concerned() == [one_watches, two_watches]
    while one.has_work:
        await train(one)
    assert (first.trainer.iteration, shared.trainer.iteration) == (50, 70)
    one.leave(one_watches)
    while two.has_work:
        await train(two)
    assert last.trainer.iteration == 70
    two.leave(two_watches)
    assert not shared.leads


@in_loop
async def test_all_groups_end_with_a_run_of_theirs() -> None:
    runs = process(Store())
    first, shared, last = [await runs.create(SMALL) for _ in range(3)]
    groups = [grouped(runs, [first, shared])[0], grouped(runs, [shared, last])[0]]
    await runs.delete(shared.id)
    assert [group.ending.code for group in groups if group.ending] == [GONE, GONE]


@in_loop
async def test_a_run_that_is_watched_does_not_expire() -> None:
    store = Store()
    runs = process(store, expire_hours=1)
    run = await runs.create(SMALL)
    run.join(Watcher())
    await runs.tidy()
    assert store.saves == []
    run.used -= 3500
    run.kept -= 3500
    await runs.tidy()
    assert store.saves == [False]
    assert runs.is_live(run.id)


@in_loop
async def test_memory_counts_what_a_run_remembers() -> None:
    runs = process(Store())
    run = await runs.create(configure(flatten({"network": {"hidden_width": 64}})))
    before = run.memory
    run.train(5000)
    kept = run.trainer.timeline.keyframes.bytes + run.trainer.history.rows.nbytes
    assert run.memory > before
    assert run.memory > kept > 5000 * 40


@in_loop
async def test_a_save_that_is_cancelled_is_followed_by_a_whole_one() -> None:
    store = Store()
    saver = Saver(Trainer(SMALL))
    save = write_save(saver.save(whole=True), Debts())
    claim = await store.create("r" * 16, "one", save.head, save.block or b"")
    keeper = Keeper(store, "r" * 16, claim)

    async def write(whole: bool) -> Written:
        return write_save(saver.save(whole=whole), Debts())

    store.gate.clear()
    saving = asyncio.create_task(keeper.save(write))
    await until(store.gate.has_waiters)
    saving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await saving
    store.gate.set()
    await keeper.save(write)
    await keeper.save(write)
    assert store.saves == [True, False]


@in_loop
async def test_a_run_that_another_process_has_taken_over_tells_it() -> None:
    store = Store()
    first, second = process(store), process(store, "two")
    run = await first.create(SMALL)
    await second.find(run.id)
    with pytest.raises(RunGoneError):
        await run.keep()


async def _never() -> bool:
    return False
