"""The network over the view of the data: prediction surface and hidden units' maps, in 256 levels."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite

import numpy as np

from core.arrays import Bytes, Floats, Shorts
from core.datasets.records import Bounds, Dataset
from core.layers import Layers, with_ones
from core.network import Network, Parameters

Weights = Parameters | Layers
"""Of one network; as layers they need no copy."""
HUGE = 1e15
PIXELS = 2500
"""Grid points worked on at a time, so that what belongs to them stays in the cache."""


def cell_centres(bounds: Bounds, resolution: int) -> Floats:
    """Return the centres of resolution x resolution cells, (2, resolution^2), row 0 at the top (x2 high)."""
    x1_low, x1_high, x2_low, x2_high = bounds
    steps = (np.arange(resolution) + 0.5) / resolution
    x1, x2 = np.meshgrid(x1_low + steps * (x1_high - x1_low), x2_high - steps * (x2_high - x2_low))
    return np.stack([x1.ravel(), x2.ravel()])


@dataclass(frozen=True, slots=True)
class Levels:
    """Values in 256 levels: pixel v stands for low + v / 255 * (high - low).

    Of the same shape as the pixels: `classes`, the predicted class where there is one output a class, else
    `margin`, Z2 less its value at the boundary, over its own largest magnitude as 32767. Z2 is nearly linear
    from cell to cell where A2 jumps, so a line drawn where the margin is 0 is smooth.
    """

    pixels: Bytes
    low: float
    high: float
    classes: Bytes | None = None
    margin: Shorts | None = None


def _quantise(values: Floats, low: float, high: float, pixels: Bytes) -> None:
    """Write values as levels of [low, high]; works in `values`."""
    spread = high - low
    kind = values.dtype.type
    # low first: scaled before, a nearly flat field would lose its digits; a flat one becomes level 0
    np.subtract(values, kind(low), out=values)
    np.multiply(values, kind(255.0 / spread if spread > 0 else 0.0), out=values)
    np.add(values, kind(0.5), out=values)  # copyto cuts off, so this rounds, and 255.5 is 255
    np.copyto(pixels, values, casting="unsafe")


class Lens:
    """A network over a grid of cells, in float32 buffers that are made once.

    The grid is resolution x resolution, or 1 x resolution for data with one feature.
    """

    def __init__(self, network: Network, dataset: Dataset, parameters: Parameters, resolution: int) -> None:
        """Prepare the cells of the view of `dataset`; only the shapes of `parameters` count."""
        n_h, n_x = parameters.W1.shape
        cells = cell_centres(dataset.bounds, resolution) if n_x > 1 else _row(dataset.bounds, resolution)
        X = with_ones(dataset.standardized(cells).astype(np.float32))
        count = X.shape[1]
        self._network, self._shape = network, (resolution if n_x > 1 else 1, resolution)
        self._Z2 = np.empty((parameters.W2.shape[0], count), dtype=np.float32)
        self._squash = network.output.bind_squash(self._Z2)
        self._maps = np.empty((n_h, count), dtype=np.float32)
        self._pieces = []
        buffers: dict[int, tuple[Floats, Callable[[], object]]] = {}  # pieces of one size share theirs
        for start in range(0, count, PIXELS):
            columns = slice(start, min(start + PIXELS, count))
            piece = np.ascontiguousarray(X[:, columns])
            size = piece.shape[1]
            if size not in buffers:
                A1 = np.ones((n_h + 1, size), dtype=np.float32)
                buffers[size] = A1, network.activation.bind(A1[:-1], np.empty_like(A1[:-1])).forward
            self._pieces.append((columns, piece, *buffers[size]))

    def _activated(self, V1: Floats) -> Iterator[tuple[slice, Floats]]:
        """Yield pieces of the grid: their columns and A1 (n_h + 1, ...) with its row of ones."""
        with np.errstate(over="ignore"):  # z^3 of a huge z: the activation's limit is right all the same
            for columns, X, A1, forward in self._pieces:
                np.matmul(V1, X, out=A1[:-1])  # dot would fill it with zeros first
                forward()
                yield columns, A1

    def surface(self, weights: Weights, *, margin: bool = True) -> Levels:
        """Return A2 over the grid, over its own range; with several outputs the largest and its class.

        With one output there is the margin, too, unless it is not wanted.
        """
        V1, V2 = _stacked(weights)
        for columns, A1 in self._activated(V1):
            np.matmul(V2, A1, out=self._Z2[:, columns])
        # squashed, not A2: near its middle it has digits to spare, a nearly flat surface stays smooth
        output, values, classes, shorts = self._network.output, self._Z2, None, None
        if margin and len(values) == 1:
            shorts = _margin(values, output.boundary).reshape(self._shape)
        self._squash(values, values)
        if len(values) > 1:
            classes = values.argmax(axis=0).astype(np.uint8).reshape(self._shape)
            values = values.max(axis=0, keepdims=True)
        low, high = float(values.min()), float(values.max())
        pixels = np.empty(self._shape, dtype=np.uint8)
        _quantise(values.reshape(self._shape), low, high, pixels)
        low, high = (output.offset + output.scale * bound for bound in (low, high))
        return Levels(pixels, low, high, classes, shorts)

    def hidden_maps(self, weights: Weights) -> Levels:
        """Return each unit's A1 over the grid, (n_h, ...), over one range for all.

        The range is the activation's own where it has bounds, else symmetric about 0 and at least [-1, 1].
        """
        V1, _ = _stacked(weights)
        activation, maps = self._network.activation, self._maps
        for columns, A1 in self._activated(V1):
            maps[:, columns] = A1[:-1]
        low, high = activation.low, activation.high
        if not (isfinite(low) and isfinite(high)):
            high = max(1.0, float(maps.max()), -float(maps.min()))
            low = -high
        pixels = np.empty((len(maps), *self._shape), dtype=np.uint8)
        _quantise(maps.reshape(pixels.shape), low, high, pixels)
        return Levels(pixels, low, high)


def _margin(values: Floats, boundary: float) -> Shorts:
    """Return the distances to the boundary, the largest magnitude as 32767; all 0 where there is none."""
    distances = values - np.float32(boundary)
    largest = max(float(distances.max()), -float(distances.min()))
    np.multiply(distances, np.float32(32767.0 / largest if largest else 0.0), out=distances)
    np.rint(distances, out=distances)
    margin: Shorts = distances.astype(np.int16)
    return margin


def _row(bounds: Bounds, resolution: int) -> Floats:
    low, high = bounds[:2]
    return low + (np.arange(resolution) + 0.5)[np.newaxis] / resolution * (high - low)


def _stacked(weights: Weights) -> tuple[Floats, Floats]:
    """Return [W | b] of both layers in float32, cut off where products of both would leave its range."""
    if isinstance(weights, Layers):
        pair = weights.V1, weights.V2
    else:
        pair = np.hstack([weights.W1, weights.b1]), np.hstack([weights.W2, weights.b2])
    V1, V2 = (np.maximum(np.minimum(V, HUGE), -HUGE).astype(np.float32) for V in pair)
    return V1, V2
