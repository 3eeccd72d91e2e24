"""The same iteration in other libraries, each in its leanest form, on one thread and in float64.

A peer that is not installed is left out, and named.
"""

import os
import warnings
from collections.abc import Callable
from importlib import metadata, util
from typing import Any

from benchmarks.measuring import Contestant
from benchmarks.problems import RATE, Problem

EPOCHS = 50
"""Epochs of one fit of scikit-learn's: enough for its preparations not to count."""
SCAN = 200
"""Iterations in one call of JAX."""


def pytorch(problem: Problem) -> Contestant:
    """Return `autograd.grad` and one `_foreach_add_` for all parameters; no optimizer object, no module."""
    import torch  # noqa: PLC0415 - may not be installed

    torch.set_num_threads(1)
    X, Y = torch.tensor(problem.X), torch.tensor(problem.Y)
    start = problem.start
    parameters = [torch.tensor(p, requires_grad=True) for p in (start.W1, start.b1, start.W2, start.b2)]
    W1, b1, W2, b2 = parameters
    binary_cross_entropy = torch.nn.functional.binary_cross_entropy_with_logits
    costs: list[Any] = []

    def run(iterations: int) -> None:
        costs.clear()
        for _ in range(iterations):
            A1 = torch.tanh(torch.addmm(b1, W1, X))
            cost = binary_cross_entropy(torch.addmm(b2, W2, A1), Y)
            gradients = torch.autograd.grad(cost, parameters)
            with torch.no_grad():
                torch._foreach_add_(parameters, gradients, alpha=-RATE)
            costs.append(cost.detach())

    return Contestant(run)


def scikit_learn(problem: Problem) -> Contestant:
    """Return fits of MLPClassifier with batches of all examples: an epoch is an iteration."""
    from sklearn.neural_network import MLPClassifier  # noqa: PLC0415 - may not be installed

    X, y, n_h = problem.X.T.copy(), problem.dataset.y.astype(int), problem.start.W1.shape[0]

    def run(epochs: int) -> None:
        classifier = MLPClassifier(
            hidden_layer_sizes=(n_h,),
            activation="tanh",
            solver="sgd",
            alpha=0.0,
            batch_size=len(X),
            learning_rate_init=RATE,
            momentum=0.0,
            max_iter=epochs,
            shuffle=False,
            tol=0.0,
            n_iter_no_change=epochs + 1,
            random_state=0,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it would like to go on
            classifier.fit(X, y)

    return Contestant(run, EPOCHS)


def jax(problem: Problem) -> Contestant:
    """Return a compiled `lax.scan` over the iterations, which returns the costs."""
    os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false")
    import jax as library  # noqa: PLC0415 - may not be installed
    import jax.numpy as jnp  # noqa: PLC0415

    library.config.update("jax_enable_x64", True)
    X, Y = jnp.asarray(problem.X), jnp.asarray(problem.Y)
    start = problem.start

    def cost(parameters: Any) -> Any:
        W1, b1, W2, b2 = parameters
        Z2 = W2 @ jnp.tanh(W1 @ X + b1) + b2
        return jnp.mean(jnp.logaddexp(0.0, Z2) - Y * Z2)

    def iterate(parameters: Any, _: None) -> Any:
        value, gradients = library.value_and_grad(cost)(parameters)
        return tuple(p - RATE * d for p, d in zip(parameters, gradients, strict=True)), value

    scan = library.jit(lambda parameters: library.lax.scan(iterate, parameters, None, length=SCAN))
    parameters = tuple(jnp.asarray(p) for p in (start.W1, start.b1, start.W2, start.b2))

    def run(iterations: int) -> None:
        nonlocal parameters
        for _ in range(iterations // SCAN):
            parameters, costs = scan(parameters)
            costs.block_until_ready()

    return Contestant(run, SCAN)


_PEERS: dict[str, tuple[str, str, Callable[[Problem], Contestant]]] = {
    "PyTorch": ("torch", "torch", pytorch),
    "scikit-learn": ("sklearn", "scikit-learn", scikit_learn),
    "JAX": ("jax", "jax", jax),
}


def installed() -> dict[str, str]:
    """Return the peers that can be measured here and their versions."""
    return {
        name: metadata.version(package)
        for name, (module, package, _) in _PEERS.items()
        if util.find_spec(module)
    }


def left_out() -> list[str]:
    """Return the peers that cannot."""
    return [name for name in _PEERS if name not in installed()]


def contestants(problem: Problem) -> dict[str, Contestant]:
    """Return the installed peers, set to this problem."""
    return {name: _PEERS[name][2](problem) for name in installed()}
