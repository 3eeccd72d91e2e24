"""How many iterations are due, and what they are predicted to cost; the time is passed in."""

from dataclasses import dataclass
from typing import Literal

FRAME_BUDGET = 0.02
"""Seconds of training before a frame, at most."""
TRAINING, LEAST_TRAINING = 0.6, 0.25
"""Share of the time that training may take where many runs play; the rest is for their frames."""
LATE = 0.55
"""By how much of an interval turns may come late before training gives way. As `next_due` catches up, that is
steadily so where a run gets 0.95 of the turns that it wants."""
ADJUSTMENT = 0.002
"""By how much of it each turn makes the share of training larger or smaller."""
RATE = 30.0
"""Turns a second that a run gets at least."""
BACKLOG = 0.25
"""Seconds of iterations that may be owed: after a stall a run goes on at its speed, it does not catch up."""
OVERHEAD = 3.0
"""What a turn costs besides its iterations, in iterations, about. Counted as part of them, it would make few
iterations look dear, and so keep them few."""
SMOOTHING = 0.2
"""Weight of the newest measurement in a running mean."""
GAP = 0.5
"""Shortest time between two turns or frames, in intervals."""
OUTLIER = 3.0
"""A measurement counts as at most so many times the mean."""
Speed = float | Literal["max"]
"""Iterations a second, or as fast as the machine goes."""


@dataclass(slots=True)
class Estimate:
    """A running mean of seconds; None before the first measurement."""

    seconds: float | None = None

    def learn(self, seconds: float) -> None:
        """Take a measurement in; one that is far out counts less, since the machine may have paused."""
        if self.seconds is None:
            self.seconds = seconds
        else:
            self.seconds += SMOOTHING * (min(seconds, OUTLIER * self.seconds + 1e-6) - self.seconds)


def next_due(due: float, now: float, rate: float) -> float:
    """Return when it is time again for what was due at `due`, comes now, and is wanted `rate` times a second.

    What is late catches up, but never two at once: the others would wait twice as long.
    """
    return max(due + 1 / rate, now + GAP / rate)


class Crowd:
    """How many runs are being trained: the more, the less time each may take before its frame."""

    def __init__(self) -> None:
        """Start with nobody."""
        self._turns: dict[str, float] = {}
        self._counted = 0.0
        self.training = TRAINING
        """The share of the time that training may take now."""

    def note_late(self, intervals: float) -> None:
        """Take in how late a turn came: where turns are late, runs train less, so that frames keep coming."""
        if intervals > LATE:
            self.training = max(LEAST_TRAINING, self.training * (1 - ADJUSTMENT))
        else:
            self.training = min(TRAINING, self.training * (1 + ADJUSTMENT))

    def budget(self, name: str, now: float, rate: float) -> float:
        """Note that it is the turn of `name`, one of `rate` a second; return the seconds it may train."""
        self._turns[name] = now
        if now - self._counted > 1.0:
            turns = list(self._turns.items())  # at once: other threads note theirs meanwhile
            self._turns = {other: at for other, at in turns if now - at < 2.0}
            self._counted = now
        return min(FRAME_BUDGET, self.training / (rate * len(self._turns)))


class Pace:
    """Turns a speed into iterations due."""

    def __init__(self) -> None:
        """Start out with no speed measured and nothing owed."""
        self._iteration = Estimate()
        self.speed: Speed = "max"
        self._owed = 0.0
        self._since = 0.0

    def start(self, speed: Speed, now: float, *, goes_on: bool = False) -> None:
        """Go at `speed` iterations a second; the first one is due at once, unless the run only goes on."""
        self.speed, self._since = speed, now
        self._owed = min(self._owed, 1.0) if goes_on else 1.0

    def wait(self, now: float) -> float:
        """Return the seconds until an iteration is due."""
        if self.speed == "max":
            return 0.0
        return max(0.0, (1.0 - self._owed) / self.speed - (now - self._since))

    def due(self, now: float, budget: float = FRAME_BUDGET) -> int:
        """Return the iterations to train now, as many as fit `budget` seconds; they count as done."""
        if self.speed == "max":
            return self.fitting(budget)
        self._owed += (now - self._since) * self.speed
        self._owed = min(self._owed, max(2.0, BACKLOG * self.speed))
        self._since = now
        iterations = min(int(self._owed), self.fitting(budget))
        self._owed -= iterations
        return iterations

    def learn(self, seconds: float, iterations: int) -> None:
        """Take in how long a turn has trained."""
        self._iteration.learn(seconds / (iterations + OVERHEAD))

    def fitting(self, budget: float = FRAME_BUDGET) -> int:
        """Return how many iterations fit `budget` seconds, at least one."""
        seconds = self._iteration.seconds
        return 1 if seconds is None else max(1, int(budget / max(seconds, 1e-7) - OVERHEAD))

    def seconds(self, iterations: float) -> float | None:
        """Return how long a turn of so many iterations would train, None before the first one."""
        seconds = self._iteration.seconds
        return None if seconds is None else (iterations + OVERHEAD) * seconds

    def prediction(self, now: float, budget: float) -> float | None:
        """Return the seconds that training what is due would take, None before the first measurement."""
        if self.speed == "max":
            return self.seconds(self.fitting(budget))
        due = self.seconds(self._owed + (now - self._since) * self.speed)
        return None if due is None else min(budget, due)
