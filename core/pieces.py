"""Long work in pieces: a generator that yields between them and returns its result."""

from collections.abc import Callable, Generator
from typing import TypeVar

Result = TypeVar("Result")
Pieces = Generator[None, None, Result]


class StoppedError(Exception):
    """Nobody wants the result any more."""


def finish(work: Pieces[Result], stopped: Callable[[], bool] = lambda: False) -> Result:
    """Do all of the work and return its result; raise StoppedError as soon as `stopped` says so."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: Result = end.value
            return result
        if stopped():
            work.close()
            raise StoppedError
