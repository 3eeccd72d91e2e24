"""Runs held against the conditions of lessons: on copies, at the iterations that are asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from operator import attrgetter
from typing import Any

from app.lesson_words import asked, ended, missing, told, unlike, unreached
from app.messages.lessons import CheckReply, Condition, ConditionReply, Limits
from core.configuration import Configuration
from core.metrics import METRICS, Moment
from core.pieces import Pieces
from core.registry import Text
from core.replay import Past, go_to, revived
from core.run_state import RunState
from core.trainer import Trainer

OF_THE_WHOLE = ("highest_cost", "first_iteration")
"""Metrics that look at all iterations up to one: a run that has diverged has no more of them."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a condition finds in one run; `value` is None where there is no such number."""

    met: bool
    words: Text
    run: str | None = None
    iteration: int | None = None
    value: float | None = None


def judge(pasts: Mapping[str, Past], conditions: Sequence[tuple[int, Condition]]) -> Pieces[CheckReply]:
    """Return whether each condition, with the number of its step, is met by one of the runs at least.

    The first run that meets it is told, else the first one that it is about.
    """
    judge_of = _Judge(pasts)
    replies = []
    for step, condition in conditions:
        found = yield from judge_of.judge(condition)
        replies.append(
            ConditionReply(
                step=step,
                met=found.met,
                value=found.value,
                run=found.run,
                iteration=found.iteration,
                asked=_words(asked(condition)),
                found=_words(found.words),
            )
        )
    return CheckReply(met=all(reply.met for reply in replies), conditions=replies)


def _words(text: Text) -> Any:
    return {"en": text.en, "zh-CN": text.zh}


class _Judge:
    """Copies of the runs, made when they are first needed, in the thread that trains them."""

    def __init__(self, pasts: Mapping[str, Past]) -> None:
        self._pasts = pasts
        self._copies: dict[str, Trainer] = {}

    def judge(self, condition: Condition) -> Pieces[Found]:
        """Return what a condition finds."""
        first: Found | None = None
        for run in self._like(condition.where):
            found = yield from self._measure(run, condition)
            if found.met:
                return found
            first = first or found
        return first or Found(False, unlike())

    def _like(self, where: Mapping[str, Any]) -> Iterator[str]:
        """Yield the runs that a condition is about."""
        for run, past in self._pasts.items():
            if all(_holds(past.configuration, path, wanted) for path, wanted in where.items()):
                yield run

    def _measure(self, run: str, condition: Condition) -> Pieces[Found]:
        past = self._pasts[run]
        iteration = past.standing.iteration if condition.iteration is None else condition.iteration
        if past.standing.state is RunState.DIVERGED and condition.metric in OF_THE_WHOLE:
            iteration = min(iteration, past.reached)
        if iteration > past.reached and past.standing.state is RunState.DIVERGED:
            return Found(False, ended(past.reached), run)
        if iteration > past.reached:
            return Found(False, unreached(iteration, past.reached), run)
        value = yield from self._value(run, condition, iteration)
        if value is None:
            beyond = past.standing.state is RunState.DIVERGED and iteration == past.reached
            words = ended(iteration) if beyond else missing(condition.metric)
            return Found(False, words, run, iteration)
        met = condition.hold(value)
        words = told(condition.metric, value)
        if condition.less_than is not None:
            least: float | None = None
            for other in self._like(condition.less_than):
                beside = yield from self._value(other, condition, min(iteration, self._pasts[other].reached))
                if beside is not None:
                    least = beside if least is None else min(least, beside)
            if least is None:
                return Found(False, unlike(), run, iteration, value)
            met = met and value < least
            words = told(condition.metric, value, least)
        return Found(met, words, run, iteration, value)

    def _value(self, run: str, condition: Condition, iteration: int) -> Pieces[float | None]:
        if run not in self._copies:
            self._copies[run] = revived(self._pasts[run])
        trainer = self._copies[run]
        if trainer.iteration != iteration:
            yield from go_to(trainer, iteration)
        moment = Moment(trainer, condition.unit, condition.cost)
        value = yield from METRICS[condition.metric].measure(moment)
        return value if value is not None and isfinite(value) else None


def _holds(configuration: Configuration, path: str, wanted: Any) -> bool:
    value = attrgetter(path)(configuration)
    if isinstance(wanted, Limits):
        return value is not None and wanted.hold(value)
    return bool(value == wanted)
