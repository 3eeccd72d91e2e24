"""How a field of the configuration is declared, checked and put together."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from types import NoneType
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from core.errors import BoundsError, ConfigurationError, raise_all
from core.registry import Registry, Text

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Range:
    """Inclusive bounds; `scale` says how a slider should run over them."""

    low: float
    high: float
    scale: str = "linear"


@dataclass(frozen=True, slots=True)
class Choice:
    """A name out of a registry."""

    registry: Registry[Any]


@dataclass(frozen=True, slots=True)
class Names:
    """Any of these names, each at most once."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """The words of a field; a live field acts on a run without a new start."""

    label: Text
    help: Text
    symbol: str = ""
    formula: str = ""
    """Where it stands in the formulas, as LaTeX."""
    live: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the configuration, as it was declared."""

    path: str
    hint: Any
    default: Any
    about: About
    range: Range | None
    choice: Choice | None
    names: Names | None

    @property
    def optional(self) -> bool:
        """Say whether None is allowed."""
        return NoneType in get_args(self.hint)

    @property
    def kind(self) -> Any:
        """The type, without None: int, float, str, bool, list or dict."""
        hint = (
            next(part for part in get_args(self.hint) if part is not NoneType) if self.optional else self.hint
        )
        return get_origin(hint) or hint

    @property
    def most(self) -> int:
        """The upper bound; the field must have one."""
        return int(self.range.high) if self.range else 0

    def check(self, value: Any) -> Any:
        """Return the value in the field's type; raise ConfigurationError where it breaks the rule."""
        if value is None and self.optional:
            return None
        if self.choice:
            self.choice.registry[value]
            return value
        if self.names:
            return self._check_names(value, self.names.options)
        if self.kind in (int, float):
            return self._check_number(value)
        if not isinstance(value, self.kind):
            raise ConfigurationError(self.path, value, f"must be {_IN_WORDS[self.kind]}")
        return value

    def _check_number(self, value: Any) -> int | float:
        wanted = (int,) if self.kind is int else (int, float)
        finite = not isinstance(value, float) or math.isfinite(
            value
        )  # an integer may be too large for isfinite
        if isinstance(value, bool) or not isinstance(value, wanted) or not finite:
            raise ConfigurationError(self.path, value, f"must be {_IN_WORDS[self.kind]}")
        if self.range and not self.range.low <= value <= self.range.high:
            raise BoundsError(self.path, value, self.range.low, self.range.high)
        number: int | float = self.kind(value)
        return number

    def _check_names(self, value: Any, options: tuple[str, ...]) -> list[str]:
        right = isinstance(value, list) and len(value) == len({str(name) for name in value})
        if not right or not all(name in options for name in value):
            raise ConfigurationError(self.path, value, f"must be a list of some of {', '.join(options)}")
        return list(value)


_IN_WORDS = {
    int: "an integer",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
}


def sections(record: type[Any]) -> Iterator[tuple[str, Any, tuple[Any, ...]]]:
    """Yield name, type and metadata of each field of a configuration record."""
    hints = get_type_hints(record, include_extras=True)
    for item in fields(record):
        hint = hints[item.name]
        if get_origin(hint) is Annotated:
            kind, *metadata = get_args(hint)
            yield item.name, kind, tuple(metadata)
        else:
            yield item.name, hint, ()


def is_section(kind: Any) -> bool:
    """Say whether a field's type is a record of further fields."""
    return is_dataclass(kind)


def declared(record: type[Any], prefix: str = "") -> Iterator[Field]:
    """Yield every field of a record and its sections, with its dotted path."""
    defaults = record()
    for name, kind, metadata in sections(record):
        if is_section(kind):
            yield from declared(kind, f"{prefix}{name}.")
        else:
            by_type = {type(item): item for item in metadata}
            yield Field(
                prefix + name,
                kind,
                getattr(defaults, name),
                by_type[About],
                by_type.get(Range),
                by_type.get(Choice),
                by_type.get(Names),
            )


def flattened(values: Mapping[str, Any], known: Mapping[str, Field], prefix: str = "") -> dict[str, Any]:
    """Return {path: value} of a nested mapping; paths that are no known fields raise ConfigurationError."""
    faults: list[ConfigurationError] = []
    flat = dict(_flattened(values, known, prefix, faults))
    raise_all(faults)
    return flat


def _flattened(
    values: Mapping[str, Any], known: Mapping[str, Field], prefix: str, faults: list[ConfigurationError]
) -> Iterator[tuple[str, Any]]:
    names = dict.fromkeys(path[len(prefix) :].split(".")[0] for path in known if path.startswith(prefix))
    for name, value in values.items():
        path = f"{prefix}{name}"
        if path in known:
            yield path, value
        elif name not in names:
            faults.append(ConfigurationError(path, value, unknown(names)))
        elif not isinstance(value, Mapping):
            faults.append(ConfigurationError(path, value, f"must be {_IN_WORDS[dict]}"))
        else:
            yield from _flattened(value, known, path + ".", faults)


def unknown(names: Iterable[str]) -> str:
    """Return the rule for a name that is none of these."""
    return f"is not a field: must be one of {', '.join(names)}"


def build(record: type[Record], checked: Mapping[str, Any], prefix: str = "") -> Record:
    """Return the record made of the checked values, its sections included."""
    return record(
        **{
            name: build(kind, checked, f"{prefix}{name}.") if is_section(kind) else checked[prefix + name]
            for name, kind, _ in sections(record)
        }
    )
