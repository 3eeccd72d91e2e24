"""What can go wrong in core, as one tree.

CoreError
├── ConfigurationError   a value breaks a rule: names field, value and rule
└── StateError           a move that the run's state does not allow
"""

from typing import Any


class CoreError(ValueError):
    """Anything that core refuses."""


class ConfigurationError(CoreError):
    """A value breaks a rule; `field` is its dotted path in the configuration."""

    def __init__(self, field: str, value: Any, rule: str) -> None:
        self.field, self.value, self.rule = field, value, rule
        shown = repr(value)
        super().__init__(f"{field}={shown if len(shown) <= 80 else shown[:77] + '...'}: {rule}")


class StateError(CoreError):
    """A move that the run's state does not allow, such as to play a diverged run."""
