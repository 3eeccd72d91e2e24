"""What is checked before the server starts: options, environment, store, address; a sentence a fault."""

import argparse
import asyncio
import errno
import re
import socket
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from app.lessons import LessonError, read_lessons
from app.rules import broken_rule
from app.settings import PREFIX, Settings
from app.stores import StoreError
from app.stores.addresses import is_redis, shown
from app.stores.opening import open_store
from core.errors import ConfigurationError, plain, within

OF_OTHERS = re.compile(r"TEST_.*|URL|SERVICE_(HOST|PORT)(_.*)?|PORT(_.*)?")
"""Names after the prefix that are no settings: of the tests, of clients, and those that Kubernetes and Docker
give to what runs beside a service called shallowscope."""
ARGUMENT = re.compile("^argument (--[a-z-]+): ")
FOLLOWS = "default_factory_not_called"
"""Type of what pydantic says of a default that depends on settings at fault."""
MOST_PORT = 65535
SIGNS = {"ge": "greater_than_equal", "gt": "greater_than", "le": "less_than_equal", "lt": "less_than"}


class CannotStartError(Exception):
    """Why the server cannot start: sentences."""


class _Parser(argparse.ArgumentParser):
    """Tells a fault in one line, without the usage, which is in --help."""

    def error(self, message: str) -> NoReturn:
        """End with exit code 2."""
        about = ARGUMENT.sub(r"\1 ", message)
        self.exit(2, f"{self.prog}: {about}\n")


def parser() -> _Parser:
    """Return the parser of the command line; what it does not know ends the program too."""
    made = _Parser(prog="python -m app", description="Serve Shallowscope.", allow_abbrev=False)
    made.add_argument("--host", default="127.0.0.1", help="address to bind (default: %(default)s)")
    made.add_argument("--port", type=_port, default=8000, help="port to bind (default: %(default)s)")
    made.add_argument("--root-path", default="", help="path prefix under which a proxy shows the server")
    made.add_argument(
        "--workers", type=_count, default=1, help="processes; more than 1 need a redis:// store"
    )
    return made


def options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return the options of the command line."""
    known = parser()
    chosen, others = known.parse_known_args(arguments)
    if others:
        names = ", ".join(action.option_strings[-1] for action in known._actions)  # noqa: SLF001
        known.error(f"{others[0]}: is not an option; there are {names}")
    return chosen


def _port(text: str) -> int:
    return _integer(text, 0, MOST_PORT)


def _count(text: str) -> int:
    return _integer(text, 1)


def _integer(text: str, low: int, high: int | None = None) -> int:
    number = int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None
    if number is None:
        raise argparse.ArgumentTypeError(f"{text}: must be an integer")
    if number < low or (high is not None and number > high):
        raise argparse.ArgumentTypeError(f"{text}: {within(low, high)}")
    return number


def settings_of(environment: Mapping[str, str]) -> Settings:
    """Return the settings that the environment makes; raises CannotStartError with all its faults."""
    faults = list(_unknown(environment))
    try:
        settings = Settings()
    except ValidationError as invalid:
        told = (item for item in invalid.errors() if item["type"] != FOLLOWS)
        faults += [_fault(item, environment) for item in told]
        raise CannotStartError(*faults) from invalid
    if faults:
        raise CannotStartError(*faults)
    return settings


def _unknown(environment: Mapping[str, str]) -> Iterator[str]:
    names = [name.upper() for name in Settings.model_fields]
    for name in environment:
        upper = name.upper()
        if (
            not upper.startswith(PREFIX)
            or upper[len(PREFIX) :] in names
            or OF_OTHERS.fullmatch(upper[len(PREFIX) :])
        ):
            continue
        near = get_close_matches(upper[len(PREFIX) :], names, n=1, cutoff=0.75)
        guess = f"; did you mean {PREFIX}{near[0]}?" if near else ": docs/settings.md has them all"
        yield f"{name}: is not a setting{guess}"


def _fault(item: ErrorDetails, environment: Mapping[str, str]) -> str:
    name = str(item["loc"][0])
    variable = f"{PREFIX}{name.upper()}"
    given = next((value for key, value in environment.items() if key.upper() == variable), item["input"])
    return f"{variable}={given}: {_rule(item, Settings.model_fields[name])}"


def _rule(item: ErrorDetails, field: FieldInfo) -> str:
    """Return the rule that a setting breaks: for a number both of its bounds."""
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    if item["type"] not in SIGNS.values():
        return broken_rule(item)
    bounds: dict[str, Any] = {
        sign: getattr(rule, sign) for rule in field.metadata for sign in SIGNS if hasattr(rule, sign)
    }
    if "ge" in bounds:
        return within(bounds["ge"], bounds.get("le"))
    most = f" and at most {plain(bounds['le'])}" if "le" in bounds else ""
    return f"must be more than {plain(bounds['gt'])}{most}"


def check(chosen: argparse.Namespace, settings: Settings) -> None:
    """Raise CannotStartError where the store or the address cannot be used as it is asked for."""
    if chosen.workers > 1 and not is_redis(settings.store):
        raise CannotStartError(
            f"--workers {chosen.workers}: needs a store that processes share, and {PREFIX}STORE is"
            f" {shown(settings.store)}: set it to redis://HOST:PORT/0, or start one worker"
        )
    try:
        asyncio.run(_open_and_close(settings))
    except (ConfigurationError, StoreError) as refused:
        raise CannotStartError(str(refused)) from refused
    try:
        read_lessons(settings.lessons)
    except LessonError as faults:
        raise CannotStartError(*faults.args) from faults
    _check_address(chosen.host, chosen.port)


async def _open_and_close(settings: Settings) -> None:
    store = open_store(settings.store, patience=settings.store_seconds)
    await store.open()
    await store.close()


def _check_address(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotStartError(f"--port {port}: is in use already; choose another one") from error
        if error.errno == errno.EACCES:
            raise CannotStartError(
                f"--port {port}: needs more rights; choose one from 1024 to {MOST_PORT}"
            ) from error
        why = error.strerror or "it cannot be used"
        raise CannotStartError(f"--host {host}: is no address of this computer ({why})") from error
