"""Messages of the stream, both ways, and the metadata of its frames."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from app.messages.configuration import ConfigurationBody, Message, Reply, TrainingBody
from app.messages.rest import FieldError, ParameterName
from core.run_state import RunState

MOST_ID = 2**53


class Command(Message):
    """What the driver asks for; `id` comes back in the state or error that answers it."""

    id: int | None = Field(default=None, ge=0, le=MOST_ID, description="A number of the client's own.")
    run: str | None = Field(default=None, description="In a group: the one run that is meant, else all.")


class Play(Command):
    """Go on at a speed."""

    type: Literal["play"]
    iterations_per_second: Annotated[float, Field(gt=0, le=1e6)] | Literal["max"] = "max"


class Pause(Command):
    """Stop where the run is, an advance that is under way included."""

    type: Literal["pause"]


class Advance(Command):
    """Train so many iterations, showing frames on the way."""

    type: Literal["advance"]
    iterations: int = Field(default=1, ge=1)


class Seek(Command):
    """Go to any iteration that was reached, exactly."""

    type: Literal["seek"]
    iteration: int = Field(ge=0)


class Reset(Command):
    """Back to iteration 0: the same weights or, with redraw, the next seed's."""

    type: Literal["reset"]
    redraw: bool = False


class Update(Command):
    """Change live hyperparameters from here on."""

    type: Literal["update"]
    training: TrainingBody


class Edit(Command):
    """Set one entry of a parameter by hand; rows and columns count from 0."""

    type: Literal["edit"]
    name: ParameterName
    row: int = Field(ge=0)
    column: int = Field(default=0, ge=0)
    value: float


class Drive(Message):
    """Drive from here on: the connection that did watches on."""

    type: Literal["drive"]


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
]


class Watch(Message):
    """Choose what the frames carry."""

    type: Literal["watch"]
    channels: list[Channel] = Field(default=["surface", "boundary", "hidden", "costs", "parameters"])
    resolution: int = Field(default=100, ge=2, description="Cells on a side of the surface.")
    hidden_resolution: int = Field(default=50, ge=2, description="Cells on a side of a unit's map.")
    max_fps: float = Field(default=30.0, ge=1.0, le=60.0)


class Ack(Message):
    """This frame has been painted."""

    type: Literal["ack"]
    frame: int = Field(ge=1)


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
    after: float | str | None


class StateMessage(Reply):
    """Sent on connection and whenever state, configuration or driver has changed."""

    type: Literal["state"] = "state"
    run: str
    state: RunState
    iteration: int
    reason: str | None
    configuration: ConfigurationBody
    drives: bool = Field(description="Commands of this connection are obeyed.")
    answers: list[int] = Field(description="Ids of the commands that have been obeyed and kept since.")
    changes: list[ChangeBody] = Field(
        description="What was changed by hand, the latest ones in order, what lies ahead of a run that has "
        "gone back too."
    )


class ErrorMessage(Reply):
    """A message was refused; it changed nothing."""

    type: Literal["error"] = "error"
    code: Literal["invalid_message", "wrong_state", "not_driving", "not_kept"]
    detail: str
    id: int | None = Field(default=None, description="The command that is refused, if it had one.")
    errors: list[FieldError] = Field(default=[])


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

    group: str
    frame: int
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

    edges: list[float] = Field(description="Edges of the bins, all equally wide: one more than bins.")
    saturated: list[float] | None = Field(
        description="Of each unit: share of its z with g' below 1 % of its maximum; null: g has none."
    )
    dead: list[bool] = Field(description="Of each unit: g' is 0 on every example.")
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
    explained: list[float] = Field(description="Each axis' share of the variance of A1, 0 to 1.")
    normal: list[list[float]] = Field(description="(n_y, k).")
    offset: list[float] = Field(description="(n_y,).")
    level: float = Field(description="Z2 at which the predicted class changes, for one output.")
