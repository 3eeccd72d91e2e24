"""The chapter's worked examples, and how much the loops of a run's forward pass take."""

from typing import Literal

from pydantic import Field

from app.messages.configuration import Reply
from app.messages.numbers import Matrix, Number

WorkedName = Literal["one-example", "five-examples", "shapes", "keepdims", "deep-collapse"]


class WorkedCheckBody(Reply):
    """A difference that must be small."""

    name: str = Field(description="What is compared.", examples=["unit_by_unit"])
    value: float = Field(description="The largest difference.", examples=[1.1e-16])
    bound: float = Field(description="The most that it may be.", examples=[1e-14])
    holds: bool = Field(description="It is not larger.")


class WorkedPassBody(Reply):
    """Examples through a network, forth and back; examples are columns."""

    activation: str = Field(description="Of the hidden units.", examples=["sigmoid"])
    output: str = Field(description="Of the output unit.", examples=["sigmoid"])
    m: int = Field(description="How many examples.", examples=[1])
    arrays: dict[str, Matrix] = Field(
        description="X Y, W1 b1 W2 b2, Z1 A1 Z2 A2, losses, dA2 dZ2 dW2 db2 dA1 slopes dZ1 dW1 db1; dA1 is "
        "W2^T dZ2, slopes are g'(Z1)."
    )


class WorkedShapesBody(Reply):
    """Rows and columns of every array of a network n_x - n_h - n_y with m examples."""

    n_x: int = Field(description="Features.", examples=[3])
    n_h: int = Field(description="Hidden units.", examples=[4])
    n_y: int = Field(description="Outputs.", examples=[1])
    m: int = Field(description="Examples.", examples=[400])
    shapes: dict[str, list[int]] = Field(description="By name.", examples=[{"W1": [4, 3], "b1": [4, 1]}])
    count: int = Field(description="Parameters: n_h (n_x + 1) + n_y (n_h + 1).", examples=[21])


class WorkedStackBody(Reply):
    """A stack of linear layers, and the one layer W' X + b' that it is."""

    widths: list[int] = Field(description="From the features to the output.", examples=[[2, 4, 4, 4, 1]])
    W_prime: Matrix = Field(description="The product of all weights.")
    b_prime: Matrix = Field(description="What the biases amount to.")
    relative_difference: float = Field(
        description="Between both for 100 examples, relative to the largest output.", examples=[2.1e-16]
    )


class WorkedExampleBody(Reply):
    """One worked example; what it does not have is empty or null."""

    name: WorkedName = Field(description="Its name.")
    checks: list[WorkedCheckBody] = Field(description="What must hold.")
    passed: WorkedPassBody | None = Field(description="A forward and backward pass.")
    shapes: list[WorkedShapesBody] = Field(description="Networks and the shapes of their arrays.")
    without_keepdims: dict[str, list[int]] = Field(
        description="Shapes where sums over the examples lose their axis: of db1, and of b1 after an update."
    )
    stacks: list[WorkedStackBody] = Field(description="Linear layers on top of each other.")


class WorkedList(Reply):
    """Every worked example that there is."""

    names: list[WorkedName] = Field(description="Names for `/worked-examples/{name}`.")


class LoopTimeBody(Reply):
    """The run's forward pass in three forms, on this server: the same numbers, not the same time."""

    iteration: int = Field(description="Where the run stood.", examples=[100])
    m: int = Field(description="Examples that the run has.", examples=[400])
    examples: int = Field(
        description="The first so many were measured: fewer where loops take long.", examples=[400]
    )
    hidden_width: int = Field(description="Hidden units.", examples=[4])
    at_once: float = Field(description="Seconds for matrices of all examples.", examples=[4.2e-5])
    by_examples: float = Field(description="Seconds for a loop over examples.", examples=[6.1e-3])
    by_units: float = Field(description="Seconds for a loop over examples and units.", examples=[0.015])
    largest_difference: Number = Field(description="Between any two of their numbers.", examples=[2.2e-16])
