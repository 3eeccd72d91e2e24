"""What every call is held to before its route sees it: query parameters that there are, a body of JSON."""

from collections.abc import Callable
from email.message import Message
from functools import cache
from typing import Any

from fastapi.dependencies.utils import get_dependant, get_flat_params
from fastapi.params import Query
from fastapi.routing import APIRoute
from starlette.requests import HTTPConnection, Request

from app.errors import WrongMediaTypeError
from app.negotiation import JSON
from core.errors import ConfigurationError, raise_all


async def conforming(call: HTTPConnection) -> None:
    """Refuse query parameters that the route does not know, and a body of another kind than JSON."""
    route = call.scope.get("route")
    if not isinstance(call, Request) or not isinstance(route, APIRoute):
        return
    known = _query_parameters(route.path, route.endpoint)
    rule = f"is not a query parameter here: must be one of {', '.join(known)}"
    if not known:
        rule = "is not a query parameter: this address takes none"
    raise_all(
        [
            ConfigurationError(name, value, rule)
            for name, value in call.query_params.items()
            if name and name not in known
        ]
    )
    given = call.headers.get("content-type", "")
    if route.body_field is not None and not is_json(given) and await call.body():
        raise WrongMediaTypeError(given, f"must be {JSON}")


@cache
def _query_parameters(path: str, endpoint: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of a route's query parameters; those of its path are none."""
    parameters = get_flat_params(get_dependant(path=path, call=endpoint))
    return tuple(field.alias for field in parameters if isinstance(field.field_info, Query))


def is_json(content_type: str) -> bool:
    """Say whether a Content-Type names JSON, such as application/json or application/geo+json."""
    message = Message()
    message["content-type"] = content_type
    subtype = message.get_content_subtype()
    return message.get_content_maintype() == "application" and (
        subtype == "json" or subtype.endswith("+json")
    )
