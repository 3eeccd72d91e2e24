"""PyTorch's derivatives and optimizers agree with ours to 1e-10, in float64."""

from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, replace
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose

from core.activations import ACTIVATIONS
from core.arrays import Floats
from core.configuration import TrainingConfiguration
from core.datasets.records import Dataset
from core.engine import Engine
from core.network import Network, Parameters, penalty, with_penalty
from core.outputs import OUTPUTS

pytestmark = pytest.mark.peers
torch.set_num_threads(1)
functional = torch.nn.functional

HIDDEN: dict[str, Callable[[Any], Any]] = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    "linear": lambda z: z,
    "elu": functional.elu,
    "gelu": lambda z: functional.gelu(z, approximate="tanh"),
    "silu": functional.silu,
    "softplus": lambda z: functional.softplus(z, threshold=700.0),  # from 20 on it would be z itself
    "sine": torch.sin,
}
COST: dict[str, Callable[[Any, Any], Any]] = {
    "sigmoid": functional.binary_cross_entropy_with_logits,
    "softmax": lambda Z2, Y: functional.cross_entropy(Z2.T, Y.T),
    "linear": lambda Z2, Y: functional.mse_loss(Z2, Y) / 2,
    "relu": lambda Z2, Y: functional.mse_loss(torch.relu(Z2), Y) / 2,
}
OPTIMIZER: dict[str, Callable[[Any, TrainingConfiguration], Any]] = {
    "gradient_descent": lambda p, c: torch.optim.SGD(p, lr=c.learning_rate),
    "momentum": lambda p, c: torch.optim.SGD(p, lr=c.learning_rate, momentum=c.momentum),
    "nesterov": lambda p, c: torch.optim.SGD(p, lr=c.learning_rate, momentum=c.momentum, nesterov=True),
    "rmsprop": lambda p, c: torch.optim.RMSprop(p, lr=c.learning_rate, alpha=c.rho, eps=c.epsilon),
    "adam": lambda p, c: torch.optim.Adam(p, lr=c.learning_rate, betas=(c.beta1, c.beta2), eps=c.epsilon),
}


def assert_agree(ours: Any, theirs: Any) -> None:
    """Compare entries to 1e-10."""
    assert_allclose(ours, theirs, rtol=1e-10, atol=1e-10)


@dataclass(frozen=True)
class Case:
    """A network, what it is trained on, and starts for several of its kind."""

    network: Network
    dataset: Dataset
    starts: list[Parameters]
    training: TrainingConfiguration

    def __str__(self) -> str:
        """Name the choices, as the test's name."""
        W1, training = self.starts[0].W1, self.training
        return (
            f"{self.network.activation.name}-{self.network.output.name}-n_x={W1.shape[1]}-n_h={W1.shape[0]}"
            f"-l1={training.l1:.2g}-l2={training.l2:.2g}"
        )

    def engine(self, start: Parameters | list[Parameters]) -> Engine:
        """Return an engine at this start."""
        return Engine(self.network, self.dataset, start, self.training)


def make_case(rng: np.random.RandomState, activation: str, output: str, **training: Any) -> Case:
    """Draw sizes, examples, some of them for testing, and three starts."""
    n_x, n_h, m = rng.randint(1, 5), rng.randint(1, 33), rng.randint(12, 61)
    classes = {"sigmoid": 2, "softmax": int(rng.randint(2, 6))}.get(output)
    X = 2.0 * rng.randn(n_x, m)
    y = rng.randn(m) if classes is None else rng.randint(classes, size=m).astype(float)
    network = Network(ACTIVATIONS[activation], OUTPUTS[output])
    n_y = classes if output == "softmax" and classes else 1
    starts = [
        Parameters(rng.randn(n_h, n_x), rng.randn(n_h, 1), rng.randn(n_y, n_h), rng.randn(n_y, 1))
        for _ in range(3)
    ]
    dataset = Dataset.make(X, y, np.arange(m) % 4 > 0, classes=classes)
    return Case(network, dataset, starts, TrainingConfiguration(**training))


def random_cases(count: int) -> Iterator[Case]:
    """Yield every activation equally often, with every output and penalty."""
    rng = np.random.RandomState(1729)
    for i in range(count):
        l1, l2 = (rng.uniform(0.0, 3.0) * (i // shift % 2) for shift in (1, 2))
        activation, output = list(HIDDEN)[i % len(HIDDEN)], list(COST)[i // 3 % len(COST)]
        yield make_case(rng, activation, output, l1=l1, l2=l2, learning_rate=1.0)


CASES = list(random_cases(50))
FIFTY = pytest.mark.parametrize("case", CASES, ids=str)


def examples(case: Case) -> tuple[Floats, Floats]:
    """Return X and Y of the training examples."""
    train = case.dataset.train
    return case.dataset.inputs[:, train], case.network.targets(case.dataset)[:, train]


def tensors(start: Parameters) -> list[Any]:
    """Return W1, b1, W2 and b2 as PyTorch's."""
    return [torch.tensor(p, requires_grad=True) for p in astuple(start)]


def their_objective(case: Case, p: list[Any], X: Floats, Y: Floats) -> Any:
    """Return cost + l2 / (2 m) sum W^2 + l1 / m sum |W|."""
    W1, b1, W2, b2 = p
    Z2 = W2 @ HIDDEN[case.network.activation.name](W1 @ torch.tensor(X) + b1) + b2
    l1, l2, m = case.training.l1, case.training.l2, X.shape[1]
    squares, sizes = ((W1**2).sum() + (W2**2).sum(), W1.abs().sum() + W2.abs().sum())
    return COST[case.network.output.name](Z2, torch.tensor(Y)) + l2 / (2 * m) * squares + l1 / m * sizes


def their_gradients(case: Case, start: Parameters) -> tuple[float, list[Floats]]:
    """Return the objective and its derivatives by W1, b1, W2, b2."""
    p = tensors(start)
    objective = their_objective(case, p, *examples(case))
    return float(objective.detach()), [d.numpy() for d in torch.autograd.grad(objective, p)]


def test_the_fifty_hold_every_activation_and_output_with_and_without_each_penalty() -> None:
    seen = {(case.network.activation.name, case.network.output.name) for case in CASES}
    assert {activation for activation, _ in seen} == set(HIDDEN)
    assert {output for _, output in seen} == set(COST)
    assert len({(case.training.l1 > 0, case.training.l2 > 0) for case in CASES}) == 4


@FIFTY
def test_the_networks_gradients_agree(case: Case) -> None:
    X, Y = examples(case)
    l1, l2, m = case.training.l1, case.training.l2, X.shape[1]
    for start in case.starts:
        cache = case.network.forward(X, start)
        ours = with_penalty(case.network.backward(X, Y, start, cache), start, l1=l1, l2=l2, m=m)
        objective, theirs = their_gradients(case, start)
        cost = case.network.cost(cache.Z2, Y)
        assert cost + penalty(start, l1=l1, l2=l2, m=m) == pytest.approx(objective, rel=1e-12)
        for mine, other in zip((ours.dW1, ours.db1, ours.dW2, ours.db2), theirs, strict=True):
            assert_agree(mine, other)


@FIFTY
@pytest.mark.parametrize("together", [False, True], ids=["alone", "three at once"])
def test_the_engines_gradients_agree(case: Case, *, together: bool) -> None:
    if together:
        engine = case.engine(case.starts)
        engine.run(1)
        ends = engine.layers.parameters()
    else:
        engines = [case.engine(start) for start in case.starts]
        for engine in engines:
            engine.run(1)
        ends = [engine.layers.parameters()[0] for engine in engines]
    for start, end in zip(case.starts, ends, strict=True):
        _, theirs = their_gradients(case, start)
        for before, after, other in zip(astuple(start), astuple(end), theirs, strict=True):
            assert_agree(before - after, other)  # the learning rate is 1


def their_training(case: Case, start: Parameters, batches: list[Any]) -> tuple[list[Floats], list[float]]:
    """Train on these batches; return the parameters, and the cost of all examples before each update."""
    p, (X, Y) = tensors(start), examples(case)
    optimizer, costs = OPTIMIZER[case.training.optimizer](p, case.training), []
    without_penalty = replace(case, training=replace(case.training, l1=0.0, l2=0.0))
    for batch in batches:
        costs.append(float(their_objective(without_penalty, p, X, Y).detach()))
        optimizer.zero_grad()
        their_objective(case, p, X[:, batch], Y[:, batch]).backward()
        optimizer.step()
    return [each.detach().numpy() for each in p], costs


OPTIMIZERS_CASES = [
    {"optimizer": "gradient_descent", "learning_rate": 0.05},
    {"optimizer": "momentum", "learning_rate": 0.05, "momentum": 0.8},
    {"optimizer": "nesterov", "learning_rate": 0.05, "momentum": 0.95},
    {"optimizer": "rmsprop", "learning_rate": 0.01, "rho": 0.9, "epsilon": 1e-6},
    {"optimizer": "adam", "learning_rate": 0.05, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-4},
    {"optimizer": "adam", "learning_rate": 0.01},
]


@pytest.mark.parametrize("training", OPTIMIZERS_CASES, ids=lambda training: str(training["optimizer"]))
@pytest.mark.parametrize("penalties", [{}, {"l1": 0.4, "l2": 1.5}], ids=["plain", "penalised"])
@pytest.mark.parametrize("output", COST)
def test_twenty_iterations_of_an_optimizer_agree(
    training: dict[str, Any], penalties: dict[str, float], output: str
) -> None:
    case = make_case(np.random.RandomState(3), "tanh", output, **training, **penalties)
    alone, together = case.engine(case.starts[0]), case.engine(case.starts)
    costs = np.concatenate([alone.run(1) for _ in range(20)])
    for _ in range(20):
        together.run(1)
    everything = np.arange(alone.m_train)
    for i, (start, end) in enumerate(zip(case.starts, together.layers.parameters(), strict=True)):
        theirs, their_costs = their_training(case, start, [everything] * 20)
        for mine, other in zip(astuple(end), theirs, strict=True):
            assert_agree(mine, other)
        if i == 0:
            assert_agree(costs[:, 0], their_costs)
            for mine, other in zip(astuple(alone.layers.parameters()[0]), theirs, strict=True):
                assert_agree(mine, other)


@pytest.mark.parametrize("training", OPTIMIZERS_CASES, ids=lambda training: str(training["optimizer"]))
@pytest.mark.parametrize("size", [1, 7])
def test_mini_batches_agree(training: dict[str, Any], size: int) -> None:
    case = make_case(np.random.RandomState(4), "tanh", "sigmoid", **training, batch_size=size, seed=11)
    engine, start = case.engine(case.starts[0]), case.starts[0]
    costs = np.concatenate([engine.run(1) for _ in range(20)])
    rng, m = np.random.RandomState(11), engine.m_train
    batches: list[Any] = []
    while len(batches) < 20:
        order = rng.permutation(m)
        batches += [order[k : k + size] for k in range(0, m, size)]
    theirs, their_costs = their_training(case, start, batches[:20])
    assert_agree(costs[:, 0], their_costs)
    for mine, other in zip(astuple(engine.layers.parameters()[0]), theirs, strict=True):
        assert_agree(mine, other)
