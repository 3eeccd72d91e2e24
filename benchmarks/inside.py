"""The process that measures one part: prints its rows, and writes each as a line of JSON to a file."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from benchmarks.parts import ALL_PARTS, KEPT, Measure
from benchmarks.report import show_progress

KEEP = dict.fromkeys(("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_"), str(1 << 25))
"""What keeps memory with glibc, which reads it when a process starts."""


def measure_apart(part: str, memory: str, seconds: float) -> tuple[list[dict[str, Any]], int]:
    """Measure in a process of its own; return the rows and the exit code, not 0 where it was cut short."""
    env = {name: value for name, value in os.environ.items() if name not in KEEP}
    with tempfile.NamedTemporaryFile("r", encoding="utf-8", suffix=".jsonl") as file:
        command = [sys.executable, "-P", "-m", "benchmarks.inside", part, memory, str(seconds), file.name]
        with subprocess.Popen(command, env=env | (KEEP if memory == KEPT else {})) as process:  # noqa: S603 - ourselves
            try:
                code = process.wait()
            except KeyboardInterrupt:
                process.terminate()  # a terminal has told it already, another sender has not
                code = process.wait() or 1
        return [json.loads(line) for line in file], code


def measure_here(part: str, memory: str, seconds: float, file: Path) -> None:
    """Print each row when it is measured, and append it to the file."""
    with file.open("a", encoding="utf-8") as out:
        for row in ALL_PARTS[part].rows(Measure(part, seconds), memory):
            show_progress("")
            print(row.line(), flush=True)
            print(json.dumps(row.fields()), file=out, flush=True)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    """End once: a second signal must not cut short what ends the servers."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, _interrupt)
    try:
        measure_here(sys.argv[1], sys.argv[2], float(sys.argv[3]), Path(sys.argv[4]))
    except KeyboardInterrupt:
        show_progress("")
        sys.exit(1)
