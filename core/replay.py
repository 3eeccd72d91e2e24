"""A run's past, looked at while the run goes on: copies that go to any iteration reached, exactly."""

from dataclasses import dataclass

from core.configuration import Configuration
from core.errors import BoundsError
from core.pieces import Pieces
from core.timeline import Timeline
from core.trainer import Standing, Trainer

PIECE = 64
"""Iterations trained again between two looks whether anybody still waits."""


@dataclass(frozen=True, slots=True)
class Past:
    """What a run was up to now: its own copy, which nothing that happens to the run changes."""

    configuration: Configuration
    timeline: Timeline
    standing: Standing

    @property
    def reached(self) -> int:
        """The highest iteration that can be gone to."""
        return self.timeline.reached


def past_of(trainer: Trainer) -> Past:
    """Return a run's past; the caller sees to it that nobody trains meanwhile."""
    return Past(trainer.configuration, trainer.timeline.copy(), trainer.standing)


def revived(past: Past) -> Trainer:
    """Return a run of its own that stands where the other one stood; it takes the past over."""
    return Trainer(past.configuration, (past.timeline, past.standing))


def go_to(trainer: Trainer, iteration: int) -> Pieces[None]:
    """Bring a run to an iteration that it has reached, as `seek` does, but in pieces."""
    if not 0 <= iteration <= trainer.reached:
        raise BoundsError("iteration", iteration, 0, trainer.reached)
    nearest, _ = trainer.timeline.keyframes.before(iteration)
    if not nearest <= trainer.iteration <= iteration or trainer.ended:
        trainer.seek(nearest)
    while trainer.iteration < iteration:
        trainer.advance(min(PIECE, iteration - trainer.iteration))
        yield
