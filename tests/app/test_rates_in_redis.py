"""Workers that share a Redis count together; without its answer calls pass."""

import json

from app.rates import RateCheck
from app.settings import Settings
from tests.asgi import answering, ask, outcomes, scope_of
from tests.support import API, in_loop

CREATE = scope_of("POST", API + "/runs")


async def end(*apps: RateCheck) -> None:
    """Let go of Redis, as the end of a server's life does."""

    async def ended(scope: object, receive: object, send: object) -> None:
        pass

    for app in apps:
        app._app = ended
        await app({"type": "lifespan"}, None, None)  # type: ignore[arg-type]


@in_loop
async def test_two_workers_count_together_by_address(redis_url: str) -> None:
    workers = [RateCheck(answering, Settings(max_creates_per_minute=3), redis_url) for _ in range(2)]
    assert [await outcomes(worker, CREATE, 2) for worker in workers] == [{200: 2}, {200: 1, 429: 1}]
    answer = await ask(workers[0], CREATE)
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert json.loads(answer.body)["errors"][0]["field"] == "max_creates_per_minute"
    other = scope_of("POST", API + "/runs", client="192.0.2.2")
    assert await outcomes(workers[1], other, 1) == {200: 1}
    await end(*workers)


@in_loop
async def test_without_redis_calls_pass() -> None:
    worker = RateCheck(answering, Settings(max_creates_per_minute=1), "redis://127.0.0.1:1/0")
    assert await outcomes(worker, CREATE, 3) == {200: 3}
    await end(worker)
