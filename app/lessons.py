"""Lessons out of their folder: one file each, checked as a whole when the server starts."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from app.messages.lessons import LessonBody, LessonFile, LessonList, LessonSummary, Step, nested
from app.rules import broken_rule
from core.configuration import configure
from core.edits import edited
from core.errors import ConfigurationError, CoreError
from core.shown import shown
from core.trainer import Trainer

NAME = re.compile(r"(?P<number>\d{1,3})-(?P<id>[a-z0-9]+(-[a-z0-9]+)*)\.toml")


class LessonError(Exception):
    """Lessons cannot be used: sentences, each with file, field and rule."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """All lessons, in the order of their numbers."""

    bodies: tuple[LessonBody, ...]

    @property
    def summaries(self) -> LessonList:
        """The list of all."""
        return LessonList(lessons=[_summary(body) for body in self.bodies])

    def find(self, lesson_id: str) -> LessonBody | None:
        """Return a lesson by its id."""
        return next((body for body in self.bodies if body.id == lesson_id), None)


def _summary(body: LessonBody) -> LessonSummary:
    words = {"title": body.title.model_dump(by_alias=True), "goal": body.goal.model_dump(by_alias=True)}
    checked = [number for number, step in enumerate(body.steps, 1) if step.conditions]
    return LessonSummary.model_validate(
        {"id": body.id, "number": body.number, "steps": len(body.steps), "checked": checked} | words
    )


def read_lessons(folder: Path) -> Lessons:
    """Return the lessons of a folder; raises LessonError with a sentence for each fault of any file."""
    if not folder.is_dir():
        raise LessonError(f"{folder}: is not a folder with lessons")
    faults: list[str] = []
    found: dict[str, tuple[Path, LessonFile]] = {}
    names = [(path, NAME.fullmatch(path.name)) for path in folder.glob("*.toml")]
    for path, name in sorted(
        names, key=lambda pair: (int(pair[1]["number"]) if pair[1] else 0, pair[0].name)
    ):
        if name is None:
            faults.append(f"{path}: must be named by number and id, such as 03-collapse.toml")
        elif name["id"] in found:
            faults.append(f"{path}: {found[name['id']][0].name} has this id already")
        else:
            lesson = _read(path, faults)
            if lesson:
                found[name["id"]] = path, lesson
    if faults:
        raise LessonError(*faults)
    return Lessons(
        tuple(
            LessonBody(id=name, number=number, title=lesson.title, goal=lesson.goal, steps=lesson.steps)
            for number, (name, (_, lesson)) in enumerate(found.items(), 1)
        )
    )


def _read(path: Path, faults: list[str]) -> LessonFile | None:
    """Return what a file holds, or note what is wrong with it."""
    try:
        lesson = LessonFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        faults.append(f"{path}: cannot be read ({error.strerror})")
    except UnicodeDecodeError:
        faults.append(f"{path}: must be written in UTF-8")
    except tomllib.TOMLDecodeError as error:
        faults.append(f"{path}: is not TOML: {error}")
    except ValidationError as invalid:
        faults += [f"{path}: {fault}" for item in invalid.errors() for fault in _told(item)]
    else:
        impossible = list(_impossible(lesson.steps))
        faults += [f"{path}: {fault}" for fault in impossible]
        return None if impossible else lesson
    return None


def _told(item: ErrorDetails) -> Iterator[str]:
    """Yield what is wrong with a field, in our words."""
    place = ".".join(str(part) for part in item["loc"])
    cause = item.get("ctx", {}).get("error")
    if isinstance(cause, ConfigurationError):
        for fault in cause.faults:
            field = ".".join(part for part in (place, fault.field) if part)
            yield str(fault.at(field))
    elif item["type"] == "missing":
        yield f"{place}: {broken_rule(item)}"
    else:
        yield f"{place}={shown(item['input'])}: {broken_rule(item)}"


def _impossible(steps: Sequence[Step]) -> Iterator[str]:
    """Yield what no field says alone: setups that cannot be made, and looks at what is not there."""
    for number, step in enumerate(steps):
        place = f"steps.{number}.setup"
        if step.setup is None:
            continue
        if step.setup.networks:
            yield from _impossible_networks(place, step)
        elif step.setup.edits or step.setup.iteration:
            yield f"{place}.networks=[]: must be given where there are edits or an iteration"


def _impossible_networks(place: str, step: Step) -> Iterator[str]:
    setup, trainers = step.setup, list[Trainer]()
    if setup is None:
        return
    for network, choices in enumerate(setup.networks):
        field = f"{place}.networks.{network}"
        try:
            trainer = Trainer(configure(nested(choices)))
            entries = [(entry.name, entry.row, entry.column, entry.value) for entry in setup.edits]
            edited(trainer.parameters, entries, "{k}.")
        except ConfigurationError as error:
            yield from (str(fault.at(_place_of(fault, place, field))) for fault in error.faults)
            continue
        except CoreError as error:
            yield f"{field}: {error}"
            continue
        trainers.append(trainer)
        width = trainer.configuration.network.hidden_width
        if setup.unit is not None and setup.unit >= width:
            yield f"{place}.unit={setup.unit}: must be from 0 to {width - 1}"
        if trainer.configuration.data != trainers[0].configuration.data:
            yield f"{field}: must be on the same data as the first network, in every field"


def _place_of(fault: ConfigurationError, place: str, network: str) -> str:
    edits = fault.field.partition(".")[0].isdigit()
    return f"{place}.edits.{fault.field}" if edits else f"{network}.{fault.field}"
