"""What can go wrong in core, as one tree.

CoreError
├── ConfigurationError   a value breaks a rule: names field, value and rule
│   ├── BoundsError      a number is out of its bounds
│   └── SeveralErrors    several of these at once
├── TableError           a table cannot be read: names row, column, value and rule
├── SaveError            what was saved is not whole, or in another format
└── StateError           a move that the run's state does not allow
"""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any, Self, TypeVar

from core.shown import shown

Checked = TypeVar("Checked")


class CoreError(ValueError):
    """Anything that core refuses."""


class ConfigurationError(CoreError):
    """A value breaks a rule; `field` is its dotted path in the configuration."""

    def __init__(self, field: str, value: Any, rule: str) -> None:
        self.field, self.value, self.rule = field, value, rule
        super().__init__(field, value, rule)

    def __str__(self) -> str:
        return f"{self.field}={shown(self.value)}: {self.rule}"

    @property
    def faults(self) -> "tuple[ConfigurationError, ...]":
        """What is wrong, one field each."""
        return (self,)

    def at(self, field: str) -> Self:
        """Return the same about a field that has another name where its value came from."""
        moved = copy(self)
        moved.field = field
        return moved


class BoundsError(ConfigurationError):
    """A number is out of its bounds, both of which are allowed; without `high` there is no upper one."""

    def __init__(self, field: str, value: Any, low: float, high: float | None = None) -> None:
        self.low, self.high = low, high
        super().__init__(field, value, within(low, high))


class SeveralErrors(ConfigurationError):
    """Several fields break a rule; field, value and rule are those of the first."""

    def __init__(self, faults: Iterable[ConfigurationError]) -> None:
        self._faults = tuple(faults)
        first = self._faults[0]
        super().__init__(first.field, first.value, first.rule)

    def __str__(self) -> str:
        return "; ".join(str(fault) for fault in self._faults)

    @property
    def faults(self) -> tuple[ConfigurationError, ...]:
        """What is wrong, one field each."""
        return self._faults


def within(low: float, high: float | None = None) -> str:
    """Return the rule for a number with these bounds."""
    if high is None:
        return f"must be at least {plain(low)}"
    return f"must be from {plain(low)} to {plain(high)}"


def plain(bound: Any) -> str:
    """Return how a bound is written."""
    return f"{bound:.10g}" if isinstance(bound, float) else str(bound)


def all_checked(checks: Iterable[Callable[[], Checked]]) -> list[Checked]:
    """Return what the checks return; raise ConfigurationError with all that they find wrong."""
    found: list[Checked] = []
    faults: list[ConfigurationError] = []
    for check in checks:
        try:
            found.append(check())
        except ConfigurationError as fault:
            faults += fault.faults
    raise_all(faults)
    return found


def raise_all(faults: list[ConfigurationError]) -> None:
    """Raise these faults as one error, if there are any."""
    if faults:
        raise faults[0] if len(faults) == 1 else SeveralErrors(faults)


class TableError(CoreError):
    """A table cannot be read.

    `row` counts the lines of the file from 1, its header and its empty lines included, `column` counts
    from 1 too; what is not about one row, one column or one value has None there.
    """

    def __init__(self, row: int | None, column: int | None, value: Any, rule: str) -> None:
        self.row, self.column, self.value, self.rule = row, column, value, rule
        places = {"row": row, "column": column}
        where = [f"{name} {number}" for name, number in places.items() if number is not None]
        what = [] if value is None else [shown(value)]
        super().__init__(f"{', '.join(where + what) or 'table'}: {rule}")


class SaveError(CoreError):
    """What was saved is not whole, or in another format."""


class StateError(CoreError):
    """A move that the run's state does not allow, such as to play a diverged run."""
