"""Data sets and starts as the figures' conventions describe them; the product's own draws may differ."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from core.arrays import Floats
from core.configuration import NetworkConfiguration
from core.datasets.records import Dataset
from core.network import Network, Parameters, make_network

Examples = tuple[Floats, Floats]
M = 200
CLASSES = np.repeat([0.0, 1.0], M // 2)


def flower(seed: int = 1) -> Examples:
    """Return the lab's two classes of 200 petals' points."""
    rs = np.random.RandomState(seed)
    petals = []
    for j in (0, 1):
        t = np.linspace(3.12 * j, 3.12 * (j + 1), 200) + 0.2 * rs.randn(200)
        r = 4 * np.sin(4 * t) + 0.2 * rs.randn(200)
        petals.append(np.stack([r * np.sin(t), r * np.cos(t)]))
    return np.hstack(petals), np.repeat([0.0, 1.0], 200)


def circles(seed: int) -> Examples:
    """Return two rings, radius 1 and 0.5."""
    rng = np.random.default_rng(seed)
    t = rng.uniform(0, 2 * np.pi, M)
    E = rng.standard_normal((2, M))
    r = np.where(CLASSES == 0, 1.0, 0.5)
    return np.stack([r * np.cos(t), r * np.sin(t)]) + 0.1 * E, CLASSES


def xor(seed: int) -> Examples:
    """Return points of the square; class 1 where the signs of their coordinates differ."""
    X = np.random.default_rng(seed).uniform(-1, 1, (2, M))
    return X, (X[0] * X[1] < 0).astype(float)


def moons(seed: int) -> Examples:
    """Return two half circles."""
    rng = np.random.default_rng(seed)
    t = np.linspace(0, np.pi, M // 2)
    upper, lower = np.stack([np.cos(t), np.sin(t)]), np.stack([1 - np.cos(t), 0.5 - np.sin(t)])
    return np.hstack([upper, lower]) + 0.1 * rng.standard_normal((2, M)), CLASSES


def bump(seed: int) -> Examples:
    """Return points under a bell: targets that are never negative."""
    X = np.random.default_rng(seed).uniform(-2, 2, (2, M))
    return X, np.exp(-(X[0] ** 2) - X[1] ** 2)


def saddle(seed: int) -> Examples:
    """Return points of the surface x1 x2."""
    X = np.random.default_rng(seed).uniform(-1, 1, (2, M))
    return X, X[0] * X[1]


def sine() -> Examples:
    """Return one period of a sine, n_x = 1; nothing is drawn."""
    X = np.linspace(-np.pi, np.pi, M)[np.newaxis]
    return X, np.sin(X[0])


CLASSIFIED: dict[str, Callable[..., Examples]] = {
    "flower": flower,
    "circles": circles,
    "xor": xor,
    "moons": moons,
}
MEASURED: dict[str, Callable[..., Examples]] = {"bump": bump, "saddle": saddle, "sine": sine}


def make_dataset(recipe: Mapping[str, Any]) -> Dataset:
    """Return the data set that a configuration names, trained on as a whole."""
    rest = dict(recipe)
    name = rest.pop("name")
    X, y = (CLASSIFIED | MEASURED)[name](**rest)
    return Dataset.make(X, y, classes=2 if name in CLASSIFIED else None)


def _drawn(draw: Callable[[tuple[int, int]], Floats], n_x: int, n_h: int, n_y: int) -> Parameters:
    W1 = draw((n_h, n_x))
    return Parameters(W1, np.zeros((n_h, 1)), draw((n_y, n_h)), np.zeros((n_y, 1)))


def _lab(seed: int, scale: float) -> Callable[[tuple[int, int]], Floats]:
    rs = np.random.RandomState(seed)
    return lambda shape: rs.randn(*shape) * scale


def _normal(seed: int, scale: float, zero: Sequence[str] = ()) -> Callable[[tuple[int, int]], Floats]:
    rng = np.random.default_rng(seed)
    return lambda shape: rng.standard_normal(shape) * scale


def _uniform(seed: int, scale: float) -> Callable[[tuple[int, int]], Floats]:
    rng = np.random.default_rng(seed)
    return lambda shape: rng.random(shape) * scale


def _constant(value: float) -> Callable[[tuple[int, int]], Floats]:
    return lambda shape: np.full(shape, value)


def _zeros() -> Callable[[tuple[int, int]], Floats]:
    return np.zeros


DRAWS: dict[str, Callable[..., Callable[[tuple[int, int]], Floats]]] = {
    "lab": _lab,
    "normal": _normal,
    "uniform": _uniform,
    "constant": _constant,
    "zeros": _zeros,
}


def make_start(config: Mapping[str, Any], n_x: int, n_y: int = 1) -> Parameters:
    """Return the parameters at iteration 0, edits included."""
    init, n_h = dict(config["init"]), config["hidden_width"]
    scheme = init.pop("scheme")
    if scheme == "explicit":
        start = Parameters(**{name: np.array(entries, dtype=float) for name, entries in init.items()})
    elif scheme == "bias_normal":
        start = _drawn(_zeros(), n_x, n_h, n_y)
        start.b1[:] = np.random.default_rng(init["seed"]).standard_normal((n_h, 1)) * init["scale"]
    else:
        start = _drawn(DRAWS[scheme](**init), n_x, n_h, n_y)
    for name in init.get("zero", ()):
        getattr(start, name)[:] = 0.0
    for edit in config.get("edit", ()):
        getattr(start, edit["parameter"])[edit["row"] - 1, edit["column"] - 1] = edit["value"]
    return start


def network_of(activation: str, output: str) -> Network:
    """Return the core's network with these choices and its own conventions (slope 0.01)."""
    return make_network(NetworkConfiguration(activation=activation, output=output))
