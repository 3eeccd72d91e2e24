"""The cost over a plane through the parameters, and where the path of the run lies in it.

Random directions are scaled filter by filter, which makes landscapes of different networks comparable:
H. Li and others, Visualizing the Loss Landscape of Neural Nets (2018), section 4. Principal ones are
those along which the path extends furthest: the same, section 7.
"""

from dataclasses import dataclass

import numpy as np

from core.arrays import Floats
from core.configuration import TrainingConfiguration
from core.datasets.records import Dataset
from core.engine import Engine
from core.layers import Layers
from core.network import Network, Parameters
from core.pieces import Pieces

STACK_BYTES = 1 << 19
"""Activations of the networks that are evaluated together, about."""
ALIKE = 1e-9
"""Points whose distances differ by less than this share are the same point."""


@dataclass(frozen=True, slots=True)
class Plane:
    """The points origin + x first + y second; all three are (P,), in the order of the trainer's path."""

    origin: Floats
    first: Floats
    second: Floats

    @property
    def cosine(self) -> float:
        """Of the angle between both directions; 0 where one of them vanishes."""
        lengths = float(np.linalg.norm(self.first) * np.linalg.norm(self.second))
        return float(self.first @ self.second) / lengths if lengths else 0.0

    def project(self, points: Floats) -> Floats:
        """Return the coordinates (k, 2) of the places in the plane that are nearest to points (k, P)."""
        directions = np.stack([self.first, self.second], axis=1)
        coordinates: Floats = np.linalg.lstsq(directions, (points - self.origin).T, rcond=None)[0].T
        return coordinates

    def explained(self, points: Floats) -> float:
        """Return the share, 0 to 1, of the points' squared distances from the origin that is in the plane."""
        offsets = points - self.origin
        inside = self.project(points) @ np.stack([self.first, self.second])
        total = float(np.sum(offsets**2))
        return float(np.sum(inside**2)) / total if total else 1.0


def random_plane(network: Network, parameters: Parameters, seed: int) -> Plane:
    """Return two normal directions out of RandomState(seed), scaled filter by filter.

    A filter is what one unit sees its inputs through, its row of [W | b]: each row of a direction gets the
    length of the row of the parameters, and length 1 where that is 0, for there is no other way out of a
    frozen run. A network without biases moves along its weights alone.
    """
    rng, layers = np.random.RandomState(seed), _layers_of(parameters)
    return Plane(layers.flat, *(_scaled_direction(network, layers, rng) for _ in range(2)))


def principal_plane(network: Network, parameters: Parameters, path: Floats, seed: int) -> Plane:
    """Return the two directions along which the path (k, P), the parameters last, extends furthest.

    One unit of each is the path's own reach along it, towards its farthest point. What the path leaves open,
    the second direction of a straight line or both where it has not begun, is random, at right angles and of
    equal length.
    """
    layers = _layers_of(parameters)
    offsets = path - layers.flat
    _, sizes, rows = np.linalg.svd(offsets, full_matrices=False)
    rows[:, ~offsets.any(axis=0)] = 0.0  # what has never moved, such as biases that are not there
    known = [
        row * max(offsets @ row, key=abs)
        for row, size in zip(rows[:2], sizes[:2], strict=False)
        if size > ALIKE * max(sizes[0], float(np.linalg.norm(layers.flat)))
    ]
    rng = np.random.RandomState(seed)
    while len(known) < 2:
        drawn = _scaled_direction(network, layers, rng)
        known.append(_at_right_angles(drawn, known[0]) if known else drawn)
    return Plane(layers.flat, *known)


def _at_right_angles(drawn: Floats, other: Floats) -> Floats:
    """Return what `drawn` has at right angles to `other`, with its length; 0 where one of them is 0."""
    size = float(other @ other)
    rest = drawn - other * (drawn @ other / size) if size else drawn
    length = float(np.linalg.norm(rest))
    return rest * (np.sqrt(size) / length) if length else rest


def plane_costs(
    network: Network, dataset: Dataset, parameters: Parameters, plane: Plane, steps: Floats
) -> Pieces[Floats]:
    """Return train and test costs (r, r, 2) at origin + steps[j] first + steps[i] second, steps (r,).

    They are those that training would record, in float64; without test examples the second is NaN. Yields
    between pieces of the work, so that a caller can leave it.
    """
    n_h, n_x = parameters.W1.shape
    n_y, m = parameters.W2.shape[0], dataset.X.shape[1]
    places = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    together = int(np.clip(STACK_BYTES // (8 * (n_h + 1) * m), 1, len(places)))
    engine = Engine(network, dataset, [parameters] * together, TrainingConfiguration())
    origin, first, second = (
        _layers_from(flat, n_x, n_h, n_y) for flat in (plane.origin, plane.first, plane.second)
    )
    costs = np.empty((len(places), 2))
    for start in range(0, len(places), together):
        piece = places[start : start + together]
        padded = np.concatenate([piece, np.zeros((together - len(piece), 2))])
        x, y = (column[:, np.newaxis, np.newaxis] for column in padded.T)
        engine.layers.V1[...] = origin.V1 + x * first.V1 + y * second.V1
        engine.layers.V2[...] = origin.V2 + x * first.V2 + y * second.V2
        with np.errstate(all="ignore"):  # far out a cost may be infinite
            costs[start : start + together] = engine.look()[0][0, : len(piece)]
        yield
    return costs.reshape(len(steps), len(steps), 2)


def _layers_of(parameters: Parameters) -> Layers:
    layers = _layers_from(None, parameters.W1.shape[1], *parameters.W2.shape[::-1])
    layers.set([parameters])
    return layers


def _layers_from(flat: Floats | None, n_x: int, n_h: int, n_y: int) -> Layers:
    layers = Layers.allocate((), n_x, n_h, n_y, np.float64)
    if flat is not None:
        layers.flat[...] = flat
    return layers


def _scaled_direction(network: Network, layers: Layers, rng: np.random.RandomState) -> Floats:
    parts = []
    for V in (layers.V1, layers.V2):
        drawn = rng.randn(*V.shape)
        if not network.biases:
            drawn[:, -1] = 0.0
        drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
        lengths = np.linalg.norm(V, axis=1, keepdims=True)
        parts.append(drawn * np.where(lengths > 0.0, lengths, 1.0))
    return np.concatenate([part.ravel() for part in parts])
