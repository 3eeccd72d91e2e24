"""How many users a server carries: as many as there can be before the slowest gets too few frames."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.report import show_progress
from benchmarks.streaming.figures import Figure
from benchmarks.streaming.load import Load, Player, play
from benchmarks.streaming.processes import Server, cores_apart, started
from benchmarks.streaming.scenes import NAIVE, WARM
from benchmarks.streaming.work import FPS, LIGHT, player
from tests.redis_server import running_redis

ENOUGH = 25.0
"""Frames a second that the slowest user gets, of the 30 that all ask for."""
MOST, MOST_IN_A_HURRY = 500, 2
HURRY = 1.0
"""A measurement shorter than this many seconds says nothing: then few users are tried."""
TRIES = 2
"""A number of users is too many when the slowest has fallen behind so often."""
FINE = 20
"""The number is found to one part in so many."""
TICK = 0.01
"""Seconds in which the system counts processor time."""
Cost = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of server: its name and what starts one."""

    name: str
    start: Callable[[set[int]], AbstractContextManager[Server]]
    cores: int = 1
    makes_runs: bool = True
    """Whether its runs are made over REST; the naive server has one for each connection."""

    @contextmanager
    def running(self) -> Iterator[Server]:
        """Start one, on cores that the clients keep off where there are more."""
        with cores_apart(self.cores) as cores, self.start(cores) as server:
            yield server


def most_carried(carries: Callable[[int], bool], most: int) -> int:
    """Return about the largest number up to `most` that is carried: by doubling, then by halving the gap."""
    low, high = 0, 1
    while high <= most and carries(high):
        low, high = high, 2 * high
    high = min(high, most + 1)
    while high - low > max(1, low // FINE):
        middle = (low + high) // 2
        if carries(middle):
            low = middle
        else:
            high = middle
    return low


def users_carried(seconds: float) -> Iterator[Figure]:
    """Find the number for a naive server, one process and two workers on Redis; what a user costs there."""
    most = MOST if seconds >= HURRY else MOST_IN_A_HURRY
    found: dict[str, int] = {}
    cpu: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, running_redis(Path(folder)) as redis:
        for kind in _kinds(redis.url):
            count, alone, together = _measured(kind, most, seconds)
            found[kind.name], cpu[kind.name] = count, together["cpu"]
            yield from _figures(kind.name, count, alone, together)
    naive, one, two = found.values()
    naive_cpu, one_cpu, _ = cpu.values()
    yield Figure("load", "users", "one process : naive server", one / max(1, naive), "times")
    yield Figure("load", "users", "two workers : one process", two / max(1, one), "times")
    yield Figure("load", "CPU of a user", "naive server : one process", naive_cpu / one_cpu, "times")


def _kinds(redis_url: str) -> Sequence[Kind]:
    on_redis = {"SHALLOWSCOPE_STORE": redis_url}
    two = partial(started, "app", arguments=("--workers", "2"), environment=on_redis)
    return (
        Kind("naive server", partial(started, NAIVE), makes_runs=False),
        Kind("one process", partial(started, "app")),
        Kind("two workers on Redis", two, cores=2),
    )


def _measured(kind: Kind, most: int, seconds: float) -> tuple[int, Cost, Cost]:
    """Return how many users it carries, what a single one costs, and what each of so many does."""
    with kind.running() as server:
        alone = _cost(kind, server, 1, seconds)

        def carries(count: int) -> bool:
            return any(_played(kind, server, count, seconds).rates[0] >= ENOUGH for _ in range(TRIES))

        count = most_carried(carries, most)
    with kind.running() as server:  # anew: what the trials have left behind is no user's memory
        return count, alone, _cost(kind, server, max(1, count), seconds)


def _figures(case: str, count: int, alone: Cost, together: Cost) -> Iterator[Figure]:
    for what, value, unit in (
        (f"users at {ENOUGH:g} of {FPS} frames/s", float(count), "users"),
        ("slowest of so many", together["slowest"], "frames/s"),
        ("a user, alone", 100 * alone["cpu"], "% of a core"),
        ("a user, among so many", 100 * together["cpu"], "% of a core"),
        ("among so many : alone, CPU", together["cpu"] / alone["cpu"], "times"),
        ("without users", together["base"], "MB"),
        ("a user, among so many", together["memory"], "MB"),
    ):
        yield Figure("load", case, what, value, unit)


def _cost(kind: Kind, server: Server, count: int, seconds: float) -> Cost:
    """Return the share of a core and the megabytes that each of so many users takes, and their slowest."""
    base = server.memory()
    found = _played(kind, server, count, seconds)
    return {
        "cpu": max(found.server, TICK) / found.seconds / count,
        "base": base / 1e6,
        "memory": (found.memory - base) / 1e6 / count,
        "slowest": found.rates[0],
    }


def _played(kind: Kind, server: Server, count: int, seconds: float) -> Load:
    """Let so many users play on a server; their runs are deleted afterwards."""
    show_progress(f"load: {kind.name}, {count} {'user' if count == 1 else 'users'} ...")
    if not kind.makes_runs:
        return play(
            server, [Player("/stream", kind="naive")] * count, warm=min(WARM, seconds), seconds=seconds
        )
    players = [player(server.create_run(LIGHT)) for _ in range(count)]
    try:
        return play(server, players, warm=min(WARM, seconds), seconds=seconds)
    finally:
        for each in players:
            server.delete_run(each.path)
