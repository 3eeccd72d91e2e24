"""Lessons: what a file of the lessons' folder holds, what the page gets of it, and how a step is checked."""

import math
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, JsonValue, model_validator

from app.messages.bounds import Within
from app.messages.catalog import Words
from app.messages.configuration import Integer, Reply
from app.messages.numbers import Number
from app.messages.rest import Entry
from app.messages.strict import Message
from core.configuration import FIELDS, checked
from core.errors import ConfigurationError, raise_all
from core.metrics import METRICS

PROMPT = 64
"""Characters of fact and deed together: they stand in one line."""
MOST_ITERATIONS = 100_000
MOST_NETWORKS = 4
Panel = Literal["microscope", "space", "iteration", "weights", "symmetry", "scale", "landscape"]
"""Names of the page's panels, as static/js/inside/panels.js has them."""
Half = Literal["symmetry", "collapse"]
"""Halves of the panel symmetry."""
Part = Literal[
    "network",
    "units",
    "surface",
    "cost",
    "cards",
    "inside",
    "parameters",
    "width",
    "activation",
    "scale",
    "new-draw",
    "rate",
    "play",
    "steps",
]
"""What a step can point at; static/js/lessons/parts.js says where each is."""
NO_FIELD = "is not a field of a configuration"
BOUNDS = ("at_least", "at_most", "above", "below")


def _filled(text: str) -> str:
    if not text.strip():
        raise ConfigurationError("", text, "must not be empty")
    return text


Filled = Annotated[str, AfterValidator(_filled)]


class Bilingual(Message):
    """A text in the languages of the product."""

    en: Filled = Field(description="English.", examples=["Press play."])
    zh_CN: Filled = Field(alias="zh-CN", description="Chinese.", examples=["按播放。"])

    @property
    def both(self) -> tuple[str, str]:
        """The text in English and in Chinese."""
        return self.en, self.zh_CN


def nested(choices: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields by path as a nested configuration."""
    made: dict[str, Any] = {}
    for path, value in choices.items():
        *sections, name = path.split(".")
        inner = made
        for section in sections:
            inner = inner.setdefault(section, {})
        inner[name] = value
    return made


def _choices(values: Any) -> Any:
    """Check fields by path; whether they go together is seen when they are tried."""
    if isinstance(values, dict):
        unknown = (path for path in values if path not in FIELDS)
        faults = [ConfigurationError(path, values[path], NO_FIELD) for path in unknown]
        raise_all(faults)
        checked(values)
    return values


class Limits(Message):
    """Bounds of a number; those that are given count."""

    at_least: float | None = Field(default=None, description="Not less than this.", examples=[0.85])
    at_most: float | None = Field(default=None, description="Not more than this.", examples=[1.0])
    above: float | None = Field(default=None, description="More than this.", examples=[0.0])
    below: float | None = Field(default=None, description="Less than this.", examples=[0.7])

    def hold(self, value: float) -> bool:
        """Say whether a number is within."""
        low, high = _or(self.at_least, -math.inf), _or(self.at_most, math.inf)
        above, below = _or(self.above, -math.inf), _or(self.below, math.inf)
        return low <= value <= high and above < value < below

    @property
    def given(self) -> bool:
        """Say whether there is one."""
        return any(getattr(self, name) is not None for name in BOUNDS)


def _or(bound: float | None, other: float) -> float:
    return other if bound is None else bound


def _where(values: Any) -> Any:
    """Check the fields that tell a run from others: values of their types, or bounds of numbers."""
    if not isinstance(values, dict):
        return values
    faults: list[ConfigurationError] = []
    for path, value in values.items():
        if path not in FIELDS:
            faults.append(ConfigurationError(path, value, NO_FIELD))
        elif not isinstance(value, dict):
            try:
                FIELDS[path].check(value)
            except ConfigurationError as fault:
                faults += [one.at(path) for one in fault.faults]
        elif not FIELDS[path].range:
            faults.append(ConfigurationError(path, value, "must be one value: only numbers have bounds"))
    raise_all(faults)
    return values


Choices = Annotated[
    dict[str, JsonValue],
    BeforeValidator(_choices),
    Field(
        description="Fields of a configuration by their dotted paths; the others have their defaults.",
        examples=[{"network.activation": "linear", "network.hidden_width": 64}],
    ),
]
Where = Annotated[
    dict[str, Limits | str | bool | float | None],
    BeforeValidator(_where),
    Field(
        description="Which run: fields by path, each with its value, or bounds.",
        examples=[{"network.activation": "tanh", "network.hidden_width": {"at_most": 4}}],
    ),
]


class Setup(Message):
    """What one click makes of the page; what is left out stays as it is."""

    networks: list[Choices] = Field(
        default=[], description="New networks, one to four on the same data.", max_length=MOST_NETWORKS
    )
    edits: list[Entry] = Field(
        default=[], description="Numbers set by hand at iteration 0, in every network.", examples=[[]]
    )
    iteration: Annotated[Integer, Within(0, MOST_ITERATIONS)] = Field(
        default=0, description="Trained so far; needs networks.", examples=[0]
    )
    unit: Integer | None = Field(
        default=None, ge=0, description="The hidden unit that is pinned, from 0.", examples=[0]
    )
    lines: bool = Field(default=False, description="The lines of all hidden units.")
    panel: Panel | None = Field(default=None, description="Which panel is open.", examples=["symmetry"])
    half: Half | None = Field(
        default=None, description="What the panel symmetry shows where there is room for one half."
    )


class Option(Message):
    """One answer to choose."""

    text: Bilingual = Field(description="What it says.")
    right: bool = Field(default=False, description="It is so.")


class Question(Message):
    """What to predict before it is seen."""

    ask: Bilingual = Field(description="The question.")
    options: list[Option] = Field(description="Answers, one of them right.", min_length=2, max_length=4)
    answer: Bilingual = Field(description="What is so, told after the prediction.")

    @model_validator(mode="after")
    def _one_is_right(self) -> Self:
        right = sum(option.right for option in self.options)
        if right != 1:
            raise ConfigurationError("options", right, "must have one that is right")
        return self


def _metric(name: Any) -> Any:
    try:
        METRICS[name]
    except ConfigurationError as unknown:
        raise unknown.at("") from None
    return name


class Condition(Limits):
    """A metric of a run at an iteration, within bounds or below that of another run."""

    metric: Annotated[str, BeforeValidator(_metric)] = Field(
        description="What is measured.", json_schema_extra={"enum": list(METRICS)}, examples=["cost"]
    )
    iteration: Annotated[Integer, Within(0, MOST_ITERATIONS)] | None = Field(
        default=None, description="Where; without it, where the run stands.", examples=[1000]
    )
    unit: Integer | None = Field(
        default=None, ge=0, description="For `largest_change`: of this unit alone, from 0.", examples=[0]
    )
    cost: float | None = Field(default=None, description="For `first_iteration`: which cost.", examples=[0.1])
    where: Where = Field(default={}, description="Of the runs shown, those that it is about.")
    less_than: Where | None = Field(default=None, description="The run whose same number is larger.")

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        metric = METRICS[self.metric]
        faults = []
        if not self.given and self.less_than is None:
            rule = f"must be given, or one of {', '.join(BOUNDS[1:])}, less_than"
            faults.append(ConfigurationError("at_least", None, rule))
        if metric.needs_cost is (self.cost is None):
            needs = "is required" if metric.needs_cost else "is for first_iteration only"
            faults.append(ConfigurationError("cost", self.cost, f"{needs}: the metric is {self.metric}"))
        if self.unit is not None and metric.by_unit is None:
            faults.append(ConfigurationError("unit", self.unit, f"must be left out for {self.metric}"))
        raise_all(faults)
        return self


class Step(Message):
    """One prompt, and what goes with it; done when its conditions are met."""

    fact: Bilingual = Field(description="What is so, in a few words.")
    deed: Bilingual = Field(description="What to do; stands behind the fact, in bold.")
    note: Bilingual | None = Field(default=None, description="More about it, in a sentence or two.")
    setup: Setup | None = Field(default=None, description="What the page is to show; null: as it is.")
    highlight: Part | None = Field(default=None, description="What to look at.", examples=["surface"])
    question: Question | None = Field(default=None, description="What to predict first.")
    conditions: list[Condition] = Field(default=[], description="What the server checks, from the runs.")

    @model_validator(mode="after")
    def _in_one_line(self) -> Self:
        for language, fact, deed in zip(("en", "zh-CN"), self.fact.both, self.deed.both, strict=True):
            length = len(f"{fact} {deed}")
            if length > PROMPT:
                rule = f"must be at most {PROMPT} characters together with the fact"
                raise ConfigurationError(f"deed.{language}", length, rule)
        return self


Steps = Annotated[list[Step], Field(description="One after the other.", min_length=1, max_length=12)]


class LessonFile(Message):
    """What a file holds; its name is the number and the id: 03-collapse.toml."""

    title: Bilingual = Field(description="What it is called.")
    goal: Bilingual = Field(description="What it is good for, in a sentence.")
    steps: Steps


class LessonSummary(Reply):
    """A lesson in the list of all."""

    id: str = Field(description="Its name in addresses and links.", examples=["collapse"])
    number: int = Field(description="Its place, from 1.", examples=[3])
    title: Words = Field(description="What it is called.")
    goal: Words = Field(description="What it is good for, in a sentence.")
    steps: int = Field(description="How many it has.", examples=[4])
    checked: list[int] = Field(description="The steps with conditions, from 1.", examples=[[2, 4]])


class LessonList(Reply):
    """All lessons."""

    lessons: list[LessonSummary] = Field(description="In their order.")


class LessonBody(Reply):
    """A lesson with all its steps."""

    id: str = Field(description="Its name in addresses and links.", examples=["collapse"])
    number: int = Field(description="Its place, from 1.", examples=[3])
    title: Bilingual = Field(description="What it is called.")
    goal: Bilingual = Field(description="What it is good for, in a sentence.")
    steps: Steps


def _different(runs: list[str]) -> list[str]:
    if len(set(runs)) < len(runs):
        raise ConfigurationError("", runs, "must not name a run twice")
    return runs


class CheckBody(Message):
    """Runs that are shown, to be held against the conditions of a lesson."""

    runs: Annotated[list[str], AfterValidator(_different)] = Field(
        description="One to four runs.", min_length=1, max_length=MOST_NETWORKS, examples=[["..."]]
    )
    step: Integer | None = Field(
        default=None,
        ge=1,
        description="Number of a step, from 1: its conditions; all of the lesson without it.",
        examples=[4],
    )


class ConditionReply(Reply):
    """A condition, and what was found."""

    step: int = Field(description="Number of its step, from 1.", examples=[4])
    met: bool = Field(description="It holds.")
    value: Number = Field(
        description="What was measured; null where there is no such number.", examples=[0.29]
    )
    run: str | None = Field(description="Of which run; null where none is what is asked for.")
    iteration: int | None = Field(description="At which iteration; null where it was not measured.")
    asked: Words = Field(description="What is asked.")
    found: Words = Field(description="What was measured, or why it was not.")


class CheckReply(Reply):
    """Each condition with what was found."""

    met: bool = Field(description="All of them hold.")
    conditions: list[ConditionReply] = Field(description="In their order.")
