"""What clients send: taken as it is described, or refused with the names that exist."""

from collections.abc import Callable
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator
from pydantic_core import ErrorDetails, InitErrorDetails, PydanticCustomError
from pydantic_core.core_schema import ErrorType

UNKNOWN = "extra_forbidden"
KNOWN = frozenset(get_args(ErrorType))
STRICT = ConfigDict(
    strict=True,
    extra="forbid",
    allow_inf_nan=False,
    json_schema_serialization_defaults_required=True,
)


class Strict(BaseModel):
    """What the description forbids is refused, unknown fields too."""

    model_config = STRICT


class Message(Strict):
    """Strict, and helpful: an unknown field is told those that there are."""

    @model_validator(mode="wrap")
    @classmethod
    def _with_names(cls, value: Any, check: Callable[[Any], Any]) -> Any:
        """Add to an unknown name those that there are."""
        try:
            return check(value)
        except ValidationError as invalid:
            errors = invalid.errors(include_url=False)
            if not any(_is_unknown_here(item) for item in errors):
                raise
            names = ", ".join(cls.model_fields)
            raise ValidationError.from_exception_data(
                cls.__name__, [_again(item, names) for item in errors]
            ) from None


def _is_unknown_here(item: ErrorDetails) -> bool:
    return item["type"] == UNKNOWN and len(item["loc"]) == 1


def _again(item: ErrorDetails, names: str) -> InitErrorDetails:
    """Return an error to be raised again; an unknown name gets the names that there are."""
    kind, context = item["type"], item.get("ctx", {})
    if _is_unknown_here(item):
        context = {"names": names}
    told: str | PydanticCustomError = kind
    if kind == UNKNOWN or kind not in KNOWN:
        told = PydanticCustomError(kind, kind, context)
    return {"type": told, "loc": item["loc"], "input": item["input"], "ctx": context}
