"""Is the server alive, and able to serve."""

from fastapi import APIRouter

from app import __version__
from app.messages.rest import Health

router = APIRouter(tags=["health"])


@router.get("/healthz")
def alive() -> Health:
    """Say that the process answers."""
    return Health(version=__version__)


@router.get("/readyz")
def ready() -> Health:
    """Say that the server can take runs."""
    return Health(version=__version__)
