"""Outputs: what the last layer computes and which loss goes with it, one record each.

Every pair is matched so that dZ2 = A2 - Y (times [Z2 > 0] for ReLU). For the engine an output is
written A2 = offset + scale * squash(Z2): what does not change from iteration to iteration is then
computed once, dZ2 = scale * (squash(Z2) - targets). Where several networks train at once, an output
may have another form, with more calls and less work for each number.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import e, inf, log2

import numpy as np

from core.activations import sigmoid
from core.arrays import Floats
from core.registry import Registry, Text
from core.written import OutputCode

Squash = Callable[[Floats, Floats], object]
Losses = Callable[[Floats, Floats], Floats]


@dataclass(frozen=True, slots=True)
class Form:
    """How the engine computes an output: dZ2 = scale * errors(squash(Z2), targets)."""

    bind_squash: Callable[[Floats], Squash]
    """For a buffer's Y: return what writes squash(Z2) into its second argument, both like the buffer."""
    targets: Callable[[Floats], Floats]
    """What Y becomes."""
    bind_losses: Callable[[Floats], Losses]
    """For a block's Y: return what gives the losses (..., m) from Z2 and squash(Z2) of at most that many
    iterations; it may overwrite both."""
    errors: Callable[[Floats, Floats, Floats], object] = np.subtract
    """Write them for squash(Z2) and the targets into the third argument."""
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Output:
    """Output activation and loss; Z2, A2 and Y are (..., n_y, m), losses (..., m)."""

    name: str
    label: Text
    help: Text
    formula: str
    g: Callable[[Floats], Floats]
    """A2 from Z2."""
    losses: Callable[[Floats, Floats], Floats]
    """The loss of each example from Z2 and Y, finite for any finite Z2."""
    bind_squash: Callable[[Floats], Squash]
    """Return what writes (A2 - offset) / scale for Z2 into its second argument, both like the buffer."""
    offset: float = 0.0
    scale: float = 1.0
    boundary: float = 0.0
    """The Z2 at which the predicted class changes, for two classes and one output: where A2 is 0.5."""
    one_hot: bool = False
    """n_y is the number of classes and Y has a 1 in each example's row, else n_y = 1."""
    real: bool = False
    """Takes real targets; two classes count as the targets 0 and 1."""
    gate: Callable[[Floats, Floats], object] | None = None
    """Multiply dZ2 (second argument) by the output's slope at Z2, where it does not cancel."""
    bind_losses: Callable[[Floats], Losses] | None = None
    """For a block's targets: return what gives the losses from Z2 and squash(Z2), overwriting both."""
    stacked: Form | None = None
    """The form for several networks at once, where it is another than for one."""
    kinks: tuple[float, ...] = ()
    """The Z2 at which the loss has no derivative."""
    code: OutputCode | None = None

    def refuses(self, classes: int | None) -> str | None:
        """Return the rule that data with so many classes (None: real targets) breaks, if any."""
        if classes is None:
            return None if self.real else "needs classes, and these data have real targets: choose linear"
        if classes > 2 and not self.one_hot:
            return f"takes two classes, and these data have {classes}: choose softmax"
        return None

    def form(self, *, stacked: bool) -> Form:
        """Return the form for one network, or for several at once."""
        if stacked and self.stacked:
            return self.stacked
        bind_losses = self.bind_losses or (lambda Y: lambda Z2, _: self.losses(Z2, Y[: len(Z2)]))
        return Form(self.bind_squash, lambda Y: (Y - self.offset) / self.scale, bind_losses, scale=self.scale)


def _binary_losses(Z2: Floats, Y: Floats) -> Floats:
    # -y ln(a) - (1 - y) ln(1 - a) with a = sigmoid(z); e^-|z| cannot overflow, so finite for any |z|
    losses: Floats = np.maximum(Z2, 0.0) - Y * Z2 + np.log1p(np.exp(-np.abs(Z2)))
    return losses[..., 0, :]


def _bind_binary_losses(Y: Floats) -> Losses:
    # t = tanh(z / 2) gives 1 / (1 + e^-|z|) = (1 + |t|) / 2 without another exponential. All in place:
    # blocks are large enough that every temporary would be fetched from the system anew.
    side, zeros, half = 1.0 - 2.0 * Y, np.zeros_like(Y, order="C"), Y.dtype.type(0.5)

    def losses(Z2: Floats, T: Floats) -> Floats:
        np.abs(T, out=T)
        np.multiply(T, half, out=T)
        np.add(T, half, out=T)
        np.log(T, out=T)
        count = len(Z2)
        np.multiply(Z2, side[:count], out=Z2)  # negative where the example is on its side of the boundary
        np.maximum(Z2, zeros[:count], out=Z2)
        np.subtract(Z2, T, out=Z2)
        return Z2[..., 0, :]

    return losses


def _bind_half_tanh(buffer: Floats) -> Squash:
    half = np.full_like(buffer, 0.5)  # an array: twice as fast here as the scalar

    def half_tanh(Z2: Floats, out: Floats) -> None:
        np.multiply(Z2, half, out)
        np.tanh(out, out)

    return half_tanh


def _away(Y: Floats) -> Floats:
    """Return 1 where y = 0, -1 where y = 1: times Z2 it is u, how far an example is on the wrong side."""
    away: Floats = np.subtract(1.0, 2.0 * Y, dtype=Y.dtype, order="C")
    return away


def _bind_inverse(Y: Floats) -> Squash:
    away, one = _away(Y) * Y.dtype.type(log2(e)), np.array(1.0, dtype=Y.dtype)

    def inverse(Z2: Floats, out: Floats) -> None:  # 1 / p = 1 + e^u with p the true class's probability
        np.multiply(Z2, away, out)
        np.exp2(out, out)
        np.add(out, one, out)

    return inverse


def _inverse_errors(inverse: Floats, away: Floats, dZ2: Floats) -> None:  # A2 - Y is 1 - p, away from Y
    np.divide(away, inverse, dZ2)
    np.subtract(away, dZ2, dZ2)


def _bind_inverse_losses(Y: Floats) -> Losses:  # -ln p
    def losses(Z2: Floats, inverse: Floats) -> Floats:
        np.log(inverse, out=inverse)
        if not inverse.max() < inf:  # where e^u overflows, the loss is u
            np.copyto(inverse, _away(Y[: len(Z2)]) * Z2, where=np.isinf(inverse))
        return inverse[..., 0, :]

    return losses


def softmax(Z2: Floats) -> Floats:
    """Return e^z / sum of e^z over the classes, (..., n_y, m); less the largest z first: no overflow."""
    shifted = np.exp(Z2 - Z2.max(axis=-2, keepdims=True))
    result: Floats = shifted / shifted.sum(axis=-2, keepdims=True)
    return result


def _softmax_squash(Z2: Floats, out: Floats) -> None:
    np.subtract(Z2, Z2.max(axis=-2, keepdims=True), out=out)
    np.exp(out, out=out)
    np.divide(out, out.sum(axis=-2, keepdims=True), out=out)


def _softmax_losses(Z2: Floats, Y: Floats) -> Floats:
    # ln(sum of e^z) - z of the true class
    top = Z2.max(axis=-2, keepdims=True)
    log_sum = top[..., 0, :] + np.log(np.exp(Z2 - top).sum(axis=-2))
    result: Floats = log_sum - (Y * Z2).sum(axis=-2)
    return result


def _copy(Z2: Floats, out: Floats) -> None:
    np.copyto(out, Z2)


def _squared_losses(Z2: Floats, Y: Floats) -> Floats:
    result: Floats = 0.5 * np.square(Z2 - Y)
    return result[..., 0, :]


def _relu(Z2: Floats) -> Floats:
    result: Floats = np.maximum(Z2, 0.0)
    return result


def _relu_squash(Z2: Floats, out: Floats) -> None:
    np.maximum(Z2, 0.0, out=out)


def _relu_losses(Z2: Floats, Y: Floats) -> Floats:
    return _squared_losses(_relu(Z2), Y)


def _relu_gate(Z2: Floats, dZ2: Floats) -> None:
    np.multiply(dZ2, Z2 > 0, out=dZ2)  # ReLU'(0) := 0, by convention


OUTPUTS: Registry[Output] = Registry(
    "network.output",
    Output(
        name="sigmoid",
        label=Text("sigmoid + cross-entropy", "sigmoid + 交叉熵"),
        help=Text("Two classes: A2 is the probability of class 1.", "二分类：A2 是类别 1 的概率。"),
        formula=r"\mathcal{L} = -y \ln \hat{y} - (1 - y) \ln (1 - \hat{y})",
        g=sigmoid,
        losses=_binary_losses,
        bind_squash=_bind_half_tanh,
        offset=0.5,
        scale=0.5,
        bind_losses=_bind_binary_losses,
        stacked=Form(_bind_inverse, _away, _bind_inverse_losses, _inverse_errors),
        code=OutputCode(
            squash="np.tanh(0.5 * Z2)",
            targets="(Y - 0.5) / 0.5",
            losses="(np.maximum((1.0 - 2.0 * Y) * Z2, 0.0) - np.log(0.5 * np.abs(T) + 0.5))[0]",
            A2="0.5 + 0.5 * np.tanh(0.5 * Z2)",
            torch="functional.binary_cross_entropy_with_logits(Z2, Y)",
            about="T = 2 A2 - 1, so T - targets = 2 (A2 - Y)",
            sklearn="MLPClassifier",
        ),
    ),
    Output(
        name="softmax",
        label=Text("softmax + cross-entropy", "softmax + 交叉熵"),
        help=Text("Two to five classes: A2 holds a probability for each.", "二到五类：A2 给出每一类的概率。"),
        formula=r"\mathcal{L} = -\sum_{k} y_{k} \ln \hat{y}_{k}, \; \hat{y}_{k} \propto e^{z_{k}}",
        g=softmax,
        losses=_softmax_losses,
        bind_squash=lambda buffer: _softmax_squash,
        one_hot=True,
        code=OutputCode(
            squash="softmax(Z2)",
            targets="Y",
            losses="Z2.max(axis=0) + np.log(np.exp(Z2 - Z2.max(axis=0)).sum(axis=0)) - (Y * Z2).sum(axis=0)",
            A2="softmax(Z2)",
            torch="functional.cross_entropy(Z2.T, Y.T)",
            about="T = A2",
            sklearn="MLPClassifier",
        ),
    ),
    Output(
        name="linear",
        label=Text("linear + squared error", "线性 + 平方误差"),
        help=Text("Regression: any real target.", "回归：任意实数目标。"),
        formula=r"\mathcal{L} = \frac{1}{2} (\hat{y} - y)^{2}, \; \hat{y} = z",
        g=lambda z: z.copy(),
        losses=_squared_losses,
        bind_squash=lambda buffer: _copy,
        boundary=0.5,
        real=True,
        code=OutputCode(
            squash="Z2",
            targets="Y",
            losses="0.5 * np.square(Z2 - Y)[0]",
            A2="Z2",
            torch="functional.mse_loss(Z2, Y) / 2",
            about="T = A2",
            sklearn="MLPRegressor",
        ),
    ),
    Output(
        name="relu",
        label=Text("ReLU + squared error", "ReLU + 平方误差"),
        help=Text("Regression with targets that are never negative.", "目标永不为负的回归。"),
        formula=r"\mathcal{L} = \frac{1}{2} (\hat{y} - y)^{2}, \; \hat{y} = \max(0, z)",
        g=_relu,
        losses=_relu_losses,
        bind_squash=lambda buffer: _relu_squash,
        boundary=0.5,
        real=True,
        gate=_relu_gate,
        kinks=(0.0,),
        code=OutputCode(
            squash="np.maximum(Z2, 0.0)",
            targets="Y",
            losses="0.5 * np.square(np.maximum(Z2, 0.0) - Y)[0]",
            A2="np.maximum(Z2, 0.0)",
            torch="functional.mse_loss(torch.relu(Z2), Y) / 2",
            about="T = A2",
        ),
    ),
)
