"""The API's description, with errors as they are sent."""

from typing import Any

from fastapi import FastAPI

from app.messages.rest import Problem
from app.refusals import MEDIA_TYPE

FIRST_ERROR = 400
REFERENCE = "#/components/schemas/{model}"


def describe_problems(app: FastAPI) -> None:
    """Describe every error as a problem (RFC 9457), and 413 wherever there is a body."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        described = app.openapi_schema is not None
        schema = plain()
        if not described:
            schemas = schema["components"]["schemas"]
            problem = Problem.model_json_schema(ref_template=REFERENCE, mode="serialization")
            schemas |= problem.pop("$defs", {}) | {"Problem": problem}
            for unused in ("HTTPValidationError", "ValidationError"):
                schemas.pop(unused, None)
            for operations in schema["paths"].values():
                for operation in operations.values():
                    _describe(operation)
        return schema

    app.openapi = openapi  # type: ignore[method-assign]


def _describe(operation: dict[str, Any]) -> None:
    if "requestBody" in operation:
        operation["responses"]["413"] = {"description": "The body is too large"}
    for status, response in operation["responses"].items():
        if int(status) >= FIRST_ERROR:
            response["content"] = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
