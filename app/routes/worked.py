"""What the chapter works out on paper, worked out by core."""

from typing import Annotated

from fastapi import APIRouter, Path

from app.messages.numbers import listed
from app.messages.worked import (
    WorkedCheckBody,
    WorkedExampleBody,
    WorkedList,
    WorkedName,
    WorkedPassBody,
    WorkedShapesBody,
    WorkedStackBody,
)
from core.configuration import PARAMETERS
from core.worked import WORKED, Pass

CACHE, GRADIENTS = ("Z1", "A1", "Z2", "A2"), ("dZ2", "dW2", "db2", "dZ1", "dW1", "db1")
router = APIRouter(prefix="/worked-examples", tags=["look inside"])
Name = Annotated[WorkedName, Path(description="One of the names that `/worked-examples` lists.")]


@router.get("")
def list_worked_examples() -> WorkedList:
    """Return the names of the worked examples."""
    return WorkedList(names=list(WORKED))


@router.get("/{name}")
def read_worked_example(name: Name) -> WorkedExampleBody:
    """Return a worked example of the chapter, with every number of it.

    `one-example` and `five-examples` go through a 3-4-1 network forth and back; `shapes` are those of four
    networks; `keepdims` shows what becomes of b1 without it; `deep-collapse` makes one layer of several
    linear ones.
    """
    worked = WORKED[name]()
    return WorkedExampleBody(
        name=name,
        checks=[
            WorkedCheckBody(name=check.name, value=check.value, bound=check.bound, holds=check.holds)
            for check in worked.checks
        ],
        passed=_passed(worked.passed) if worked.passed else None,
        shapes=[
            WorkedShapesBody(
                n_x=of.n_x,
                n_h=of.n_h,
                n_y=of.n_y,
                m=of.m,
                shapes={array: list(shape) for array, shape in of.shapes.items()},
                count=of.count,
            )
            for of in worked.shapes
        ],
        without_keepdims={array: list(shape) for array, shape in worked.without_keepdims.items()},
        stacks=[
            WorkedStackBody(
                widths=list(stack.widths),
                W_prime=listed(stack.W_prime),
                b_prime=listed(stack.b_prime),
                relative_difference=stack.relative_difference,
            )
            for stack in worked.stacks
        ],
    )


def _passed(done: Pass) -> WorkedPassBody:
    arrays = {"X": done.X, "Y": done.Y}
    arrays |= {name: getattr(done.parameters, name) for name in PARAMETERS}
    arrays |= {name: getattr(done.cache, name) for name in CACHE}
    arrays |= {name: getattr(done.gradients, name) for name in GRADIENTS}
    arrays |= {"losses": done.losses, "dA2": done.dA2, "dA1": done.dA1, "slopes": done.slopes}
    return WorkedPassBody(
        activation=done.network.activation.name,
        output=done.network.output.name,
        m=done.X.shape[1],
        arrays={name: listed(array) for name, array in arrays.items()},
    )
