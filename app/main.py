"""The app factory: settings in, a FastAPI app out."""

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from app import __version__
from app.body_limit import BodyLimit
from app.headers import SafeHeaders
from app.openapi import describe_problems
from app.problems import add_problem_handlers
from app.routes import catalog, health, pages, runs, stream
from app.runs import Runs
from app.settings import Settings

API = "/api/v1"


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return a server with runs of its own; settings come from the environment unless given."""
    app = FastAPIOffline(
        title="Shallowscope",
        version=__version__,
        description="Train a network with one hidden layer and look inside while it learns.",
        redoc_url=None,  # it fetches a font from elsewhere; /docs does not
    )
    app.state.settings = settings or Settings()
    app.state.runs = Runs(app.state.settings)
    add_problem_handlers(app)
    app.add_middleware(BodyLimit, limit=app.state.settings.max_body_bytes)
    app.add_middleware(SafeHeaders)
    for router in (catalog.router, runs.router, stream.router):
        app.include_router(router, prefix=API)
    app.include_router(health.router)
    app.include_router(pages.router)
    describe_problems(app)
    app.mount("/static", pages.static_files(), name="static")
    return app
