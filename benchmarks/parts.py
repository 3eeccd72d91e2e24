"""The parts of the benchmark: what is measured, against what, within which bound."""

import tracemalloc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks import peers, textbook
from benchmarks.loops import Loops, repeated
from benchmarks.measuring import Contestant, Timings, alternate
from benchmarks.problems import RATE, Problem, draw, make_problem, training
from benchmarks.report import COLUMNS, Row, show_progress
from benchmarks.streaming import figures, scenes
from benchmarks.streaming.figures import Figure
from core.activations import ACTIVATIONS
from core.lens import Lens
from core.optimizers import OPTIMIZERS

PRECISIONS = ("float64", "float32")
TEXTBOOK = "textbook"
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Measure:
    """Measures contestants in turns, for about `seconds` each, under a title for the progress."""

    part: str
    seconds: float

    def __call__(self, case: str, contestants: Mapping[str, Contestant]) -> Timings:
        """Return the times of the contestants."""
        show_progress(f"{self.part}: {case} ...")
        return alternate(contestants, self.seconds)


KEPT = "memory kept"
"""glibc gives freed memory back and fetches it anew, page by page, or not, as what ran before has left the
heap: textbook NumPy on large arrays then takes one to five times as long. Kept, it is at its fastest, and the
figures are steady."""
SYSTEM = "memory as the system has it"
"""Where a bound was set against what a plain program does."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part by name; `rows(measure, memory)` measures one row after the other.

    Each of `memories` has a process of its own.
    """

    title: str
    rows: Callable[[Measure, str], Iterator[Row] | Iterator[Figure]]
    memories: tuple[str, ...] = (KEPT,)
    seconds: float = 0.7
    """How long each that is measured takes, unless told otherwise."""
    columns: str = COLUMNS


STEP_SIZES: tuple[Size, ...] = ((200, 4), (400, 8), (400, 32), (2000, 8), (2000, 32), (2000, 128))
STEP_BOUNDS: dict[str, Mapping[Size, float]] = {
    "float64": dict.fromkeys(STEP_SIZES, 0.60) | {(200, 4): 0.40, (400, 8): 0.40},
    "float32": dict.fromkeys(STEP_SIZES, 0.30) | {(2000, 128): 0.20},
}
PEER_BOUNDS: dict[tuple[str, Size], float] = {
    ("PyTorch", (200, 4)): 0.10,
    ("PyTorch", (400, 8)): 0.13,
    ("PyTorch", (400, 32)): 0.25,
}
VARIANT: Size = (400, 8)
VARIANT_BOUND = 0.60
SINE_BOUND = 0.80
"""Its sin and cos bind it."""
BATCH_SIZES = (1, 32, 128)
STACKED_SIZES: tuple[Size, ...] = ((200, 4), (400, 8))
STACKED_BOUNDS: dict[tuple[int, Size], float] = {(16, (200, 4)): 0.35}
LOOP_BOUNDS = {("examples", 400): 1 / 20, ("units", 400): 1 / 40, ("examples", 10_000): 1 / 20}
FRAME_WIDTHS = (4, 8, 32)
FRAME_BOUNDS = {8: 0.20}
GROWTH_SIZES: tuple[Size, ...] = (
    *((m, 8) for m in (100, 1_000, 10_000, 100_000)),
    *((400, n_h) for n_h in (1, 4, 16, 64, 256, 1024)),
)


def _case(m: int, n_h: int) -> str:
    return f"m={m} n_h={n_h}"


def step(measure: Measure, memory: str) -> Iterator[Row]:
    """Compare at each size with the textbook in both precisions, with the peers in float64."""
    for size in STEP_SIZES:
        case, problem = _case(*size), make_problem(*size)
        ours = {precision: training(problem.engine(precision=precision)) for precision in PRECISIONS}
        timings = measure(case, {TEXTBOOK: Contestant(problem.textbook().run)} | ours)
        for precision in PRECISIONS:
            found = timings.compare(precision, TEXTBOOK)
            yield Row("step", case, precision, TEXTBOOK, found, STEP_BOUNDS[precision][size])
        for name, theirs in peers.contestants(problem).items():
            pair = {"float64": ours["float64"], name: theirs}
            found = measure(f"{case} {name}", pair).compare("float64", name)
            yield Row("step", case, "float64", name, found, PEER_BOUNDS.get((name, size)))


def activations(measure: Measure, memory: str) -> Iterator[Row]:
    """Compare every activation with its own textbook form."""
    for name in ACTIVATIONS:
        problem = make_problem(*VARIANT, activation=name)
        bound = SINE_BOUND if name == "sine" else VARIANT_BOUND
        yield from _variant("activations", name, measure, problem, problem.textbook(), bound)


def optimizers(measure: Measure, memory: str) -> Iterator[Row]:
    """Compare every optimizer with its own textbook form."""
    problem = make_problem(*VARIANT)
    for name in OPTIMIZERS:
        if name in textbook.OPTIMIZERS:
            theirs = problem.textbook(textbook.OPTIMIZERS[name](RATE))
            yield from _variant("optimizers", name, measure, problem, theirs, VARIANT_BOUND, optimizer=name)


def batches(measure: Measure, memory: str) -> Iterator[Row]:
    """Compare mini-batches with the textbook's, which may take the cost of the batch or of all examples."""
    problem = make_problem(*VARIANT)
    for size in BATCH_SIZES:
        case = f"batches of {size}"
        ours = {
            precision: training(problem.engine(batch_size=size, precision=precision))
            for precision in PRECISIONS
        }
        theirs = {
            f"{TEXTBOOK}, {what}": textbook.MiniBatches(
                problem.X,
                problem.Y,
                problem.start,
                problem.form(),
                textbook.GradientDescent(RATE),
                size=size,
                whole_cost=whole,
            )
            for what, whole in (("cost of all", True), ("of the batch", False))
        }
        timings = measure(case, ours | {name: Contestant(each.run) for name, each in theirs.items()})
        for precision in PRECISIONS:
            for name in theirs:
                yield Row("batches", case, precision, name, timings.compare(precision, name))


def _variant(  # noqa: PLR0913, PLR0917 - only the two parts above call it
    part: str,
    name: str,
    measure: Measure,
    problem: Problem,
    theirs: textbook.Textbook,
    bound: float,
    **options: Any,
) -> Iterator[Row]:
    ours = {precision: training(problem.engine(precision=precision, **options)) for precision in PRECISIONS}
    timings = measure(name, {TEXTBOOK: Contestant(theirs.run)} | ours)
    for precision, limit in (("float64", bound), ("float32", None)):
        yield Row(part, name, precision, TEXTBOOK, timings.compare(precision, TEXTBOOK), limit)


def stacked(measure: Measure, memory: str) -> Iterator[Row]:
    """Compare the cost a network of K at once with that of one alone."""
    for size in STACKED_SIZES:
        problem = make_problem(*size)
        for precision in PRECISIONS:
            runs = {"K=1": training(problem.engine(precision=precision))}
            for K in (4, 16):
                starts = [draw(size[1], seed) for seed in range(K)]
                runs[f"K={K}"] = training(problem.engine(starts=starts, precision=precision))
            timings = measure(f"{_case(*size)} {precision}", runs)
            for K in (4, 16):
                found = timings.compare(f"K={K}", "K=1", share=1 / K)
                case, bound = f"{_case(*size)} K={K}", STACKED_BOUNDS.get((K, size))
                yield Row("stacked", case, precision, "K=1", found, bound)


def frame(measure: Measure, memory: str) -> Iterator[Row]:
    """Compare a frame in 256 levels with the forward pass over a meshgrid."""
    for n_h in FRAME_WIDTHS:
        problem, case = make_problem(400, n_h), f"surface, {n_h} maps"
        surface, maps = (
            Lens(problem.network, problem.dataset, problem.start, resolution) for resolution in (100, 50)
        )
        theirs, bounds = problem.textbook(), problem.dataset.bounds

        def ours(count: int, *, p: Problem = problem, whole: Lens = surface, small: Lens = maps) -> None:
            for _ in range(count):
                whole.surface(p.start)
                small.hidden_maps(p.start)

        def naive(
            count: int, *, p: textbook.Textbook = theirs, low: float = bounds[0], high: float = bounds[1]
        ) -> None:
            for _ in range(count):
                textbook.frame(p.p, p.form.g, low, high)

        timings = measure(case, {"frame": Contestant(ours), "meshgrid": Contestant(naive)})
        found = timings.compare("frame", "meshgrid")
        plain = memory == SYSTEM
        against, bound = ("meshgrid", FRAME_BOUNDS.get(n_h)) if plain else (f"meshgrid, {memory}", None)
        yield Row("frame", case, "float32", against, found, bound)


def loops(measure: Measure, memory: str) -> Iterator[Row]:
    """Compare the forward pass of all examples at once with a loop over examples, or examples and units."""
    for (name, m), bound in LOOP_BOUNDS.items():
        problem = Loops.draw(m)
        loop = problem.examples if name == "examples" else problem.units
        case, against = f"3-4-1, m={m}", f"loop over {name}"
        forms = {"at once": Contestant(repeated(problem.vectorised)), against: Contestant(repeated(loop))}
        found = measure(f"{case} {name}", forms).compare("at once", against)
        yield Row("loops", case, "float64", against, found, bound)


def growth(measure: Measure, memory: str) -> Iterator[Row]:
    """Show time and memory from small to large; compare with the textbook at each size."""
    for size in GROWTH_SIZES:
        case, problem = _case(*size), make_problem(*size)
        theirs = Contestant(problem.textbook().run)
        for precision in PRECISIONS:
            peak = _peak_bytes(problem, precision)
            ours = training(problem.engine(precision=precision))
            timings = measure(f"{case} {precision}", {TEXTBOOK: theirs, precision: ours})
            found = timings.compare(precision, TEXTBOOK)
            yield Row("growth", case, precision, TEXTBOOK, found, peak_bytes=peak)


def _peak_bytes(problem: Problem, precision: str) -> int:
    """Return the most memory that an engine holds while it is made and trains two blocks."""
    tracemalloc.start()
    try:
        engine = problem.engine(precision=precision)
        for _ in range(2):
            engine.run(engine.block)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


PARTS: dict[str, Part] = {
    "step": Part("one iteration: tanh, sigmoid output, gradient descent, its cost included", step),
    "activations": Part(f"the same at {_case(*VARIANT)} with every activation", activations),
    "optimizers": Part(f"the same at {_case(*VARIANT)} with every optimizer", optimizers),
    "batches": Part(f"the same at {_case(*VARIANT)} with mini-batches", batches),
    "stacked": Part("K networks at once: the cost a network", stacked),
    "frame": Part("a frame: surface of 100 x 100, hidden units' maps of 50 x 50", frame, (SYSTEM, KEPT)),
    "loops": Part("why the chapter vectorises: a forward pass against its loop forms", loops),
    "growth": Part("time and memory with the number of examples and of hidden units", growth),
}


def _scene(title: str, scene: Callable[[float], Iterator[Figure]], seconds: float) -> Part:
    def rows(measure: Measure, _memory: str) -> Iterator[Figure]:
        return scene(measure.seconds)

    return Part(title, rows, (SYSTEM,), seconds, figures.COLUMNS)


def _users_carried(seconds: float) -> Iterator[Figure]:
    from benchmarks.streaming.capacity import users_carried  # noqa: PLC0415 - what finds Redis is there for this part

    return users_carried(seconds)


STREAMING: dict[str, Part] = {
    "class": _scene("a class on one server: its core is its own", scenes.class_of_runs, 15.0),
    "naive": _scene("the same beside a naive server, in turns", scenes.against_naive, 16.0),
    "neighbour": _scene("light runs alone and beside a heavy one, in turns", scenes.heavy_neighbour, 24.0),
}


LOAD: dict[str, Part] = {
    "load": _scene("users that a server carries, and what one costs", _users_carried, 6.0),
}


def _page(title: str, name: str, seconds: float) -> Part:
    def rows(measure: Measure, _memory: str) -> Iterator[Figure]:
        from benchmarks.browser import scenes as pages  # noqa: PLC0415 - Playwright is there for these parts alone

        found: Iterator[Figure] = getattr(pages, name)(measure.seconds)
        return found

    return Part(title, rows, (SYSTEM,), seconds, figures.COLUMNS)


BROWSER: dict[str, Part] = {
    "playing": _page("the page in a headless Chromium, drawn in software", "playing", 15.0),
    "inside": _page("a telephone's page with every panel open, all under each other", "inside", 10.0),
    "loading": _page("the same, opened with an empty cache", "loading", 0.0),
}
ALL_PARTS = PARTS | STREAMING | LOAD | BROWSER
