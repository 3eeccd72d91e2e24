"""Who may ask: the Host header against DNS rebinding, the Origin header against other sites' pages.

A page of another site can make a browser send requests here, and can give its own name this server's
address. The browser then says so: in Origin the first, in Host the second. Other programs send no Origin.
"""

import re
import socket
from ipaddress import ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from app import metrics
from app.messages.rest import FieldError
from app.refusals import problem
from app.settings import Settings

SAFE = ("GET", "HEAD", "OPTIONS")
AUTHORITY = r"(?P<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:(?P<port>\d{1,5}))?"
HOST = re.compile(AUTHORITY, re.IGNORECASE)
ORIGIN = re.compile("https?://" + AUTHORITY, re.IGNORECASE)
DEFAULT_PORTS = (None, "80", "443")
"""Told apart from nothing else: behind a proxy the scheme is not known for sure."""


def _own_names() -> set[str]:
    """Return the names of this machine that no other site can have."""
    name = socket.gethostname().lower()
    return {"localhost", name, name.split(".")[0] + ".local"}


def _parsed(form: re.Pattern[str], value: str) -> tuple[str, str] | None:
    """Return host and port, "" for a default one; None for what is neither a Host nor an Origin."""
    found = form.fullmatch(value)
    if found is None:
        return None
    port = found["port"]
    return found["host"].lower().removesuffix("."), "" if port in DEFAULT_PORTS else port


def _is_address(host: str) -> bool:
    """Say whether it is an IP address, which no other site can have for a name."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


class AccessCheck:
    """ASGI middleware: 400 for a Host that is not ours, 403 for what another site's page would change."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Wrap `app`."""
        self._app = app
        self._any = "*" in settings.allowed_hosts
        self._below = tuple(name[1:] for name in settings.allowed_hosts if name.startswith("*."))
        self._names = {name for name in settings.allowed_hosts if name[0] != "*"} | _own_names()
        self._origins = frozenset(settings.allowed_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        host = _parsed(HOST, hosts[0]) if len(hosts) == 1 else None
        if host is None or not self._answers_to(host[0]):
            shown = ", ".join(hosts)[:100]
            rule = "is not a name of this server; more names are given in SHALLOWSCOPE_ALLOWED_HOSTS"
            metrics.rejected.labels("host").inc()
            return await problem(400, "Unknown host", FieldError(field="Host", value=shown, rule=rule))(
                scope, receive, send
            )
        if scope["type"] == "websocket" or scope["method"] not in SAFE:
            for origin in (value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"):
                if _parsed(ORIGIN, origin) != host and origin.lower() not in self._origins:
                    rule = "is another site; those that may are given in SHALLOWSCOPE_ALLOWED_ORIGINS"
                    error = FieldError(field="Origin", value=origin[:100], rule=rule)
                    metrics.rejected.labels("origin").inc()
                    return await problem(403, "Foreign origin", error)(scope, receive, send)
        return await self._app(scope, receive, send)

    def _answers_to(self, host: str) -> bool:
        return self._any or host in self._names or host.endswith(self._below) or _is_address(host)
