"""The first part of every program: its data, drawn as the run's, and the parameters that it starts at."""

import re
from collections.abc import Callable
from typing import Any

from core.configuration import PARAMETERS, Configuration
from core.datasets import records
from core.datasets.sources import DATA_SOURCES
from core.datasets.split import split
from core.exports.recipe import Recipe
from core.exports.source import source_of
from core.initializers import INIT_SCHEMES
from core.optimizers import OPTIMIZERS
from core.outputs import OUTPUTS

STOPS = ("stop_iteration", "stop_cost_below", "stop_no_progress")
ACROSS = 100
"""Characters of a line, about."""


def assembled(*parts: str) -> str:
    """Return the parts of a program one after the other: two empty lines around functions, one elsewhere."""
    text = ""
    for part in (part.strip("\n") for part in parts):
        if part:
            near_function = part.startswith("def ") or text.rpartition("\n")[2].startswith(" ")
            text += ("\n\n\n" if near_function else "\n\n" if text else "") + part
    return re.sub(r"\n{4,}", "\n\n\n", text) + "\n"


def doc(recipe: Recipe, language: str, note: str) -> str:
    """Return the program's docstring: which run, and what `note` says of this kind of program."""
    chosen = recipe.configuration
    network = (
        f"{chosen.network.hidden_width} {chosen.network.activation} units, {chosen.network.output} output"
    )
    title = f"{chosen.data.source}, {network}, {chosen.training.optimizer}"
    by_hand = f"\n\n{_by_hand(recipe)}" if recipe.steps or recipe.left_out is not None else ""
    return f'''"""A run of Shallowscope in {language}: {title}.

{note}{by_hand}
"""
'''


def _by_hand(recipe: Recipe) -> str:
    if recipe.left_out is not None:
        where = f"up to iteration {recipe.left_out}, where this program ends"
        return f"The run was changed by hand later; this program reproduces it {where}."
    count = len(recipe.steps)
    times = "once" if count == 1 else f"{count} times"
    return f"The run was changed by hand {times}: CHANGES holds what was done, and when."


def constants(recipe: Recipe) -> str:
    """Return how many iterations there are, and the cost that the run had then."""
    text = f"ITERATIONS = {recipe.iterations}\n"
    return text if recipe.cost is None else f"{text}RUN_COST = {recipe.cost!r}  # of the run, there\n"


def names_of(recipe: Recipe) -> list[str]:
    """Return the training fields that count."""
    names = ["optimizer"] if len(recipe.optimizers) > 1 else []
    names += ["learning_rate"]
    names += [name for optimizer in recipe.optimizers for name in OPTIMIZERS[optimizer].constants]
    names += [name for name in ("l1", "l2") if recipe.ever(name)]
    names += ["batch_size", "seed"] if recipe.batched else []
    names += [name for name in STOPS if recipe.ever(name)]
    return list(dict.fromkeys(names))


def hyperparameters(recipe: Recipe) -> str:
    """Return the training fields that count, as the attributes of `t`."""
    lines = [f"    {name}={recipe.trainings[0][name]!r}," for name in names_of(recipe)]
    return "\n".join(["t = SimpleNamespace(", *lines, ")"])


def data(recipe: Recipe) -> str:
    """Return what sets X (n_x, all), y and train (all,), Y (n_y, all) and m."""
    configuration = recipe.configuration
    chosen = configuration.data
    source, parts = DATA_SOURCES[chosen.source], list[str]()
    functions: list[Callable[..., Any]] = [source.generate] if source.generate else []
    functions += [split] if chosen.test_share > 0 else []
    functions += [records._standardization] if chosen.standardize else []  # noqa: SLF001
    if functions:
        parts += [source_of(*functions), ""]
    parts += ["", f"rng = np.random.RandomState({chosen.seed})"]
    if source.generate:
        call = f"{source.generate.__name__}({chosen.samples}, {chosen.noise!r}, {chosen.classes}, rng)"
        parts.append(f"X, y = {call}")
    else:
        parts += _points(chosen.points or [], recipe.classes)
    if chosen.test_share > 0:
        by_class = recipe.classes is not None
        parts.append(f"train = split(y, {chosen.test_share!r}, rng, by_class={by_class})  # the others test")
    else:
        parts.append("train = np.ones(y.size, dtype=bool)")
    if chosen.standardize:
        parts += ["centre, scale = _standardization(X[:, train])", "X = (X - centre) / scale"]
    if OUTPUTS[configuration.network.output].one_hot:
        parts.append(f"Y = (y == np.arange({recipe.classes})[:, np.newaxis]).astype(float)")
    else:
        parts.append("Y = y[np.newaxis, :]")
    parts.append("m = int(train.sum())")
    return "\n".join(parts)


def _points(points: list[list[float]], classes: int | None) -> list[str]:
    """Return what sets X and y from points of one's own."""
    rows = [f"    {[float(number) for number in row]!r}," for row in points]
    parts = ["points = np.array([  # x1, x2, label or target", *rows, "])"]
    parts.append("X = np.ascontiguousarray(points[:, :2].T)")
    if classes is None:
        return [*parts, "y = points[:, 2].copy()"]
    return [*parts, "y = np.unique(points[:, 2], return_inverse=True)[1].astype(float)"]


def start(recipe: Recipe) -> str:
    """Return what sets W1 (n_h, n_x), b1 (n_h, 1), W2 (n_y, n_h) and b2 (n_y, 1)."""
    network = recipe.configuration.network
    init, given = network.init, network.start or {}
    parts = [f"n_x, n_h, n_y = {recipe.n_x}, {network.hidden_width}, {recipe.n_y}"]
    if not {"W1", "W2"} <= given.keys() or (init.bias_scale and network.biases):
        parts += _drawn(recipe.configuration, recipe)
    else:
        parts += ["b1, b2 = np.zeros((n_h, 1)), np.zeros((n_y, 1))"]
    parts += [f"{name} = np.zeros_like({name})" for name in init.zero if name not in given]
    for name in PARAMETERS:
        if name in given:
            parts.append(f"{name} = np.array({_matrix(given[name])})")
    return "\n".join(parts)


def _drawn(configuration: Configuration, recipe: Recipe) -> list[str]:
    init = configuration.network.init
    scheme = INIT_SCHEMES[init.scheme]
    name = scheme.draw.__name__
    parts = ["", "", source_of(scheme.draw), "", "", f"rng = np.random.RandomState({init.seed})"]
    parts += [
        f"W1 = {name}(rng, n_h, n_x) * {init.scale!r}",
        f"W2 = {name}(rng, n_y, n_h) * {init.scale!r}",
    ]
    if init.bias_scale and configuration.network.biases:
        return [
            *parts,
            f"b1 = rng.randn(n_h, 1) * {init.bias_scale!r}",
            f"b2 = rng.randn(n_y, 1) * {init.bias_scale!r}",
        ]
    return [*parts, "b1, b2 = np.zeros((n_h, 1)), np.zeros((n_y, 1))"]


def _matrix(rows: list[list[float]]) -> str:
    """Return a matrix as text, a row a line where it is long."""
    listed = [repr([float(number) for number in row]) for row in rows]
    text = f"[{', '.join(listed)}]"
    return text if len(text) < ACROSS else "[\n" + "".join(f"    {row},\n" for row in listed) + "]"


def steps(recipe: Recipe) -> str:
    """Return what was changed by hand, as a list: iteration, fields of `t`, entries of the parameters."""
    known = names_of(recipe)
    if not recipe.steps:
        return ""
    lines = ["CHANGES = [  # after so many iterations: fields of t, entries (name, row, column, value)"]
    for step in recipe.steps:
        fields = {name: value for name, value in step.fields.items() if name in known}
        entries = [tuple(entry) for entry in step.entries]
        lines.append(f"    ({step.iteration}, {fields!r}, {entries!r}),")
    return "\n".join([*lines, "]"])
