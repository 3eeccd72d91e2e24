"""What the server itself refuses, besides what core does."""

from app import metrics


class ServerFullError(Exception):
    """No room for another run, connection or computation; `limit` is the setting that says so."""

    title = "Server full"

    def __init__(self, limit: str, detail: str, *, wait: int | None = 60) -> None:
        """`wait` is after how many seconds to try again, None where that would lead to the same."""
        super().__init__(detail)
        self.limit, self.wait = limit, wait
        metrics.rejected.labels(limit).inc()


class TooMuchWorkError(ServerFullError):
    """A computation takes longer than the server allows."""

    title = "Too much work"

    def __init__(self, limit: str, detail: str) -> None:
        super().__init__(limit, detail, wait=None)


class UpgradeRequiredError(Exception):
    """A stream was asked for as if it were a page."""


class WrongMediaTypeError(Exception):
    """The body is of a kind that the call does not take."""

    def __init__(self, given: str, rule: str) -> None:
        super().__init__(f"Content-Type={given}: {rule}")
        self.given, self.rule = given, rule


class RunLostError(Exception):
    """What the store has of a run is damaged: it cannot be trained, or looked at, any more."""


class RunGoneError(Exception):
    """The run was deleted, or taken over by another server, while something was done with it."""


class RunElsewhereError(Exception):
    """Another server trains this run now."""

    def __init__(self, run_id: str, owner: str) -> None:
        super().__init__(f"run {run_id} is trained by another server: try again")
        self.owner = owner


STORE_FAILED = "the store does not answer or cannot write; try again in a second"
"""What clients hear of it; where the store is and what it said is in the log."""


class NotKeptError(Exception):
    """What was asked for is done, but could not be saved."""


class NotDrivingError(Exception):
    """A command from a connection that only watches."""
