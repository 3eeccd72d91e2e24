"""Which methods an address takes: routes know their own alone, and several may share an address."""

from fastapi import FastAPI
from starlette.routing import Match, Mount
from starlette.types import Scope

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def allowed(app: FastAPI, scope: Scope) -> list[str]:
    """Return the methods that some route takes at the address of this request.

    An address that is described word by word (runs/import) takes what is described there: it matches routes
    with a name in that place (runs/{run_id}) too, but no run has such a name.
    """
    described = app.openapi()["paths"].get(scope["path"].removeprefix(scope.get("root_path", "")), {})
    pages = [route for route in app.routes if not isinstance(route, Mount)]  # it matches any method
    return [
        method
        for method in METHODS
        if (
            method.lower() in described
            if described
            else any(route.matches({**scope, "method": method})[0] is Match.FULL for route in pages)
        )
    ]
