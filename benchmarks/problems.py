"""What is trained in every part: the lab's flower, from a small random start."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.measuring import Contestant
from benchmarks.textbook import FORMS, OPTIMIZERS, Form, GradientDescent, Textbook
from core.activations import ACTIVATIONS
from core.arrays import Floats
from core.configuration import TrainingConfiguration
from core.datasets.records import Dataset
from core.datasets.sources import make_dataset
from core.engine import Engine
from core.network import Network, Parameters
from core.outputs import OUTPUTS

RATE = 0.01
"""Small: no contestant comes to where its costs overflow, however long it runs."""


@dataclass(frozen=True)
class Problem:
    """m examples, a network of n_h hidden units and its start."""

    dataset: Dataset
    network: Network
    start: Parameters

    @property
    def X(self) -> Floats:
        """The examples (2, m)."""
        return self.dataset.inputs

    @property
    def Y(self) -> Floats:
        """The targets (1, m)."""
        return self.dataset.y[np.newaxis]

    def engine(self, *, starts: Sequence[Parameters] | None = None, **training: Any) -> Engine:
        """Return an engine at the start, or at each of the starts given."""
        configuration = TrainingConfiguration(**({"learning_rate": RATE} | training))
        return Engine(self.network, self.dataset, starts or self.start, configuration)

    def form(self) -> Form:
        """Return the activation as a student writes it; as the registry has it, where that is new."""
        activation = self.network.activation
        return FORMS.get(activation.name) or Form(activation.g, lambda z, a: activation.g_prime(z))

    def textbook(self, optimizer: GradientDescent | None = None) -> Textbook:
        """Return the textbook form at the same start."""
        return Textbook(
            self.X, self.Y, self.start, self.form(), optimizer or OPTIMIZERS["gradient_descent"](RATE)
        )


def make_problem(m: int, n_h: int, activation: str = "tanh") -> Problem:
    """Return the flower of m examples for a network with n_h units."""
    dataset = make_dataset("planar_flower", samples=m, noise=0.2, test_share=0.0, seed=1)
    return Problem(dataset, Network(ACTIVATIONS[activation], OUTPUTS["sigmoid"]), draw(n_h, seed=2))


def draw(n_h: int, seed: int) -> Parameters:
    """Return weights of standard deviation 0.1 and biases of 0."""
    rng = np.random.RandomState(seed)
    return Parameters(0.1 * rng.randn(n_h, 2), np.zeros((n_h, 1)), 0.1 * rng.randn(1, n_h), np.zeros((1, 1)))


def training(engine: Engine) -> Contestant:
    """Return an engine as a contestant; it computes costs for a block of iterations at once."""

    def run(iterations: int) -> None:
        for start in range(0, iterations, engine.block):
            engine.run(min(engine.block, iterations - start))

    return Contestant(run, engine.block)
