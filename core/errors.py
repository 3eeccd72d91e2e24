"""What can go wrong in core, as one tree.

CoreError
├── ConfigurationError   a value breaks a rule: names field, value and rule
├── TableError           a table cannot be read: names row, column, value and rule
├── SaveError            what was saved is not whole, or in another format
└── StateError           a move that the run's state does not allow
"""

from typing import Any


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 80 else shown[:77] + "..."


class CoreError(ValueError):
    """Anything that core refuses."""


class ConfigurationError(CoreError):
    """A value breaks a rule; `field` is its dotted path in the configuration."""

    def __init__(self, field: str, value: Any, rule: str) -> None:
        self.field, self.value, self.rule = field, value, rule
        super().__init__(f"{field}={_shown(value)}: {rule}")


class TableError(CoreError):
    """A table cannot be read.

    `row` counts the lines of the file from 1, its header and its empty lines included, `column` counts
    from 1 too; what is not about one row, one column or one value has None there.
    """

    def __init__(self, row: int | None, column: int | None, value: Any, rule: str) -> None:
        self.row, self.column, self.value, self.rule = row, column, value, rule
        places = {"row": row, "column": column}
        where = [f"{name} {number}" for name, number in places.items() if number is not None]
        what = [] if value is None else [_shown(value)]
        super().__init__(f"{', '.join(where + what) or 'table'}: {rule}")


class SaveError(CoreError):
    """What was saved is not whole, or in another format."""


class StateError(CoreError):
    """A move that the run's state does not allow, such as to play a diverged run."""
