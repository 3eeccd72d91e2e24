"""What routes ask for: typed access to the app's settings and runs."""

from typing import Annotated

from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from app.run import Run
from app.runs import Runs
from app.settings import Settings


def _settings(connection: HTTPConnection) -> Settings:
    settings: Settings = connection.app.state.settings
    return settings


def _runs(connection: HTTPConnection) -> Runs:
    runs: Runs = connection.app.state.runs
    return runs


SettingsOfApp = Annotated[Settings, Depends(_settings)]
RunsOfApp = Annotated[Runs, Depends(_runs)]


async def _run(run_id: str, runs: RunsOfApp) -> Run:
    run = runs.find(run_id)
    if run is None:
        raise HTTPException(404, "No such run")
    return run


RunOfPath = Annotated[Run, Depends(_run)]
