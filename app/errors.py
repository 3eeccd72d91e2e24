"""What the server itself refuses, besides what core does."""


class ServerFullError(Exception):
    """No room for another run or connection."""


class RunGoneError(Exception):
    """The run was deleted, by a call or to make room, while something was done with it."""
