"""The app factory: settings in, a FastAPI app out."""

import gc
import sys

from fastapi import Depends, FastAPI
from fastapi_offline import FastAPIOffline
from starlette.middleware.cors import CORSMiddleware

from app import __version__
from app.body_limit import BodyLimit
from app.conforming import conforming
from app.headers import SafeHeaders
from app.observed import Observed
from app.openapi import describe, operation_id
from app.origins import AccessCheck
from app.problems import add_problem_handlers
from app.rates import RateCheck
from app.relay import Relay
from app.routes import (
    catalog,
    exports,
    groups,
    health,
    inspection,
    lessons,
    pages,
    qr,
    runs,
    stream,
    sweeps,
    tables,
    worked,
)
from app.services import Services, serving
from app.settings import Settings

API = "/api/v1"
SWITCH = 0.0005
"""Seconds after which a thread of heavy work gives way to the event loop, if it does not do so by itself."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return a server with runs of its own; settings come from the environment unless given."""
    app = FastAPIOffline(
        title="Shallowscope",
        version=__version__,
        description="Train a network with one hidden layer and look inside while it learns.",
        lifespan=serving,
        generate_unique_id_function=operation_id,
        docs_url=None,  # app/routes/pages.py has it, from the files that this mounts
        redoc_url=None,  # it fetches a font from elsewhere; /docs does not
    )
    settings = settings or Settings()
    services = app.state.services = Services(settings)
    if services.peers:
        app.add_middleware(Relay, peers=services.peers, owner_of=services.owner_of)
    add_problem_handlers(app, settings)
    _guard(app, settings)
    for router in (
        catalog.router,
        runs.router,
        groups.router,
        *inspection.ROUTERS,
        exports.router,
        sweeps.router,
        tables.router,
        lessons.router,
        worked.router,
        qr.router,
        stream.router,
    ):
        app.include_router(router, prefix=API, dependencies=[Depends(conforming)])
    app.include_router(health.router)
    app.include_router(pages.router)
    describe(app, settings)
    app.mount("/static", pages.static_files(), name="static")
    return app


def create_served_app() -> FastAPI:
    """Return create_app's for a process that does nothing else: what it has by now stays to its end."""
    app = create_app()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)  # looking for cycles took a tenth of the time of a server full of runs
    sys.setswitchinterval(SWITCH)
    return app


def _guard(app: FastAPI, settings: Settings) -> None:
    """Put what every request passes through around the routes, the innermost first."""
    app.add_middleware(BodyLimit, settings=settings)
    app.add_middleware(RateCheck, settings=settings, store=settings.store)
    app.add_middleware(AccessCheck, settings=settings)
    if settings.allowed_origins:
        exposed = ["Location", "Retry-After", "X-Request-ID"]
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=["*"],
            allow_headers=["*"],
            expose_headers=exposed,
        )
    app.add_middleware(Observed)
    app.add_middleware(SafeHeaders, settings=settings)
