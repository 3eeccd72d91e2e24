"""A client that goes on through kills, and tells in the end whether anything was lost."""

import asyncio
import json
import random
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import httpx
import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from core.configuration import configure
from core.trainer import Trainer
from tests.faults.processes import PATIENCE
from tests.support import API, metadata

RETRY = 0.1
"""Seconds between two attempts to come back."""
CONFIGURATION: dict[str, Any] = {
    "data": {"samples": 100},
    "network": {"hidden_width": 3},
    "training": {"optimizer": "adam", "batch_size": 32, "learning_rate": 0.01},
}


@dataclass
class Journey:
    """One run, its stream, and every command that the server has said it obeyed."""

    address: str
    run: str = ""
    obeyed: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    """Updates by the iteration at which they took effect."""
    away: list[float] = field(default_factory=list)
    """Seconds from each loss of the connection to the next frame."""
    state: dict[str, Any] = field(default_factory=dict)
    iteration: int = 0
    _socket: ClientConnection | None = None
    _number: int = 0

    async def begin(self) -> None:
        """Make the run and connect."""
        async with httpx.AsyncClient() as rest:
            answer = await rest.post(f"{self.address}{API}/runs", json=CONFIGURATION)
            self.run = answer.json()["id"]
        await self.connect()

    async def connect(self) -> None:
        """Connect, trying again until a frame is here."""
        start, url = perf_counter(), f"{self.address.replace('http', 'ws')}{API}/runs/{self.run}/stream"
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    self._socket = await connect(url, max_size=None, open_timeout=1, proxy=None)
                    if self.away:  # a server that was not killed may still hold the lost one
                        await self._socket.send(json.dumps({"type": "drive"}))
                    await self._frame()
                except (OSError, TimeoutError, ConnectionClosed, InvalidHandshake):
                    await asyncio.sleep(RETRY)
                else:
                    break
        self.away.append(perf_counter() - start)

    async def _frame(self) -> None:
        seen = self.iteration
        while not await self._next():
            pass
        assert self.iteration >= 0, seen

    async def _next(self) -> bool:
        """Take a message in; say whether it was a frame."""
        assert self._socket is not None
        received = await asyncio.wait_for(self._socket.recv(), PATIENCE)
        if isinstance(received, bytes):
            snapshot = metadata(received)["snapshot"]
            self.iteration = snapshot["iteration"]
            await self._socket.send(json.dumps({"type": "ack", "frame": snapshot["frame"]}))
            return True
        message = json.loads(received)
        assert message["type"] == "state", message
        self.state = message
        return False

    async def obey(self, kind: str, **fields: Any) -> None:
        """Send a command, again after every loss of the connection, until it is obeyed."""
        assert self._socket is not None
        self._number += 1
        while True:
            try:
                await self._socket.send(json.dumps({"type": kind, "id": self._number, **fields}))
                while self._number not in self.state.get("answers", []):
                    await self._next()
            except ConnectionClosed:
                await self.connect()
                continue
            return

    async def change(self, learning_rate: float) -> None:
        """Pause, change the learning rate, play on; note where that was."""
        await self.obey("pause")
        await self.obey("update", training={"learning_rate": learning_rate})
        self.obeyed.append((self.state["iteration"], {"learning_rate": learning_rate}))
        await self.obey("play", iterations_per_second="max")

    async def go_on(self, iterations: int) -> None:
        """Follow the run for so many iterations more than when this was called."""
        target = self.iteration + iterations
        while self.iteration < target:
            try:
                await self._next()
            except ConnectionClosed:
                await self.connect()

    async def end(self) -> None:
        """Pause, and compare with the same run uninterrupted, bit for bit."""
        await self.obey("pause")
        iteration = self.state["iteration"]
        assert self._socket is not None
        await self._socket.close()
        async with httpx.AsyncClient(timeout=PATIENCE) as rest:
            summary = (await rest.get(f"{self.address}{API}/runs/{self.run}")).json()
            found = (await rest.get(f"{self.address}{API}/runs/{self.run}/parameters")).json()
        assert summary["iteration"] == iteration
        trainer = Trainer(configure(CONFIGURATION))
        for place, training in [*self.obeyed, (iteration, None)]:
            if place > trainer.iteration:
                trainer.advance(place - trainer.iteration)
            if training:
                trainer.update(training)
        for name in ("W1", "b1", "W2", "b2"):
            np.testing.assert_array_equal(found[name], getattr(trainer.parameters, name))
        assert summary["cost"] == trainer.snapshot.train_cost


async def travel(journey: Journey, kills: int, kill: Any, draw: random.Random) -> None:
    """Go through so many kills at random moments, with commands all the while, and end."""
    await journey.begin()
    await journey.obey("play", iterations_per_second="max")
    for _ in range(kills):
        killing = asyncio.create_task(kill(draw.random() * 0.5))
        while not killing.done():
            await journey.change(draw.choice([0.001, 0.003, 0.01, 0.03]))
            await journey.go_on(draw.randint(1, 200))
        await killing
        await journey.go_on(1)
    await journey.go_on(300)
    await journey.end()
