"""Outputs: what the last layer computes and which loss goes with it, one record each.

For the engine an output is written A2 = offset + scale * squash(Z2), so that what does not change
from iteration to iteration is computed once: dZ2 = A2 - Y = scale * (squash(Z2) - targets).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.activations import sigmoid
from core.arrays import Floats
from core.registry import Registry, Text


@dataclass(frozen=True, slots=True)
class Output:
    """Output activation and loss; both take Z2, which is (n_y, m)."""

    name: str
    label: Text
    help: Text
    formula: str
    g: Callable[[Floats], Floats]
    """A2 (n_y, m) from Z2."""
    losses: Callable[[Floats, Floats], Floats]
    """The loss of each example, finite for any Z2: (..., n_y, m) and Y (n_y, m) -> (..., m)."""
    squash: Callable[[Floats, Floats], object]
    """Write (A2 - offset) / scale for Z2 into the second argument."""
    offset: float
    scale: float
    level: float
    """The value of A2 at which the predicted class changes."""


def _binary_losses(Z2: Floats, Y: Floats) -> Floats:
    # -y ln(a) - (1 - y) ln(1 - a) with a = sigmoid(z); e^-|z| cannot overflow, so finite for any |z|
    losses = np.maximum(Z2, 0.0) - Y * Z2 + np.log1p(np.exp(-np.abs(Z2)))
    return np.asarray(losses[..., 0, :])


def _half_tanh(Z2: Floats, out: Floats) -> None:
    np.multiply(Z2, Z2.dtype.type(0.5), out=out)
    np.tanh(out, out=out)


OUTPUTS: Registry[Output] = Registry(
    "network.output",
    Output(
        name="sigmoid",
        label=Text("sigmoid + cross-entropy", "sigmoid + 交叉熵"),
        help=Text("Two classes: A2 is the probability of class 1.", "二分类:A2 是类别 1 的概率。"),
        formula=r"\mathcal{L} = -y \ln \hat{y} - (1 - y) \ln (1 - \hat{y})",
        g=sigmoid,
        losses=_binary_losses,
        squash=_half_tanh,
        offset=0.5,
        scale=0.5,
        level=0.5,
    ),
)
