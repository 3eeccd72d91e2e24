"""The API's description: errors as they are sent, and limits as this server has them."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

from app.messages.files import RunFile
from app.messages.rest import Problem
from app.messages.stream import (
    FrameHiddenSpace,
    FrameHistograms,
    FrameLevels,
    GroupSnapshot,
    ServerMessage,
    client_message,
)
from app.negotiation import JSON
from app.origins import SAFE
from app.refusals import MEDIA_TYPE
from app.settings import Settings

FIRST_ERROR, FIELDS_AT_FAULT = 400, 422
REFERENCE = "#/components/schemas/{model}"
LIMIT = "x-limit"
"""Marks a number or list whose upper bound is a setting."""
NAMES = {
    "run_id": "Name of the run, as its creation told.",
    "group_id": "Name of the group, as its creation told.",
    "lesson_id": "Id of the lesson, as the list of all has it.",
}
BY_HAND: tuple[tuple[str, TypeAdapter[Any], JsonSchemaMode], ...] = (
    ("RunFile", TypeAdapter(RunFile), "validation"),
    ("StreamCommand", client_message, "validation"),
    ("StreamEvent", TypeAdapter(ServerMessage), "serialization"),
    ("GroupSnapshot", TypeAdapter(GroupSnapshot), "serialization"),
    ("FrameLevels", TypeAdapter(FrameLevels), "serialization"),
    ("FrameHistograms", TypeAdapter(FrameHistograms), "serialization"),
    ("FrameHiddenSpace", TypeAdapter(FrameHiddenSpace), "serialization"),
)
"""What is on the wire and no route declares: the body of an import, and the messages of a stream."""
LIVE = "/api/"
"""Addresses under which runs are worked on; the others only tell how the server is."""
LOCATION = {
    "Location": {"description": "Address of what was made.", "required": True, "schema": {"type": "string"}}
}
RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}


def operation_id(route: APIRoute) -> str:
    """Return the name that an operation has in the description and in clients made from it."""
    return route.name


def describe(app: FastAPI, settings: Settings) -> None:
    """Describe every error as a problem (RFC 9457), every limit as it is set."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        described = app.openapi_schema is not None
        schema = plain()
        if not described:
            schemas = schema["components"]["schemas"]
            problem = Problem.model_json_schema(ref_template=REFERENCE, mode="serialization")
            schemas |= problem.pop("$defs", {}) | {"Problem": problem}
            for name, kind, mode in BY_HAND:
                schemas |= _by_hand(schemas, name, kind, mode)
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            for path, operations in schema["paths"].items():
                for method, operation in operations.items():
                    _describe(path, method, operation, schemas)
            for node in _nodes(schema):
                _simplify(node)
                if LIMIT in node:
                    _bound(node, getattr(settings, node.pop(LIMIT)))
        return schema

    app.openapi = openapi  # type: ignore[method-assign]


def _by_hand(
    schemas: dict[str, Any], title: str, kind: TypeAdapter[Any], mode: JsonSchemaMode
) -> dict[str, Any]:
    """Return the schema of a body or message that FastAPI does not know of, and of what it refers to."""
    suffix = "-Input" if mode == "validation" else "-Output"

    def name_of(name: str) -> str:  # of models that are sent and received FastAPI makes two
        return f"{name}{suffix}" if f"{name}{suffix}" in schemas else name

    schema = kind.json_schema(ref_template=REFERENCE, mode=mode)
    found = schema.pop("$defs", {}) | {title: schema | {"title": title}}
    for node in _nodes(found):
        if "$ref" in node:
            node["$ref"] = REFERENCE.format(model=name_of(node["$ref"].rsplit("/", 1)[-1]))
    return {name_of(name): known for name, known in found.items() if name_of(name) not in schemas}


def _describe(path: str, method: str, operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    responses = operation["responses"]
    _describe_parameters(operation)
    for status, words in (_errors(path, operation) | _of_origin(method)).items():
        responses.setdefault(status, {"description": words})
        responses[status].setdefault("description", words)
    if "422" in responses and responses["422"]["description"] == "Validation Error":
        responses["422"]["description"] = "A field breaks a rule"
    if "101" in responses:
        responses["101"]["content"] = {JSON: {"schema": {"$ref": REFERENCE.format(model="StreamEvent")}}}
    if "201" in responses:
        responses["201"]["headers"] = LOCATION
    for status, response in responses.items():
        if int(status) >= FIRST_ERROR:
            response["content"] = {MEDIA_TYPE: _problem(int(status), response["description"])}
        elif response["description"] == "Successful Response":
            response["description"] = _answer(response, schemas)
    for status in {"429", "503"} & set(responses):
        responses[status]["headers"] = RETRY


def _problem(status: int, words: str) -> dict[str, Any]:
    """Return how a problem of this status is described: a 422 by the example of its model."""
    described: dict[str, Any] = {"schema": {"$ref": REFERENCE.format(model="Problem")}}
    if status == FIELDS_AT_FAULT:
        return described
    example = Problem(title=HTTPStatus(status).phrase, status=status, detail=words)
    return described | {"example": example.model_dump()}


def _describe_parameters(operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        if parameter["name"] in NAMES:
            parameter["description"] = NAMES[parameter["name"]]
        parameter["schema"] = _without_null(parameter["schema"])


def _errors(path: str, operation: dict[str, Any]) -> dict[str, str]:
    """Return what may go wrong with any call of this kind."""
    errors: dict[str, str] = {}
    if "{" in path:
        errors |= {"404": "There is none of this name", "410": "What was saved of the run is damaged"}
    if "requestBody" in operation:
        errors |= {"408": "The body did not end in time", "413": "The body is too large"}
        errors["415"] = "The body must be application/json"
    if path.startswith(LIVE):
        errors |= {"400": "This is no name of the server", "429": "Too many calls"}
        errors["422"] = "A field breaks a rule"
        errors["503"] = "The server is full, or its store cannot be reached"
    return errors


def _of_origin(method: str) -> dict[str, str]:
    return {} if method.upper() in SAFE else {"403": "Another site's page may not change anything here"}


def _answer(response: dict[str, Any], schemas: dict[str, Any]) -> str:
    """Return what an answer is, as its model tells."""
    references = [content["schema"].get("$ref", "") for content in response.get("content", {}).values()]
    model = schemas.get(references[0].rsplit("/", 1)[-1], {}) if references else {}
    return str(model.get("description", "Done")).splitlines()[0]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a parameter that may be left out: in an address there is no null."""
    options: list[dict[str, Any]] = [
        option for option in schema.get("anyOf", ()) if option != {"type": "null"}
    ]
    if len(options) != 1:
        return schema
    return {key: value for key, value in schema.items() if key != "anyOf"} | options[0]


def _simplify(schema: dict[str, Any]) -> None:
    """Describe a tuple of one type as a list of so many: not every tool reads prefixItems."""
    items = schema.get("prefixItems")
    if isinstance(items, list) and all(item == items[0] for item in items):
        del schema["prefixItems"]
        schema["items"] = items[0]


def _bound(schema: dict[str, Any], most: int) -> None:
    schema["maxItems" if schema["type"] == "array" else "maximum"] = most


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of the description."""
    if isinstance(node, dict):
        yield node
        for child in node.values():
            yield from _nodes(child)
    elif isinstance(node, list):
        for child in node:
            yield from _nodes(child)
