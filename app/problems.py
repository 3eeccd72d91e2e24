"""Errors as application/problem+json (RFC 9457), each with the field at fault."""

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException

from app.errors import (
    STORE_FAILED,
    NotKeptError,
    RunElsewhereError,
    RunGoneError,
    RunLostError,
    ServerFullError,
    UpgradeRequiredError,
    WrongMediaTypeError,
)
from app.logs import log
from app.messages.rest import FieldError, Problem
from app.methods import allowed
from app.refusals import MEDIA_TYPE, problem, told
from app.rules import broken_rule
from app.settings import Settings
from app.stores import StoreError
from core.errors import ConfigurationError, StateError
from core.shown import CUT, shortened

MOST = 20
"""Fields at fault that one answer tells."""
REST = 20
"""Characters that are told from where a text stops being JSON."""


def field_errors(
    details: Iterable[ErrorDetails], settings: Settings, *, tagged: bool = False
) -> list[FieldError]:
    """Translate pydantic's errors; those of core keep their own rule.

    `tagged` says that the input was a message of a tagged union, whose tag pydantic puts before the path.
    """
    errors: dict[str, FieldError] = {}
    for item in details:
        for error in _field_errors(item, settings, tagged):
            known = errors.get(error.field)
            if known:  # each member of a union says what it wants
                rule = f"{known.rule}, or {error.rule}"
                errors[error.field] = FieldError(field=error.field, value=error.value, rule=rule)
            else:
                errors[error.field] = error
    return list(errors.values())[:MOST]


def _field_errors(item: ErrorDetails, settings: Settings, tagged: bool) -> list[FieldError]:
    path = [str(part) for part in item["loc"] if part not in ("body", "query", "path")][tagged:]
    path = [part for part in path if part.isidentifier() or part.isdigit()]  # not the members of a union
    cause = item.get("ctx", {}).get("error")
    if isinstance(cause, ConfigurationError):
        return [_error([*path, fault.field], fault.value, fault.rule) for fault in cause.faults]
    rule = broken_rule(item, settings)
    match item["type"]:
        case "missing":
            return [FieldError(field=_field(path), rule=rule)]
        case "union_tag_not_found":
            return [FieldError(field="type", rule=rule)]
        case "union_tag_invalid":
            return [_error(["type"], item.get("ctx", {}).get("tag"), rule)]
        case "json_invalid":
            return [FieldError(field="body", rule=rule)]
    return [_error(path, item["input"], rule)]


def _error(path: Iterable[str], value: Any, rule: str) -> FieldError:
    return FieldError(field=_field(path), value=shortened(value), rule=rule)


def _field(path: Iterable[str]) -> str:
    return str(shortened(".".join(part for part in path if part))) or "body"


def configuration_errors(error: ConfigurationError) -> list[FieldError]:
    """Return the wire's form of an error of core."""
    return [_error([fault.field], fault.value, fault.rule) for fault in error.faults[:MOST]]


def sentence(errors: list[FieldError]) -> str:
    """Say in one line what is wrong."""
    return "; ".join(told(error) for error in errors)


def _response(status: int, title: str, detail: str, errors: list[FieldError] | None = None) -> JSONResponse:
    body = Problem(title=title, status=status, detail=detail, errors=errors or [])
    return JSONResponse(body.model_dump(), status, media_type=MEDIA_TYPE)


def _invalid(errors: list[FieldError]) -> JSONResponse:
    return _response(422, "Invalid request", sentence(errors), errors)


def add_problem_handlers(app: FastAPI, settings: Settings) -> None:
    """Answer every error that a route can raise."""
    _answer_wrong_calls(app, settings)
    _answer_failures(app, settings)

    @app.exception_handler(HTTPException)
    def _(request: Request, error: HTTPException) -> JSONResponse:
        if error.status_code == 400:  # FastAPI's word for a body that no parser takes
            rule = "cannot be read as JSON: not UTF-8, nested too deeply, or a number of too many digits"
            return _invalid([FieldError(field="body", rule=rule)])
        asked = _field([f"{request.method} {request.url.path}"])
        methods = ", ".join(allowed(request.app, request.scope) if error.status_code == 405 else ())
        detail = f"{asked}: this address takes {methods}" if methods else asked
        response = _response(error.status_code, str(error.detail), detail)
        response.headers.update(dict(error.headers or {}) | ({"Allow": methods} if methods else {}))
        return response


def _answer_wrong_calls(app: FastAPI, settings: Settings) -> None:
    @app.exception_handler(RequestValidationError)
    def _(request: Request, error: RequestValidationError) -> JSONResponse:
        if isinstance(error.body, str) and error.errors()[0]["type"] == "json_invalid":
            return _invalid([_not_json(error.body, error.errors()[0]["loc"][-1])])
        return _invalid(field_errors(error.errors(), settings))

    @app.exception_handler(ConfigurationError)
    def _(request: Request, error: ConfigurationError) -> JSONResponse:
        return _invalid(configuration_errors(error))

    @app.exception_handler(WrongMediaTypeError)
    def _(request: Request, error: WrongMediaTypeError) -> JSONResponse:
        given = {"value": shortened(error.given)} if error.given else {}
        fault = FieldError(field="Content-Type", rule=error.rule, **given)
        return problem(415, "Wrong media type", fault)

    @app.exception_handler(UpgradeRequiredError)
    def _(request: Request, error: UpgradeRequiredError) -> JSONResponse:
        detail = "this is a stream: connect to it as a WebSocket (ws:// or wss://); /docs/stream.md tells how"
        response = _response(426, "Upgrade required", detail)
        response.headers.update({"Upgrade": "websocket", "Connection": "Upgrade"})
        return response

    @app.exception_handler(StateError)
    def _(request: Request, error: StateError) -> JSONResponse:
        return _response(409, "Not in this state", str(error))


def _answer_failures(app: FastAPI, settings: Settings) -> None:
    @app.exception_handler(RunGoneError)
    def _(request: Request, error: RunGoneError) -> JSONResponse:
        return _response(404, "No such run", f"run {error} was deleted meanwhile")

    @app.exception_handler(RunLostError)
    def _(request: Request, error: RunLostError) -> JSONResponse:
        return _response(410, "Run lost", str(error))

    @app.exception_handler(ServerFullError)
    def _(request: Request, error: ServerFullError) -> JSONResponse:
        return _full(error, getattr(settings, error.limit))

    @app.exception_handler(NotKeptError)
    @app.exception_handler(RunElsewhereError)
    @app.exception_handler(StoreError)
    def _(request: Request, error: Exception) -> JSONResponse:
        return _store_failed(error)


def _not_json(text: str, place: int) -> FieldError:
    """Say where a text is no JSON, and what stands there."""
    line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
    rule = f"is not valid JSON at line {line}, column {column}"
    rest = text[place:].strip()
    if not rest:
        return FieldError(field="body", rule=rule)
    return FieldError(field="body", value=rest if len(rest) <= REST else rest[:REST] + CUT, rule=rule)


def _full(error: ServerFullError, most: float) -> JSONResponse:
    rule = str(error) if error.wait is None else f"{error}; try again in {error.wait} s"
    response = _response(503, error.title, rule, [FieldError(field=error.limit, value=most, rule=rule)])
    if error.wait is not None:
        response.headers["Retry-After"] = str(error.wait)
    return response


def _store_failed(error: Exception) -> JSONResponse:
    if isinstance(error, StoreError):
        log.warning("store", why=str(error))
    response = _response(503, "Store", STORE_FAILED if isinstance(error, StoreError) else str(error))
    response.headers["Retry-After"] = "1"
    return response
