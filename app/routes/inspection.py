"""Everything that is read off a run without changing it."""

from app.routes import checks, history, loops, parameters, predict, trace, views

ROUTERS = tuple(module.router for module in (parameters, history, views, predict, trace, checks, loops))
