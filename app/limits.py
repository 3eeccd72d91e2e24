"""What this server allows of a configuration or a number, below the bounds that core has."""

from app.settings import Settings
from core.configuration import Configuration
from core.errors import ConfigurationError


def check_configuration(configuration: Configuration, settings: Settings, prefix: str = "") -> None:
    """Raise ConfigurationError where a configuration asks for more than the server allows."""
    limits = (
        ("network.hidden_width", configuration.network.hidden_width, settings.max_hidden_width),
        ("data.samples", configuration.data.samples, settings.max_samples),
    )
    for field, value, most in limits:
        check_at_most(prefix + field, value, most)
    points = configuration.data.points or ()
    if len(points) > settings.max_samples:
        rule = f"points: must be at most {settings.max_samples} on this server"
        raise ConfigurationError(f"{prefix}data.points", len(points), rule)


def check_at_most(field: str, value: int, most: int) -> None:
    """Raise ConfigurationError where a number is larger than the server allows."""
    if value > most:
        raise ConfigurationError(field, value, f"must be at most {most} on this server")
