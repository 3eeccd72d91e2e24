"""Bodies of the REST calls."""

from typing import Literal

from pydantic import Field, JsonValue

from app.messages.configuration import ConfigurationBody, Message, Reply
from core.run_state import RunState


class AdvanceBody(Message):
    """Train so many iterations more."""

    iterations: int = Field(description="Iterations to train, at least 1.", ge=1, examples=[100])


class RunSummary(Reply):
    """A run as it stands; costs are without penalty, accuracies run from 0 to 1."""

    id: str = Field(description="Name of the run in every address.", examples=["mH2s0fJ4Yt8rQ1bZ"])
    state: RunState
    iteration: int = Field(description="Parameter updates so far.")
    epoch: int = Field(description="Passes over the training examples so far.")
    cost: float | None = Field(description="Mean loss over the training examples; null if not finite.")
    test_cost: float | None = Field(description="The same over the test examples; null if there are none.")
    train_accuracy: float | None = Field(description="Null for real targets.")
    test_accuracy: float | None
    train_r2: float | None = Field(description="1 - mean squared error / variance; null for classes.")
    test_r2: float | None
    reason: str | None = Field(description="Why the run ended, where it did.")
    parameter_count: int = Field(description="Learned numbers: n_h (n_x + 1) + n_y (n_h + 1).")
    configuration: ConfigurationBody


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

    field: str
    value: JsonValue
    rule: str


class Problem(Reply):
    """An error by RFC 9457 (application/problem+json)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldError] = Field(default=[])


class Health(Reply):
    """Said by a server that is up."""

    status: Literal["ok"] = "ok"
    version: str
