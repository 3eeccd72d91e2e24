"""The store in a file: who may read it, what it refuses to open, one commit for many, and a full disk."""

import asyncio
import functools
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from subprocess import PIPE

import pytest

from app.stores import Claim, Record, StaleClaimError, StoreError
from app.stores.sqlite import SqliteStore
from tests.support import Clock, in_loop

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give a file that is not there, in a folder that is not there."""
    return tmp_path / "made" / "runs.db"


@asynccontextmanager
async def opened(path: Path) -> AsyncIterator[SqliteStore]:
    """Give an open store."""
    store = SqliteStore(path, Clock(), 3.0)
    await store.open()
    try:
        yield store
    finally:
        await store.close()


async def refusal(path: Path) -> str:
    """Return the sentence with which the file is not opened."""
    with pytest.raises(StoreError) as refused:
        await SqliteStore(path, Clock(), 0.1).open()
    sentence = str(refused.value)
    assert sentence.startswith(f"SHALLOWSCOPE_STORE=sqlite:///{path}: the file ")
    return sentence


@contextmanager
def somebody_writes(path: Path) -> Iterator[None]:
    """Hold the right to write, as another process would."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


@contextmanager
def files_end_at(most: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def without_privileges() -> Iterator[None]:
    """Be a user for whom permissions count."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


async def held_up(store: SqliteStore) -> threading.Event:
    """Keep the store's thread busy until the event is set."""
    begun, end = threading.Event(), threading.Event()

    def wait(connection: sqlite3.Connection) -> None:
        begun.set()
        end.wait(60)

    held = asyncio.ensure_future(store._writer.run(wait, writes=False))
    await asyncio.sleep(0)
    await asyncio.to_thread(begun.wait, 60)
    held.add_done_callback(lambda done: done.result())
    return end


@in_loop
async def test_only_this_user_may_read_the_runs(path: Path) -> None:
    before = os.umask(0)
    try:
        async with opened(path) as store:
            await store.create("run", "one", b"head", b"block")
            assert path.parent.stat().st_mode & 0o777 == 0o700
            files = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
            assert files == dict.fromkeys(("runs.db", "runs.db-wal", "runs.db-shm"), 0o600)
    finally:
        os.umask(before)


@in_loop
async def test_a_folder_that_is_there_keeps_its_rights(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o750)
    async with opened(path):
        assert path.parent.stat().st_mode & 0o777 == 0o750


@in_loop
async def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"not a database " * 300)
    assert "cannot be read (file is not a database)" in await refusal(path)
    assert path.read_bytes() == b"not a database " * 300


@in_loop
async def test_a_damaged_file_is_told_of(path: Path) -> None:
    async with opened(path) as store:
        for number in range(50):
            await store.create(f"run {number}", "one", b"head" * 1000, b"block" * 1000)
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(StoreError, match=r"the file cannot be .*malformed"):
        async with opened(path) as store:
            await store.claim("run 7", "two", Claim("one", 1))


@in_loop
async def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    before = path.read_bytes()
    assert "is a database of another program" in await refusal(path)
    assert path.read_bytes() == before


@in_loop
async def test_a_newer_version_is_refused(path: Path) -> None:
    async with opened(path):
        pass
    other = sqlite3.connect(path)
    other.execute("PRAGMA user_version = 2")
    other.close()
    assert "was written by a newer Shallowscope (version 2; known here: 1)" in await refusal(path)


@in_loop
async def test_what_cannot_be_made_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be opened (" in await refusal(tmp_path / "file" / "runs.db")
    assert "cannot be opened (" in await refusal(tmp_path / "file" / "folder" / "runs.db")
    (tmp_path / "folder").mkdir()
    assert "cannot be opened (" in await refusal(tmp_path / "folder")


@in_loop
async def test_a_folder_that_cannot_be_written_is_told_of(path: Path) -> None:
    async with opened(path) as store:
        await store.create("run", "one", b"head", b"block")
    path.parent.chmod(0o500)
    path.chmod(0o400)
    with without_privileges():
        for file in (path, path.with_name("new.db"), path.parent / "folder" / "runs.db"):
            assert "name a file in a folder that can be written, or memory://" in await refusal(file)
    path.parent.chmod(0o700)


@in_loop
async def test_saves_that_wait_together_are_one_commit(path: Path) -> None:
    async with opened(path) as store:
        names = [f"run {number}" for number in range(60)]
        for name in names:
            await store.create(name, "one", b"", b"")
        statements: list[str] = []
        await store._writer.run(
            lambda connection: connection.set_trace_callback(statements.append), writes=False
        )
        held = await held_up(store)
        saves = [asyncio.ensure_future(store.save(name, Claim("one", 1), b"new", b"more")) for name in names]
        while store._writer._jobs.qsize() < 60:
            await asyncio.sleep(0)
        held.set()
        await asyncio.gather(*saves)
        words = [statement.partition(" ")[0] for statement in statements]
        assert [words.count(word) for word in ("BEGIN", "UPDATE", "INSERT", "COMMIT")] == [1, 60, 60, 1]
        other = sqlite3.connect(path)
        assert other.execute("SELECT count(*) FROM runs WHERE head = ?", (b"new",)).fetchone() == (60,)
        other.close()


@in_loop
async def test_in_one_commit_each_gets_its_own_answer(path: Path) -> None:
    async with opened(path) as store:
        mine = await store.create("run", "one", b"old", b"0")
        held = await held_up(store)
        calls = [
            asyncio.ensure_future(call)
            for call in (
                store.save("run", mine, b"1", b"1"),
                store.save("run", Claim("two", 9), b"stale", b"stale"),
                store.create("run", "two", b"again", b"again"),
                store.save("run", mine, b"given up", b"given up"),
                store.save("run", mine, b"2", b"2"),
                store.read_claim("run"),
            )
        ]
        await asyncio.sleep(0)
        calls[3].cancel()
        held.set()
        answers = await asyncio.gather(*calls, return_exceptions=True)
        kinds = [type(answer) for answer in answers]
        assert kinds == [
            type(None),
            StaleClaimError,
            StaleClaimError,
            asyncio.CancelledError,
            type(None),
            Claim,
        ]
        assert (await store.claim("run", "two", mine))[1] == Record(b"2", (b"0", b"1", b"2"))


@in_loop
async def test_a_full_disk_is_told_of_and_nothing_is_kept_by_half(path: Path) -> None:
    async with opened(path) as store:
        mine = await store.create("run", "one", b"head", b"block")
        with files_end_at(200_000):
            saves = [store.save("run", mine, b"%d" % turn, b"x" * 90_000) for turn in range(9)]
            answers = await asyncio.gather(*saves, return_exceptions=True)
            full = [isinstance(answer, StoreError) for answer in answers]
            assert any(full)
        with files_end_at(1000):
            assert not await store.ready()
        kept = full.count(False)
        await store.save("run", mine, b"later", b"more")
        head, blocks = (record := (await store.claim("run", "two", mine))[1]).head, record.blocks
        assert (head, len(blocks), blocks[-1]) == (b"later", kept + 2, b"more")


@in_loop
async def test_another_process_that_writes_for_long_is_told_of(path: Path) -> None:
    async with opened(path) as store:
        mine = await store.create("run", "one", b"head", b"block")
        await store._change("PRAGMA busy_timeout = 10", ())
        with somebody_writes(path):
            with pytest.raises(StoreError, match=r"cannot be written or read \(database is locked\)"):
                await store.save("run", mine, b"blocked", b"blocked")
            assert not await store.ready()
            assert await store.read_claim("run") == mine
        assert await store.ready()
        await store.save("run", mine, b"new")
        assert (await store.claim("run", "two", mine))[1] == Record(b"new", (b"block",))


@in_loop
async def test_a_disk_that_does_not_answer_is_told_of(path: Path) -> None:
    async with opened(path) as store:
        mine = await store.create("run", "one", b"head", b"block")
        held = await held_up(store)
        store._limit = 0.1
        with pytest.raises(StoreError, match=r"does not answer within 0\.1 s"):
            await store.save("run", mine, b"given up", b"given up")
        store._limit = 9.0
        held.set()
        assert (await store.claim("run", "two", mine))[1] == Record(b"head", (b"block",))


@in_loop
async def test_what_waits_is_written_before_the_store_closes(path: Path) -> None:
    store = SqliteStore(path, Clock(), 3.0)
    await store.open()
    creations = [store.create(f"run {number}", "one", b"head", b"block") for number in range(600)]
    waiting = asyncio.gather(*creations)
    await asyncio.sleep(0)
    await store.close()
    await waiting
    async with opened(path) as again:
        assert await again.count() == 600


@in_loop
async def test_a_mistake_in_a_work_ends_neither_the_thread_nor_a_transaction(path: Path) -> None:
    async with opened(path) as store:
        with pytest.raises(ZeroDivisionError):
            await store._writer.run(lambda connection: 1 // 0)
        assert await store.create("run", "one", b"head", b"block") == Claim("one", 1)


def test_what_was_acknowledged_survives_a_killed_process(path: Path) -> None:
    program = f"""
import asyncio
from pathlib import Path
from app.stores.sqlite import SqliteStore

async def save_for_ever():
    store = SqliteStore(Path({str(path)!r}), lambda: 0.0, 3.0)
    await store.open()
    mine = await store.create("run", "one", b"0", b"0")
    turn = 0
    while True:
        turn += 1
        await store.save("run", mine, b"%d" % turn, b"%d" % turn)
        print(turn, flush=True)

asyncio.run(save_for_ever())
"""
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=PIPE) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if int(line) == 100:
                process.send_signal(signal.SIGKILL)
                break
        acknowledged = [100, *map(int, process.stdout)][-1]

    @in_loop
    async def look() -> None:
        async with opened(path) as store:
            _, record = await store.claim("run", "two", Claim("one", 1))
            turns = [int(block) for block in record.blocks]
            assert turns == list(range(len(turns)))
            assert int(record.head) == turns[-1] in (acknowledged, acknowledged + 1)

    look()


def test_processes_that_open_a_new_file_at_once_all_do(tmp_path: Path) -> None:
    program = f"""
import sys
from pathlib import Path
from app.stores.sqlite_file import connect

for turn in range(5):
    print("ready", flush=True)
    sys.stdin.readline()
    while not Path({str(tmp_path)!r}, f"go {{turn}}").exists():
        pass
    connect(Path({str(tmp_path)!r}, f"folder {{turn}}", "runs.db"), 30.0).close()
"""
    command = [sys.executable, "-c", program]
    start = functools.partial(
        subprocess.Popen[str], command, cwd=ROOT, text=True, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    processes = [start() for _ in range(6)]
    for turn in range(5):
        for process in processes:
            assert process.stdin is not None
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", process.communicate()[1]
            process.stdin.write("\n")
            process.stdin.flush()
        (tmp_path / f"go {turn}").touch()
    assert [process.communicate()[1] for process in processes] == [""] * 6
