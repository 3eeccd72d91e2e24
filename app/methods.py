"""Which methods an address takes: routes know their own alone, and several may share an address."""

from collections.abc import Sequence

from starlette.routing import BaseRoute, Match, Mount
from starlette.types import Scope

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def allowed(routes: Sequence[BaseRoute], scope: Scope) -> list[str]:
    """Return the methods that some route takes at the address of this request."""
    pages = [route for route in routes if not isinstance(route, Mount)]  # a mounted app matches any method
    return [
        method
        for method in METHODS
        if any(route.matches({**scope, "method": method})[0] is Match.FULL for route in pages)
    ]
