"""scikit-learn's MLPs, from the same start and on all examples at once, reach the same parameters.

Its formulas are ours for logistic, softmax and linear outputs, four of the activations, an L2 penalty
(its alpha is our l2) and gradient descent, momentum and Nesterov. They are not for Adam, whose epsilon it
adds before the correction of the second moment and not after it: only where epsilon does not count do
both agree. It has no L1 penalty, no RMSprop and no ReLU output, and its mini-batches follow a random
stream of its own.
"""

import warnings
from dataclasses import astuple
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier, MLPRegressor

from core.activations import ACTIVATIONS
from core.configuration import TrainingConfiguration
from core.datasets.records import Dataset
from core.engine import Engine
from core.network import Network, Parameters
from core.outputs import OUTPUTS

pytestmark = pytest.mark.peers
ITERATIONS = 50
ACTIVATION = {"linear": "identity", "sigmoid": "logistic", "tanh": "tanh", "relu": "relu"}


def compare(activation: str, output: str, *, rtol: float, **training: Any) -> None:
    """Train both from the same start; assert the same costs and parameters."""
    rng, n_x, n_h, m = np.random.RandomState(5), 3, 6, 40
    classes = {"sigmoid": 2, "softmax": 4}.get(output)
    X = rng.randn(n_x, m)
    y = rng.randn(m) if classes is None else np.arange(float(m)) % classes
    n_y = 4 if output == "softmax" else 1
    start = Parameters(rng.randn(n_h, n_x), rng.randn(n_h, 1), rng.randn(n_y, n_h), rng.randn(n_y, 1))
    configuration = TrainingConfiguration(**training)
    engine = Engine(
        Network(ACTIVATIONS[activation], OUTPUTS[output]),
        Dataset.make(X, y, classes=classes),
        start,
        configuration,
    )
    for _ in range(ITERATIONS):
        engine.run(1)
    mlp = theirs(activation, configuration, start, X.T, y if classes is None else y.astype(int))
    parts = (mlp.coefs_[0].T, mlp.intercepts_[0][:, None], mlp.coefs_[1].T, mlp.intercepts_[1][:, None])
    for mine, other in zip(astuple(engine.layers.parameters()[0]), parts, strict=True):
        assert np.abs(mine).max() > 0
        assert_allclose(mine, other, rtol=rtol, atol=rtol)
    assert not np.allclose(parts[0], start.W1, rtol=1e-3), "nothing was learned"


def theirs(
    activation: str, configuration: TrainingConfiguration, start: Parameters, X: Any, y: Any
) -> MLPClassifier | MLPRegressor:
    """Return scikit-learn's, trained."""
    kind = MLPClassifier if np.issubdtype(y.dtype, np.integer) else MLPRegressor
    mlp = kind(
        hidden_layer_sizes=(start.W1.shape[0],),
        activation=ACTIVATION[activation],
        solver="adam" if configuration.optimizer == "adam" else "sgd",
        alpha=configuration.l2,
        batch_size=len(X),
        learning_rate_init=configuration.learning_rate,
        momentum=0.0 if configuration.optimizer == "gradient_descent" else configuration.momentum,
        nesterovs_momentum=configuration.optimizer == "nesterov",
        beta_1=configuration.beta1,
        beta_2=configuration.beta2,
        epsilon=configuration.epsilon,
        shuffle=False,
        tol=0.0,
        n_iter_no_change=ITERATIONS + 1,
        max_iter=1,
        warm_start=True,  # a second fit goes on from the parameters it finds, its optimizer made anew
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # it was told to stop early
        mlp.fit(X, y)
        mlp.coefs_ = [start.W1.T.copy(), start.W2.T.copy()]
        mlp.intercepts_ = [start.b1[:, 0].copy(), start.b2[:, 0].copy()]
        mlp.set_params(max_iter=ITERATIONS)
        mlp.n_iter_ = 0
        mlp.fit(X, y)
    return mlp


@pytest.mark.parametrize("activation", ACTIVATION)
@pytest.mark.parametrize("output", ["sigmoid", "softmax", "linear"])
@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum", "nesterov"])
@pytest.mark.parametrize("l2", [0.0, 0.7])
def test_the_same_parameters_are_reached(activation: str, output: str, optimizer: str, l2: float) -> None:
    compare(activation, output, rtol=1e-9, optimizer=optimizer, learning_rate=0.02, momentum=0.8, l2=l2)


@pytest.mark.parametrize("output", ["sigmoid", "softmax", "linear"])
def test_adam_agrees_where_its_epsilon_does_not_count(output: str) -> None:
    compare("tanh", output, rtol=1e-7, optimizer="adam", learning_rate=0.02, epsilon=1e-12)
