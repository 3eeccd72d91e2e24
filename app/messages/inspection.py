"""What is read off a run: its numbers as they stand, and how they have come to be."""

from typing import Annotated, Any, Literal, get_args

from pydantic import Field, JsonValue

from app.messages.bounds import Within
from app.messages.configuration import Integer, Reply
from app.messages.numbers import Matrix, Number, Row
from app.messages.stream import Channel, FrameSnapshot
from app.messages.strict import Message

FEATURE_LIMIT = 1e6


class ParameterValues(Reply):
    """The parameters at one moment, by name, as rows."""

    W1: Matrix = Field(
        description="Weights of the hidden units, (n_h, n_x).", examples=[[[0.1, -0.2], [0.3, 0.4]]]
    )
    b1: Matrix = Field(description="Biases of the hidden units, (n_h, 1).", examples=[[[0.0], [0.0]]])
    W2: Matrix = Field(description="Weights of the outputs, (n_y, n_h).", examples=[[[0.5, -0.6]]])
    b2: Matrix = Field(description="Biases of the outputs, (n_y, 1).", examples=[[[0.0]]])


class GradientValues(Reply):
    """The gradients of the objective, cost and penalty over the training examples, by name, as rows."""

    dW1: Matrix = Field(description="By the weights of the hidden units, (n_h, n_x).")
    db1: Matrix = Field(description="By their biases, (n_h, 1); 0 in a network without biases.")
    dW2: Matrix = Field(description="By the weights of the outputs, (n_y, n_h).")
    db2: Matrix = Field(description="By their biases, (n_y, 1); 0 in a network without biases.")


class HistoryColumns(Reply):
    """Costs and scores by iteration: columns of one length, null where there is no such number."""

    iteration: list[int] = Field(description="Strictly growing.", examples=[[0, 1, 2]])
    train_cost: Row = Field(description="Mean loss over the training examples, without penalty.")
    test_cost: Row = Field(description="The same over the test examples.")
    train_accuracy: Row = Field(description="Share of the training examples predicted rightly, 0 to 1.")
    test_accuracy: Row = Field(description="The same of the test examples.")
    train_r2: Row = Field(description="For real targets: 1 - mean squared error / variance.")
    test_r2: Row = Field(description="The same over the test examples.")


ExtraView = Literal["symmetry", "linear_collapse", "confusion_matrix", "gradient_norms", "path"]
ViewName = Literal[Channel, ExtraView]
VIEW_NAMES: tuple[str, ...] = (*get_args(Channel), *get_args(ExtraView))


class TensorBody(Reply):
    """An array."""

    dtype: Literal["float64", "float32", "uint32", "int16", "uint8"] = Field(
        description="Type of its numbers.", examples=["uint8"]
    )
    shape: list[int] = Field(description="Length of each axis.", examples=[[2, 2]])
    values: list[Any] = Field(
        description="The numbers as nested lists, null where one is not finite.",
        examples=[[[0, 128], [255, 7]]],
    )


class ViewBody(Reply):
    """One channel of a frame, or one view that frames do not carry."""

    view: ViewName = Field(description="Its name.", examples=["surface"])
    snapshot: FrameSnapshot = Field(description="The run at this moment; its `frame` is 0.")
    metadata: dict[str, JsonValue] = Field(
        description="What the tensors' numbers stand for, as in `__metadata__` of a frame.",
        examples=[{"low": 0.31, "high": 0.64, "bounds": [-4.2, 4.2, -4.2, 4.2], "level": 0.5}],
    )
    tensors: dict[str, TensorBody] = Field(description="By name, as in a frame.")


Feature = Annotated[float, Within(-FEATURE_LIMIT, FEATURE_LIMIT)]


def _rows_of_one_length(schema: dict[str, Any]) -> None:
    """Say that all rows have as many features, and that a setting bounds their number."""
    rows = {key: schema.pop(key) for key in ("type", "items", "minItems")} | {"x-limit": "max_samples"}
    lengths = [rows["items"] | {"minItems": length, "maxItems": length} for length in (2, 1)]
    schema["anyOf"] = [rows | {"items": row} for row in lengths]


class PredictBody(Message):
    """Examples to predict, a row each, as the data come: standardized by the server where training is."""

    X: list[Annotated[list[Feature], Field(min_length=1, max_length=2)]] = Field(
        description="Rows of features, as many as the run's data have: (x1, x2), or (x) alone.",
        min_length=1,
        json_schema_extra=_rows_of_one_length,
        examples=[[[0.5, -1.25], [2.0, 0.0]]],
    )


class Predictions(Reply):
    """What the network says of each example."""

    Y_hat: Matrix = Field(
        description="A row for each example: A2, one number or one for each class.",
        examples=[[[0.93], [0.11]]],
    )
    label: list[int] | None = Field(
        description="Number of the class that is predicted; null for real targets.", examples=[[1, 0]]
    )


class TraceBody(Reply):
    """Forward and backward pass with their numbers; examples are columns, gradients are of the cost alone."""

    example: int | None = Field(description="The one example, None: all training examples.", examples=[0])
    m: int = Field(description="How many examples: the columns, and what 1/m in the gradients stands for.")
    shapes: dict[str, list[int]] = Field(
        description="Rows and columns of each, by name.", examples=[{"Z1": [4, 1], "dW1": [4, 2]}]
    )
    X: Matrix = Field(description="What the network is given, (n_x, m).")
    Y: Matrix = Field(description="What it should answer, (n_y, m).")
    Z1: Matrix = Field(description="W1 X + b1, (n_h, m).")
    A1: Matrix = Field(description="g(Z1), (n_h, m).")
    Z2: Matrix = Field(description="W2 A1 + b2, (n_y, m).")
    A2: Matrix = Field(description="The prediction, (n_y, m).")
    dZ2: Matrix = Field(description="A2 - Y, (n_y, m), without 1/m.")
    dW2: Matrix = Field(description="dZ2 A1^T / m, (n_y, n_h).")
    db2: Matrix = Field(description="Sum of dZ2 over the examples / m, (n_y, 1).")
    dZ1: Matrix = Field(description="W2^T dZ2 * g'(Z1), (n_h, m), without 1/m.")
    dW1: Matrix = Field(description="dZ1 X^T / m, (n_h, n_x).")
    db1: Matrix = Field(description="Sum of dZ1 over the examples / m, (n_h, 1).")


class ComparisonBody(Reply):
    """Analytic gradients a against numeric ones n, as vectors."""

    difference: Number = Field(description="|n - a|.", examples=[3.1e-11])
    relative_error: Number = Field(
        description="|n - a| / (|n| + |a|); 0 where both are 0.", examples=[4.2e-9]
    )
    passed: bool = Field(description="The relative error is at most the tolerance, or nothing is left of it.")


class GradientCheckRequest(Message):
    """What is checked; without it the objective over all training examples."""

    of: Literal["objective", "cost"] = Field(
        default="objective", description="cost: without the penalty, as the six equations have it."
    )
    example: Annotated[Integer, Within(0)] | None = Field(
        default=None,
        description="Number of one example, from 0, in the order of the data: its loss alone; all training "
        "examples without it.",
        examples=[0],
    )
    entries: bool = Field(default=False, description="Return every entry too.")


class CheckedEntries(Reply):
    """A gradient entry by entry."""

    analytic: Matrix = Field(description="By the equations.")
    numeric: Matrix = Field(description="By central differences.")
    at_kink: list[list[bool]] = Field(description="There is no derivative: moving the entry crosses a kink.")


GradientName = Literal["dW1", "db1", "dW2", "db2"]


class GradientCheckBody(Reply):
    """Gradients of the objective over the training examples against central differences, in float64."""

    iteration: int = Field(description="Where the run stood.", examples=[100])
    passed: bool = Field(description="Over all entries they agree.")
    tolerance: float = Field(description="Largest relative error that passes.", examples=[1e-6])
    step: float = Field(description="How far an entry is moved, to both sides.", examples=[1e-5])
    overall: ComparisonBody = Field(description="Over all entries.")
    by_parameter: dict[GradientName, ComparisonBody] = Field(
        description="Over the entries of each parameter."
    )
    kinks: int = Field(
        description="Entries left out: moving them crosses a kink, where there is no derivative.",
        examples=[0],
    )
    entries: dict[GradientName, CheckedEntries] | None = Field(description="Where they were asked for.")
