"""The array types that core speaks of."""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]
Bytes = NDArray[np.uint8]
Shorts = NDArray[np.int16]
Places = NDArray[np.intp]
CACHE_LINE = 64
"""Bytes."""


def aligned(shape: tuple[int, ...], dtype: Any) -> Floats:
    """Return an empty array that begins on a cache line, which passes over large arrays gain by."""
    size = prod(shape) * np.dtype(dtype).itemsize
    raw = np.empty(size + CACHE_LINE, dtype=np.uint8)
    start = -raw.ctypes.data % CACHE_LINE
    array: Floats = raw[start : start + size].view(dtype).reshape(shape)
    return array
