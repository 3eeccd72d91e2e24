"""The log: one line an event, JSON for machines or text for a terminal, everything that logs in one form.

`log.info("run created", run=run.id)`. Fields bound with `bound` are on every line below it.
Never logged: bodies, query strings, headers, local variables.
"""

import logging
import sys
from contextlib import AbstractContextManager
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

NAME = "shallowscope"
FIRST = ("timestamp", "level", "event")
LIBRARIES = ("uvicorn", "uvicorn.error", "uvicorn.asgi")
log: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(NAME)


def bound(**fields: str) -> AbstractContextManager[None]:
    """Return a context in which every line carries these fields."""
    return structlog.contextvars.bound_contextvars(**fields)


class _ToStderr(logging.StreamHandler[TextIO]):
    """Writes to what sys.stderr is now, not to what it was at the start."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self.set_name(NAME)

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, _: TextIO) -> None:
        """Stay with sys.stderr."""


REPEATED = ('%s - "WebSocket', "connection open", "ASGI callable returned without completing handshake")
"""uvicorn's lines about streams opened, with their query, and refused: app/observed.py has its own."""


def _is_new(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith(REPEATED)


def configure(level: str, form: str) -> None:
    """Let structlog and the standard library's loggers write in one form, from `level` on."""
    common: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *common,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = _ToStderr()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=common,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_last(form)],
        )
    )
    handler.addFilter(_is_new)
    root = logging.getLogger()
    root.handlers = [other for other in root.handlers if other.get_name() != NAME] + [handler]
    root.setLevel(level.upper())
    for name in LIBRARIES:
        library = logging.getLogger(name)
        library.handlers, library.propagate = [], True


def _last(form: str) -> list[Any]:
    terminal = form == "console" or (form == "auto" and sys.stderr.isatty())
    if terminal:
        plain = structlog.dev.plain_traceback  # the other one shows local variables
        return [structlog.dev.ConsoleRenderer(exception_formatter=plain, colors=sys.stderr.isatty())]
    return [structlog.processors.format_exc_info, _in_order, structlog.processors.JSONRenderer()]


def _in_order(_: Any, __: str, fields: EventDict) -> EventDict:
    """Put what every line has first."""
    return {name: fields[name] for name in FIRST if name in fields} | dict(fields)
