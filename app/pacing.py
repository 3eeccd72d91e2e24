"""How many iterations are due, and what they are predicted to cost; the time is passed in."""

from dataclasses import dataclass

FRAME_BUDGET = 0.02
"""Seconds of training before a frame, at most."""
BACKLOG = 0.25
"""Seconds of iterations that may be owed: after a stall a run goes on at its speed, it does not catch up."""
SMOOTHING = 0.2
"""Weight of the newest measurement in a running mean."""


@dataclass(slots=True)
class Estimate:
    """A running mean of seconds; None before the first measurement."""

    seconds: float | None = None

    def learn(self, seconds: float) -> None:
        """Take a measurement in."""
        self.seconds = (
            seconds if self.seconds is None else self.seconds + SMOOTHING * (seconds - self.seconds)
        )


class Pace:
    """Turns a speed into iterations due; `speed` None is as fast as the machine goes."""

    def __init__(self) -> None:
        """Start out with no speed measured and nothing owed."""
        self.iteration = Estimate()
        self._speed: float | None = None
        self._owed = 0.0
        self._since = 0.0

    def start(self, speed: float | None, now: float, *, goes_on: bool = False) -> None:
        """Go at `speed` iterations a second; the first one is due at once, unless the run only goes on."""
        self._speed, self._since = speed, now
        self._owed = min(self._owed, 1.0) if goes_on else 1.0

    def wait(self, now: float) -> float:
        """Return the seconds until an iteration is due."""
        if self._speed is None:
            return 0.0
        return max(0.0, (1.0 - self._owed) / self._speed - (now - self._since))

    def due(self, now: float) -> int:
        """Return the iterations to train now, as many as fit the budget of a frame; they count as done."""
        if self._speed is None:
            return self.fitting()
        self._owed += (now - self._since) * self._speed
        self._owed = min(self._owed, max(2.0, BACKLOG * self._speed))
        self._since = now
        iterations = min(int(self._owed), self.fitting())
        self._owed -= iterations
        return iterations

    def fitting(self) -> int:
        """Return how many iterations fit the budget of a frame, at least one."""
        seconds = self.iteration.seconds
        return 1 if seconds is None else max(1, int(FRAME_BUDGET / max(seconds, 1e-7)))
