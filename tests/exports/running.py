"""Runs for exports, and what happens when a generated program is executed."""

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from core.activations import ACTIVATIONS
from core.configuration import configure
from core.datasets.sources import DATA_SOURCES
from core.exports.recipe import Recipe, recipe
from core.initializers import INIT_SCHEMES
from core.optimizers import OPTIMIZERS
from core.trainer import Trainer

ITERATIONS = 60
Act = Callable[[Trainer], object]
SAID = re.compile(r"iteration (\d+): cost ([^\s,]+)(?:, test cost (\S+))?\n")
POINTS = [[0, 0, 1], [1, 1, 3], [2, 0.5, 1], [3, 1, 3], [0.3, 2, 1], [1.5, 1.7, 3]]
CALM: dict[str, Any] = {"network": {"init": {"scheme": "xavier_normal"}}, "training": {"learning_rate": 0.05}}
TESTED: dict[str, Any] = {"test_share": 0.2, "standardize": True}


def with_training(**fields: Any) -> dict[str, Any]:
    """Return the calm configuration with other fields of the training."""
    return CALM | {"data": TESTED, "training": CALM["training"] | fields}


def with_network(**fields: Any) -> dict[str, Any]:
    """Return the calm configuration with other fields of the network."""
    return CALM | {"network": CALM["network"] | fields}


def source(name: str) -> dict[str, Any]:
    """Return data of a source, some of them for testing, standardized."""
    given = {"points": POINTS} if DATA_SOURCES[name].generate is None else {}
    return {"data": {"source": name, **TESTED, **given}, "training": {"learning_rate": 0.05}}


STARTS = {"b1": [[1.0], [0.5], [-0.5], [0.0]], "W2": [[1.0, 2.0, -0.5, 0.25]]}
CONFIGURATIONS: dict[str, dict[str, Any]] = {
    "the lab": {},
    **{f"data {name}": source(name) for name in DATA_SOURCES},
    **{f"units {name}": with_network(activation=name, hidden_width=7) for name in ACTIVATIONS},
    **{f"init {name}": with_network(init={"scheme": name}) for name in INIT_SCHEMES},
    **{f"optimizer {name}": with_training(optimizer=name) for name in OPTIMIZERS},
    **{
        f"optimizer {name}, everything": with_training(optimizer=name, l1=0.2, l2=0.5, batch_size=33)
        for name in OPTIMIZERS
    },
    **{
        f"optimizer {name}, its constants": with_training(
            optimizer=name, momentum=0.0, rho=0.5, beta1=0.5, beta2=0.9, epsilon=1e-3, l2=1.0
        )
        for name in OPTIMIZERS
    },
    "output softmax": with_network(output="softmax"),
    "output linear": with_network(output="linear"),
    "output relu": {"data": {"source": "bumps"}, "network": {"output": "relu"}},
    "five classes": {"data": {"source": "pinwheel", "classes": 5}, "training": {"learning_rate": 0.1}},
    "a leaky slope": with_network(activation="leaky_relu", leaky_slope=0.3),
    "no biases": with_network(biases=False, start={"b1": STARTS["b1"]}),
    "no biases, everything": with_training(optimizer="adam", l2=0.5, batch_size=50)
    | with_network(biases=False),
    "drawn biases": with_network(init={"scheme": "normal", "scale": 0.5, "bias_scale": 0.3, "seed": 9}),
    "zeroed": with_network(init={"scheme": "he_uniform", "zero": ["W1", "b2"], "bias_scale": 1.0}),
    "a start": with_network(start=STARTS),
    "a whole start": with_network(
        start=STARTS | {"W1": [[0.1, 0.2], [0.3, -0.4], [0.5, 0.6], [0.7, -0.8]], "b2": [[0.1]]}
    ),
    "a wide network": {"data": {"samples": 2000}, **with_network(hidden_width=20)},
    "wide, several classes": {
        "data": {"source": "rings", "samples": 3000},
        "training": {"learning_rate": 0.1},
    },
    "batches of one": with_training(batch_size=1),
    "batches as large as the data": with_training(batch_size=5000),
    "stop at an iteration": {"training": {"stop": {"iteration": 40, "cost_below": 1e-6}}},
    "stop at a cost": {"training": {"stop": {"cost_below": 0.6929}}},
    "stop without progress": {"training": {"learning_rate": 1e-6, "stop": {"no_progress": 7}}},
}
"""One of every choice; calm, so that the last digits do not grow."""


def update(**fields: Any) -> Act:
    """Return what changes hyperparameters by hand."""
    return lambda trainer: trainer.update(fields)


def advance(iterations: int) -> Act:
    """Return what trains on."""
    return lambda trainer: trainer.advance(iterations)


def edit(*entries: tuple[str, int, int, float]) -> Act:
    """Return what changes entries by hand."""
    return lambda trainer: trainer.edit(entries)


ACTS: dict[str, Sequence[Act]] = {
    "a rate before the start and later": [update(learning_rate=0.3), advance(30), update(learning_rate=0.1)],
    "optimizers": [
        advance(20),
        update(optimizer="adam", learning_rate=0.01),
        advance(10),
        update(optimizer="momentum"),
        update(optimizer="adam"),
        advance(10),
        update(beta1=0.5),
    ],
    "entries": [
        edit(("W1", 0, 1, 0.7)),
        advance(20),
        edit(("W1", 1, 0, 2.5), ("b1", 2, 0, -1.0)),
        edit(("b2", 0, 0, 0.5), ("W2", 0, 3, 0.7)),
    ],
    "penalties come and go": [
        advance(10),
        update(l2=1.0),
        advance(10),
        update(l2=0.0, l1=0.1),
        advance(10),
        update(l1=0.0),
    ],
    "batches come and go": [
        update(batch_size=50),
        advance(13),
        update(batch_size=20),
        advance(15),
        update(batch_size=None),
        advance(5),
        update(batch_size=77),
    ],
    "a momentum of its own": [update(optimizer="nesterov", momentum=0.0), advance(20), update(momentum=0.8)],
    "gone back, on another way": [advance(50), lambda trainer: trainer.seek(20), update(learning_rate=0.2)],
    "beyond a stop": [update(stop={"iteration": 30}), advance(100), update(stop={"iteration": 45})],
    "patience from the start": [update(stop={"no_progress": 4}, learning_rate=1e-6)],
    "patience later": [advance(30), update(stop={"no_progress": 4}, learning_rate=1e-6)],
}
"""What a person may do by hand."""


def trained(configuration: dict[str, Any], *acts: Act, iterations: int = ITERATIONS) -> Trainer:
    """Return a run after these acts and so many more iterations, or where it ended."""
    trainer = Trainer(configure(configuration))
    for act in acts:
        act(trainer)
    if iterations and not trainer.ended:
        trainer.advance(iterations)
    return trainer


@dataclass(frozen=True)
class Said:
    """What a program prints."""

    iteration: int
    cost: float
    test_cost: float | None
    output: str


def execute(program: str) -> Said:
    """Run a program in a process of its own, where warnings are errors; return what it says."""
    done = attempt(program)
    assert not done.returncode, f"{program}\n{done.stderr}"
    found = SAID.match(done.stdout)
    assert found, done.stdout
    iteration, cost, test_cost = found.groups()
    return Said(int(iteration), float(cost), float(test_cost) if test_cost else None, done.stdout)


def attempt(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program, whatever comes of it; it reads nothing of the project."""
    command = [sys.executable, "-I", "-W", "error", "-"]
    return subprocess.run(command, input=program, capture_output=True, text=True, check=False, timeout=100)


def written(trainer: Trainer, write: Callable[[Recipe], str]) -> Said:
    """Write the program of a run and execute it."""
    return execute(write(recipe(trainer)))
