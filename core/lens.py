"""The network over the view of the data: prediction surface and hidden units' maps, in 256 levels."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isfinite
from weakref import WeakValueDictionary

import numpy as np

from core.arrays import Bytes, Floats, Shorts
from core.datasets.records import Bounds, Dataset
from core.layers import Layers, with_ones
from core.network import Network, Parameters

HUGE = 1e15
PIXELS = 2500
"""Grid points worked on at a time, so that what belongs to them stays in the cache."""
_HALF = np.float32(0.5)


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


@dataclass(frozen=True, slots=True)
class Drawn:
    """[W1 | b1] and [W2 | b2] in float32, cut off where products of both would leave its range."""

    V1: Floats
    V2: Floats

    @classmethod
    def of(cls, weights: "Weights") -> "Drawn":
        """Return the weights of one network in this form."""
        if isinstance(weights, Drawn):
            return weights
        if isinstance(weights, Layers):
            shapes = weights.V1.shape, weights.V2.shape
            flat = weights.flat
        else:
            pair = np.hstack([weights.W1, weights.b1]), np.hstack([weights.W2, weights.b2])
            shapes = pair[0].shape, pair[1].shape
            flat = np.concatenate([V.ravel() for V in pair])
        flat = np.maximum(np.minimum(flat, HUGE), -HUGE).astype(np.float32)
        split = shapes[0][0] * shapes[0][1]
        return cls(flat[:split].reshape(shapes[0]), flat[split:].reshape(shapes[1]))


Weights = Parameters | Layers | Drawn
"""Of one network; whoever draws it several times makes the last form once."""


@dataclass(frozen=True, slots=True, weakref_slot=True)
class _Grid:
    """X of the cells with its row of ones, in pieces (n_x + 1, at most PIXELS)."""

    pieces: tuple[Floats, ...]


@dataclass(slots=True, weakref_slot=True)
class _Workplace:
    """The buffers of a forward pass over a grid."""

    pieces: list[tuple[Floats, Callable[[], object]]]
    """A1 of each piece with its row of ones, and what activates it; pieces of one size share them."""
    Z2: Floats
    squash: Callable[[Floats, Floats], object]


_grids: WeakValueDictionary[object, _Grid] = WeakValueDictionary()
"""Lenses on the same view share one: thirty students with one data set would fill the cache with theirs."""


class _Here(threading.local):
    """What lenses of one shape share: only within a thread."""

    def __init__(self) -> None:
        self.workplaces: WeakValueDictionary[object, _Workplace] = WeakValueDictionary()


_here = _Here()


def _make_grid(dataset: Dataset, n_x: int, resolution: int) -> _Grid:
    cells = cell_centres(dataset.bounds, resolution) if n_x > 1 else _row(dataset.bounds, resolution)
    X = with_ones(dataset.standardized(cells).astype(np.float32))
    starts = range(0, X.shape[1], PIXELS)
    return _Grid(tuple(np.ascontiguousarray(X[:, start : start + PIXELS]) for start in starts))


def _make_workplace(network: Network, n_h: int, n_y: int, sizes: tuple[int, ...]) -> _Workplace:
    buffers: dict[int, tuple[Floats, Callable[[], object]]] = {}
    for size in set(sizes):
        A1 = np.ones((n_h + 1, size), dtype=np.float32)
        buffers[size] = A1, network.activation.bind(A1[:-1], np.empty_like(A1[:-1])).forward
    Z2 = np.empty((n_y, sum(sizes)), dtype=np.float32)
    return _Workplace([buffers[size] for size in sizes], Z2, network.output.bind_squash(Z2))


class _Scale:
    """Numbers from low to high in 256 levels; outside of it they must not be."""

    def __init__(self, low: float, high: float) -> None:
        spread = high - low
        self._low, self._factor = np.float32(low), np.float32(255.0 / spread if spread > 0 else 0.0)
        self._offset = np.float32(0.5 - low * float(self._factor))
        self._wide = spread > 0.1 * max(abs(low), abs(high))

    def write(self, values: Floats, pixels: Bytes) -> None:
        """Write values as levels; works in `values`."""
        if self._wide:
            np.multiply(values, self._factor, out=values)
            np.add(values, self._offset, out=values)
        else:  # low first: scaled before, a nearly flat field would lose its digits; a flat one is level 0
            np.subtract(values, self._low, out=values)
            np.multiply(values, self._factor, out=values)
            np.add(values, _HALF, out=values)  # copyto cuts off, so this rounds, and 255.5 is 255
        np.copyto(pixels, values, casting="unsafe")


class Lens:
    """A network over a grid of cells, in float32.

    The grid is resolution x resolution, or 1 x resolution for data with one feature.
    """

    def __init__(self, network: Network, dataset: Dataset, parameters: Parameters, resolution: int) -> None:
        """Prepare the cells of the view of `dataset`; only the shapes of `parameters` count."""
        n_h, n_x = parameters.W1.shape
        self._network, self._shape = network, (resolution if n_x > 1 else 1, resolution)
        key = (dataset.bounds, dataset.centre.tobytes(), dataset.scale.tobytes(), n_x, resolution)
        grid = _grids.get(key)
        if grid is None:
            grid = _grids[key] = _make_grid(dataset, n_x, resolution)
        self._grid, self._sizes = grid, tuple(piece.shape[1] for piece in grid.pieces)
        self._n_h, self._n_y = n_h, parameters.W2.shape[0]
        self._ours = threading.local()

    def _workplace(self) -> _Workplace:
        """Return this thread's buffers for this shape, which no other lens uses at the same time."""
        place: _Workplace | None = getattr(self._ours, "place", None)
        if place is None:
            key = (self._network, self._n_h, self._n_y, self._sizes)
            place = _here.workplaces.get(key)
            if place is None:
                place = _make_workplace(*key)
                _here.workplaces[key] = place
            self._ours.place = place
        return place

    def _activated(self, V1: Floats, place: _Workplace) -> Iterator[tuple[slice, Floats]]:
        """Yield pieces of the grid: their columns and A1 (n_h + 1, ...) with its row of ones."""
        start = 0
        with np.errstate(over="ignore"):  # z^3 of a huge z: the activation's limit is right all the same
            for X, (A1, forward) in zip(self._grid.pieces, place.pieces, strict=True):
                np.matmul(V1, X, out=A1[:-1])  # dot would fill it with zeros first
                forward()
                yield slice(start, start := start + X.shape[1]), A1

    def surface(self, weights: Weights, *, margin: bool = True) -> Levels:
        """Return A2 over the grid, over its own range; with several outputs the largest and its class.

        With one output there is the margin, too, unless it is not wanted.
        """
        drawn, place = Drawn.of(weights), self._workplace()
        values = place.Z2
        for columns, A1 in self._activated(drawn.V1, place):
            np.matmul(drawn.V2, A1, out=values[:, columns])
        # squashed, not A2: near its middle it has digits to spare, a nearly flat surface stays smooth
        output, classes, shorts = self._network.output, None, None
        if margin and len(values) == 1:
            shorts = _margin(values, output.boundary).reshape(self._shape)
        place.squash(values, values)
        if len(values) > 1:
            classes = values.argmax(axis=0).astype(np.uint8).reshape(self._shape)
            values = values.max(axis=0, keepdims=True)
        low, high = float(values.min()), float(values.max())
        pixels = np.empty(self._shape, dtype=np.uint8)
        _Scale(low, high).write(values.reshape(self._shape), pixels)
        low, high = (output.offset + output.scale * bound for bound in (low, high))
        return Levels(pixels, low, high, classes, shorts)

    def hidden_maps(self, weights: Weights) -> Levels:
        """Return each unit's A1 over the grid, (n_h, ...), over one range for all.

        The range is the activation's own where it has bounds, else symmetric about 0 and at least [-1, 1].
        """
        drawn, place, activation = Drawn.of(weights), self._workplace(), self._network.activation
        pixels = np.empty((self._n_h, sum(self._sizes)), dtype=np.uint8)
        low, high = activation.low, activation.high
        if isfinite(low) and isfinite(high):
            scale = _Scale(low, high)
            for columns, A1 in self._activated(drawn.V1, place):
                scale.write(A1[:-1], pixels[:, columns])
        else:
            maps = np.empty(pixels.shape, dtype=np.float32)
            for columns, A1 in self._activated(drawn.V1, place):
                maps[:, columns] = A1[:-1]
            high = max(1.0, float(maps.max()), -float(maps.min()))
            low = -high
            _Scale(low, high).write(maps, pixels)
        return Levels(pixels.reshape(self._n_h, *self._shape), low, high)


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
