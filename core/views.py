"""What is looked at: the prediction surface and the hidden units' maps over the view of the data."""

from dataclasses import dataclass
from math import isfinite

import numpy as np

from core.arrays import Bytes, Floats
from core.datasets import Bounds
from core.engine import with_ones
from core.network import Network, Parameters

HUGE = 1e15
PIXELS = 4096
"""Grid points worked on at a time, so that what belongs to them stays in the cache."""


def cell_centres(bounds: Bounds, resolution: int) -> Floats:
    """Return the centres of resolution x resolution cells, (2, resolution^2), row 0 at the top (x2 high)."""
    x1_low, x1_high, x2_low, x2_high = bounds
    steps = (np.arange(resolution) + 0.5) / resolution
    x1, x2 = np.meshgrid(x1_low + steps * (x1_high - x1_low), x2_high - steps * (x2_high - x2_low))
    return np.stack([x1.ravel(), x2.ravel()])


@dataclass(frozen=True, slots=True)
class Levels:
    """Values in 256 levels: pixel v stands for low + v / 255 * (high - low)."""

    pixels: Bytes
    low: float
    high: float


def _quantise(values: Floats, low: float, high: float, pixels: Bytes) -> None:
    """Write values as levels of [low, high]; works in `values`."""
    spread = high - low
    # + 0.5: copyto cuts off, so this rounds; a flat field has no spread and becomes level 0
    scale = 255.0 / spread if spread > 0 else 0.0
    np.multiply(values, values.dtype.type(scale), out=values)
    np.add(values, values.dtype.type(0.5 - low * scale), out=values)
    np.copyto(pixels, values, casting="unsafe")


class Lens:
    """A network over a grid of cells, in float32 buffers that are made once."""

    def __init__(self, network: Network, hidden_width: int, bounds: Bounds, resolution: int) -> None:
        """Prepare resolution x resolution cells over `bounds`."""
        self._network, self._resolution = network, resolution
        self._X = with_ones(cell_centres(bounds, resolution).astype(np.float32))
        count = self._X.shape[1]
        self._Z2 = np.empty((1, count), dtype=np.float32)
        self._pieces = []
        A1 = with_ones(np.empty((hidden_width, min(PIXELS, count)), dtype=np.float32))
        for start in range(0, count, PIXELS):
            size = min(PIXELS, count - start)
            if size < A1.shape[1]:
                A1 = with_ones(np.empty((hidden_width, size), dtype=np.float32))
            columns = slice(start, start + size)
            X = np.ascontiguousarray(self._X[:, columns])
            self._pieces.append((columns, X, A1, network.activation.bind(A1[:-1])))

    def surface(self, parameters: Parameters) -> Levels:
        """Return A2 over the grid, (resolution, resolution), over its own range."""
        V1, V2 = _stacked(parameters.W1, parameters.b1), _stacked(parameters.W2, parameters.b2)
        for columns, X, A1, kernel in self._pieces:
            np.dot(V1, X, out=A1[:-1])
            kernel.forward()
            self._Z2[:, columns] = np.dot(V2, A1)
        # squashed, not A2: near its middle it has digits to spare, a nearly flat surface stays smooth
        output, values = self._network.output, self._Z2
        output.squash(values, values)
        low, high = float(values.min()), float(values.max())
        pixels = np.empty((self._resolution, self._resolution), dtype=np.uint8)
        _quantise(values.reshape(pixels.shape), low, high, pixels)
        return Levels(pixels, output.offset + output.scale * low, output.offset + output.scale * high)

    def hidden_maps(self, parameters: Parameters) -> Levels:
        """Return each unit's A1 over the grid, (n_h, resolution, resolution), over one range for all.

        The range is the activation's own where it has bounds, else symmetric about 0 and at least [-1, 1].
        """
        V1 = _stacked(parameters.W1, parameters.b1)
        activation, n_h = self._network.activation, parameters.W1.shape[0]
        maps = np.empty((n_h, self._X.shape[1]), dtype=np.float32)
        for columns, X, A1, kernel in self._pieces:
            np.dot(V1, X, out=A1[:-1])
            kernel.forward()
            maps[:, columns] = A1[:-1]
        low, high = activation.low, activation.high
        if not (isfinite(low) and isfinite(high)):
            high = max(1.0, float(maps.max()), -float(maps.min()))
            low = -high
        pixels = np.empty((n_h, self._resolution, self._resolution), dtype=np.uint8)
        _quantise(maps.reshape(pixels.shape), low, high, pixels)
        return Levels(pixels, low, high)


def _stacked(W: Floats, b: Floats) -> Floats:
    """Return [W | b] in float32, cut off where products of two layers would leave its range."""
    stacked: Floats = np.clip(np.concatenate([W, b], axis=1), -HUGE, HUGE).astype(np.float32)
    return stacked
