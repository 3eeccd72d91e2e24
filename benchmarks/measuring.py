"""Medians of times measured alternately: A B C A B C ..., so that what slows the machine slows all alike."""

import gc
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from statistics import median, quantiles
from time import perf_counter, process_time

SLICE = 0.008
"""Seconds that a contestant works before the next one has its turn."""
LEAST_ROUNDS = 11


@dataclass(frozen=True, slots=True)
class Contestant:
    """`run(count)` does the work count times, at once in steps of `unit`."""

    run: Callable[[int], object]
    unit: int = 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours against theirs: a ratio of medians, and the middle half of the ratios of single rounds."""

    ratio: float
    low: float
    high: float
    seconds: float
    their_seconds: float
    rounds: int


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds for one piece of work, by contestant; the n-th of each are neighbours in time."""

    samples: Mapping[str, list[float]]

    def median(self, name: str) -> float:
        """Return the median of a contestant."""
        return median(self.samples[name])

    def compare(self, ours: str, theirs: str, *, share: float = 1.0) -> Comparison:
        """Return `ours`, times `share`, against `theirs`."""
        ratios = [share * a / b for a, b in zip(self.samples[ours], self.samples[theirs], strict=True)]
        low, _, high = quantiles(ratios, n=4)
        a, b = share * self.median(ours), self.median(theirs)
        return Comparison(a / b, low, high, a, b, len(ratios))


def alternate(contestants: Mapping[str, Contestant], seconds: float) -> Timings:
    """Measure all in turns for about `seconds` each, and in at least 11 rounds."""
    counts = {name: _calibrate(contestant) for name, contestant in contestants.items()}
    samples: dict[str, list[float]] = {name: [] for name in contestants}
    rounds, end = 0, perf_counter() + seconds * len(contestants)
    gc.collect()
    gc.disable()
    try:
        while rounds < LEAST_ROUNDS or perf_counter() < end:
            for name, contestant in contestants.items():
                samples[name].append(_time(contestant, counts[name]) / counts[name])
            rounds += 1
    finally:
        gc.enable()
    return Timings(samples)


def _calibrate(contestant: Contestant) -> int:
    """Warm up and return how often the work fits into a slice, rounded up to whole units."""
    contestant.run(contestant.unit)
    count = contestant.unit
    while (took := _time(contestant, count)) < SLICE / 2:
        count *= 2
    return max(1, ceil(count / contestant.unit * min(1.0, SLICE / took))) * contestant.unit


def _time(contestant: Contestant, count: int) -> float:
    """Return the time it took without what other programs had of it: the processor's, or the clock's if less.

    That is the processor's for one thread, and the clock's where a contestant has several of them.
    """
    start, worked = perf_counter(), process_time()
    contestant.run(count)
    return min(process_time() - worked, perf_counter() - start)
