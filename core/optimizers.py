"""Optimizers: how a gradient becomes an update, one record each."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Floats
from core.registry import Registry, Text

Step = Callable[[float, float], object]


@dataclass(frozen=True, slots=True)
class Optimizer:
    """`bind(theta, gradient)` returns the update of the flat vector `theta`, in place.

    The update is called with the learning rate and the factor that turns `gradient` into the
    gradient of the objective (the engine leaves 1/m to here: one product instead of two).
    """

    name: str
    label: Text
    help: Text
    formula: str
    bind: Callable[[Floats, Floats], Step]


def _gradient_descent(theta: Floats, gradient: Floats) -> Step:
    def step(learning_rate: float, factor: float) -> None:
        np.multiply(gradient, learning_rate * factor, out=gradient)
        np.subtract(theta, gradient, out=theta)

    return step


OPTIMIZERS: Registry[Optimizer] = Registry(
    "training.optimizer",
    Optimizer(
        name="gradient_descent",
        label=Text("Gradient descent", "梯度下降"),
        help=Text("Each parameter moves against its gradient.", "每个参数沿其梯度的反方向移动。"),
        formula=r"W := W - \alpha \, dW",
        bind=_gradient_descent,
    ),
)
