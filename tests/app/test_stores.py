"""What every store promises, held by all three; Redis is a real one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from app.stores import Claim, Record, StaleClaimError, Store, StoreError
from app.stores.opening import open_store
from tests.support import Clock, in_loop

Opening = Callable[[], AbstractAsyncContextManager[Store]]


@pytest.fixture
def clock() -> Clock:
    """Give the stores' clock."""
    return Clock()


@pytest.fixture(params=["memory", "sqlite", "redis"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty store of each kind."""
    if request.param == "redis":
        return str(request.getfixturevalue("redis_url"))
    return "memory://" if request.param == "memory" else f"sqlite:///{tmp_path}/runs.db"


@pytest.fixture
def opening(url: str, clock: Clock) -> Opening:
    """Give a function that opens the store, for a block."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Store]:
        store = open_store(url, clock=clock)
        await store.open()
        try:
            yield store
        finally:
            await store.close()

    return opened


async def what_is_kept(store: Store, run_id: str = "run") -> Record:
    """Take a run over from whoever has it, to see it."""
    now = await store.read_claim(run_id)
    assert now is not None
    return (await store.claim(run_id, "reader", now))[1]


async def refused(call: Awaitable[Any]) -> None:
    """Expect StaleClaimError."""
    with pytest.raises(StaleClaimError):
        await call


@in_loop
async def test_a_new_run_is_claimed_at_epoch_1(opening: Opening) -> None:
    async with opening() as store:
        assert await store.create("run", "one", b"head", b"block") == Claim("one", 1)
        assert await store.read_claim("run") == Claim("one", 1)
        assert await what_is_kept(store) == Record(b"head", (b"block",))


@in_loop
async def test_what_is_not_there(opening: Opening) -> None:
    async with opening() as store:
        assert await store.read_claim("run") is None
        assert await store.get("key") is None
        assert not await store.delete("run")
        assert await store.count() == 0
        assert await store.longest_unused(5) == []
        assert await store.expire(0) == []
        await store.release("run", Claim("one", 1))
        await refused(store.claim("run", "one", Claim("", 0)))
        await refused(store.save("run", Claim("one", 1), b"head"))
        assert await store.read_claim("run") is None


@in_loop
async def test_an_id_is_given_once(opening: Opening) -> None:
    async with opening() as store:
        await store.create("run", "one", b"head", b"block")
        await refused(store.create("run", "two", b"other", b"other"))
        assert await store.read_claim("run") == Claim("one", 1)
        assert await what_is_kept(store) == Record(b"head", (b"block",))


@in_loop
async def test_blocks_are_appended_in_order_and_replaced_as_a_whole(opening: Opening) -> None:
    async with opening() as store:
        mine = await store.create("run", "one", b"0", b"first")
        await store.create("other", "one", b"", b"other's")
        later = [b"block %d" % place for place in range(12)]
        for place, block in enumerate(later):
            await store.save("run", mine, b"%d" % place, block)
            await store.save("other", mine, b"", b"other's")
        await store.save("run", mine, b"no block")
        taken = Claim("two", 2)
        assert await store.claim("run", "two", mine) == (taken, Record(b"no block", (b"first", *later)))
        await store.save("run", taken, b"whole", b"all", whole=True)
        await store.save("run", taken, b"and more", b"more")
        assert await what_is_kept(store) == Record(b"and more", (b"all", b"more"))
        assert (await what_is_kept(store, "other")).blocks == (b"other's",) * 13


@in_loop
async def test_whole_without_a_block_leaves_none(opening: Opening) -> None:
    async with opening() as store:
        mine = await store.create("run", "one", b"head", b"block")
        await store.save("run", mine, b"bare", whole=True)
        assert await what_is_kept(store) == Record(b"bare", ())


@in_loop
async def test_bytes_come_back_as_they_were(opening: Opening) -> None:
    every_byte = bytes(range(256))
    head, block = every_byte * 4096, every_byte * 2000
    async with opening() as store:
        mine = await store.create("run", "one", b"", b"")
        await store.save("run", mine, head, block)
        await store.put("ключ: 1", every_byte)
        assert await what_is_kept(store) == Record(head, (b"", block))
        assert await store.get("ключ: 1") == every_byte


@in_loop
async def test_an_owner_whose_run_was_taken_can_do_nothing(opening: Opening) -> None:
    async with opening() as store:
        first = await store.create("run", "one", b"head", b"block")
        second, _ = await store.claim("run", "two", first)
        assert second == Claim("two", 2)
        await refused(store.save("run", first, b"stale", b"stale"))
        await refused(store.save("run", first, b"stale", b"stale", whole=True))
        await refused(store.claim("run", "one", first))
        await store.release("run", first)
        assert await store.read_claim("run") == second
        assert await what_is_kept(store) == Record(b"head", (b"block",))


@pytest.mark.parametrize("claim", [Claim("two", 1), Claim("one", 2), Claim("one", 0), Claim("", 1)], ids=str)
@in_loop
async def test_owner_and_epoch_must_both_be_right(opening: Opening, claim: Claim) -> None:
    async with opening() as store:
        held = await store.create("run", "one", b"head", b"block")
        await refused(store.save("run", claim, b"stale"))
        await refused(store.claim("run", "three", claim))
        await store.release("run", claim)
        assert await store.read_claim("run") == held


@in_loop
async def test_a_released_run_is_nobodys_at_the_same_epoch(opening: Opening) -> None:
    async with opening() as store:
        mine = await store.create("run", "one", b"head", b"block")
        await store.release("run", mine)
        assert await store.read_claim("run") == Claim("", 1)
        await refused(store.save("run", mine, b"stale"))
        again, record = await store.claim("run", "one", Claim("", 1))
        assert (again, record) == (Claim("one", 2), Record(b"head", (b"block",)))
        await refused(store.save("run", mine, b"stale"))
        await store.save("run", again, b"new")


@in_loop
async def test_of_twenty_that_claim_one_wins(opening: Opening) -> None:
    async with opening() as store:
        free = await store.create("run", "one", b"head", b"block")

        async def attempt(owner: str) -> Claim | None:
            try:
                return (await store.claim("run", owner, free))[0]
            except StaleClaimError:
                return None

        claims = await asyncio.gather(*[attempt(f"owner {number}") for number in range(20)])
        winners = [claim for claim in claims if claim]
        assert winners == [await store.read_claim("run")]
        assert winners[0].epoch == 2


@in_loop
async def test_a_run_may_be_deleted_while_somebody_trains_it(opening: Opening) -> None:
    async with opening() as store:
        mine = await store.create("run", "one", b"head", b"block")
        await store.create("other", "one", b"head", b"block")
        assert await store.delete("run")
        assert not await store.delete("run")
        await refused(store.save("run", mine, b"late", b"late"))
        assert await store.read_claim("run") is None
        assert await store.count() == 1
        assert [run_id for run_id, _ in await store.longest_unused(5)] == ["other"]
        await store.create("run", "one", b"new", b"fresh")
        assert await what_is_kept(store) == Record(b"new", (b"fresh",))


@in_loop
async def test_use_is_a_save_or_a_claim(opening: Opening, clock: Clock) -> None:
    async with opening() as store:
        claims = {}
        for name in ("saved", "claimed", "looked at", "released"):
            clock.now += 1
            claims[name] = await store.create(name, "one", b"", b"")
        for use in (
            lambda: store.save("saved", claims["saved"], b""),
            lambda: store.claim("claimed", "two", claims["claimed"]),
            lambda: store.read_claim("looked at"),
            lambda: store.release("released", claims["released"]),
            lambda: store.longest_unused(9),
        ):
            clock.now += 1
            await use()
        by_use = [
            ("looked at", Claim("one", 1)),
            ("released", Claim("", 1)),
            ("saved", Claim("one", 1)),
            ("claimed", Claim("two", 2)),
        ]
        assert await store.longest_unused(9) == by_use
        assert await store.longest_unused(2) == by_use[:2]
        assert await store.longest_unused(0) == []
        assert await store.count() == 4


@in_loop
async def test_a_refused_save_is_no_use(opening: Opening, clock: Clock) -> None:
    async with opening() as store:
        await store.create("run", "one", b"", b"")
        clock.now += 10
        await refused(store.save("run", Claim("two", 1), b""))
        await refused(store.claim("run", "two", Claim("two", 1)))
        await refused(store.create("run", "two", b"", b""))
        assert await store.expire(10) == ["run"]


@in_loop
async def test_what_is_long_unused_expires(opening: Opening, clock: Clock) -> None:
    async with opening() as store:
        mine = await store.create("old", "one", b"", b"")
        await store.create("used", "one", b"", b"")
        await store.put("old", b"1")
        await store.put("read", b"2")
        clock.now += 50
        await store.save("used", mine, b"")
        await store.create("young", "one", b"", b"")
        assert await store.get("read") == b"2"
        await store.put("young", b"3")
        clock.now += 50
        assert await store.expire(101) == []
        assert await store.count() == 3
        assert await store.expire(100) == ["old"]
        assert await store.expire(100) == []
        assert await store.count() == 2
        await refused(store.save("old", mine, b""))
        assert [await store.get(key) for key in ("old", "read", "young")] == [None, b"2", b"3"]
        clock.now += 50
        assert sorted(await store.expire(100)) == ["used", "young"]
        assert await store.count() == 0
        clock.now += 100
        await store.expire(100)
        assert [await store.get(key) for key in ("read", "young")] == [None, None]


@in_loop
async def test_a_document_is_replaced(opening: Opening) -> None:
    async with opening() as store:
        await store.put("key", b"one")
        await store.put("key", b"two")
        await store.put("run", b"a document may be called as a run is")
        await store.create("run", "one", b"head", b"block")
        assert await store.get("key") == b"two"
        assert await store.count() == 1
        assert await store.delete("run")
        assert await store.get("run") is not None


@in_loop
async def test_an_open_store_is_ready(opening: Opening) -> None:
    async with opening() as store:
        assert await store.ready()
        assert await store.count() == 0


@in_loop
async def test_sixty_save_at_once_and_each_finds_its_own(opening: Opening) -> None:
    async with opening() as store:
        names = [f"run {number}" for number in range(60)]

        async def train(name: str) -> Record:
            mine = await store.create(name, name, b"", b"0")
            for turn in range(1, 6):
                await store.save(name, mine, name.encode(), b"%d" % turn)
            return (await store.claim(name, "reader", mine))[1]

        records = await asyncio.gather(*map(train, names))
        assert await store.count() == 60
        assert records == [Record(name.encode(), (b"0", b"1", b"2", b"3", b"4", b"5")) for name in names]


@pytest.mark.parametrize("url", ["sqlite", "redis"], indirect=True)
@in_loop
async def test_runs_outlive_the_store_that_wrote_them(opening: Opening, clock: Clock) -> None:
    async with opening() as store:
        mine = await store.create("run", "one", b"head", b"block")
        clock.now += 1
        await store.save("run", mine, b"newer", b"more")
        await store.put("key", b"value")
    async with opening() as store:
        assert await store.longest_unused(9) == [("run", mine)]
        assert await store.get("key") == b"value"
        assert await store.claim("run", "two", mine) == (
            Claim("two", 2),
            Record(b"newer", (b"block", b"more")),
        )


@pytest.mark.parametrize("url", ["sqlite", "redis"], indirect=True)
@in_loop
async def test_a_store_is_used_while_it_is_open(url: str) -> None:
    store = open_store(url)
    for _ in range(2):
        assert not await store.ready()
        with pytest.raises(StoreError, match=r"it is closed|cannot be reached"):
            await store.count()
        await store.open()
        assert await store.ready()
        await store.close()
        await store.close()


@pytest.mark.parametrize("url", ["sqlite", "redis"], indirect=True)
@in_loop
async def test_two_stores_on_one_place_fence_each_other(opening: Opening) -> None:
    async with opening() as old, opening() as new:
        first = await old.create("run", "old", b"head", b"block")
        second, record = await new.claim("run", "new", first)
        assert record.head == b"head"
        await refused(old.save("run", first, b"stale", b"stale"))
        await new.save("run", second, b"new")
        assert await what_is_kept(old) == Record(b"new", (b"block",))


@pytest.mark.parametrize("url", ["sqlite", "redis"], indirect=True)
@in_loop
async def test_of_many_stores_that_claim_one_wins(opening: Opening) -> None:
    async with opening() as one, opening() as two, opening() as three:
        free = await one.create("run", "one", b"head", b"block")

        async def attempt(store: Store, owner: str) -> bool:
            try:
                await store.claim("run", owner, free)
            except StaleClaimError:
                return False
            return True

        stores = [one, two, three] * 7
        attempts = [attempt(store, f"owner {number}") for number, store in enumerate(stores)]
        assert sum(await asyncio.gather(*attempts)) == 1


@pytest.mark.parametrize("url", ["sqlite", "redis"], indirect=True)
@in_loop
async def test_many_that_open_a_new_place_at_once_all_do(opening: Opening) -> None:
    async def use(number: int) -> None:
        async with opening() as store:
            await store.create(f"run {number}", "one", b"head", b"block")

    await asyncio.gather(*map(use, range(8)))
    async with opening() as store:
        assert await store.count() == 8
