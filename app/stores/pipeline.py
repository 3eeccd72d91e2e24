"""One connection to Redis for everybody, so that nobody is served before those who wait longer.

Commands that are waiting when the connection is free go out together and take one round trip.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as BrokenConnection
from redis.exceptions import NoScriptError, RedisError

from app.stores import redis_scripts

MOST_AT_ONCE = 64

Argument = bytes | str | int | float


@dataclass(frozen=True, slots=True)
class _Command:
    words: tuple[Argument, ...]
    answer: asyncio.Future[Any]


class Pipeline:
    """Sends commands in the order in which they come. Used in one event loop."""

    def __init__(self, url: str, patience: float) -> None:
        """Take the server's URL and how many seconds an answer may take; connects to nothing yet.

        Raises ValueError for options in the URL that do not exist.
        """
        self._client = Redis.from_url(
            url,
            socket_timeout=patience,
            socket_connect_timeout=patience,
            socket_keepalive=True,
            # Only its use shows that a connection is broken; then once more. What is slow is not asked again.
            retry=Retry(NoBackoff(), 1, (BrokenConnection,)),
        )
        try:
            self._client.connection_pool.make_connection()  # type: ignore[no-untyped-call]
        except TypeError as error:
            raise ValueError(str(error)) from error
        self._waiting: deque[_Command] = deque()
        self._sending: asyncio.Task[None] | None = None
        self._closed = True

    def open(self) -> None:
        """Take commands from now on; the first one connects."""
        self._closed = False

    async def run(self, *words: Argument) -> Any:
        """Return the answer to a command. Raises RedisError, or OSError, where there is none.

        It may be sent twice, where the connection broke before the answer came. One whose caller is
        cancelled before its turn is not sent.
        """
        if self._closed:
            raise BrokenConnection("it is closed")
        command = _Command(words, asyncio.get_running_loop().create_future())
        self._waiting.append(command)
        if self._sending is None or self._sending.done():
            self._sending = asyncio.create_task(self._send_all())
        return await command.answer

    async def script(self, script: str, keys: Sequence[str], *arguments: Argument) -> Any:
        """Return the answer to a script of redis_scripts."""
        return await self.run("EVALSHA", redis_scripts.DIGESTS[script], len(keys), *keys, *arguments)

    async def close(self) -> None:
        """Wait for what is under way, and disconnect."""
        self._closed = True
        if self._sending:
            await self._sending
        await self._client.aclose()

    async def _send_all(self) -> None:
        while self._waiting:
            count = min(len(self._waiting), MOST_AT_ONCE)
            together = [self._waiting.popleft() for _ in range(count)]
            wanted = [command for command in together if not command.answer.done()]
            try:
                answers = await self._send_with_scripts(wanted)
            except (RedisError, OSError) as error:
                answers = [error] * len(wanted)
            for command, answer in zip(wanted, answers, strict=True):
                if command.answer.done():  # cancelled meanwhile
                    continue
                if isinstance(answer, Exception):
                    command.answer.set_exception(answer)
                else:
                    command.answer.set_result(answer)

    async def _send_with_scripts(self, commands: Sequence[_Command]) -> list[Any]:
        """Return the answers; a server that does not know the scripts is told them first."""
        answers = await self._send(commands)
        unknown = [place for place, answer in enumerate(answers) if isinstance(answer, NoScriptError)]
        if unknown:
            for script in redis_scripts.DIGESTS:
                await self._client.script_load(script)
            again = await self._send([commands[place] for place in unknown])
            for place, answer in zip(unknown, again, strict=True):
                answers[place] = answer
        return answers

    async def _send(self, commands: Sequence[_Command]) -> list[Any]:
        async with self._client.pipeline(transaction=False) as pipeline:
            for command in commands:
                pipeline.execute_command(*command.words)
            answers: list[Any] = await pipeline.execute(raise_on_error=False)
            return answers
