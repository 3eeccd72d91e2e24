"""Activations of the hidden layer: function, derivative, formulas and range, one record each.

Every record has a readable form (`g`, `g_prime`) that `network` uses, and may have a kernel: the
same in place, for the engine. A record without one gets a kernel made from its readable form.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import atanh, inf, sqrt

import numpy as np

from core import kernels
from core.arrays import Floats
from core.kernels import GELU_C, GELU_K, BindKernel, Kernel
from core.registry import Registry, Text
from core.written import ActivationCode

SATURATED = 0.01
"""An activation is saturated where g' is below this share of its maximum."""
LEAKY_SLOPE = 0.01


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
    code: ActivationCode | None = None

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


def _gelu(z: Floats) -> Floats:
    result: Floats = 0.5 * z * (1.0 + np.tanh(GELU_C * (z + GELU_K * z**3)))
    return result


def _gelu_prime(z: Floats) -> Floats:
    t = np.tanh(GELU_C * (z + GELU_K * z**3))
    slope: Floats = 0.5 * (1.0 + t) + 0.5 * z * (1.0 - t * t) * GELU_C * (1.0 + 3.0 * GELU_K * z * z)
    return slope


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
        code=ActivationCode(
            numpy="a = np.maximum(z, leaky_slope * z)\nslope = np.maximum(np.sign(a), leaky_slope)",
            torch="functional.leaky_relu(z, leaky_slope)",
        ),
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
        kernel=kernels.bind_sigmoid,
        code=ActivationCode(
            numpy="a = 0.5 * np.tanh(0.5 * z) + 0.5\nslope = a - a * a",
            torch="torch.sigmoid(z)",
            sklearn="logistic",
        ),
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
        kernel=kernels.bind_tanh,
        code=ActivationCode(
            numpy="a = np.tanh(z)\nslope = a * a",
            torch="torch.tanh(z)",
            sklearn="tanh",
        ),
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
        kernel=kernels.bind_relu,
        code=ActivationCode(
            numpy="a = np.maximum(z, 0.0)\nslope = np.sign(a)",
            torch="torch.relu(z)",
            sklearn="relu",
        ),
        kinks=(0.0,),
    ),
    leaky_relu(),
    Activation(
        name="linear",
        label=Text("linear", "线性"),
        help=Text(
            "g(z) = z: however wide, the network draws straight boundaries alone.",
            "g(z) = z：无论多宽，网络只能画出直的边界。",
        ),
        formula=r"g(z) = z",
        derivative=r"g^{\prime}(z) = 1",
        low=-inf,
        high=inf,
        g=lambda z: z.copy(),
        g_prime=np.ones_like,
        kernel=kernels.bind_linear,
        code=ActivationCode(
            numpy="a = z\nslope = np.ones_like(z)",
            torch="z",
            sklearn="identity",
        ),
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
        kernel=kernels.bind_elu,
        code=ActivationCode(
            numpy="slope = np.exp(np.minimum(z, 0.0))\na = np.maximum(z, 0.0) + slope - 1.0",
            torch="functional.elu(z)",
        ),
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
        kernel=kernels.bind_gelu,
        code=ActivationCode(
            numpy=f"c, k = {GELU_C!r}, {GELU_K!r}\n"
            "h = 0.5 * np.tanh(z * (c * k * (z * z) + c)) + 0.5\n"
            "a = z * h\n"
            "d = a * (3.0 * c * k * (z * z) + c)\n"
            "slope = h + ((d + d) - (d + d) * h)",
            torch='functional.gelu(z, approximate="tanh")',
        ),
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
        kernel=kernels.bind_silu,
        code=ActivationCode(
            numpy="s = 0.5 * np.tanh(0.5 * z) + 0.5\na = z * s\nslope = s + (1.0 - s) * a",
            torch="functional.silu(z)",
        ),
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
        kernel=kernels.bind_softplus,
        code=ActivationCode(
            numpy="t = np.tanh(0.5 * z)\n"
            "a = np.maximum(z, 0.0) - np.log(0.5 * np.abs(t) + 0.5)\n"
            "slope = 0.5 * t + 0.5",
            torch="functional.softplus(z, threshold=700.0)",  # from 20 on it would be z itself
        ),
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
        kernel=kernels.bind_sine,
        code=ActivationCode(
            numpy="a = np.sin(z)\nslope = np.cos(z)",
            torch="torch.sin(z)",
        ),
    ),
)
