"""Is the server alive, and able to serve."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from app import __version__, metrics
from app.dependencies import ServicesOfApp
from app.messages.rest import Health
from app.stores import StoreError

router = APIRouter(tags=["health"])


@router.get("/healthz")
def alive() -> Health:
    """Say that the process answers."""
    return Health(version=__version__)


@router.get("/readyz", responses={503: {"description": "The store does not answer"}})
async def ready(services: ServicesOfApp) -> Health:
    """Say that the server can take runs: its store answers."""
    if not await services.store.ready():
        raise StoreError("the store does not answer")
    return Health(version=__version__)


@router.get("/metrics", response_class=PlainTextResponse)
def read_metrics(request: Request) -> Response:
    """Return runs, streams, frames, waits and refusals for Prometheus, of all workers on this machine."""
    content, media_type = metrics.text(request.headers.get("accept", ""))
    return Response(content, media_type=media_type)
