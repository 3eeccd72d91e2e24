"""The store that several processes share: broken connections, a killed server, what Redis does by itself."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from redis.asyncio import Redis

from app.stores import Claim, Record, StaleClaimError, Store, StoreError
from app.stores.opening import open_store
from tests.redis_server import RedisServer, running_redis
from tests.support import Clock, in_loop


@asynccontextmanager
async def opened(url: str, patience: float = 3.0) -> AsyncIterator[Store]:
    """Give an open store."""
    store = open_store(url, patience=patience, clock=Clock())
    await store.open()
    try:
        yield store
    finally:
        await store.close()


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """Give a Redis that a test may kill; it writes down every change."""
    with running_redis(tmp_path, keep=True) as server:
        yield server


class Relay:
    """A connection to Redis that a test can disturb."""

    def __init__(self, url: str) -> None:
        """Take the address of the server."""
        self._url = urlsplit(url)
        self.answers_to_lose = 0
        self.silent = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> str:
        """Return the address at which it listens."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        user, at, _ = self._url.netloc.rpartition("@")
        here = f"{user}{at}127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return urlunsplit(self._url._replace(netloc=here))

    async def __aexit__(self, *_: object) -> None:
        """Close every connection."""
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, from_client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        from_redis, to_redis = await asyncio.open_connection(self._url.hostname, self._url.port)
        there = asyncio.ensure_future(self._pump(from_client, to_redis, answers=False))
        back = asyncio.ensure_future(self._pump(from_redis, to_client, answers=True))
        self._tasks |= {there, back}
        try:
            await asyncio.wait((there, back), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for writer in (to_client, to_redis):
                writer.close()

    async def _pump(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, answers: bool
    ) -> None:
        while data := await source.read(1 << 16):
            if answers and self.answers_to_lose:
                self.answers_to_lose -= 1
                return
            if not (answers and self.silent):
                target.write(data)


@in_loop
async def test_a_killed_server_is_told_of_and_works_again_when_it_is_back(own_redis: RedisServer) -> None:
    async with opened(own_redis.url) as store:
        mine = await store.create("run", "one", b"head", b"block")
        await asyncio.gather(*[store.save("run", mine, b"head", b"more") for _ in range(5)])
        own_redis.kill()
        for _ in range(2):
            with pytest.raises(StoreError, match="Redis cannot be reached"):
                await store.save("run", mine, b"lost", b"lost")
        assert not await store.ready()
        own_redis.start()
        assert await store.ready()
        await asyncio.gather(*[store.save("run", mine, b"new", b"again") for _ in range(5)])
        _, record = await store.claim("run", "two", mine)
        assert record == Record(b"new", (b"block", *[b"more"] * 5, *[b"again"] * 5))


@in_loop
async def test_a_server_that_was_restarted_meanwhile_is_not_noticed(own_redis: RedisServer) -> None:
    async with opened(own_redis.url) as store:
        mine = await store.create("run", "one", b"head", b"block")
        own_redis.kill()
        own_redis.start()
        await store.save("run", mine, b"new", b"more")
        assert (await store.claim("run", "two", mine))[1] == Record(b"new", (b"block", b"more"))


@in_loop
async def test_a_change_whose_answer_was_lost_is_made_once(redis_url: str) -> None:
    relay = Relay(redis_url)
    async with relay as url, opened(url) as store:
        other = await store.create("other", "one", b"", b"")  # from here on Redis knows the scripts
        await store.save("other", other, b"")
        await store.claim("other", "two", other)
        relay.answers_to_lose = 1
        mine = await store.create("run", "one", b"head", b"0")
        relay.answers_to_lose = 1
        await store.save("run", mine, b"head", b"1")
        relay.answers_to_lose = 1
        taken, record = await store.claim("run", "two", mine)
        assert (taken, record.blocks) == (Claim("two", 2), (b"0", b"1"))
        assert relay.answers_to_lose == 0
        with pytest.raises(StaleClaimError):
            await store.save("run", mine, b"stale")


@in_loop
async def test_a_server_that_does_not_answer_is_told_of(redis_url: str) -> None:
    relay = Relay(redis_url)
    async with relay as url, opened(url, patience=1.0) as store:
        mine = await store.create("run", "one", b"head", b"block")
        relay.silent = True
        with pytest.raises(StoreError, match=r"Redis does not answer within 1 s"):
            await store.save("run", mine, b"new")
        assert not await store.ready()
        relay.silent = False
        await store.save("run", mine, b"newer", b"all", whole=True)
        assert (await store.claim("run", "two", mine))[1] == Record(b"newer", (b"all",))


@in_loop
async def test_everybody_hears_that_nobody_answers(redis_url: str) -> None:
    relay = Relay(redis_url)
    async with relay as url, opened(url, patience=1.0) as store:
        relay.silent = True
        answers = await asyncio.gather(*[store.count() for _ in range(100)], return_exceptions=True)
        assert {type(answer) for answer in answers} == {StoreError}


@in_loop
async def test_a_save_that_was_given_up_before_its_turn_is_not_made(redis_url: str) -> None:
    async with opened(redis_url) as store:
        mine = await store.create("run", "one", b"head", b"block")
        saves = [asyncio.ensure_future(store.save("run", mine, b"%d" % turn)) for turn in range(3)]
        await asyncio.sleep(0)
        saves[2].cancel()
        await asyncio.gather(*saves, return_exceptions=True)
        assert (await store.claim("run", "two", mine))[1].head == b"1"


@in_loop
async def test_a_server_that_only_reads_is_told_of(own_redis: RedisServer) -> None:
    async with Redis.from_url(own_redis.url) as client:
        await client.replicaof("127.0.0.1", 1)
        with pytest.raises(StoreError, match="read only replica"):
            async with opened(own_redis.url):
                pass


@in_loop
async def test_no_server_is_told_of_without_the_password(own_redis: RedisServer) -> None:
    own_redis.kill()
    with pytest.raises(StoreError) as refused:
        async with opened(own_redis.url.replace("//", "//user:secret@")):
            pass
    shown = own_redis.url.replace("//", "//***@")
    assert str(refused.value).startswith(f"SHALLOWSCOPE_STORE={shown}: Redis cannot be reached")
    assert "secret" not in str(refused.value)


@in_loop
async def test_a_password_is_used_and_a_wrong_one_told_of(own_redis: RedisServer) -> None:
    async with Redis.from_url(own_redis.url) as client:
        await client.config_set("requirepass", "p@ss/word")
    async with opened(own_redis.url.replace("//", "//:p%40ss%2Fword@")) as store:
        assert await store.count() == 0
    for url in (own_redis.url, own_redis.url.replace("//", "//:wrong@")):
        with pytest.raises(StoreError) as refused:
            async with opened(url):
                pass
        assert "wrong@" not in str(refused.value)


@in_loop
async def test_a_full_server_is_told_of(own_redis: RedisServer) -> None:
    async with opened(own_redis.url) as store, Redis.from_url(own_redis.url) as client:
        mine = await store.create("run", "one", b"head", b"block")
        await client.config_set("maxmemory", 1)
        with pytest.raises(StoreError, match="maxmemory"):
            await store.save("run", mine, b"lost", b"lost")
        with suppress(StoreError):  # it may go through, since it makes room first
            await store.save("run", mine, b"whole", b"all", whole=True)
        assert not await store.ready()
        await client.config_set("maxmemory", 0)
        assert await store.ready()
        _, record = await store.claim("run", "two", mine)
        assert record in (Record(b"head", (b"block",)), Record(b"whole", (b"all",)))


@in_loop
async def test_blocks_that_were_replaced_leave_nothing_behind(redis_url: str) -> None:
    async with opened(redis_url) as store, Redis.from_url(redis_url) as client:
        mine = await store.create("run", "one", b"head", b"block")
        fields = await client.hlen("shallowscope:run:run")
        for _ in range(5):
            await store.save("run", mine, b"head", b"block")
        await store.save("run", mine, b"head", b"all", whole=True)
        assert await client.hlen("shallowscope:run:run") == fields


@in_loop
async def test_a_server_that_forgot_the_scripts_is_told_them_again(redis_url: str) -> None:
    async with opened(redis_url) as store, Redis.from_url(redis_url) as client:
        mine = await store.create("run", "one", b"head", b"block")
        await client.script_flush()
        await store.save("run", mine, b"new")


@in_loop
async def test_every_key_has_a_lifetime_that_use_renews(redis_url: str) -> None:
    day = 86_400_000
    async with opened(redis_url) as store, Redis.from_url(redis_url) as client:
        await store.put("key", b"value")
        mine = await store.create("run", "one", b"head", b"block")
        uses: list[Callable[[], Awaitable[object]]] = [
            lambda: store.save("run", mine, b"new"),
            lambda: store.save("run", mine, b"whole", b"all", whole=True),
            lambda: store.claim("run", "one", mine),
        ]
        for use in uses:
            for key in await client.keys():
                assert day / 2 < await client.pttl(key) <= day
                await client.pexpire(key, 60_000)
            await use()
            await store.get("key")
            assert await store.ready()
        assert len(await client.keys()) == 5
        for key in await client.keys():
            assert day / 2 < await client.pttl(key) <= day


@in_loop
async def test_a_run_that_redis_dropped_is_gone(redis_url: str) -> None:
    clock = Clock()
    store = open_store(redis_url, lifetime=100, clock=clock)
    await store.open()
    mine = await store.create("run", "one", b"head", b"block")
    clock.now += 60
    await store.create("young", "one", b"head", b"block")
    clock.now += 60
    async with Redis.from_url(redis_url) as client:
        await client.delete("shallowscope:run:run")  # as it does by itself when the lifetime is over
    assert await store.count() == 1
    assert await store.longest_unused(5) == [("young", Claim("one", 1))]
    assert await store.read_claim("run") is None
    with pytest.raises(StaleClaimError):
        await store.save("run", mine, b"late")
    assert await store.expire(100) == ["run"]
    await store.close()


@in_loop
async def test_a_run_that_redis_made_room_with_is_passed_over(redis_url: str) -> None:
    async with opened(redis_url) as store, Redis.from_url(redis_url) as client:
        for name in ("one", "two", "three"):
            await store.create(name, "me", b"head", b"block")
        await client.delete("shallowscope:run:two")
        assert sorted(run_id for run_id, _ in await store.longest_unused(5)) == ["one", "three"]
