"""What Prometheus is told: counts and durations of this process, or of all workers on this machine.

One process keeps its numbers in memory. Where PROMETHEUS_MULTIPROC_DIR names a directory, every process
keeps them in files there, and `text` adds up those of all. The variable is read at the first import.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import perf_counter

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.exposition import choose_encoder
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
FRAME = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0)
WAIT = (0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0)

disable_created_metrics()  # type: ignore[no-untyped-call]
_here = CollectorRegistry()
ProcessCollector(registry=_here)


def _gauge(name: str, about: str) -> Gauge:
    return Gauge(f"shallowscope_{name}", about, registry=_here, multiprocess_mode="livesum")


def _counter(name: str, about: str, *labels: str) -> Counter:
    return Counter(f"shallowscope_{name}", about, labels, registry=_here)


def _seconds(name: str, about: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
    return Histogram(f"shallowscope_{name}_seconds", about, labels, registry=_here, buckets=buckets)


runs = _gauge("runs", "Runs in memory.")
connections = _gauge("connections", "Open streams.")
frames = _counter("frames", "Frames sent.")
iterations = _counter("iterations", "Iterations trained.")
frame_seconds = _seconds(
    "frame", "Work for a frame, less the training: views, encoding; of one frame in eight.", FRAME
)
queue_seconds = _seconds("queue", "Heavy work's wait for a thread.", WAIT)
commands = _counter("commands", "Commands obeyed.", "type")
errors = _counter("errors", "Refused messages and failed requests.", "code")
rejected = _counter("rejected", "Turned away at a limit or a check.", "limit")
store_seconds = _seconds("store", "One call of the store.", WAIT, "call")
requests = _counter("requests", "Requests answered.", "method", "route", "status")
request_seconds = _seconds("request", "From a request's headers to the end of its answer.", WAIT, "route")


class Tally:
    """Frames and iterations, added up before Prometheus is told: its locks cost as much as a small view."""

    EVERY = 8
    """Of so many frames one is timed."""

    def __init__(self) -> None:
        """Start at nothing."""
        self._lock = Lock()
        self._frames = self._iterations = 0

    def note(self, iterations: int) -> None:
        """Note iterations that were trained."""
        self._iterations += iterations

    def note_frame(self, seconds: float) -> None:
        """Note a frame that took so long."""
        self._frames += 1
        if self._frames >= self.EVERY:
            frame_seconds.observe(seconds)
            self.tell()

    def tell(self) -> None:
        """Tell Prometheus."""
        with self._lock:
            told, self._frames = self._frames, 0
            trained, self._iterations = self._iterations, 0
        frames.inc(told)
        iterations.inc(trained)


tally = Tally()


@contextmanager
def timed_store(call: str) -> Iterator[None]:
    """Measure one call of the store."""
    start = perf_counter()
    try:
        yield
    finally:
        store_seconds.labels(call).observe(perf_counter() - start)


def text(accept: str = "") -> tuple[bytes, str]:
    """Return all numbers in the form that `accept` asks for, and its media type."""
    tally.tell()
    registry = _here
    if DIRECTORY in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    encode, media_type = choose_encoder(accept)
    return encode(registry), media_type


def forget_process(pid: int) -> None:
    """Take back what a worker that is gone said of the present, such as its open streams."""
    if DIRECTORY in os.environ:
        mark_process_dead(pid)  # type: ignore[no-untyped-call]
