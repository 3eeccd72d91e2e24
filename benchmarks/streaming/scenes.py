"""What is measured: a class on one server, a naive server beside it, a heavy run among light ones."""

from collections.abc import Iterator, Sequence
from statistics import median

from safetensors.numpy import load

from benchmarks.report import show_progress
from benchmarks.streaming.figures import Figure
from benchmarks.streaming.load import Load, Player, percentile, play
from benchmarks.streaming.processes import Server, cores_apart, started
from benchmarks.streaming.work import FPS, HEAVY, HIDDEN_RESOLUTION, LIGHT, N_H, RESOLUTION, player

NAIVE = "benchmarks.streaming.naive"
CLASS = 60
SLOWEST_BOUND, NAIVE_BOUND, NEIGHBOUR_BOUND = 27.0, 20.0, 1.5
FEW = 20
"""Light runs that leave a core room for a heavy one."""
WARM = 3.0
"""Seconds before a measurement, at most: estimates settle, runs drift out of step."""
ROUNDS = 4
"""Turns of what is compared."""


def check_frames(found: Load) -> None:
    """Raise ValueError unless every sample of the light runs decodes to what was asked for."""
    shapes = {
        "surface": (RESOLUTION, RESOLUTION),
        "hidden": (N_H, HIDDEN_RESOLUTION, HIDDEN_RESOLUTION),
    }
    for run in found.runs:
        for sample in run.samples if run.kind == "light" else ():
            tensors = load(sample)
            if any(tensors[name].shape != shape for name, shape in shapes.items()):
                raise ValueError(f"a frame has { ({name: t.shape for name, t in tensors.items()}) }")
            if tensors["costs"].shape[1:] != (3,):
                raise ValueError(f"a frame has costs of shape {tensors['costs'].shape}")


def class_of_runs(seconds: float, runs: int = CLASS) -> Iterator[Figure]:
    """Measure runs at 30 frames a second on one server process."""
    with cores_apart() as cores, started("app", cores) as server:
        show_progress(f"class: {runs} runs ...")
        players = [player(server.create_run(LIGHT)) for _ in range(runs)]
        found = play(server, players, warm=min(WARM, seconds), seconds=seconds)
    check_frames(found)
    yield from _class_figures(found, _case(runs))


def _class_figures(found: Load, case: str) -> Iterator[Figure]:
    rates, intervals = found.rates, found.intervals()
    speeds = [run.iterations_per_second for run in found.runs]
    yield Figure("class", case, "slowest run", rates[0], "frames/s", SLOWEST_BOUND, least=True)
    yield Figure("class", case, "median run", median(rates), "frames/s")
    yield Figure("class", case, "fastest run", rates[-1], "frames/s")
    for share in (0.5, 0.99):
        value = 1e3 * percentile(intervals, share)
        yield Figure("class", case, f"frame to frame, p{100 * share:.0f}", value, "ms")
    yield Figure("class", case, "slowest run", min(speeds), "iterations/s")
    yield Figure("class", case, "fastest run", max(speeds), "iterations/s")
    yield Figure("class", case, "a frame", 1e6 * found.server / max(1, found.frames), "us of CPU")
    for who in ("server", "clients", "others"):
        yield Figure("class", case, who, 100 * getattr(found, who) / found.seconds, "% of a core")


def against_naive(seconds: float, runs: int = CLASS) -> Iterator[Figure]:
    """Compare with the naive server in turns, both asked for 30 frames a second with 10 iterations each.

    Where a server falls behind, ours goes on at the speed asked for, with more iterations a frame; the naive
    one stays at 10.
    """
    with cores_apart() as cores, started("app", cores) as ours, started(NAIVE, cores) as theirs:
        mine = [player(ours.create_run(LIGHT)) for _ in range(runs)]
        turns = [(ours, mine), (theirs, [Player("/stream", kind="naive")] * runs)]
        found: dict[Server, list[Load]] = {ours: [], theirs: []}
        for k in range(ROUNDS):
            for server, players in turns:
                show_progress(f"naive: {runs} runs, round {k + 1} of {ROUNDS} ...")
                found[server].append(_turn(server, players, seconds))
    for part in found[ours]:
        check_frames(part)
    case = _case(runs)
    (our_rate, our_cpu), (their_rate, their_cpu) = _sum(found[ours]), _sum(found[theirs])
    yield Figure("naive", case, "ours", our_rate, "frames/s")
    yield Figure("naive", case, "naive server", their_rate, "frames/s")
    yield Figure(
        "naive", case, "ours : naive, frames", our_rate / their_rate, "times", NAIVE_BOUND, least=True
    )
    yield Figure("naive", case, "ours, a frame", our_cpu, "us of CPU")
    yield Figure("naive", case, "naive server, a frame", their_cpu, "us of CPU")
    yield Figure("naive", case, "naive : ours, CPU a frame", their_cpu / our_cpu, "times")


def _turn(server: Server, players: Sequence[Player], seconds: float) -> Load:
    part = seconds / ROUNDS
    return play(server, players, warm=min(WARM, part), seconds=part)


def _case(runs: int) -> str:
    return f"{runs} runs, {FPS} frames/s"


def _sum(found: Sequence[Load]) -> tuple[float, float]:
    """Return frames a second and microseconds of the server's processor time a frame."""
    frames = max(1, sum(load_.frames for load_ in found))
    return frames / sum(load_.seconds for load_ in found), 1e6 * sum(load_.server for load_ in found) / frames


def heavy_neighbour(seconds: float, counts: Sequence[int] = (FEW, CLASS)) -> Iterator[Figure]:
    """Compare light runs alone with the same beside a heavy one at full speed, in turns."""
    for count in counts:
        with cores_apart() as cores, started("app", cores) as server:
            light = [player(server.create_run(LIGHT)) for _ in range(count)]
            heavy = player(server.create_run(HEAVY), speed="max", kind="heavy")
            alone: list[Load] = []
            beside: list[Load] = []
            for k in range(ROUNDS):
                for players, found in ((light, alone), ([*light, heavy], beside)):
                    show_progress(f"neighbour: {count} light runs, round {k + 1} of {ROUNDS} ...")
                    found.append(_turn(server, players, seconds))
        yield from _neighbour_figures(count, alone, beside)


def _neighbour_figures(count: int, alone: Sequence[Load], beside: Sequence[Load]) -> Iterator[Figure]:
    case, bound = f"{count} light runs", NEIGHBOUR_BOUND if count < CLASS else None
    for share in (0.5, 0.99):
        what = f"p{100 * share:.0f}"
        yield Figure("neighbour", case, f"{what}, alone", _interval(alone, share), "ms")
        yield Figure("neighbour", case, f"{what}, beside a heavy run", _interval(beside, share), "ms")
    growth = _interval(beside, 0.99) / _interval(alone, 0.99)
    yield Figure("neighbour", case, "p99, beside : alone", growth, "times", bound)
    frames = [len(run.times) for load_ in beside for run in load_.runs if run.kind == "heavy"]
    took = sum(load_.seconds for load_ in beside)
    yield Figure("neighbour", case, "the heavy run", sum(frames) / took, "frames/s")
    speeds = [run.iterations_per_second for load_ in beside for run in load_.runs if run.kind == "heavy"]
    yield Figure("neighbour", case, "the heavy run", median(speeds), "iterations/s")


def _interval(found: Sequence[Load], share: float) -> float:
    """Return the milliseconds from frame to frame that this share of all light runs' frames keeps within."""
    return 1e3 * percentile([seconds for load_ in found for seconds in load_.intervals()], share)
