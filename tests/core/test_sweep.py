"""A sweep over the scale of the start: each run is the one that a trainer would have made."""

from typing import Any

import numpy as np
import pytest

from core import views
from core.configuration import configure
from core.errors import ConfigurationError
from core.pieces import finish
from core.run_state import RunState
from core.sweep import scale_sweep
from core.trainer import Trainer


def alone(choices: dict[str, Any], scale: float, iterations: int) -> Trainer:
    """Return a trainer that starts from this scale."""
    configuration = configure(choices)
    network = choices.get("network", {}) | {
        "init": {"scheme": configuration.network.init.scheme, "scale": scale}
    }
    trainer = Trainer(configure(choices | {"network": network}))
    if iterations:
        trainer.advance(iterations)
    return trainer


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {
            "data": {"test_share": 0.25},
            "training": {"batch_size": 64, "optimizer": "adam", "learning_rate": 0.01},
        },
        {"data": {"source": "blobs", "classes": 3}, "training": {"l2": 0.5}},
        {"data": {"source": "saddle", "test_share": 0.2}},
        {"data": {"samples": 4000}, "network": {"hidden_width": 20, "activation": "relu"}},
    ],
    ids=str,
)
def test_every_run_of_a_sweep_is_the_run_alone(choices: dict[str, Any]) -> None:
    scales = [0.0, 0.01, 0.5, 2.0]
    runs = finish(scale_sweep(configure(choices), scales, 40))
    assert [run.scale for run in runs] == scales
    for run in runs:
        assert run.diverged_at is None
        assert run.end is not None
        for reading, iterations in ((run.start, 0), (run.end, 40)):
            now = alone(choices, run.scale, iterations).snapshot
            assert reading.train_cost == pytest.approx(now.train_cost, rel=1e-9)
            assert reading.test_cost == (now.test_cost and pytest.approx(now.test_cost, rel=1e-9))
            assert (reading.train_accuracy, reading.test_accuracy) == (now.train_accuracy, now.test_accuracy)


def test_given_weights_do_not_count() -> None:
    start = {"W1": [[1.0, 2.0]] * 4, "W2": [[1.0] * 4], "b2": [[0.5]]}
    given, drawn = (
        finish(scale_sweep(configure({"network": {"start": chosen}}), [0.01, 1.0], 3))
        for chosen in (start, {"b2": [[0.5]]})
    )
    assert given == drawn
    assert given[0].start.train_cost != given[1].start.train_cost


def test_gradients_saturation_and_dead_units_are_read_at_the_start_and_at_the_end() -> None:
    choices: dict[str, Any] = {"network": {"init": {"scheme": "normal"}}, "training": {"l2": 0.3}}
    small, large = finish(scale_sweep(configure(choices), [0.01, 30.0], 20))
    assert (small.start.saturated, small.start.dead) == (0.0, 0.0)
    assert large.start.saturated is not None
    assert large.start.saturated > 0.9
    trainer = alone(choices, 0.01, 20)
    X, Y = trainer.dataset.inputs, trainer.network.targets(trainer.dataset)
    gradients = views.objective_gradients(trainer.network, trainer.parameters, X, Y, l2=0.3)
    assert small.end is not None
    assert small.end.gradient_norms == pytest.approx(views.gradient_norms(gradients), rel=1e-9)
    relu: dict[str, Any] = {"network": {"activation": "relu", "init": {"zero": ["W1"]}}}
    (zero,) = finish(scale_sweep(configure(relu), [1.0], 1))
    assert (zero.start.saturated, zero.start.dead) == (None, 1.0)


def test_a_run_that_diverges_says_when_as_it_would_alone_and_the_others_go_on() -> None:
    choices: dict[str, Any] = {
        "network": {"activation": "relu", "init": {"scheme": "he_normal"}},
        "training": {"learning_rate": 100.0},
    }
    calm = {"training": {"learning_rate": 0.1}} | {"network": choices["network"]}
    for chosen, expected in ((choices, RunState.DIVERGED), (calm, RunState.PAUSED)):
        for run in finish(scale_sweep(configure(chosen), [0.01, 1.0, 50.0], 60)):
            trainer = alone(chosen, run.scale, 60)
            if trainer.state is RunState.DIVERGED:
                assert run.end is None
                assert run.diverged_at == trainer.iteration
            else:
                assert run.diverged_at is None
        assert alone(chosen, 50.0, 60).state is expected


def test_every_iteration_counts_the_last_one_too() -> None:
    choices: dict[str, Any] = {
        "network": {"activation": "relu", "init": {"scheme": "he_normal"}},
        "training": {"learning_rate": 100.0},
    }
    at = alone(choices, 50.0, 60).iteration
    for iterations, expected in ((at, at), (at - 1, None)):
        (run,) = finish(scale_sweep(configure(choices), [50.0], iterations))
        assert run.diverged_at == expected


def test_a_scheme_without_a_scale_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="takes no scale"):
        finish(scale_sweep(configure({"network": {"init": {"scheme": "zeros"}}}), [1.0], 1))


def test_zero_iterations_are_the_start_twice() -> None:
    (run,) = finish(scale_sweep(configure({}), [0.5], 0))
    assert run.start == run.end
    assert np.isfinite(run.start.train_cost)
