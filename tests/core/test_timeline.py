"""Any earlier iteration comes back bit for bit, in bounded memory."""

from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import timeline
from core.configuration import configure
from core.errors import ConfigurationError, StateError
from core.network import Parameters
from core.optimizers import OPTIMIZERS
from core.run_state import RunState
from core.timeline import Keyframes
from core.trainer import Trainer


def same(ours: Parameters, theirs: Parameters) -> bool:
    """Say whether two sets of parameters are equal bit for bit."""
    return all(
        np.array_equal(getattr(ours, name), getattr(theirs, name)) for name in ("W1", "b1", "W2", "b2")
    )


def trained(configuration: dict[str, Any], iterations: int) -> Trainer:
    """Return a fresh run at an iteration."""
    trainer = Trainer(configure(configuration))
    if iterations:
        trainer.advance(iterations)
    return trainer


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(list(OPTIMIZERS)),
    st.sampled_from([None, 1, 7, 32]),
    st.sampled_from(["float64", "float32"]),
    st.lists(st.integers(0, 400), min_size=1, max_size=4),
)
def test_seek_equals_a_fresh_run_bit_for_bit(
    optimizer: str, batch_size: int | None, precision: str, places: list[int]
) -> None:
    chosen = {
        "data": {"samples": 50},
        "training": {
            "optimizer": optimizer,
            "batch_size": batch_size,
            "precision": precision,
            "learning_rate": 0.01,
        },
    }
    trainer = trained(chosen, 400)
    end = trainer.parameters
    for place in places:
        trainer.seek(place)
        fresh = trained(chosen, place)
        assert same(trainer.parameters, fresh.parameters)
        assert trainer.snapshot.train_cost == fresh.snapshot.train_cost
        assert trainer.snapshot.epoch == fresh.snapshot.epoch
    if trainer.iteration < 400:
        trainer.advance(400 - trainer.iteration)
    assert same(trainer.parameters, end)
    np.testing.assert_array_equal(trainer.history.rows[:, 0], np.arange(401))


def test_changes_by_hand_are_replayed_where_they_were_made() -> None:
    trainer = trained({}, 100)
    trainer.update({"learning_rate": 0.3})
    trainer.advance(50)
    trainer.edit([("W1", 0, 1, 0.5), ("b2", 0, 0, -0.25)])
    trainer.advance(50)
    trainer.update({"optimizer": "adam", "learning_rate": 0.01, "batch_size": 16})
    trainer.advance(100)
    end, seen = trainer.parameters, {}
    for place in (300, 201, 200, 151, 150, 149, 101, 100, 99, 0):
        trainer.seek(place)
        seen[place] = trainer.parameters
        rate = trainer.configuration.training.learning_rate
        assert rate == (1.2 if place < 100 else 0.3 if place < 200 else 0.01)
    assert seen[150].W1[0, 1] == 0.5
    trainer.advance(300)
    assert same(trainer.parameters, end)
    assert trainer.configuration.training.optimizer == "adam"


def test_going_back_keeps_the_future_until_something_changes() -> None:
    trainer = trained({}, 200)
    trainer.seek(80)
    assert (trainer.reached, len(trainer.history)) == (200, 201)
    trainer.seek(170)
    trainer.seek(80)
    trainer.update({"learning_rate": 0.1})
    assert (trainer.reached, len(trainer.history)) == (80, 81)
    with pytest.raises(ConfigurationError, match="iteration=81: must be from 0 to 80"):
        trainer.seek(81)


@pytest.mark.parametrize("iteration", [-1, 11, True, 2.0])
def test_only_iterations_that_were_reached_can_be_gone_to(iteration: Any) -> None:
    trainer = trained({}, 10)
    with pytest.raises(ConfigurationError, match="must be from 0 to 10"):
        trainer.seek(iteration)
    assert trainer.iteration == 10


def test_seek_leads_out_of_diverged() -> None:
    chosen = {
        "network": {"activation": "relu", "init": {"scheme": "he_normal", "scale": 50.0}},
        "training": {"learning_rate": 100.0},
    }
    trainer = trained(chosen, 100)
    assert trainer.state is RunState.DIVERGED
    with pytest.raises(StateError):
        trainer.edit([("W1", 0, 0, 0.0)])
    trainer.seek(0)
    trainer.update({"learning_rate": 0.001})
    trainer.advance(20)
    assert (trainer.state, trainer.iteration) == (RunState.PAUSED, 20)


def test_the_cost_of_an_edited_moment_is_that_of_the_edited_parameters() -> None:
    trainer = trained({}, 5)
    trainer.set_parameters({"W2": [[0.0, 0.0, 0.0, 0.0]], "b2": [[0.0]]})
    assert trainer.snapshot.train_cost == pytest.approx(np.log(2))
    assert trainer.history.rows[-1, 1] == trainer.snapshot.train_cost


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (("W3", 0, 0, 1.0), 'name="W3": must be one of W1, b1, W2, b2'),
        (("W1", 4, 0, 1.0), "row=4: must be from 0 to 3 for W1"),
        (("W1", 0, -1, 1.0), "column=-1: must be from 0 to 1 for W1"),
        (("W1", 0, 0, float("nan")), 'value="NaN": must be a finite number'),
    ],
)
def test_a_wrong_edit_changes_nothing(entry: tuple[str, int, int, float], message: str) -> None:
    trainer = trained({}, 3)
    before = trainer.parameters
    with pytest.raises(ConfigurationError, match=message):
        trainer.edit([("W1", 0, 0, 9.0), entry])
    assert same(trainer.parameters, before)


def test_a_change_too_many_changes_nothing() -> None:
    trainer = trained({}, 3)
    with patch.object(timeline, "CHANGES", 2):
        trainer.update({"learning_rate": 0.5})
        trainer.edit([("W1", 0, 0, 1.0)])
        before, cost = trainer.parameters, trainer.snapshot.train_cost
        with pytest.raises(StateError, match="at most 2 changes"):
            trainer.edit([("W1", 0, 0, 9.0)])
        with pytest.raises(StateError, match="at most 2 changes"):
            trainer.update({"learning_rate": 0.1})
        assert same(trainer.parameters, before)
        assert trainer.snapshot.train_cost == cost
        assert trainer.configuration.training.learning_rate == 0.5
        trainer.seek(0)
        trainer.update({"learning_rate": 0.2})
    assert len(trainer.timeline.changes) == 1


@given(st.lists(st.integers(1, 500), min_size=1, max_size=400))
def test_keyframes_stay_within_their_limit_dense_in_the_near_past(gaps: list[int]) -> None:
    keyframes: Keyframes[int] = Keyframes(limit=16)
    for iteration in np.cumsum([0, *gaps]).tolist():
        keyframes.add(iteration, iteration)
    kept = keyframes.iterations
    assert len(kept) == len(keyframes) <= 16
    assert kept[0] == 0
    assert kept[-1] == sum(gaps)
    assert list(kept) == sorted(set(kept))
    for wanted in (0, sum(gaps) // 2, sum(gaps)):
        place, moment = keyframes.before(wanted)
        assert place == moment <= wanted


def test_a_long_run_keeps_at_most_256_keyframes_and_can_still_go_back() -> None:
    chosen: dict[str, Any] = {"network": {"hidden_width": 1}}
    trainer = trained(chosen, 20_000)
    assert len(trainer.timeline.keyframes) == 256
    trainer.seek(777)
    assert same(trainer.parameters, trained(chosen, 777).parameters)


@pytest.mark.parametrize(("size", "count"), [(1, 256), (10, 100), (40, 25), (300, 16)])
def test_keyframes_of_large_networks_are_fewer_but_sixteen(size: int, count: int) -> None:
    keyframes: Keyframes[int] = Keyframes(most_bytes=1000)
    for iteration in range(300):
        keyframes.add(iteration, iteration, size)
    assert len(keyframes) == count


def test_what_a_keyframe_takes_is_what_its_arrays_take() -> None:
    trainer = trained({"training": {"optimizer": "adam", "batch_size": 32}}, 64)
    _, moment = trainer.timeline.keyframes.before(64)
    assert moment.bytes == 3 * 8 * 17 + 8 + 4 * 624


def test_keyframes_are_where_they_are_however_the_iterations_are_cut() -> None:
    whole, cut = trained({}, 500), trained({}, 7)
    for part in (1, 92, 64, 300, 36):
        cut.advance(part)
    assert (
        whole.timeline.keyframes.iterations == cut.timeline.keyframes.iterations == tuple(range(0, 500, 64))
    )


def test_going_on_through_a_kept_future_shows_what_seeking_shows() -> None:
    trainer = trained({}, 100)
    trainer.edit([("W2", 0, 0, 2.0)])
    trainer.advance(30)
    trainer.seek(40)
    trainer.advance(60)
    through = trainer.snapshot
    trainer.seek(100)
    assert through == trainer.snapshot


def test_going_back_after_a_branch_finds_nothing_of_the_other_one() -> None:
    trainer, fresh = trained({}, 400), trained({}, 100)
    trainer.seek(100)
    for run in (trainer, fresh):
        run.update({"learning_rate": 0.3})
        run.advance(250)
    assert trainer.timeline.keyframes.iterations == fresh.timeline.keyframes.iterations
    for run in (trainer, fresh):
        run.seek(270)
    assert same(trainer.parameters, fresh.parameters)


def test_progress_at_the_end_knows_nothing_of_what_would_have_followed() -> None:
    chosen = {"training": {"stop": {"cost_below": 0.6, "no_progress": 500}}}
    whole, single = trained(chosen, 5000), trained(chosen, 0)
    while not single.ended:
        single.advance(1)
    assert whole.iteration == single.iteration
    assert whole.standing.moment.progress == single.standing.moment.progress


def test_progress_is_the_same_after_going_back_and_on() -> None:
    chosen = {"training": {"learning_rate": 3.0, "stop": {"no_progress": 8}}}
    whole = trained(chosen, 5000)
    assert whole.state is RunState.FINISHED
    for place in range(whole.iteration - 20, whole.iteration):
        again = trained(chosen, 5000)
        again.seek(place)
        again.advance(100)
        assert (again.iteration, again.reason) == (whole.iteration, whole.reason)


def test_the_path_is_what_a_seek_would_find_changes_by_hand_included() -> None:
    trainer = trained({"training": {"precision": "float32"}}, 128)
    trainer.edit([("W2", 0, 1, 3.0)])
    trainer.advance(372)
    trainer.seek(450)
    iterations, flats = trainer.path()
    assert {0, 128, 450} <= set(iterations)
    for iteration, flat in zip(iterations, flats, strict=True):
        trainer.seek(iteration)
        p = trainer.parameters
        expected = np.concatenate([np.hstack([p.W1, p.b1]).ravel(), np.hstack([p.W2, p.b2]).ravel()])
        np.testing.assert_array_equal(flat, expected)
    assert flats[iterations.index(128), 12 + 1] == 3.0
