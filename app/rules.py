"""What pydantic finds wrong, in our words: never its own, which speak of Python."""

import re
from typing import Any

from pydantic_core import ErrorDetails

from app.limits import within_here
from app.messages.bounds import OUT_OF_BOUNDS
from app.messages.strict import UNKNOWN
from app.settings import Settings
from core.errors import plain, within

RULES = {
    "missing": "is required",
    "union_tag_not_found": "is required",
    "union_tag_invalid": "must be one of {expected_tags}",
    "literal_error": "must be one of {expected}",
    "only_literal": "must be {expected}",
    "too_short": "must have at least {min_length}",
    "too_long": "must have at most {max_length}",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "json_invalid": "is not valid JSON at line {line}, column {column}",
    UNKNOWN: "is not a field: must be one of {names}",
    "nameless": "is not a field",
}
"""By pydantic's types of errors; what stands in braces is told by their context."""
KINDS = {
    "bool": "must be true or false",
    "bytes": "must be a text",
    "dict": "must be an object",
    "finite": "must be a finite number",
    "float": "must be a number",
    "int": "must be an integer",
    "list": "must be a list",
    "model": "must be an object",
    "none": "must be null",
    "string": "must be a text",
    "tuple": "must be a list",
    "other": "does not have the form that is asked for",
}
"""By the first word of all other types."""
NAME = re.compile(r"'([^']*)'")
PLACE = re.compile(r" at line (?P<line>\d+) column (?P<column>\d+)")


def broken_rule(item: ErrorDetails, settings: Settings | None = None) -> str:
    """Return the rule that a value breaks; where a setting bounds it, as the setting does."""
    context, kind = item.get("ctx", {}), item["type"]
    if kind == OUT_OF_BOUNDS:
        return _bounds(context, settings)
    if kind == "literal_error" and " or " not in context["expected"]:
        kind = "only_literal"
    elif kind == UNKNOWN and not context:
        kind = "nameless"
    if kind in RULES:
        return RULES[kind].format_map(_in_words(context))
    first = kind.split("_")[0]
    return KINDS[first if first in KINDS else "other"]


def _bounds(context: dict[str, Any], settings: Settings | None) -> str:
    low, high, setting = context["low"], context.get("high"), context.get("setting")
    most = getattr(settings, setting) if setting and settings else None
    if most is not None and (high is None or most < high):
        return within_here(low, most)
    if context.get("above") and high is not None:
        return f"must be more than {plain(low)} and at most {plain(high)}"
    return within(low, high)


def _in_words(context: dict[str, Any]) -> dict[str, str]:
    """Return the values of a context as they are told."""
    words = {name: _value(name, value) for name, value in context.items()}
    place = PLACE.search(str(context.get("error", "")))
    return words | (place.groupdict() if place else {"line": "1", "column": "1"})


def _value(name: str, value: Any) -> str:
    if name in ("min_length", "max_length"):
        return _items(value)
    if name in ("expected", "expected_tags"):
        return ", ".join(NAME.findall(value)) or str(value)
    return plain(value) if isinstance(value, (int, float)) else str(value)


def _items(count: int) -> str:
    return f"{count} item{'s' if count != 1 else ''}"
