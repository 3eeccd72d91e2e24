"""What routes ask for: typed access to the app's settings and runs."""

from typing import Annotated

from fastapi import Depends
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection

from app.group import Group
from app.groups import Groups
from app.lessons import Lessons
from app.messages.lessons import LessonBody
from app.run import Run
from app.runs import Runs
from app.services import Services
from app.settings import Settings
from app.workbench import Workbench


def _services(connection: HTTPConnection) -> Services:
    services: Services = connection.app.state.services
    return services


def _settings(connection: HTTPConnection) -> Settings:
    return _services(connection).settings


def _runs(connection: HTTPConnection) -> Runs:
    return _services(connection).runs


def _groups(connection: HTTPConnection) -> Groups:
    return _services(connection).groups


def _workbench(connection: HTTPConnection) -> Workbench:
    return _services(connection).workbench


def _lessons(connection: HTTPConnection) -> Lessons:
    return _services(connection).lessons


ServicesOfApp = Annotated[Services, Depends(_services)]
SettingsOfApp = Annotated[Settings, Depends(_settings)]
RunsOfApp = Annotated[Runs, Depends(_runs)]
GroupsOfApp = Annotated[Groups, Depends(_groups)]
WorkbenchOfApp = Annotated[Workbench, Depends(_workbench)]
LessonsOfApp = Annotated[Lessons, Depends(_lessons)]


async def _run(run_id: str, runs: RunsOfApp) -> Run:
    run = await runs.find(run_id)
    if run is None:
        raise HTTPException(404, "No such run")
    return run


RunOfPath = Annotated[Run, Depends(_run)]


async def _group(group_id: str, groups: GroupsOfApp) -> Group:
    group = await groups.find(group_id)
    if group is None:
        raise HTTPException(404, "No such group")
    return group


GroupOfPath = Annotated[Group, Depends(_group)]


def _lesson(lesson_id: str, lessons: LessonsOfApp) -> LessonBody:
    lesson = lessons.find(lesson_id)
    if lesson is None:
        raise HTTPException(404, "No such lesson")
    return lesson


LessonOfPath = Annotated[LessonBody, Depends(_lesson)]
