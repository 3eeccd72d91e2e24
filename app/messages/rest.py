"""Bodies of the REST calls."""

from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from app import __version__
from app.messages.bounds import Within
from app.messages.configuration import ConfigurationBody, Integer, Reply
from app.messages.strict import Message
from core.errors import ConfigurationError
from core.run_state import RunState

ParameterName = Literal["W1", "b1", "W2", "b2"]


class AdvanceBody(Message):
    """Train so many iterations more."""

    iterations: Annotated[Integer, Within(1, setting="max_iterations_per_call")] = Field(
        description="Iterations to train, at least 1.", examples=[100]
    )


class SeekBody(Message):
    """Go to an iteration that was reached."""

    iteration: Integer = Field(
        description="0 to the furthest iteration that was reached.", ge=0, examples=[0]
    )


class ResetBody(Message):
    """Go back to iteration 0."""

    redraw: bool = Field(
        default=False,
        description="Draw new weights, by the next seed of the init scheme.",
        examples=[False],
    )


class Entry(Message):
    """One number of a parameter; rows and columns count from 0."""

    name: ParameterName = Field(description="Which parameter.", examples=["W1"])
    row: Integer = Field(description="Its row, from 0: the unit.", ge=0, examples=[0])
    column: Integer = Field(default=0, description="Its column, from 0: the input.", ge=0, examples=[1])
    value: float = Field(description="What is put there.", examples=[0.5])


Row = Annotated[list[float], Field(fail_fast=True)]
Matrix = Annotated[list[Row], Field(fail_fast=True)]
"""Rows of numbers. The first that is none is told: a long list of wrong ones would take seconds to tell."""


class ParametersBody(Message):
    """Whole parameters by name, or single entries."""

    W1: Matrix | None = Field(default=None, description="(n_h, n_x)")
    b1: Matrix | None = Field(default=None, description="(n_h, 1)")
    W2: Matrix | None = Field(default=None, description="(n_y, n_h)")
    b2: Matrix | None = Field(default=None, description="(n_y, 1)")
    entries: list[Entry] = Field(
        default=[],
        description="Single numbers, in place of whole parameters.",
        examples=[[{"name": "W1", "row": 0, "column": 1, "value": 0.5}]],
    )

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        whole = [name for name in ("W1", "b1", "W2", "b2") if getattr(self, name) is not None]
        if bool(whole) == bool(self.entries):
            raise ConfigurationError("entries", len(self.entries), "is for bodies without W1, b1, W2 and b2")
        return self


class RunSummary(Reply):
    """A run as it stands; costs are without penalty, accuracies run from 0 to 1."""

    id: str = Field(description="Name of the run in every address.", examples=["mH2s0fJ4Yt8rQ1bZ"])
    state: RunState = Field(
        description="ready, running, paused, finished or diverged; one that plays is running while a stream "
        "of it is open, and paused else."
    )
    iteration: int = Field(description="Parameter updates so far.")
    epoch: int = Field(description="Passes over the training examples so far.")
    cost: float | None = Field(description="Mean loss over the training examples; null if not finite.")
    test_cost: float | None = Field(description="The same over the test examples; null if there are none.")
    train_accuracy: float | None = Field(description="Null for real targets.")
    test_accuracy: float | None = Field(description="The same over the test examples.")
    train_r2: float | None = Field(description="1 - mean squared error / variance; null for classes.")
    test_r2: float | None = Field(description="The same over the test examples.")
    reason: str | None = Field(description="Why the run ended, or why it does not play on.")
    parameter_count: int = Field(description="Learned numbers: n_h (n_x + 1) + n_y (n_h + 1).")
    configuration: ConfigurationBody = Field(description="Resolved: every field.")


class GroupBody(Message):
    """Runs to be trained in lockstep."""

    runs: list[str] = Field(
        description="Two to four runs on the same data.",
        min_length=2,
        max_length=4,
        examples=[["...", "..."]],
    )


class GroupSummary(Reply):
    """A group as it stands."""

    id: str = Field(description="Name of the group in every address.", examples=["mH2s0fJ4Yt8rQ1bZ"])
    runs: list[RunSummary] = Field(description="Its runs, in the order of its frames.")


class DataBody(Reply):
    """The examples of a run, as columns."""

    X: list[list[float]] = Field(description="Features, (n_x, m).")
    Y: list[list[float]] = Field(description="Targets, (n_y, m).")
    label: list[int] | None = Field(description="Class of each example; null for real targets.")
    class_names: list[str] = Field(description="Name of each class, empty for real targets.")
    train: list[bool] = Field(description="True where an example is trained on, false where it tests.")
    bounds: tuple[float, float, float, float] = Field(
        description="The view: x1 low, x1 high, x2 low, x2 high."
    )


class FieldError(Reply):
    """One field that breaks a rule."""

    field: str = Field(description="Its path in what was sent.", examples=["network.hidden_width"])
    value: JsonValue = Field(
        default=None, description="What was sent there, shortened; null too where nothing was.", examples=[0]
    )
    rule: str = Field(description="What it must be.", examples=["must be from 1 to 256"])


class Problem(Reply):
    """An error by RFC 9457 (application/problem+json)."""

    type: str = Field(default="about:blank", description="Kind of the problem: the status says it all.")
    title: str = Field(description="What went wrong, in a word.", examples=["Invalid request"])
    status: int = Field(description="The HTTP status.", examples=[422])
    detail: str = Field(
        description="What went wrong here.", examples=["network.hidden_width=0: must be from 1 to 256"]
    )
    errors: list[FieldError] = Field(
        default=[],
        description="Each field at fault.",
        examples=[[{"field": "network.hidden_width", "value": 0, "rule": "must be from 1 to 256"}]],
    )


class Health(Reply):
    """Said by a server that is up."""

    status: Literal["ok"] = Field(default="ok", description="All is well.")
    version: str = Field(description="Of the server.", examples=[__version__])
