"""The states of a run and the moves between them."""

from enum import StrEnum

from core.errors import StateError


class RunState(StrEnum):
    """ready -> running <-> paused; from both to finished or diverged; reset leads back to ready."""

    READY = "ready"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    DIVERGED = "diverged"


_MOVES: dict[RunState, frozenset[RunState]] = {
    RunState.READY: frozenset({RunState.RUNNING, RunState.PAUSED, RunState.DIVERGED, RunState.READY}),
    RunState.RUNNING: frozenset({RunState.PAUSED, RunState.FINISHED, RunState.DIVERGED, RunState.READY}),
    RunState.PAUSED: frozenset({RunState.RUNNING, RunState.FINISHED, RunState.DIVERGED, RunState.READY}),
    RunState.FINISHED: frozenset({RunState.RUNNING, RunState.PAUSED, RunState.READY}),
    RunState.DIVERGED: frozenset({RunState.READY}),
}


def move(current: RunState, target: RunState) -> RunState:
    """Return `target`; a move that is not in the table raises StateError."""
    if target is not current and target not in _MOVES[current]:
        raise StateError(f"a run that is {current.value} cannot become {target.value}: reset it first")
    return target
