"""Messages of the stream, both ways, and the metadata of its frames."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from app.messages.bounds import Within
from app.messages.configuration import ConfigurationBody, Reply, TrainingBody
from app.messages.rest import FieldError, ParameterName
from app.messages.strict import Message, Strict
from core.run_state import RunState

MOST_ID = 2**53
LEAST_RESOLUTION = 2
TAG = "What kind of message it is."


class Command(Message):
    """What the driver asks for; `id` comes back in the state or error that answers it."""

    id: Annotated[int, Within(0, MOST_ID)] | None = Field(
        default=None, description="A number of the client's own.", examples=[1]
    )
    run: str | None = Field(default=None, description="In a group: the one run that is meant, else all.")


class Play(Command):
    """Go on at a speed."""

    type: Literal["play"] = Field(description=TAG)
    iterations_per_second: Annotated[float, Within(0.0, 1e6, above=True)] | Literal["max"] = Field(
        default="max", description="The speed; `max` is as fast as the server can.", examples=[60]
    )


class Pause(Command):
    """Stop where the run is, an advance that is under way included."""

    type: Literal["pause"] = Field(description=TAG)


class Advance(Command):
    """Train so many iterations, showing frames on the way."""

    type: Literal["advance"] = Field(description=TAG)
    iterations: Annotated[int, Within(1, setting="max_iterations_per_call")] = Field(
        default=1, description="Iterations to train.", examples=[100]
    )


class Seek(Command):
    """Go to any iteration that was reached, exactly."""

    type: Literal["seek"] = Field(description=TAG)
    iteration: int = Field(ge=0, description="0 to the furthest iteration that was reached.", examples=[0])


class Reset(Command):
    """Back to iteration 0: the same weights or, with redraw, the next seed's."""

    type: Literal["reset"] = Field(description=TAG)
    redraw: bool = Field(default=False, description="Draw new weights, by the next seed.")


class Update(Command):
    """Change live hyperparameters from here on."""

    type: Literal["update"] = Field(description=TAG)
    training: TrainingBody = Field(description="The fields that change.", examples=[{"learning_rate": 0.5}])


class Edit(Command):
    """Set one entry of a parameter by hand; rows and columns count from 0."""

    type: Literal["edit"] = Field(description=TAG)
    name: ParameterName = Field(description="Which parameter.", examples=["W1"])
    row: int = Field(ge=0, description="Its row, from 0: the unit.", examples=[0])
    column: int = Field(default=0, ge=0, description="Its column, from 0: the input.", examples=[1])
    value: float = Field(description="What is put there.", examples=[0.5])


class Drive(Message):
    """Drive from here on: the connection that did watches on."""

    type: Literal["drive"] = Field(description=TAG)


Channel = Literal[
    "surface",
    "boundary",
    "hidden",
    "costs",
    "accuracies",
    "parameters",
    "gradients",
    "z_histogram",
    "hidden_space",
    "trace",
    "update",
]
Resolution = Annotated[int, Within(LEAST_RESOLUTION, setting="max_resolution")]


class Watch(Message):
    """Choose what the frames carry; a field that is left out takes its default."""

    type: Literal["watch"] = Field(description=TAG)
    channels: list[Channel] = Field(
        default=["surface", "boundary", "hidden", "costs", "parameters"],
        description="What each frame has, by name.",
    )
    resolution: Resolution = Field(default=100, description="Cells on a side of the surface.")
    hidden_resolution: Resolution = Field(default=50, description="Cells on a side of a unit's map.")
    max_fps: Annotated[float, Within(1.0, 60.0)] = Field(
        default=30.0, description="Frames a second, at most."
    )
    example: Annotated[int, Within(0)] | None = Field(
        default=None,
        description="For `trace`: the number of one example, from 0, in the order of the data; all training "
        "examples without it.",
        examples=[0],
    )


class Ack(Strict):  # thousands a second
    """This frame has been painted: the next one may come."""

    type: Literal["ack"] = Field(description=TAG)
    frame: int = Field(ge=1, description="Its number, from its snapshot.", examples=[1])


RunCommand = Play | Pause | Advance | Seek | Reset | Update | Edit
ClientMessage = RunCommand | Drive | Watch | Ack
client_message: TypeAdapter[ClientMessage] = TypeAdapter(
    Annotated[ClientMessage, Field(discriminator="type")]
)


class ChangeBody(Reply):
    """Something that was changed by hand: a hyperparameter, or entries of a parameter."""

    iteration: int = Field(description="From here on it holds.")
    field: str = Field(description="Its path in the configuration; or W1, b1, W2 or b2.")
    before: float | str | None = Field(description="Null for a parameter, and for what was not set.")
    after: float | str | None = Field(description="Null for a parameter, and for what is not set any more.")


class StateMessage(Reply):
    """Sent on connection and whenever state, configuration or driver has changed."""

    type: Literal["state"] = Field(default="state", description=TAG)
    run: str = Field(description="Name of the run.")
    state: RunState = Field(description="ready, running, paused, finished or diverged.")
    iteration: int = Field(description="Parameter updates so far.")
    reason: str | None = Field(description="Why the run ended, where it did.")
    configuration: ConfigurationBody = Field(description="Resolved: every field.")
    drives: bool = Field(description="Commands of this connection are obeyed.")
    answers: list[int] = Field(description="Ids of the commands that have been obeyed and kept since.")
    changes: list[ChangeBody] = Field(
        description="What was changed by hand, the latest ones in order, what lies ahead of a run that has "
        "gone back too."
    )


class ErrorMessage(Reply):
    """A message was refused; it changed nothing, unless it could only not be kept."""

    type: Literal["error"] = Field(default="error", description=TAG)
    code: Literal["invalid_message", "wrong_state", "not_driving", "not_kept"] = Field(
        description="invalid_message: a field breaks a rule; wrong_state: not now; not_driving: another "
        "connection commands; not_kept: done, but the store failed."
    )
    detail: str = Field(description="What is wrong, in a sentence.")
    id: int | None = Field(default=None, description="The command that is refused, if it had one.")
    errors: list[FieldError] = Field(default=[], description="Each field at fault.")


ServerMessage = StateMessage | ErrorMessage


class FrameSnapshot(Reply):
    """`__metadata__.snapshot` of a frame."""

    run: str = Field(description="Name of the run.")
    frame: int = Field(description="Counts the frames of a connection, from 1.")
    iteration: int = Field(description="Parameter updates so far.")
    epoch: int = Field(description="Passes over the training examples so far.")
    state: RunState = Field(description="ready, running, paused, finished or diverged.")
    train_cost: float | None = Field(description="Mean loss over the training examples; null if not finite.")
    test_cost: float | None = Field(description="The same over the test examples; null if there are none.")
    train_accuracy: float | None = Field(description="0 to 1; null for real targets.")
    test_accuracy: float | None = Field(description="The same over the test examples.")
    train_r2: float | None = Field(description="1 - mean squared error / variance; null for classes.")
    test_r2: float | None = Field(description="The same over the test examples.")


class GroupSnapshot(Reply):
    """`__metadata__.snapshot` of a group's frame; `0/snapshot`, `1/snapshot` ... are the runs'."""

    group: str = Field(description="Name of the group.")
    frame: int = Field(description="Counts the frames of a connection, from 1.")
    iteration: int = Field(description="The furthest of its runs'.")


class FrameLevels(Reply):
    """`__metadata__.surface` and `.hidden`: pixel v stands for low + v / 255 * (high - low)."""

    low: float = Field(description="What level 0 stands for.")
    high: float = Field(description="What level 255 stands for.")
    bounds: tuple[float, float, float, float] | None = Field(
        default=None, description="The view, of the surface: x1 low, x1 high, x2 low, x2 high."
    )
    level: float | None = Field(default=None, description="Value at which the predicted class changes.")


class FrameHistograms(Reply):
    """`__metadata__.z_histogram`: counts of each hidden unit's z over the training examples."""

    edges: list[float] = Field(
        description="Edges of the bins, all equally wide: one more than bins. The outer bins hold what lies "
        "beyond, too."
    )
    saturated: list[float] | None = Field(
        description="Of each unit: share of its z with g' below 1 % of its maximum; null: g has none."
    )
    inactive: list[float] = Field(description="Of each unit: share of its z with g' = 0.")
    dead: list[bool] = Field(description="Of each unit: g' is 0 on every example.")
    threshold: float | None = Field(description="|z| beyond which g' is below 1 % of its maximum.")
    mean_activation: list[float] = Field(description="Of each unit: the mean of its A1.")
    saturated_share: float | None = Field(description="Share of all z of all units.")
    dead_share: float = Field(description="Share of the units.")


class FrameHiddenSpace(Reply):
    """`__metadata__.hidden_space`: what the axes are, and where the outputs' planes lie.

    Z2 = normal times a point + offset; the predicted class changes where it is `level`, for several outputs
    where two of them are equal.
    """

    kind: Literal["activations", "principal_components"] = Field(
        description="activations: A1 itself, a unit an axis; else its first principal components."
    )
    mean: list[float] = Field(description="(n_h,): what lies at the origin; 0 for A1 itself.")
    directions: list[list[float]] = Field(
        description="(k, n_h): the axes. An a of the hidden layer is at directions (a - mean)."
    )
    explained: list[float] = Field(description="Each axis' share of the variance of A1, 0 to 1.")
    normal: list[list[float]] = Field(description="(n_y, k).")
    offset: list[float] = Field(description="(n_y,).")
    level: float = Field(description="Z2 at which the predicted class changes, for one output.")


class FrameTrace(Reply):
    """`__metadata__.trace`: what the columns are, and whether arrays with a column for each are left out."""

    example: int | None = Field(description="The one example; null: all training examples.")
    m: int = Field(description="How many examples: what 1/m in the gradients stands for.")
    numbers: int = Field(description="How many numbers those arrays have.")
    most: int = Field(description="With more than so many they are left out; dW2 db2 dW1 db1 are there.")
