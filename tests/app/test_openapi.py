"""The description is complete, and says what this server does."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.main import create_app
from app.settings import Settings

Described = dict[str, Any]


@pytest.fixture(scope="module")
def description() -> Described:
    """Give the description of a server with limits of its own."""
    limits = Settings(max_hidden_width=20, max_samples=500, max_resolution=30, max_iterations_per_call=70)
    return create_app(limits).openapi()


def operations(description: Described) -> Iterator[tuple[str, Described]]:
    """Yield every operation with its name."""
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def objects(node: Any) -> Iterator[Described]:
    """Yield every object in the description."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from objects(child)


def test_every_field_of_every_model_is_described(description: Described) -> None:
    schemas = description["components"]["schemas"]
    silent = [
        f"{model}.{name}"
        for model, schema in schemas.items()
        for name, field in schema.get("properties", {}).items()
        if "description" not in field
        and "description" not in schemas.get(field.get("$ref", "").rsplit("/", 1)[-1], {})
    ]
    assert silent == []


def test_every_parameter_operation_and_answer_is_described(description: Described) -> None:
    names = []
    for name, operation in operations(description):
        assert operation["description"], name
        assert all(parameter["description"] for parameter in operation.get("parameters", ())), name
        for status, answer in operation["responses"].items():
            assert answer["description"] not in ("", "Successful Response", "Validation Error"), (
                name,
                status,
            )
        names.append(operation["operationId"])
    assert len(set(names)) == len(names)
    assert "create_run" in names


def test_every_error_is_a_problem_and_those_that_can_come_are_declared(description: Described) -> None:
    for name, operation in operations(description):
        answers = operation["responses"]
        for status, answer in answers.items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], (name, status)
        assert ("404" in answers) == ("{" in name), name
        assert ("408" in answers) == ("413" in answers) == ("requestBody" in operation), name
        assert ("403" in answers) == (name.split()[0] != "get"), name
        if "/api/" in name:
            assert {"400", "429", "503"} <= set(answers), name
    assert "406" in description["paths"]["/api/v1/runs/{run_id}/history"]["get"]["responses"]
    created = description["paths"]["/api/v1/runs"]["post"]["responses"]["201"]
    assert created["headers"]["Location"]["required"]


def with_references(node: Any, schemas: Described) -> Iterator[Described]:
    """Yield every object in a schema and in those that it refers to."""
    for found in objects(node):
        yield found
        if "$ref" in found:
            yield from with_references(schemas[found["$ref"].rsplit("/", 1)[-1]], schemas)


def test_every_body_has_examples(description: Described) -> None:
    schemas = description["components"]["schemas"]
    for name, operation in operations(description):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            assert any("examples" in node for node in with_references(content["schema"], schemas)), name


def test_limits_are_those_of_the_settings(description: Described) -> None:
    schemas = description["components"]["schemas"]
    assert not any("x-limit" in node for node in objects(description))
    assert schemas["AdvanceBody"]["properties"]["iterations"]["maximum"] == 70
    assert [rows["maxItems"] for rows in schemas["PredictBody"]["properties"]["X"]["anyOf"]] == [500, 500]
    assert schemas["NetworkConfiguration-Input"]["properties"]["hidden_width"]["maximum"] == 20
    view = description["paths"]["/api/v1/runs/{run_id}/views/{view}"]["get"]
    resolution = next(item for item in view["parameters"] if item["name"] == "resolution")
    assert resolution["schema"] | {"title": "", "description": ""} == {
        "title": "",
        "description": "",
        "type": "integer",
        "minimum": 2,
        "maximum": 30,
    }


def test_tuples_are_lists_of_one_type_and_a_length(description: Described) -> None:
    bounds = description["components"]["schemas"]["DataBody"]["properties"]["bounds"]
    assert (bounds["items"], bounds["minItems"], bounds["maxItems"]) == ({"type": "number"}, 4, 4)
    assert not any("prefixItems" in node for node in objects(description))
