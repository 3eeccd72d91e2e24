"""Who watches a run or a group: the first connection drives, later ones watch."""

from dataclasses import dataclass
from typing import Protocol

from app.errors import ServerFullError


@dataclass(frozen=True, slots=True)
class Ending:
    """Why every connection is closed, and by which code."""

    code: int
    reason: str


GONE, STALE, FULL, RESTART = 4404, 4409, 4429, 1012


class Viewer(Protocol):
    """A connection, as what it watches sees it."""

    def changed(self, *, state: bool) -> None:
        """Note that there is something new; with `state`, a state, a configuration or who drives."""


class Audience:
    """The connections to one thing. Used in the event loop only."""

    def __init__(self, name: str, limit: int) -> None:
        """Let at most `limit` connections watch."""
        self.viewers: list[Viewer] = []
        self.ending: Ending | None = None
        """Set once nothing more will be shown."""
        self._name, self._limit = name, limit

    @property
    def driver(self) -> Viewer | None:
        """The connection whose commands are obeyed, and whose painting sets the pace."""
        return self.viewers[0] if self.viewers else None

    def join(self, viewer: Viewer) -> None:
        """Let a connection watch; raises ServerFullError when too many do."""
        if len(self.viewers) >= self._limit:
            detail = f"{self._name} is watched by {len(self.viewers)} connections already"
            raise ServerFullError("max_viewers_per_run", detail)
        self.viewers.append(viewer)

    def leave(self, viewer: Viewer) -> None:
        """Forget a connection; when it drove, the next one drives."""
        self.viewers.remove(viewer)
        self.notify(state=True)

    def drive(self, viewer: Viewer) -> None:
        """Let a connection that watches drive."""
        self.viewers.remove(viewer)
        self.viewers.insert(0, viewer)
        self.notify(state=True)

    def notify(self, *, state: bool, but: Viewer | None = None) -> None:
        """Tell every connection, except `but`, that there is something new."""
        for viewer in self.concerned():
            if viewer is not but:
                viewer.changed(state=state)

    def concerned(self) -> list[Viewer]:
        """Return everybody who sees what changes here."""
        return self.viewers

    def end(self, ending: Ending) -> None:
        """Close every connection."""
        if self.ending is None:
            self.ending = ending
            self.notify(state=False)
