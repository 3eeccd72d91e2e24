"""Activations of the hidden layer: function, derivative, formulas and range, one record each.

Every record has a readable form (`g`, `g_prime`) that `network` uses, and may have a kernel: the
same in place, for the engine. A record without one gets a kernel made from its readable form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import atanh, e, inf, log2, pi, sqrt

import numpy as np

from core.arrays import Floats
from core.registry import Registry, Text

SATURATED = 0.01
"""An activation is saturated where g' is below this share of its maximum."""
LEAKY_SLOPE = 0.01


@dataclass(frozen=True, slots=True)
class Kernel:
    """An activation bound to a buffer `Z1` and a buffer `S` of the same shape, (..., n_h, m)."""

    forward: Callable[[], object]
    """Turn Z1 into A1, in place."""
    slope: Callable[[], object]
    """After `forward`: write g'(Z1) into S, or 1 - g'(Z1) where `complement` is true."""
    complement: bool = False
    many: tuple[float, Callable[[], object]] | None = None
    """A factor c and what turns c * Z1 into A1 in place: more calls than `forward`, less work for a number.
    c costs nothing where it goes into X."""


BindKernel = Callable[[Floats, Floats], Kernel]


@dataclass(frozen=True, slots=True)
class Activation:
    """g and g' elementwise; `low` and `high` bound g, infinite where g has no bound.

    `kinks` are the z where g' jumps; `saturation` is the |z| beyond which g' is below 1 % of its
    maximum, None where g does not saturate on both sides.
    """

    name: str
    label: Text
    help: Text
    formula: str
    derivative: str
    low: float
    high: float
    g: Callable[[Floats], Floats]
    g_prime: Callable[[Floats], Floats]
    kernel: BindKernel | None = None
    kinks: tuple[float, ...] = ()
    saturation: float | None = None
    with_slope: Callable[[float], "Activation"] | None = None

    def bind(self, Z1: Floats, S: Floats) -> Kernel:
        """Return the kernel that works in these two buffers."""
        return (self.kernel or self._plain_kernel)(Z1, S)

    def _plain_kernel(self, Z1: Floats, S: Floats) -> Kernel:
        def forward() -> None:
            np.copyto(S, Z1)
            Z1[...] = self.g(S)

        def slope() -> None:
            S[...] = self.g_prime(S)

        return Kernel(forward, slope)


def sigmoid(z: Floats) -> Floats:
    """Return 1 / (1 + e^-z), finite for any z: written with tanh it cannot overflow."""
    result: Floats = 0.5 + 0.5 * np.tanh(0.5 * z)
    return result


def _sigmoid_kernel(Z1: Floats, S: Floats) -> Kernel:
    half = np.full_like(Z1, 0.5)  # an array: several times faster here than the scalar

    def forward() -> None:
        np.multiply(Z1, half, Z1)
        np.tanh(Z1, Z1)
        np.multiply(Z1, half, Z1)
        np.add(Z1, half, Z1)

    def slope() -> None:  # a - a^2
        np.multiply(Z1, Z1, S)
        np.subtract(Z1, S, S)

    return Kernel(forward, slope)


def _tanh_kernel(Z1: Floats, S: Floats) -> Kernel:
    forward, slope = partial(np.tanh, Z1, Z1), partial(np.multiply, Z1, Z1, S)
    # 0-d arrays: their type holds, and no call converts them
    one, minus_two = np.array(1.0, dtype=Z1.dtype), np.array(-2.0, dtype=Z1.dtype)

    def of_power() -> None:  # 1 - 2 / (1 + 2^(c z)), and 2 / inf is 0 where the power overflows
        np.exp2(Z1, Z1)
        np.add(Z1, one, Z1)
        np.divide(minus_two, Z1, Z1)
        np.add(Z1, one, Z1)

    # NumPy's tanh takes longer than its exp2 and three more passes in double precision, but not in single
    many = (2.0 * log2(e), of_power) if Z1.dtype == np.float64 else None
    return Kernel(forward, slope, complement=True, many=many)


def _relu_kernel(Z1: Floats, S: Floats) -> Kernel:
    zeros = np.zeros_like(Z1)
    # sign(a) is 1 where z > 0, else 0
    return Kernel(lambda: np.maximum(Z1, zeros, out=Z1), lambda: np.sign(Z1, S))


def _linear_kernel(Z1: Floats, S: Floats) -> Kernel:
    S[...] = 1.0
    return Kernel(lambda: None, lambda: None)


def _elu_kernel(Z1: Floats, S: Floats) -> Kernel:
    zeros, ones = np.zeros_like(Z1), np.ones_like(Z1)

    def forward() -> None:  # max(z, 0) + (e^min(z, 0) - 1); S keeps e^min(z, 0), which is g'
        np.minimum(Z1, zeros, out=S)
        np.exp(S, S)
        np.maximum(Z1, zeros, out=Z1)
        np.add(Z1, S, Z1)
        np.subtract(Z1, ones, Z1)

    return Kernel(forward, lambda: None)


def _silu_kernel(Z1: Floats, S: Floats) -> Kernel:
    half, ones = np.full_like(Z1, 0.5), np.ones_like(Z1)
    product = np.empty_like(Z1)

    def forward() -> None:  # S keeps sigmoid(z)
        np.multiply(Z1, half, S)
        np.tanh(S, S)
        np.multiply(S, half, S)
        np.add(S, half, S)
        np.multiply(Z1, S, Z1)

    def slope() -> None:  # s + a (1 - s)
        np.subtract(ones, S, product)
        np.multiply(product, Z1, product)
        np.add(S, product, S)

    return Kernel(forward, slope)


def _softplus_kernel(Z1: Floats, S: Floats) -> Kernel:
    half, zeros, log = np.full_like(Z1, 0.5), np.zeros_like(Z1), np.empty_like(Z1)

    def forward() -> None:  # s = sigmoid(|z|): g = max(z, 0) - ln(s); S keeps tanh(z / 2)
        np.multiply(Z1, half, S)
        np.tanh(S, S)
        np.maximum(Z1, zeros, out=Z1)
        np.abs(S, out=log)
        np.multiply(log, half, log)
        np.add(log, half, log)
        np.log(log, out=log)
        np.subtract(Z1, log, Z1)

    def slope() -> None:
        np.multiply(S, half, S)
        np.add(S, half, S)

    return Kernel(forward, slope)


def _sine_kernel(Z1: Floats, S: Floats) -> Kernel:
    def forward() -> None:
        np.cos(Z1, S)
        np.sin(Z1, Z1)

    return Kernel(forward, lambda: None)


GELU_C, GELU_K = sqrt(2.0 / pi), 0.044715


def _gelu(z: Floats) -> Floats:
    result: Floats = 0.5 * z * (1.0 + np.tanh(GELU_C * (z + GELU_K * z**3)))
    return result


def _gelu_prime(z: Floats) -> Floats:
    t = np.tanh(GELU_C * (z + GELU_K * z**3))
    slope: Floats = 0.5 * (1.0 + t) + 0.5 * z * (1.0 - t * t) * GELU_C * (1.0 + 3.0 * GELU_K * z * z)
    return slope


def _gelu_kernel(Z1: Floats, S: Floats) -> Kernel:
    square, inner = np.empty_like(Z1), np.empty_like(Z1)
    kind = Z1.dtype.type
    half, c, ck = np.full_like(Z1, 0.5), kind(GELU_C), kind(GELU_C * GELU_K)
    c3k = kind(3.0 * GELU_C * GELU_K)

    def forward() -> None:  # t = tanh(z (c + c k z^2)); S keeps h = (1 + t) / 2
        np.multiply(Z1, Z1, square)
        np.multiply(square, ck, S)
        np.add(S, c, S)
        np.multiply(S, Z1, S)
        np.tanh(S, S)
        np.multiply(S, half, S)
        np.add(S, half, S)
        np.multiply(Z1, S, Z1)

    def slope() -> None:  # h + 2 a (1 - h) (c + 3 c k z^2), since (1 - t^2) / 2 = 2 h (1 - h)
        np.multiply(square, c3k, square)
        np.add(square, c, square)
        np.multiply(square, Z1, square)
        np.add(square, square, square)
        np.multiply(square, S, inner)
        np.subtract(square, inner, square)
        np.add(S, square, S)

    return Kernel(forward, slope)


def leaky_relu(slope: float = LEAKY_SLOPE) -> Activation:
    """Return the leaky ReLU max(z, slope z) for 0 < slope < 1."""

    def kernel(Z1: Floats, S: Floats) -> Kernel:
        slopes = np.full_like(Z1, slope)

        def forward() -> None:
            np.multiply(Z1, slopes, S)
            np.maximum(Z1, S, out=Z1)

        def write_slope() -> None:  # sign(a) is -1, 0 or 1: at least slope
            np.sign(Z1, S)
            np.maximum(S, slopes, out=S)

        return Kernel(forward, write_slope)

    return Activation(
        name="leaky_relu",
        label=Text("leaky ReLU", "带泄漏 ReLU"),
        help=Text(
            "Like ReLU, but a small slope is left for z < 0, so no unit dies.",
            "与 ReLU 相似，但 z < 0 时仍保留很小的斜率，单元不会死亡。",
        ),
        formula=r"g(z) = \max(s z, z)",
        derivative=r"g^{\prime}(z) = 1 \;(z > 0), \; s \;(z \le 0)",
        low=-inf,
        high=inf,
        g=lambda z: np.maximum(z, slope * z),
        g_prime=lambda z: np.where(z > 0, 1.0, slope).astype(z.dtype),  # g'(0) := slope, by convention
        kernel=kernel,
        kinks=(0.0,),
        with_slope=leaky_relu,
    )


ACTIVATIONS: Registry[Activation] = Registry(
    "network.activation",
    Activation(
        name="sigmoid",
        label=Text("sigmoid", "sigmoid"),
        help=Text(
            "Between 0 and 1. Its mean is near 0.5, which slows the next layer.",
            "取值在 0 与 1 之间，均值接近 0.5，会拖慢下一层的学习。",
        ),
        formula=r"\sigma(z) = \frac{1}{1 + e^{-z}}",
        derivative=r"\sigma^{\prime}(z) = a (1 - a)",
        low=0.0,
        high=1.0,
        g=sigmoid,
        g_prime=lambda z: sigmoid(z) * (1.0 - sigmoid(z)),
        kernel=_sigmoid_kernel,
        saturation=2.0 * atanh(sqrt(1.0 - SATURATED)),  # 5.9864
    ),
    Activation(
        name="tanh",
        label=Text("tanh", "tanh"),
        help=Text(
            "Between -1 and 1, centred on 0: almost always better than sigmoid.",
            "取值在 -1 与 1 之间，以 0 为中心，几乎总优于 sigmoid。",
        ),
        formula=r"\tanh(z) = \frac{e^{z} - e^{-z}}{e^{z} + e^{-z}}",
        derivative=r"g^{\prime}(z) = 1 - a^{2}",
        low=-1.0,
        high=1.0,
        g=np.tanh,
        g_prime=lambda z: 1.0 - np.tanh(z) ** 2,
        kernel=_tanh_kernel,
        saturation=atanh(sqrt(1.0 - SATURATED)),  # 2.9932
    ),
    Activation(
        name="relu",
        label=Text("ReLU", "ReLU"),
        help=Text(
            "Slope 1 for z > 0 and 0 below: quick where it is active.",
            "z > 0 时斜率为 1，否则为 0；激活时学得快。",
        ),
        formula=r"g(z) = \max(0, z)",
        derivative=r"g^{\prime}(z) = 1 \;(z > 0), \; 0 \;(z \le 0)",
        low=0.0,
        high=inf,
        g=lambda z: np.maximum(z, 0.0),
        g_prime=lambda z: (z > 0).astype(z.dtype),  # ReLU'(0) := 0, by convention
        kernel=_relu_kernel,
        kinks=(0.0,),
    ),
    leaky_relu(),
    Activation(
        name="linear",
        label=Text("linear", "线性"),
        help=Text(
            "g(z) = z: however wide, the network draws one straight line.",
            "g(z) = z：无论多宽，网络只能画出一条直线。",
        ),
        formula=r"g(z) = z",
        derivative=r"g^{\prime}(z) = 1",
        low=-inf,
        high=inf,
        g=lambda z: z.copy(),
        g_prime=np.ones_like,
        kernel=_linear_kernel,
    ),
    Activation(
        name="elu",
        label=Text("ELU", "ELU"),
        help=Text(
            "Like ReLU, but smooth and below 0 on the left (Clevert et al. 2015).",
            "与 ReLU 相似，但左侧平滑并取负值（Clevert 等，2015）。",
        ),
        formula=r"g(z) = z \;(z > 0), \; e^{z} - 1 \;(z \le 0)",
        derivative=r"g^{\prime}(z) = 1 \;(z > 0), \; e^{z} \;(z \le 0)",
        low=-1.0,
        high=inf,
        g=lambda z: np.maximum(z, 0.0) + np.expm1(np.minimum(z, 0.0)),
        g_prime=lambda z: np.exp(np.minimum(z, 0.0)),
        kernel=_elu_kernel,
    ),
    Activation(
        name="gelu",
        label=Text("GELU", "GELU"),
        help=Text(
            "z times the probability of a smaller normal draw, in its tanh form (Hendrycks and Gimpel 2016).",
            "z 乘以正态变量小于 z 的概率，采用 tanh 近似（Hendrycks 与 Gimpel，2016）。",
        ),
        formula=r"g(z) = \frac{z}{2} \left(1 + \tanh \sqrt{\frac{2}{\pi}} (z + 0.044715 z^{3})\right)",
        derivative=r"g^{\prime}(z) = h + 2 a (1 - h) \sqrt{2 / \pi} (1 + 0.134145 z^{2}), \; h = a / z",
        low=-0.1701,
        high=inf,
        g=_gelu,
        g_prime=_gelu_prime,
        kernel=_gelu_kernel,
    ),
    Activation(
        name="silu",
        label=Text("SiLU", "SiLU"),
        help=Text("z times its own sigmoid, also called swish.", "z 乘以自身的 sigmoid，又称 swish。"),
        formula=r"g(z) = z \, \sigma(z)",
        derivative=r"g^{\prime}(z) = \sigma(z) + a (1 - \sigma(z))",
        low=-0.2785,
        high=inf,
        g=lambda z: z * sigmoid(z),
        g_prime=lambda z: sigmoid(z) * (1.0 + z * (1.0 - sigmoid(z))),
        kernel=_silu_kernel,
    ),
    Activation(
        name="softplus",
        label=Text("softplus", "softplus"),
        help=Text("A smooth ReLU; its slope is the sigmoid.", "平滑的 ReLU，其斜率就是 sigmoid。"),
        formula=r"g(z) = \ln(1 + e^{z})",
        derivative=r"g^{\prime}(z) = \sigma(z)",
        low=0.0,
        high=inf,
        g=lambda z: np.logaddexp(0.0, z),
        g_prime=sigmoid,
        kernel=_softplus_kernel,
    ),
    Activation(
        name="sine",
        label=Text("sine", "正弦"),
        help=Text(
            "Periodic: large weights draw stripes (Sitzmann et al. 2020).",
            "周期函数：权重大时会画出条纹（Sitzmann 等，2020）。",
        ),
        formula=r"g(z) = \sin z",
        derivative=r"g^{\prime}(z) = \cos z",
        low=-1.0,
        high=1.0,
        g=np.sin,
        g_prime=np.cos,
        kernel=_sine_kernel,
    ),
)
