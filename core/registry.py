"""Registries of records: adding a choice to the product means registering one record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from core.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in the languages of the product."""

    en: str
    zh: str


class Named(Protocol):
    """What a registry needs of a record."""

    @property
    def name(self) -> str: ...


Record = TypeVar("Record", bound=Named)


class Registry(Mapping[str, Record], Generic[Record]):
    """Records by name, in the order in which they were registered."""

    def __init__(self, field: str, *records: Record) -> None:
        """Hold `records`; `field` is the configuration's path that chooses among them."""
        self.field = field
        self._records: dict[str, Record] = {}
        for record in records:
            self.register(record)

    def register(self, record: Record) -> Record:
        """Add a record; a name that is taken raises ConfigurationError."""
        if record.name in self._records:
            raise ConfigurationError(self.field, record.name, "is registered already")
        self._records[record.name] = record
        return record

    def remove(self, name: str) -> None:
        """Take a record out again (an extension that is switched off)."""
        del self._records[name]

    def __getitem__(self, name: str) -> Record:
        try:
            return self._records[name]
        except (KeyError, TypeError):
            raise ConfigurationError(self.field, name, f"must be one of {', '.join(self._records)}") from None

    def __contains__(self, name: object) -> bool:
        return name in self._records

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)
