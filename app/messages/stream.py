"""Messages of the stream, both ways, and the metadata of its frames."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from app.messages.configuration import ConfigurationBody, Message, Reply, TrainingBody
from app.messages.rest import FieldError
from core.run_state import RunState


class Play(Message):
    """Go on at a speed."""

    type: Literal["play"]
    iterations_per_second: Annotated[float, Field(gt=0, le=1e6)] | Literal["max"] = "max"


class Pause(Message):
    """Stop where the run is, an advance that is under way included."""

    type: Literal["pause"]


class Advance(Message):
    """Train so many iterations, showing frames on the way."""

    type: Literal["advance"]
    iterations: int = Field(default=1, ge=1)


class Reset(Message):
    """Back to iteration 0: the same weights or, with redraw, the next seed's."""

    type: Literal["reset"]
    redraw: bool = False


class Update(Message):
    """Change live hyperparameters from here on."""

    type: Literal["update"]
    training: TrainingBody


Channel = Literal["surface", "hidden", "costs", "parameters"]


class Watch(Message):
    """Choose what the frames carry."""

    type: Literal["watch"]
    channels: list[Channel] = Field(default=["surface", "hidden", "costs", "parameters"])
    resolution: int = Field(default=100, ge=2, description="Cells on a side of the surface.")
    hidden_resolution: int = Field(default=50, ge=2, description="Cells on a side of a unit's map.")
    max_fps: float = Field(default=30.0, ge=1.0, le=60.0)


class Ack(Message):
    """This frame has been painted."""

    type: Literal["ack"]
    frame: int = Field(ge=1)


ClientMessage = Play | Pause | Advance | Reset | Update | Watch | Ack
client_message: TypeAdapter[ClientMessage] = TypeAdapter(
    Annotated[ClientMessage, Field(discriminator="type")]
)


class StateMessage(Reply):
    """Sent on connection and whenever state or configuration has changed."""

    type: Literal["state"] = "state"
    state: RunState
    iteration: int
    reason: str | None
    configuration: ConfigurationBody


class ErrorMessage(Reply):
    """A message was refused; it changed nothing."""

    type: Literal["error"] = "error"
    code: Literal["invalid_message", "wrong_state"]
    detail: str
    errors: list[FieldError] = Field(default=[])


ServerMessage = StateMessage | ErrorMessage


class FrameSnapshot(Reply):
    """`__metadata__.snapshot` of a frame."""

    run: str
    frame: int
    iteration: int
    epoch: int
    state: RunState
    train_cost: float | None
    test_cost: float | None
    train_accuracy: float | None
    test_accuracy: float | None
    train_r2: float | None
    test_r2: float | None


class FrameLevels(Reply):
    """`__metadata__.surface` and `.hidden`: pixel v stands for low + v / 255 * (high - low)."""

    low: float
    high: float
    bounds: tuple[float, float, float, float] | None = None
    level: float | None = Field(default=None, description="Value at which the predicted class changes.")
