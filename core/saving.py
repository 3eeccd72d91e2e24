"""A run as it can be kept elsewhere, and exactly the same run again.

A save is a small head, which says where the run stands and takes the place of the head before it, and a
block: what is new or different in its past since the last save, to be kept after the blocks before it. The
head and all blocks in order make the run again; only its data are drawn anew. How a part becomes bytes and
where they go is not core's business.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from core.arrays import Floats
from core.configuration import Configuration, configure
from core.errors import ConfigurationError, SaveError
from core.parts import Part, nested, pack_changes, pack_moments, unpack_changes, unpack_moments
from core.run_state import RunState
from core.timeline import Change, Moment, Timeline
from core.trainer import Standing, Trainer

FORMAT = 1
"""Of what is saved; another one is refused."""
BLOCKS = 256
"""After so many blocks the next one is whole."""
SLACK = 1_000_000
"""Bytes of blocks after a whole one, at least, until the next one is whole."""


@dataclass(frozen=True, slots=True)
class Save:
    """The head in place of the last one; the block after all others or, with `whole`, in their place."""

    head: Part
    block: Part | None
    whole: bool


@dataclass(frozen=True, slots=True)
class _Mark:
    """How much of a timeline has been saved."""

    timeline: Timeline
    rows: int
    thinned: int
    keyframes: tuple[int, ...]
    changes: tuple[Change, ...]

    @classmethod
    def at_the_end(cls, timeline: Timeline) -> "_Mark":
        history, keyframes = timeline.history, timeline.keyframes.iterations
        return cls(timeline, len(history), history.thinned, keyframes, tuple(timeline.changes))


class Saver:
    """Knows what of a run has been saved; several of one run know nothing of each other."""

    def __init__(self, trainer: Trainer, blocks: Sequence[Part] = ()) -> None:
        """Take a run of which nothing is saved yet, or all of it in the blocks that it was restored from."""
        self.trainer = trainer
        self._mark = _Mark.at_the_end(trainer.timeline) if blocks else None
        sizes = [block.bytes for block in blocks]
        self._blocks, self._whole_bytes, self._more_bytes = len(sizes), sum(sizes[:1]), sum(sizes[1:])

    def save(self, *, whole: bool = False) -> Save:
        """Return the head, and the block with what is new, None if nothing is; all are copies.

        Everything counts as saved then: where keeping it fails, the next save must be `whole`. A save is
        whole by itself the first time, after a reset, and when blocks have become many or large.
        """
        whole = whole or self._is_due()
        if whole:
            self._mark, self._blocks = None, 0
        block = self._block()
        if block:
            self._blocks += 1
            self._mark = _Mark.at_the_end(self.trainer.timeline)
            self._whole_bytes, self._more_bytes = (
                (block.bytes, 0) if whole else (self._whole_bytes, self._more_bytes + block.bytes)
            )
        return Save(self._head(), block, whole)

    def _is_due(self) -> bool:
        new = self._mark is None or self._mark.timeline is not self.trainer.timeline
        return new or self._blocks >= BLOCKS or self._more_bytes > max(self._whole_bytes, SLACK)

    def _head(self) -> Part:
        """Return where the run stands, and how much the blocks must hold."""
        standing, timeline = self.trainer.standing, self.trainer.timeline
        values = {
            "format": FORMAT,
            "blocks": self._blocks,
            "iteration": standing.iteration,
            "state": standing.state.value,
            "reason": standing.reason,
        }
        start = {"cost_at_start": np.array([standing.cost_at_start])}
        return Part(values | _extent(timeline), start | pack_moments([(standing.iteration, standing.moment)]))

    def _block(self) -> Part | None:
        timeline, mark = self.trainer.timeline, self._mark
        kept = _common(timeline.changes, mark.changes) if mark else 0
        changes = timeline.changes[kept:]
        # a change forgets what came after it; so before the first new one all is as it was
        end = changes[0].iteration if changes else timeline.reached + 1
        rows_kept, rows = self._rows(end)
        moments, dropped = self._keyframes(end)
        if not (len(rows) or changes or moments or dropped):
            return None
        told, entries = pack_changes(changes, timeline.training(kept))
        values: dict[str, Any] = {
            "format": FORMAT,
            "number": self._blocks,
            "rows_kept": rows_kept,
            "keyframes_dropped": dropped,
            "changes_kept": kept,
            "changes": told,
        }
        if mark is None:
            values["configuration"] = nested(replace(self.trainer.configuration, training=timeline.start))
        return Part(values, ({"rows": rows} if len(rows) else {}) | pack_moments(moments) | entries)

    def _rows(self, end: int) -> tuple[int, Floats]:
        """Return how many rows that were saved stay, and those that follow them."""
        history, mark, kept = self.trainer.history, self._mark, 0
        if mark and history.thinned == mark.thinned:
            kept = min(mark.rows, int(np.searchsorted(history.rows[:, 0], end)))
        return kept, history.rows[kept:].copy()

    def _keyframes(self, end: int) -> tuple[list[tuple[int, Moment]], list[int]]:
        """Return the keyframes that are new, and where those were that are gone."""
        keyframes, before = self.trainer.timeline.keyframes, self._mark.keyframes if self._mark else ()
        if keyframes.iterations == before and keyframes.last <= end:
            return [], []
        known = {iteration for iteration in before if iteration <= end} & set(keyframes.iterations)
        new = [item for item in keyframes.items() if item[0] not in known]
        return new, [iteration for iteration in before if iteration not in known]


def restore(head: Part, blocks: Sequence[Part]) -> Trainer:
    """Return the run as it was when the head was saved; it goes on with the same bits.

    Raises SaveError where blocks are missing, do not belong to the head, or another version wrote them.
    """
    formats = [part.values.get("format") for part in (head, *blocks)]
    if set(formats) != {FORMAT}:
        raise SaveError(f"a run saved in format {formats[0]} cannot be read, only format {FORMAT}")
    try:
        return _restored(head, blocks)
    except (ConfigurationError, KeyError, IndexError, TypeError) as wrong:
        raise SaveError(f"what was saved of a run is not as it was written ({wrong!r})") from wrong


def _restored(head: Part, blocks: Sequence[Part]) -> Trainer:
    numbers = [block.values["number"] for block in blocks]
    if not numbers or numbers != list(range(head.values["blocks"])):
        raise SaveError(f"of {head.values['blocks']} blocks of a run there are {numbers}")
    configuration, timeline = _timeline(blocks)
    timeline.reached = head.values["reached"]
    if _extent(timeline).items() - head.values.items():
        raise SaveError("the blocks of a run do not belong to its head")
    [(iteration, moment)] = unpack_moments(head.arrays, timeline.training)
    state, reason = RunState(head.values["state"]), head.values["reason"]
    standing = Standing(iteration, state, reason, float(head.arrays["cost_at_start"][0]), moment)
    configuration = replace(configuration, training=timeline.training(moment.changes))
    return Trainer(configuration, (timeline, standing))


def _timeline(blocks: Sequence[Part]) -> tuple[Configuration, Timeline]:
    configuration = configure(blocks[0].values["configuration"])
    timeline, keyframes = Timeline(configuration.training), dict[int, Moment]()
    for block in blocks:
        values, kept = block.values, block.values["changes_kept"]
        told = unpack_changes(values["changes"], block.arrays, timeline.training(kept))
        timeline.changes[kept:] = told
        timeline.history.put(values["rows_kept"], block.arrays.get("rows", timeline.history.rows[:0]))
        for iteration in values["keyframes_dropped"]:
            del keyframes[iteration]
        keyframes |= unpack_moments(block.arrays, timeline.training)
    for iteration, moment in sorted(keyframes.items()):
        timeline.keyframes.add(iteration, moment, moment.bytes)
    return configuration, timeline


def _extent(timeline: Timeline) -> dict[str, int]:
    """Return how much a timeline holds."""
    return {
        "reached": timeline.reached,
        "rows": len(timeline.history),
        "keyframes": len(timeline.keyframes),
        "changes": len(timeline.changes),
    }


def _common(ours: Sequence[Change], theirs: Sequence[Change]) -> int:
    """Return how many changes at the start are the same; those before one that is are too."""
    count = min(len(ours), len(theirs))
    while count and ours[count - 1] is not theirs[count - 1]:
        count -= 1
    return count
