"""Kernels: the activations in place, in the fewest passes over two buffers; the form that trains."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import e, log2, pi, sqrt

import numpy as np

from core.arrays import Floats

GELU_C, GELU_K = sqrt(2.0 / pi), 0.044715


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


def bind_sigmoid(Z1: Floats, S: Floats) -> Kernel:
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


def bind_tanh(Z1: Floats, S: Floats) -> Kernel:
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


def bind_relu(Z1: Floats, S: Floats) -> Kernel:
    zeros = np.zeros_like(Z1)
    # sign(a) is 1 where z > 0, else 0
    return Kernel(lambda: np.maximum(Z1, zeros, out=Z1), lambda: np.sign(Z1, S))


def bind_linear(Z1: Floats, S: Floats) -> Kernel:
    S[...] = 1.0
    return Kernel(lambda: None, lambda: None)


def bind_elu(Z1: Floats, S: Floats) -> Kernel:
    zeros, ones = np.zeros_like(Z1), np.ones_like(Z1)

    def forward() -> None:  # max(z, 0) + (e^min(z, 0) - 1); S keeps e^min(z, 0), which is g'
        np.minimum(Z1, zeros, out=S)
        np.exp(S, S)
        np.maximum(Z1, zeros, out=Z1)
        np.add(Z1, S, Z1)
        np.subtract(Z1, ones, Z1)

    return Kernel(forward, lambda: None)


def bind_silu(Z1: Floats, S: Floats) -> Kernel:
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


def bind_softplus(Z1: Floats, S: Floats) -> Kernel:
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


def bind_sine(Z1: Floats, S: Floats) -> Kernel:
    def forward() -> None:
        np.cos(Z1, S)
        np.sin(Z1, Z1)

    return Kernel(forward, lambda: None)


def bind_gelu(Z1: Floats, S: Floats) -> Kernel:
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
