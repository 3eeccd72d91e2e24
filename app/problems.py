"""Errors as application/problem+json (RFC 9457), each with the field at fault."""

import math
from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException

from app.errors import STORE_FAILED, NotKeptError, RunElsewhereError, RunGoneError, ServerFullError
from app.logs import log
from app.messages.rest import FieldError, Problem
from app.methods import allowed
from app.refusals import MEDIA_TYPE
from app.stores import StoreError
from core.errors import ConfigurationError, StateError

SHOWN = 100
"""Characters of a wrong value that an error repeats."""


def _shown(value: Any) -> Any:
    """Return a wrong value in a form that is short and valid JSON."""
    if value is None or isinstance(value, (bool, int)) or (isinstance(value, float) and math.isfinite(value)):
        return value if not isinstance(value, int) or abs(value) < 2**53 else str(value)[:SHOWN]
    return _printable(value if isinstance(value, str) else repr(value))


def _printable(text: str) -> str:
    """Return a text short enough to repeat, without the halves of characters that UTF-8 cannot write."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= SHOWN else text[:SHOWN] + "..."


def field_errors(details: Iterable[ErrorDetails], *, tagged: bool = False) -> list[FieldError]:
    """Translate pydantic's errors; those of core keep their own field and rule.

    `tagged` says that the input was a message of a tagged union, whose tag pydantic puts before the path.
    """
    errors: dict[str, FieldError] = {}
    for item in details:
        cause = item.get("ctx", {}).get("error")
        error = (
            configuration_error(cause)
            if isinstance(cause, ConfigurationError)
            else _field_error(item, tagged)
        )
        known = errors.get(error.field)
        if known:  # each member of a union says what it wants
            error = FieldError(field=error.field, value=error.value, rule=f"{known.rule}, or {error.rule}")
        errors[error.field] = error
    return list(errors.values())


def _field_error(item: ErrorDetails, tagged: bool) -> FieldError:
    context, value = item.get("ctx", {}), item["input"]
    path = [str(part) for part in item["loc"] if part not in ("body", "query", "path")][tagged:]
    path = [part for part in path if part.isidentifier() or part.isdigit()]  # not the members of a union
    match item["type"]:
        case "json_invalid":
            path, rule = [], f"is not valid JSON: {context.get('error', item['msg'])}"
        case "extra_forbidden":
            rule = "is not a field"
        case "missing":
            value, rule = None, "is required"
        case "too_short":
            rule = f"must have at least {_items(context['min_length'])}"
        case "too_long":
            rule = f"must have at most {_items(context['max_length'])}"
        case "union_tag_not_found":
            path, value, rule = ["type"], None, "is required"
        case "union_tag_invalid":
            path, value = ["type"], context.get("tag")
            rule = "must be one of " + str(context.get("expected_tags", "")).replace("'", "")
        case _:
            message = item["msg"].replace("Input should", "must")
            rule = message[:1].lower() + message[1:]
    return FieldError(field=_printable(".".join(path)) or "body", value=_shown(value), rule=rule)


def _items(count: int) -> str:
    return f"{count} item{'s' if count != 1 else ''}"


def configuration_error(error: ConfigurationError) -> FieldError:
    """Return the wire's form of an error of core."""
    return FieldError(field=_printable(error.field), value=_shown(error.value), rule=error.rule)


def sentence(errors: list[FieldError]) -> str:
    """Say in one line what is wrong."""
    return "; ".join(f"{error.field}={error.value!r}: {error.rule}" for error in errors[:5])


def _response(status: int, title: str, detail: str, errors: list[FieldError] | None = None) -> JSONResponse:
    problem = Problem(title=title, status=status, detail=detail, errors=errors or [])
    return JSONResponse(problem.model_dump(), status, media_type=MEDIA_TYPE)


def _invalid(errors: list[FieldError]) -> JSONResponse:
    return _response(422, "Invalid request", sentence(errors), errors)


def add_problem_handlers(app: FastAPI) -> None:
    """Answer every error that a route can raise."""

    @app.exception_handler(RequestValidationError)
    def _(request: Request, error: RequestValidationError) -> JSONResponse:
        return _invalid(field_errors(error.errors()))

    @app.exception_handler(ConfigurationError)
    def _(request: Request, error: ConfigurationError) -> JSONResponse:
        return _invalid([configuration_error(error)])

    @app.exception_handler(StateError)
    def _(request: Request, error: StateError) -> JSONResponse:
        return _response(409, "Not in this state", str(error))

    @app.exception_handler(RunGoneError)
    def _(request: Request, error: RunGoneError) -> JSONResponse:
        return _response(404, "No such run", f"run {error} was deleted meanwhile")

    @app.exception_handler(ServerFullError)
    def _(request: Request, error: ServerFullError) -> JSONResponse:
        response = _response(503, error.title, str(error))
        response.headers["Retry-After"] = "60"
        return response

    @app.exception_handler(NotKeptError)
    @app.exception_handler(RunElsewhereError)
    @app.exception_handler(StoreError)
    def _(request: Request, error: Exception) -> JSONResponse:
        return _store_failed(error)

    @app.exception_handler(HTTPException)
    def _(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 400:  # FastAPI's word for a body that no parser takes
            return _invalid([FieldError(field="body", value=None, rule="cannot be read as JSON")])
        asked = _printable(f"{request.method} {request.url.path}")
        response = _response(error.status_code, str(error.detail), asked)
        response.headers.update(error.headers or {})
        if error.status_code == 405 and (methods := allowed(request.app.routes, request.scope)):
            response.headers["Allow"] = ", ".join(methods)
        return response


def _store_failed(error: Exception) -> JSONResponse:
    if isinstance(error, StoreError):
        log.warning("store", why=str(error))
    response = _response(503, "Store", STORE_FAILED if isinstance(error, StoreError) else str(error))
    response.headers["Retry-After"] = "1"
    return response
