"""The loop forms of the forward pass, as the chapter writes them before it vectorises, sigmoid throughout."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.activations import ACTIVATIONS, sigmoid
from core.arrays import Floats
from core.network import Network, Parameters
from core.outputs import OUTPUTS

N_X, N_H = 3, 4
NETWORK = Network(ACTIVATIONS["sigmoid"], OUTPUTS["sigmoid"])


@dataclass(frozen=True, slots=True)
class Loops:
    """A 3-4-1 network and m examples: every form computes the same A2 (1, m)."""

    X: Floats
    p: Parameters

    @classmethod
    def draw(cls, m: int) -> "Loops":
        """Draw examples and parameters."""
        rng = np.random.RandomState(0)
        shapes = ((N_H, N_X), (N_H, 1), (1, N_H), (1, 1))
        return cls(rng.randn(N_X, m), Parameters(*(rng.randn(*shape) for shape in shapes)))

    def vectorised(self) -> Floats:
        """All examples at once."""
        return NETWORK.forward(self.X, self.p).A2

    def examples(self) -> Floats:
        """One example after the other."""
        A2 = np.zeros((1, self.X.shape[1]))
        for i in range(self.X.shape[1]):
            x = self.X[:, i : i + 1]
            a1 = sigmoid(self.p.W1 @ x + self.p.b1)
            A2[:, i : i + 1] = sigmoid(self.p.W2 @ a1 + self.p.b2)
        return A2

    def units(self) -> Floats:
        """One example after the other, one hidden unit after the other."""
        A2 = np.zeros((1, self.X.shape[1]))
        for i in range(self.X.shape[1]):
            x, a1 = self.X[:, i], np.zeros((N_H, 1))
            for j in range(N_H):
                a1[j] = sigmoid(self.p.W1[j] @ x + self.p.b1[j])
            A2[:, i : i + 1] = sigmoid(self.p.W2 @ a1 + self.p.b2)
        return A2


def repeated(form: Callable[[], Floats]) -> Callable[[int], None]:
    """Return a form as a contestant runs it: so many times."""

    def run(count: int) -> None:
        for _ in range(count):
            form()

    return run
