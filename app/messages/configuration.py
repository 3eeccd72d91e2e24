"""The wire's form of the configuration, derived from core's records: declared once, there."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetPydanticSchema,
    create_model,
)
from pydantic_core import CoreSchema, core_schema

from app.messages.bounds import Within
from app.messages.strict import Message
from core.configuration import FIELDS, PARAMETERS, Configuration, TrainingConfiguration, configure
from core.errors import BoundsError, ConfigurationError
from core.fields import Field as ConfigurationField
from core.fields import is_section, sections


def _whole(value: Any) -> Any:
    """Return 5 for 5.0: JSON has one kind of number, and its schema calls both an integer."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Integer = Annotated[int, BeforeValidator(_whole)]
"""A strict integer of a body."""
Rows = Annotated[list[Annotated[list[float], Field(fail_fast=True)]], Field(fail_fast=True)]
HINTS: dict[Any, Any] = {
    int: Integer,
    int | None: Integer | None,
    list[list[float]] | None: Rows | None,
    dict[str, list[list[float]]] | None: dict[str, Rows] | None,
}
"""What stands for a type of core; of long lists the first wrong entry is told, for all would take seconds."""
SHAPES: dict[str, dict[str, Any]] = {"network.start": {"propertyNames": {"enum": list(PARAMETERS)}}}
"""What the description says beyond the type; core checks it."""
LIMITS = {"network.hidden_width": "max_hidden_width", "data.samples": "max_samples"}
"""Fields that a setting bounds too."""


def _described(item: ConfigurationField) -> Any:
    """Return a pydantic field for one field of the configuration, which core checks."""

    def extend(schema: dict[str, Any]) -> None:
        if item.names:
            schema |= {"items": {"enum": list(item.names.options)}, "uniqueItems": True}
        if item.path in SHAPES:
            schema["anyOf"][0] |= SHAPES[item.path]
        if item.path in LIMITS:
            schema["x-limit"] = LIMITS[item.path]
        if item.choice:
            schema |= {"enum": list(item.choice.registry), "x-registry": item.path}
        if item.range:
            target = schema["anyOf"][0] if item.optional else schema
            target |= {"minimum": item.range.low, "maximum": item.range.high}

    about = f"{item.about.label.en}. {item.about.help.en}"
    return Field(default=item.default, description=about, json_schema_extra=extend, examples=[item.default])


def _check(item: ConfigurationField) -> BeforeValidator | AfterValidator:
    """Return core's check of a field; what it refuses is told where the value stood.

    It comes after that of the type, but for a choice: what is no text is told the choices too.
    """

    def check(value: Any) -> Any:
        try:
            return item.check(value)
        except BoundsError as beyond:
            raise Within(beyond.low, beyond.high, LIMITS.get(item.path, "")).error from None
        except ConfigurationError as broken:
            raise broken.at("") from None

    return BeforeValidator(check) if item.choice else AfterValidator(check)


def _model_of(record: type[Any], prefix: str = "") -> type[BaseModel]:
    """Make the wire's form of a configuration record: the same fields, strict, all optional."""
    members: dict[str, Any] = {}
    for name, kind, _ in sections(record):
        if is_section(kind):
            section = _model_of(kind, f"{prefix}{name}.")
            members[name] = (section, Field(default_factory=section, description=kind.__doc__))
        else:
            item = FIELDS[prefix + name]
            members[name] = (Annotated[HINTS.get(kind, kind), _check(item)], _described(item))
    made: type[BaseModel] = create_model(record.__name__, __base__=Message, __doc__=record.__doc__, **members)
    return made


def _through(model: type[BaseModel], record: type[Any], convert: Callable[[Any], Any]) -> Any:
    """Return an annotation: the wire's `model` is checked, then made a `record` of core by `convert`."""

    def schema(_source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        wire = handler.generate_schema(model)

        def validate(value: Any, check: Callable[[Any], Any]) -> Any:
            made = isinstance(value, record)
            return value if made else convert(check(value).model_dump(exclude_unset=True))

        return core_schema.no_info_wrap_validator_function(
            validate,
            wire,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda value: model.model_validate(asdict(value)), return_schema=wire
            ),
        )

    return GetPydanticSchema(schema)


@dataclass(frozen=True, slots=True)
class TrainingChange:
    """Some fields of the training configuration."""

    fields: dict[str, Any]


ConfigurationBody = Annotated[Configuration, _through(_model_of(Configuration), Configuration, configure)]
TrainingBody = Annotated[
    TrainingChange,
    _through(_model_of(TrainingConfiguration, "training."), TrainingChange, TrainingChange),
]


class Reply(BaseModel):
    """What the server sends: every field is always there."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)
