"""Lessons: what they are, and whether runs do what a step of one asks."""

from functools import partial

from fastapi import APIRouter, Request

from app.dependencies import GroupsOfApp, LessonOfPath, LessonsOfApp, WorkbenchOfApp
from app.judging import judge
from app.messages.lessons import CheckBody, CheckReply, Condition, LessonBody, LessonList
from app.reading import read
from core.errors import BoundsError
from core.replay import past_of

router = APIRouter(prefix="/lessons", tags=["lessons"])


@router.get("")
def list_lessons(lessons: LessonsOfApp) -> LessonList:
    """Return all lessons, in their order."""
    return lessons.summaries


@router.get("/{lesson_id}")
def read_lesson(lesson: LessonOfPath) -> LessonBody:
    """Return a lesson with all its steps."""
    return lesson


@router.post("/{lesson_id}/check")
async def check_lesson(
    lesson: LessonOfPath, body: CheckBody, groups: GroupsOfApp, workbench: WorkbenchOfApp, request: Request
) -> CheckReply:
    """Hold runs against the conditions of a step, or of the whole lesson; they go on meanwhile.

    A condition is met when one of the runs meets it, at the iteration that it asks for: an earlier one is
    trained again, on a copy.
    """
    conditions = _conditions(lesson, body.step)
    runs = [await groups.member(run_id) for run_id in body.runs]
    pasts = {run.id: await read(run, partial(past_of, run.trainer), columns=0) for run in runs}
    return await workbench.finish(judge(pasts, conditions), gone=request.is_disconnected)


def _conditions(lesson: LessonBody, step: int | None) -> list[tuple[int, Condition]]:
    """Return the conditions of a step, or of all, with the number of their step."""
    if step is not None and step > len(lesson.steps):
        raise BoundsError("step", step, 1, len(lesson.steps))
    return [
        (number, condition)
        for number, one in enumerate(lesson.steps, 1)
        if step in (None, number)
        for condition in one.conditions
    ]
