"""What a connection can watch: a run, or a group of runs."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from app.audience import Ending, Viewer
from app.messages.stream import RunCommand
from app.pacing import Crowd
from app.run import Run


class Subject(Protocol):
    """Runs that are trained together and shown in one frame; all is done while they are held."""

    ending: Ending | None
    crowd: Crowd
    """All that train in this process."""

    @property
    def parts(self) -> Sequence[tuple[str, Run]]:
        """Each run, with what stands before the names of its tensors."""

    @property
    def driver(self) -> Viewer | None:
        """The connection whose commands are obeyed, and whose painting sets the pace."""

    @property
    def has_work(self) -> bool:
        """Say whether iterations are wanted."""

    @property
    def level(self) -> bool:
        """Say whether all runs that train stand at the same iteration: only then there are frames."""

    def about(self, frame: int) -> dict[str, str]:
        """Return the metadata of a frame that belong to no single run."""

    @property
    def is_free(self) -> bool:
        """Say whether nobody holds the runs."""

    def held(self) -> AbstractAsyncContextManager[object]:
        """Hold the runs: nobody else then works on them."""

    def wait(self, now: float) -> float:
        """Return the seconds until the next iteration is due."""

    def prediction(self, now: float, rate: float) -> float | None:
        """Return the seconds that train_due would take, None if nothing is known."""

    def train_due(self, now: float, rate: float) -> bool:
        """Train what is due in one of `rate` turns a second; say whether a state changed."""

    async def handle(self, command: RunCommand, now: float) -> None:
        """Obey a command and keep what it leads to."""

    def checkpoint_soon(self) -> None:
        """Save now and then, beside the work."""

    async def checkpoint(self) -> None:
        """Save; where that fails the next one tries again."""

    def notify(self, *, state: bool, but: Viewer | None = None) -> None:
        """Tell every connection that there is something new."""

    def join(self, viewer: Viewer) -> None:
        """Let a connection watch."""

    def leave(self, viewer: Viewer) -> None:
        """Forget a connection."""

    def drive(self, viewer: Viewer) -> None:
        """Let a connection that watches drive."""
