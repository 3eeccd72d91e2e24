"""What the next iteration would do is what it does, and looking at it changes nothing."""

from typing import Any

import numpy as np
import pytest

from core.configuration import PARAMETERS, configure
from core.optimizers import OPTIMIZERS
from core.trainer import Trainer

CHOICES: list[dict[str, Any]] = [
    *({"optimizer": name} for name in OPTIMIZERS),
    {"optimizer": "adam", "batch_size": 32, "l2": 0.3},
    {"batch_size": 7, "precision": "float32"},
    {"l1": 0.2},
]


@pytest.mark.parametrize("training", CHOICES, ids=str)
@pytest.mark.parametrize("activation", ["tanh", "relu", "gelu"])
def test_the_next_parameters_are_those_after_the_next_iteration(
    training: dict[str, Any], activation: str
) -> None:
    chosen = {"training": training, "network": {"activation": activation}, "data": {"test_share": 0.2}}
    looking, alone = Trainer(configure(chosen)), Trainer(configure(chosen))
    for _ in range(12):
        before, expected = looking.parameters, looking.next_parameters
        for name in PARAMETERS:
            np.testing.assert_array_equal(getattr(looking.parameters, name), getattr(before, name))
        looking.advance(1)
        for name in PARAMETERS:
            np.testing.assert_array_equal(getattr(looking.parameters, name), getattr(expected, name))
            assert getattr(expected, name).dtype == getattr(before, name).dtype
    alone.advance(12)
    looking.advance(100)
    alone.advance(100)
    np.testing.assert_array_equal(looking.history.rows, alone.history.rows)
    for name in PARAMETERS:
        np.testing.assert_array_equal(getattr(looking.parameters, name), getattr(alone.parameters, name))


def test_plain_gradient_descent_subtracts_the_rate_times_the_gradient() -> None:
    trainer = Trainer(configure({"network": {"init": {"scheme": "normal"}}}))
    data, network = trainer.dataset, trainer.network
    X, Y, p = data.inputs, network.targets(data), trainer.parameters
    gradients = network.backward(X, Y, p, network.forward(X, p))
    after = trainer.next_parameters
    for name in PARAMETERS:
        expected = getattr(p, name) - 1.2 * getattr(gradients, f"d{name}")
        np.testing.assert_allclose(getattr(after, name), expected, rtol=1e-12, atol=1e-15)
