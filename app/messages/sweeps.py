"""What is computed over many networks at once: the cost over a plane, and against the scale of the start."""

from typing import Annotated, Literal

from pydantic import Field

from app.messages.bounds import Within
from app.messages.configuration import ConfigurationBody, Integer, Reply
from app.messages.numbers import Matrix, Number, Row
from app.messages.strict import Message
from core.configuration import SEED_LIMIT, Configuration, configure

MOST_POINTS = 101
MOST_SCALES = 64
Directions = Literal["random", "principal"]


class LandscapeBody(Message):
    """Which plane through the parameters, and how much of it."""

    directions: Directions = Field(
        default="random",
        description="random: two normal directions, each filter scaled to the length of the parameters' own; "
        "principal: those along which the path of the run so far extends furthest.",
    )
    resolution: Annotated[Integer, Within(3, MOST_POINTS)] = Field(
        default=41, description="Points on a side; an odd number has the run in the middle."
    )
    span: Annotated[float, Within(0.0, 100.0, above=True)] = Field(
        default=1.0,
        description="How far the plane extends to each side, in units of the directions.",
        examples=[1.0],
    )
    seed: Annotated[Integer, Within(0, SEED_LIMIT)] = Field(
        default=0, description="Draws random directions: same seed, same plane."
    )


class PathBody(Reply):
    """Where the path of the run lies in the plane: the nearest places, in units of the directions."""

    iteration: list[int] = Field(description="The moments that the run remembers, the last one now.")
    first: Row = Field(description="Along the first direction.")
    second: Row = Field(description="Along the second one.")


class LandscapeReply(Reply):
    """The cost over a plane through the parameters, without penalty, in float64."""

    iteration: int = Field(description="Where the run stood.", examples=[1000])
    directions: Directions = Field(description="How the plane was chosen.")
    first: Row = Field(description="Places along the first direction, from -span to span: the columns.")
    second: Row = Field(description="Places along the second one: the rows.")
    cost: Matrix = Field(description="cost[i][j], over the training examples, at second[i] and first[j].")
    test_cost: Matrix | None = Field(description="The same over the test examples, null if there are none.")
    path: PathBody = Field(description="The run's path so far.")
    explained: Number = Field(
        description="Share of the path's squared distances from here that lies in the plane.", examples=[0.97]
    )
    cosine: Number = Field(
        description="Of the angle between the directions: 0 is a right one.", examples=[0.0]
    )


def _defaults() -> Configuration:
    return configure({})


Scale = Annotated[float, Within(0.0, 100.0)]


class ScaleSweepBody(Message):
    """A configuration to be trained from several scales of the init scheme."""

    configuration: ConfigurationBody = Field(
        default_factory=_defaults, description="What is trained; its `init.scale` does not count."
    )
    scales: list[Scale] = Field(
        description="In place of `network.init.scale`, one run each.",
        min_length=1,
        max_length=MOST_SCALES,
        examples=[[0.01, 0.1, 1.0]],
    )
    iterations: Annotated[Integer, Within(1, setting="max_iterations_per_call")] = Field(
        default=1000,
        description="Iterations of each run; stop conditions do not count.",
        examples=[100],
    )


class ReadingBody(Reply):
    """One network at one moment."""

    train_cost: Number = Field(description="Mean loss over the training examples, without penalty.")
    test_cost: Number = Field(description="The same over the test examples, null if there are none.")
    train_accuracy: Number = Field(description="0 to 1; null for real targets.")
    test_accuracy: Number = Field(description="The same over the test examples.")
    gradient_norms: dict[Literal["dW1", "db1", "dW2", "db2"], Number] = Field(
        description="Root of the sum of squares of the gradients of the objective, by name."
    )
    saturated: Number = Field(
        description="Share of all z on training examples where g' is below 1 % of its maximum; "
        "null for an activation that does not saturate."
    )
    dead: Number = Field(description="Share of the hidden units whose g' is 0 on every training example.")


class ScaledRunBody(Reply):
    """The run from one scale."""

    scale: float = Field(description="The scale of its start.", examples=[0.1])
    start: ReadingBody = Field(description="At iteration 0.")
    end: ReadingBody | None = Field(description="After the last iteration; null if it diverged on the way.")
    diverged_at: int | None = Field(description="The iteration at which it diverged; null if it did not.")


class ScaleSweepReply(Reply):
    """The cost after so many iterations against the scale of the start."""

    iterations: int = Field(description="Iterations of each run.", examples=[1000])
    runs: list[ScaledRunBody] = Field(description="One for each scale, in the order asked for.")
