"""Activations of the hidden layer: function, derivative, formulas and range, one record each.

Every record has a readable form (`g`, `g_prime`) that `network` uses, and may have a kernel: the
same in place, for the engine. A record without one gets a kernel made from its readable form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np

from core.arrays import Floats
from core.registry import Registry, Text


@dataclass(frozen=True, slots=True)
class Kernel:
    """An activation bound to one buffer that holds Z1 and, after `forward`, A1."""

    forward: Callable[[], object]
    """Turn Z1 into A1, in place."""
    backward: Callable[[Floats, Floats], object]
    """Multiply dA1 by g'(Z1) in place, for the columns (examples) of `A1` that are given with it."""


@dataclass(frozen=True, slots=True)
class Activation:
    """g and g' elementwise; `low` and `high` bound g, infinite where g has no bound."""

    name: str
    label: Text
    help: Text
    formula: str
    derivative: str
    low: float
    high: float
    g: Callable[[Floats], Floats]
    g_prime: Callable[[Floats], Floats]
    kernel: Callable[[Floats], Kernel] | None = None
    with_slope: Callable[[float], "Activation"] | None = None

    def bind(self, buffer: Floats) -> Kernel:
        """Return the kernel that works in `buffer`, which is (n_h, m)."""
        return (self.kernel or self._plain_kernel)(buffer)

    def _plain_kernel(self, buffer: Floats) -> Kernel:
        Z = np.empty_like(buffer)

        def forward() -> None:
            np.copyto(Z, buffer)
            buffer[...] = self.g(Z)

        def backward(dA: Floats, A: Floats) -> None:
            np.multiply(dA, self.g_prime(Z[:, : A.shape[1]]), out=dA)

        return Kernel(forward, backward)


def sigmoid(z: Floats) -> Floats:
    """Return 1 / (1 + e^-z), finite for any z: written with tanh it cannot overflow."""
    result: Floats = 0.5 + 0.5 * np.tanh(0.5 * z)
    return result


def _sigmoid_kernel(buffer: Floats) -> Kernel:
    half = buffer.dtype.type(0.5)
    scratch = np.empty_like(buffer)

    def forward() -> None:
        np.multiply(buffer, half, out=buffer)
        np.tanh(buffer, out=buffer)
        np.multiply(buffer, half, out=buffer)
        np.add(buffer, half, out=buffer)

    def backward(dA: Floats, A: Floats) -> None:  # dA A - (dA A) A
        S = scratch[:, : A.shape[1]]
        np.multiply(dA, A, out=dA)
        np.multiply(dA, A, out=S)
        np.subtract(dA, S, out=dA)

    return Kernel(forward, backward)


def _tanh_kernel(buffer: Floats) -> Kernel:
    scratch = np.empty_like(buffer)

    def backward(dA: Floats, A: Floats) -> None:  # dA - (dA A) A
        S = scratch[:, : A.shape[1]]
        np.multiply(dA, A, out=S)
        np.multiply(S, A, out=S)
        np.subtract(dA, S, out=dA)

    return Kernel(lambda: np.tanh(buffer, out=buffer), backward)


def _relu_kernel(buffer: Floats) -> Kernel:
    scratch = np.empty_like(buffer)
    zeros = np.zeros_like(buffer)  # an array: several times faster here than the scalar 0

    def backward(dA: Floats, A: Floats) -> None:  # sign(A1) is 1 where z > 0, else 0
        S = scratch[:, : A.shape[1]]
        np.sign(A, out=S)
        np.multiply(dA, S, out=dA)

    return Kernel(lambda: np.maximum(buffer, zeros, out=buffer), backward)


def _linear_kernel(buffer: Floats) -> Kernel:
    return Kernel(lambda: None, lambda dA, A: None)


def leaky_relu(slope: float = 0.01) -> Activation:
    """Return the leaky ReLU max(z, slope z) for 0 < slope < 1."""

    def kernel(buffer: Floats) -> Kernel:
        scratch = np.empty_like(buffer)
        slopes = np.full_like(buffer, slope)

        def forward() -> None:
            np.multiply(buffer, slopes, out=scratch)
            np.maximum(buffer, scratch, out=buffer)

        def backward(dA: Floats, A: Floats) -> None:  # sign(A1) is -1, 0 or 1: at most slope, slope, 1
            S = scratch[:, : A.shape[1]]
            np.sign(A, out=S)
            np.maximum(S, slopes[:, : A.shape[1]], out=S)
            np.multiply(dA, S, out=dA)

        return Kernel(forward, backward)

    return Activation(
        name="leaky_relu",
        label=Text("leaky ReLU", "带泄漏 ReLU"),
        help=Text(
            "Like ReLU, but a small slope is left for z < 0, so no unit dies.",
            "与 ReLU 相似,但 z < 0 时仍保留很小的斜率,单元不会死亡。",
        ),
        formula=r"g(z) = \max(s z, z)",
        derivative=r"g^{\prime}(z) = 1 \;(z > 0), \; s \;(z \le 0)",
        low=-inf,
        high=inf,
        g=lambda z: np.maximum(z, slope * z),
        g_prime=lambda z: np.where(z > 0, 1.0, slope).astype(z.dtype),  # g'(0) := slope, by convention
        kernel=kernel,
        with_slope=leaky_relu,
    )


ACTIVATIONS: Registry[Activation] = Registry(
    "network.activation",
    Activation(
        name="sigmoid",
        label=Text("sigmoid", "sigmoid"),
        help=Text(
            "Between 0 and 1. Its mean is near 0.5, which slows the next layer.",
            "取值在 0 与 1 之间,均值接近 0.5,会拖慢下一层的学习。",
        ),
        formula=r"\sigma(z) = \frac{1}{1 + e^{-z}}",
        derivative=r"\sigma^{\prime}(z) = a (1 - a)",
        low=0.0,
        high=1.0,
        g=sigmoid,
        g_prime=lambda z: sigmoid(z) * (1.0 - sigmoid(z)),
        kernel=_sigmoid_kernel,
    ),
    Activation(
        name="tanh",
        label=Text("tanh", "tanh"),
        help=Text(
            "Between -1 and 1, centred on 0: almost always better than sigmoid.",
            "取值在 -1 与 1 之间,以 0 为中心,几乎总优于 sigmoid。",
        ),
        formula=r"\tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}",
        derivative=r"g^{\prime}(z) = 1 - a^{2}",
        low=-1.0,
        high=1.0,
        g=np.tanh,
        g_prime=lambda z: 1.0 - np.tanh(z) ** 2,
        kernel=_tanh_kernel,
    ),
    Activation(
        name="relu",
        label=Text("ReLU", "ReLU"),
        help=Text(
            "Slope 1 for z > 0 and 0 below: quick where it is active.",
            "z > 0 时斜率为 1,否则为 0;激活时学得快。",
        ),
        formula=r"g(z) = \max(0, z)",
        derivative=r"g^{\prime}(z) = 1 \;(z > 0), \; 0 \;(z \le 0)",
        low=0.0,
        high=inf,
        g=lambda z: np.maximum(z, 0.0),
        g_prime=lambda z: (z > 0).astype(z.dtype),  # ReLU'(0) := 0, by convention
        kernel=_relu_kernel,
    ),
    leaky_relu(),
    Activation(
        name="linear",
        label=Text("linear", "线性"),
        help=Text(
            "g(z) = z: however wide, the network draws one straight line.",
            "g(z) = z:无论多宽,网络只能画出一条直线。",
        ),
        formula=r"g(z) = z",
        derivative=r"g^{\prime}(z) = 1",
        low=-inf,
        high=inf,
        g=lambda z: z.copy(),
        g_prime=np.ones_like,
        kernel=_linear_kernel,
    ),
)
