"""The clients of a class: they play runs, take frames for a while, and tell what came."""

import json
import re
import selectors
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil, inf
from time import perf_counter, process_time, sleep
from typing import Any

from benchmarks.streaming.client import Connection
from benchmarks.streaming.processes import Server, busy_seconds

NUMBERS = re.compile(rb'"frame\\?": ?(\d+), ?\\?"iteration\\?": ?(\d+)')
"""In the first bytes of a frame: quotes are escaped in safetensors' metadata, not in JSON of its own."""
OPENING = 512
LOOK = 0.001
"""Seconds between two looks at what has come."""
SAMPLE_EVERY = 100
"""One of so many frames of a run is kept, to be decoded when the clock has stopped."""


@dataclass(frozen=True, slots=True)
class Player:
    """A run to be played: the path of its stream, what is said at first, the name of its kind."""

    path: str
    hello: Sequence[Mapping[str, Any]] = ()
    kind: str = "light"


@dataclass(slots=True)
class Received:
    """What one run got: when its frames were there, in seconds; the first and the last one's iteration."""

    kind: str
    times: list[float] = field(default_factory=list)
    iterations: tuple[int, int] = (0, 0)
    samples: list[bytes] = field(default_factory=list)

    @property
    def intervals(self) -> list[float]:
        """Seconds from frame to frame."""
        return [later - sooner for sooner, later in pairwise(self.times)]

    @property
    def iterations_per_second(self) -> float:
        """The speed from the first frame to the last; 0 where there are not two."""
        if len(self.times) < 2:
            return 0.0
        first, last = self.iterations
        return (last - first) / (self.times[-1] - self.times[0])


@dataclass(frozen=True, slots=True)
class Load:
    """What the runs got within `seconds`; seconds of processor time of the server, the clients and others."""

    seconds: float
    server: float
    clients: float
    others: float
    runs: Sequence[Received]
    memory: int = 0
    """Bytes that the server holds at the end."""

    @property
    def frames(self) -> int:
        """Frames of all runs."""
        return sum(len(run.times) for run in self.runs)

    @property
    def rates(self) -> list[float]:
        """Frames a second of each run, the slowest first."""
        return sorted(len(run.times) / self.seconds for run in self.runs)

    def intervals(self, kind: str = "light") -> list[float]:
        """Return the seconds from frame to frame of all runs of this kind."""
        return [interval for run in self.runs if run.kind == kind for interval in run.intervals]


class _Client:
    """One run being played."""

    def __init__(self, port: int, player: Player) -> None:
        self.connection, self.received = Connection(port, player.path), Received(player.kind)
        for message in player.hello:
            self.connection.send(json.dumps(message).encode())

    def take(self) -> None:
        """Take what has come; a frame is acknowledged at once, any other message must not be an error."""
        for content in self.connection.receive():
            numbers = NUMBERS.search(content[:OPENING])
            if numbers is None:
                _check_no_error(bytes(content))
                continue
            self.connection.send(b'{"type":"ack","frame":%b}' % numbers[1])
            received, iteration = self.received, int(numbers[2])
            if not received.times:
                received.iterations = (iteration, iteration)
            if len(received.times) % SAMPLE_EVERY == 0:
                received.samples.append(bytes(content))
            received.times.append(perf_counter())
            received.iterations = (received.iterations[0], iteration)


def play(server: Server, players: Sequence[Player], *, warm: float, seconds: float) -> Load:
    """Play all runs; what comes in the first `warm` seconds does not count.

    Raises ConnectionError when the server drops a run or refuses a message.
    """
    clients: list[_Client] = []
    with selectors.DefaultSelector() as selector:
        try:
            for player in players:
                clients.append(_Client(server.port, player))
                selector.register(clients[-1].connection, selectors.EVENT_READ, clients[-1])
            _take_for(selector, warm)
            for client in clients:
                client.received = Received(client.received.kind)
            before, start = (server.cpu_seconds(), process_time(), busy_seconds()), perf_counter()
            _take_for(selector, seconds)
            took = perf_counter() - start
            after = (server.cpu_seconds(), process_time(), busy_seconds())
            memory = server.memory()
        finally:
            for client in clients:
                client.connection.close()
    ours, own, all_ = (b - a for a, b in zip(before, after, strict=True))
    return Load(took, ours, own, max(0.0, all_ - ours - own), [client.received for client in clients], memory)


def _take_for(selector: selectors.BaseSelector, seconds: float) -> None:
    """Take what comes, every LOOK: clients that wait would be woken, which costs the server's core time that
    clients on machines of their own do not cost it."""
    end = perf_counter() + seconds
    while (left := end - perf_counter()) > 0:
        sleep(min(LOOK, left))
        for key, _ in selector.select(0):
            key.data.take()


def _check_no_error(message: bytes) -> None:
    if json.loads(message)["type"] == "error":
        raise ConnectionError(message.decode())


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest of the values that `share` of them do not exceed; infinite if there are none."""
    return sorted(values)[max(0, ceil(share * len(values)) - 1)] if values else inf
