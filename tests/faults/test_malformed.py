"""Messages that no client of ours sends: each gets an error or a clean close, and nothing else happens."""

import asyncio
import json
import os
import random
from typing import Any

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.app.streaming import watching
from tests.support import API, play

MESSAGES = int(os.environ.get("SHALLOWSCOPE_TEST_MALFORMED", "300"))
"""How many; a release check asks for more."""
GOOD: list[dict[str, Any]] = [
    {"type": "play", "iterations_per_second": 30},
    {"type": "advance", "iterations": 5},
    {"type": "seek", "iteration": 0},
    {"type": "edit", "name": "W1", "row": 0, "column": 0, "value": 1.5},
    {"type": "update", "training": {"learning_rate": 0.1}},
    {"type": "watch", "channels": ["surface"], "resolution": 20},
    {"type": "ack", "frame": 1},
]
BAD_VALUES: list[Any] = [
    None,
    [],
    {},
    "",
    "x" * 500,
    -1,
    10**400,
    1.5,
    True,
    float("nan"),
    float("inf"),
    "\ud800",
    [[]],
]


def malformed(draw: random.Random) -> str | bytes:
    """Return a message that must be refused."""
    kind = draw.randrange(5)
    if kind == 0:
        return draw.randbytes(draw.randrange(200))
    if kind == 1:  # text that is not JSON
        text = json.dumps(draw.choice(GOOD))
        return text[: draw.randrange(len(text))]
    if kind == 2:  # deep, or not an object
        return draw.choice(["[" * 5000, "null", "7", '"play"', "[]", '{"type":' * 2000, "{}", "\x00"])
    message = dict(draw.choice(GOOD))
    if kind == 3:  # a field too many
        message["x" * draw.randrange(1, 50)] = draw.choice(BAD_VALUES)
        return json.dumps(message)
    field = draw.choice(list(message))
    message[field] = {"of": "no", "type": "at all"}
    return json.dumps(message)


def test_a_thousand_malformed_messages_change_nothing(server: str) -> None:
    draw = random.Random(3)
    answered = 0
    closes: list[int | None] = []

    async def answer(socket: Any) -> None:
        """Wait for the error to the last message; frames on the way are acknowledged by nobody."""
        while True:
            received = await asyncio.wait_for(socket.recv(), 20)
            if isinstance(received, str) and json.loads(received)["type"] == "error":
                return

    async def attack(run: str) -> None:
        nonlocal answered
        url = f"{server.replace('http', 'ws')}{API}/runs/{run}/stream"
        while answered < MESSAGES:
            async with connect(url, max_size=None) as socket:
                try:
                    while answered < MESSAGES:
                        await socket.send(malformed(draw))
                        await answer(socket)
                        answered += 1
                except ConnectionClosed as closed:
                    closes.append(closed.rcvd.code if closed.rcvd else None)
                    answered += 1

    async def scenario() -> None:
        async with httpx.AsyncClient() as rest:
            run = (await rest.post(f"{server}{API}/runs", json={})).json()
            address = f"{server}{API}/runs/{run['id']}"
            before = ((await rest.get(address)).json(), (await rest.get(f"{address}/parameters")).json())
            async with watching(server) as other:
                await other.obeyed("play", iterations_per_second=100)
                attacking = asyncio.create_task(attack(run["id"]))
                while not attacking.done():
                    await other.frame()  # the neighbour is served all along
                await attacking
            after = ((await rest.get(address)).json(), (await rest.get(f"{address}/parameters")).json())
        assert after == before
        assert answered == MESSAGES
        assert None not in closes  # each close says why

    play(scenario())
