"""Init schemes: how W starts, one record each; b starts at 0."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.arrays import Floats
from core.registry import Registry, Text


def orthogonal(rng: np.random.RandomState, fan_out: int, fan_in: int) -> Floats:
    """Return orthonormal rows or columns, whichever are fewer, uniform over all such matrices."""
    tall = rng.randn(max(fan_out, fan_in), min(fan_out, fan_in))
    q, r = np.linalg.qr(tall)
    q *= np.where(np.diag(r) < 0, -1.0, 1.0)  # a unique factorisation, so every direction is as likely
    return q if fan_out >= fan_in else q.T


def zeros(rng: np.random.RandomState, fan_out: int, fan_in: int) -> Floats:
    """Return zeros."""
    return np.zeros((fan_out, fan_in))


def constant(rng: np.random.RandomState, fan_out: int, fan_in: int) -> Floats:
    """Return ones, which the scale makes the constant."""
    return np.ones((fan_out, fan_in))


def normal(rng: np.random.RandomState, fan_out: int, fan_in: int) -> Floats:
    """Return draws from N(0, 1)."""
    W: Floats = rng.randn(fan_out, fan_in)
    return W


def uniform(rng: np.random.RandomState, fan_out: int, fan_in: int) -> Floats:
    """Return draws from U(0, 1)."""
    W: Floats = rng.rand(fan_out, fan_in)
    return W


def xavier_normal(rng: np.random.RandomState, fan_out: int, fan_in: int) -> Floats:
    """Return normal draws of variance 2 / (fan_in + fan_out)."""
    W: Floats = rng.randn(fan_out, fan_in) * np.sqrt(2.0 / (fan_in + fan_out))
    return W


def xavier_uniform(rng: np.random.RandomState, fan_out: int, fan_in: int) -> Floats:
    """Return uniform draws of variance 2 / (fan_in + fan_out)."""
    W: Floats = rng.uniform(-1.0, 1.0, (fan_out, fan_in)) * np.sqrt(6.0 / (fan_in + fan_out))
    return W


def he_normal(rng: np.random.RandomState, fan_out: int, fan_in: int) -> Floats:
    """Return normal draws of variance 2 / fan_in."""
    W: Floats = rng.randn(fan_out, fan_in) * np.sqrt(2.0 / fan_in)
    return W


def he_uniform(rng: np.random.RandomState, fan_out: int, fan_in: int) -> Floats:
    """Return uniform draws of variance 2 / fan_in."""
    W: Floats = rng.uniform(-1.0, 1.0, (fan_out, fan_in)) * np.sqrt(6.0 / fan_in)
    return W


def lecun_normal(rng: np.random.RandomState, fan_out: int, fan_in: int) -> Floats:
    """Return normal draws of variance 1 / fan_in."""
    W: Floats = rng.randn(fan_out, fan_in) * np.sqrt(1.0 / fan_in)
    return W


Draw = Callable[[np.random.RandomState, int, int], Floats]


@dataclass(frozen=True, slots=True)
class InitScheme:
    """`draw(rng, fan_out, fan_in)` returns (fan_out, fan_in), multiplied by the scale afterwards."""

    name: str
    label: Text
    help: Text
    formula: str
    draw: Draw
    default_scale: float | None = 1.0
    """None: the scheme takes no scale."""


INIT_SCHEMES: Registry[InitScheme] = Registry(
    "network.init.scheme",
    InitScheme(
        name="zeros",
        label=Text("Zeros", "全零"),
        help=Text(
            "Every weight 0: on balanced data nothing ever moves.", "所有权重为 0：在均衡数据上完全不动。"
        ),
        formula=r"W = 0",
        draw=zeros,
        default_scale=None,
    ),
    InitScheme(
        name="constant",
        label=Text("Constant", "常数"),
        help=Text(
            "Every weight the same: the units learn, but all learn the same.",
            "所有权重相同：单元会学习，但学到的完全一样。",
        ),
        formula=r"W = c",
        draw=constant,
        default_scale=0.5,
    ),
    InitScheme(
        name="small_normal",
        label=Text("Small normal", "小正态"),
        help=Text("The lab's choice: randn times 0.01.", "实验课的做法：randn 乘以 0.01。"),
        formula=r"W \sim c \, \mathcal{N}(0, 1)",
        draw=normal,
        default_scale=0.01,
    ),
    InitScheme(
        name="small_uniform",
        label=Text("Small uniform", "小均匀"),
        help=Text(
            "The chapter's snippet: rand times 0.01, all positive.",
            "教材代码的写法：rand 乘以 0.01，全为正数。",
        ),
        formula=r"W \sim c \, \mathcal{U}(0, 1)",
        draw=uniform,
        default_scale=0.01,
    ),
    InitScheme(
        name="normal",
        label=Text("Normal", "正态"),
        help=Text(
            "randn times any scale: try 0.01, 1, 10, 100.", "randn 乘以任意缩放：试试 0.01、1、10、100。"
        ),
        formula=r"W \sim c \, \mathcal{N}(0, 1)",
        draw=normal,
    ),
    InitScheme(
        name="xavier_normal",
        label=Text("Xavier normal", "Xavier 正态"),
        help=Text(
            "Keeps the variance level through a tanh layer (Glorot and Bengio 2010).",
            "使方差在 tanh 层前后保持稳定（Glorot 与 Bengio，2010）。",
        ),
        formula=r"W \sim c \, \mathcal{N}\left(0, \frac{2}{n_{in} + n_{out}}\right)",
        draw=xavier_normal,
    ),
    InitScheme(
        name="xavier_uniform",
        label=Text("Xavier uniform", "Xavier 均匀"),
        help=Text("The same variance, drawn from an interval.", "方差相同，从区间中均匀抽取。"),
        formula=r"W \sim c \, \mathcal{U}\left(-r, r\right), \; r = \sqrt{\frac{6}{n_{in} + n_{out}}}",
        draw=xavier_uniform,
    ),
    InitScheme(
        name="he_normal",
        label=Text("He normal", "He 正态"),
        help=Text(
            "Made for ReLU, which halves the variance (He et al. 2015).",
            "为使方差减半的 ReLU 设计（He 等，2015）。",
        ),
        formula=r"W \sim c \, \mathcal{N}\left(0, \frac{2}{n_{in}}\right)",
        draw=he_normal,
    ),
    InitScheme(
        name="he_uniform",
        label=Text("He uniform", "He 均匀"),
        help=Text("The same variance, drawn from an interval.", "方差相同，从区间中均匀抽取。"),
        formula=r"W \sim c \, \mathcal{U}\left(-r, r\right), \; r = \sqrt{\frac{6}{n_{in}}}",
        draw=he_uniform,
    ),
    InitScheme(
        name="lecun_normal",
        label=Text("LeCun normal", "LeCun 正态"),
        help=Text(
            "Keeps the variance of z at that of the inputs (LeCun et al. 1998).",
            "使 z 的方差与输入的方差相同（LeCun 等，1998）。",
        ),
        formula=r"W \sim c \, \mathcal{N}\left(0, \frac{1}{n_{in}}\right)",
        draw=lecun_normal,
    ),
    InitScheme(
        name="orthogonal",
        label=Text("Orthogonal", "正交"),
        help=Text(
            "Rows or columns at right angles, of length 1 (Saxe et al. 2013).",
            "行或列相互正交且长度为 1（Saxe 等，2013）。",
        ),
        formula=r"W = c \, Q, \; Q^{T} Q = I",
        draw=orthogonal,
    ),
)
