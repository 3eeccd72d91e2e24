"""Stop conditions end a run at exactly their iteration, however the iterations are cut."""

from typing import Any

import pytest

from core.configuration import configure
from core.errors import StateError
from core.run_state import RunState
from core.trainer import Trainer

PARTS = pytest.mark.parametrize("part", [1, 37, 5000])


def run(stop: dict[str, Any], part: int, **training: Any) -> Trainer:
    """Train in parts until the run ends."""
    trainer = Trainer(configure({"training": {"stop": stop} | training}))
    while trainer.state is not RunState.FINISHED and trainer.iteration < 5000:
        trainer.advance(part)
    return trainer


@PARTS
def test_an_iteration(part: int) -> None:
    trainer = run({"iteration": 333}, part)
    assert (trainer.state, trainer.iteration) == (RunState.FINISHED, 333)
    assert trainer.reason == "Iteration 333 was the last."


@PARTS
def test_a_cost(part: int) -> None:
    trainer = run({"cost_below": 0.3}, part)
    costs = trainer.history.rows[:, 1]
    assert trainer.state is RunState.FINISHED
    assert costs[-1] < 0.3 <= costs[-2]


@PARTS
def test_no_progress(part: int) -> None:
    trainer = run({"no_progress": 25}, part, learning_rate=1e-6)
    assert (trainer.state, trainer.iteration) == (RunState.FINISHED, 25)
    assert trainer.reason == "No progress since iteration 0."


def test_raising_the_condition_goes_on() -> None:
    trainer = run({"iteration": 10}, 10)
    for what in (trainer.play, lambda: trainer.advance(1)):
        with pytest.raises(StateError, match="finished"):
            what()
    trainer.update({"stop": {"iteration": 20}})
    trainer.advance(100)
    assert (trainer.state, trainer.iteration) == (RunState.FINISHED, 20)
    trainer.update({"stop": {"iteration": None}})
    trainer.play()
    trainer.advance(5)
    assert (trainer.state, trainer.iteration) == (RunState.RUNNING, 25)


def test_going_back_from_the_end_and_on_ends_there_again() -> None:
    trainer = run({"iteration": 50}, 50)
    trainer.seek(20)
    assert trainer.state is RunState.PAUSED
    trainer.advance(100)
    assert (trainer.state, trainer.iteration) == (RunState.FINISHED, 50)


def test_the_diverging_sine_stops_at_the_iteration_where_its_cost_is_out_of_range() -> None:
    chosen = {
        "data": {"source": "sine"},
        "network": {"activation": "relu", "init": {"scheme": "he_normal"}},
        "training": {"learning_rate": 50.0},
    }
    whole, single = Trainer(configure(chosen)), Trainer(configure(chosen))
    whole.advance(1000)
    while single.state is not RunState.DIVERGED:
        single.advance(1)
    assert whole.iteration == single.iteration < 100
    assert whole.reason == single.reason
