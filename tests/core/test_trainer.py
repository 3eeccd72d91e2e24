"""From one iteration to the next: states, history, reset, divergence."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from core.configuration import configure
from core.errors import ConfigurationError, StateError
from core.run_state import RunState
from core.trainer import Trainer
from tests.support import EXPLODING


def test_a_new_run_is_ready_and_knows_its_cost() -> None:
    trainer = Trainer()
    assert trainer.state is RunState.READY
    np.testing.assert_array_equal(trainer.history.rows[:, 0], [0])
    assert trainer.snapshot.test_cost is None
    assert trainer.snapshot.test_accuracy is None


def test_parameters_do_not_depend_on_how_iterations_are_cut() -> None:
    whole, cut = Trainer(), Trainer()
    whole.advance(700)
    for part in (1, 256, 3, 400, 40):
        cut.advance(part)
    np.testing.assert_array_equal(whole.parameters.W1, cut.parameters.W1)
    np.testing.assert_array_equal(whole.parameters.W2, cut.parameters.W2)
    np.testing.assert_allclose(whole.history.rows, cut.history.rows, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(whole.history.rows[:, 0], np.arange(701))


def test_play_and_pause_move_the_state() -> None:
    trainer = Trainer()
    seen = []
    for act in (trainer.pause, trainer.play, partial(trainer.advance, 3), trainer.pause):
        act()
        seen.append(trainer.state)
    assert seen == [RunState.READY, RunState.RUNNING, RunState.RUNNING, RunState.PAUSED]
    trainer.advance(1)
    assert (trainer.state, trainer.iteration) == (RunState.PAUSED, 4)


@pytest.mark.parametrize("iterations", [0, -5])
def test_advance_wants_at_least_one_iteration(iterations: int) -> None:
    trainer = Trainer()
    with pytest.raises(ConfigurationError, match=f"iterations={iterations}: must be at least 1"):
        trainer.advance(iterations)
    assert trainer.state is RunState.READY


def test_reset_brings_the_same_weights_back_or_draws_new_ones() -> None:
    trainer = Trainer()
    start = trainer.parameters
    trainer.advance(10)
    trainer.reset()
    np.testing.assert_array_equal(trainer.parameters.W1, start.W1)
    assert (trainer.iteration, trainer.state, len(trainer.history)) == (0, RunState.READY, 1)
    trainer.reset(redraw=True)
    assert trainer.configuration.network.init.seed == 3
    assert not np.array_equal(trainer.parameters.W1, start.W1)


def test_the_new_draw_after_the_last_seed_is_the_first() -> None:
    trainer = Trainer(configure({"network": {"init": {"seed": 2**32 - 1}}}))
    trainer.reset(redraw=True)
    assert trainer.configuration.network.init.seed == 0


def test_a_run_that_diverges_stops_at_that_iteration_and_says_so() -> None:
    trainer = Trainer(configure(EXPLODING))
    trainer.advance(3000)
    assert trainer.state is RunState.DIVERGED
    assert trainer.reason is not None
    assert trainer.reason.endswith(f"at iteration {trainer.iteration}.")
    assert trainer.iteration == trainer.history.rows[-1, 0] == len(trainer.history) - 1
    again = Trainer(configure(EXPLODING))
    for _ in range(trainer.iteration):
        assert again.state is not RunState.DIVERGED
        again.advance(1)
    assert again.state is RunState.DIVERGED
    np.testing.assert_array_equal(again.parameters.W1, trainer.parameters.W1)


@pytest.mark.parametrize("move", ["play", "advance", "update"])
def test_only_reset_leads_out_of_diverged(move: str) -> None:
    trainer = Trainer(configure(EXPLODING))
    trainer.advance(100)
    moves: dict[str, Callable[[], None]] = {
        "play": trainer.play,
        "advance": partial(trainer.advance, 1),
        "update": partial(trainer.update, {"learning_rate": 0.1}),
    }
    with pytest.raises(StateError, match="diverged"):
        moves[move]()
    trainer.reset()
    assert trainer.state is RunState.READY


def test_the_learning_rate_changes_from_here_on() -> None:
    changed, other = Trainer(), Trainer(configure({"training": {"learning_rate": 0.5}}))
    changed.update({"learning_rate": 0.5})
    changed.advance(5)
    other.advance(5)
    np.testing.assert_array_equal(changed.parameters.W1, other.parameters.W1)


@pytest.mark.parametrize(
    ("training", "message"),
    [
        ({"learning_rate": 0}, "training.learning_rate=0: must be from 1e-06 to 100"),
        ({"precision": "float32"}, 'training.precision="float32": needs a new run'),
        ({"speed": 1}, "training.speed=1: is not a field"),
    ],
)
def test_an_update_that_breaks_a_rule_changes_nothing(training: dict[str, object], message: str) -> None:
    trainer = Trainer()
    before = trainer.configuration
    with pytest.raises(ConfigurationError, match=message):
        trainer.update(training)
    assert trainer.configuration == before


def test_all_zero_weights_never_move_on_balanced_data() -> None:
    trainer = Trainer(configure({"network": {"init": {"scheme": "zeros"}}}))
    trainer.advance(50)
    assert not trainer.parameters.W1.any()
    assert trainer.snapshot.train_cost == pytest.approx(np.log(2))


def test_linear_hidden_units_reach_what_logistic_regression_reaches() -> None:
    trainer = Trainer(configure({"network": {"activation": "linear"}}))
    trainer.advance(1000)
    assert trainer.snapshot.train_cost == pytest.approx(0.6731, abs=1e-4)
    assert trainer.snapshot.train_accuracy == 0.47


@pytest.mark.parametrize("onward", [Trainer.play, lambda run: run.advance(3)])
def test_a_run_that_goes_on_after_its_end_has_no_reason_for_it_any_more(
    onward: Callable[[Trainer], None],
) -> None:
    trainer = Trainer(configure({"training": {"stop": {"iteration": 10}}}))
    trainer.advance(20)
    assert trainer.reason == "Iteration 10 was the last."
    trainer.update({"stop": {"iteration": None}})
    onward(trainer)
    assert trainer.reason is None
