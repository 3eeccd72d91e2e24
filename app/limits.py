"""What this server allows of a configuration or a number, below the bounds that core has."""

from functools import partial
from operator import attrgetter

from app.messages.configuration import LIMITS
from app.settings import Settings
from core.configuration import FIELDS, Configuration
from core.errors import ConfigurationError, all_checked
from core.fields import Range


def check_configuration(configuration: Configuration, settings: Settings, prefix: str = "") -> None:
    """Raise ConfigurationError where a configuration asks for more than the server allows."""
    all_checked(
        partial(check_within, prefix + path, attrgetter(path)(configuration), int(bounds.low), bounds.high)
        for path in LIMITS
        if (bounds := bounds_of(path, settings))
    )
    points = configuration.data.points or ()
    if len(points) > settings.max_samples:
        rule = f"points: must be at most {settings.max_samples} on this server"
        raise ConfigurationError(f"{prefix}data.points", len(points), rule)


def bounds_of(path: str, settings: Settings) -> Range | None:
    """Return the bounds of a field of the configuration on this server, None where it has none."""
    bounds = FIELDS[path].range
    if bounds is None or path not in LIMITS:
        return bounds
    return Range(bounds.low, min(bounds.high, getattr(settings, LIMITS[path])), bounds.scale)


def check_within(field: str, value: int, low: int, most: float) -> None:
    """Raise ConfigurationError where a number is out of the bounds that this server has."""
    if not low <= value <= most:
        raise ConfigurationError(field, value, within_here(low, most))


def within_here(low: float, most: float) -> str:
    """Return the rule for a number that a setting bounds."""
    return f"must be from {low} to {most} on this server"
