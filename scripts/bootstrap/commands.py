"""The commands. What a user can mend ends in a sentence and an exit code, never in a traceback."""

import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType

from bootstrap.bench import bench
from bootstrap.check import check
from bootstrap.console import Stop
from bootstrap.lock import lock
from bootstrap.release_check import release_check
from bootstrap.run_tests import run_tests
from bootstrap.screenshots import screenshots
from bootstrap.serve import serve

COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": serve,
    "test": run_tests,
    "check": check,
    "bench": bench,
    "screenshots": screenshots,
    "lock": lock,
    "release-check": release_check,
}


def main(name: str, arguments: Sequence[str]) -> int:
    """Run a command and return the exit code."""
    signal.signal(signal.SIGTERM, _end)  # as an exception, so that a started installer is ended too
    try:
        return COMMANDS[name](arguments)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped; the next start goes on from here.", file=sys.stderr)
        return 128 + signal.SIGINT


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
