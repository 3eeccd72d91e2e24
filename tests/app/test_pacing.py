"""Speeds become iterations, with the time passed in."""

import pytest

from app.pacing import (
    FRAME_BUDGET,
    LEAST_TRAINING,
    OVERHEAD,
    RATE,
    TRAINING,
    Crowd,
    Estimate,
    Pace,
    Speed,
    next_due,
)


def measured(seconds: float) -> Pace:
    """Return a pace that has measured this many seconds an iteration."""
    pace = Pace()
    pace.learn(seconds * (100 + OVERHEAD), 100)
    return pace


@pytest.mark.parametrize("speed", [0.5, 3.0, 10.0, 100.0, 1000.0])
def test_over_time_a_speed_is_kept(speed: float) -> None:
    pace = measured(1e-6)
    pace.start(speed, 0.0)
    done = sum(pace.due(frame / 30) for frame in range(30 * 60))
    assert done == pytest.approx(speed * 60, abs=speed / 30 + 2)


def test_slow_motion_waits_for_its_next_iteration() -> None:
    pace = measured(1e-6)
    pace.start(0.5, 10.0)
    assert pace.wait(10.0) == 0
    assert pace.due(10.0) == 1
    assert pace.wait(10.5) == pytest.approx(1.5)
    assert pace.due(11.0) == 0
    assert pace.due(12.0) == 1


def test_after_a_stall_it_does_not_catch_up() -> None:
    pace = measured(1e-6)
    pace.start(100.0, 0.0)
    assert pace.due(3600.0) == 25


@pytest.mark.parametrize("speed", ["max", 1e6])
def test_a_frame_trains_no_longer_than_its_budget(speed: Speed) -> None:
    pace = measured(0.001)
    pace.start(speed, 0.0)
    assert pace.due(1.0) == FRAME_BUDGET / 0.001 - OVERHEAD
    assert pace.wait(1.0) == 0
    assert measured(5.0).fitting() == 1


def test_an_estimate_follows_its_measurements() -> None:
    estimate = Estimate()
    for seconds in [1.0] + [3.0] * 50:
        estimate.learn(seconds)
    assert estimate.seconds == pytest.approx(3.0, rel=1e-3)


def test_the_more_runs_train_the_less_time_each_gets() -> None:
    crowd = Crowd()
    assert crowd.budget("first", 0.0, 30.0) == FRAME_BUDGET
    budgets = [crowd.budget(str(run), 0.1, 30.0) for run in range(60)]
    assert budgets[-1] * 61 * 30 == pytest.approx(0.6)
    assert crowd.budget("first", 10.0, 30.0) == FRAME_BUDGET  # those that have left are forgotten


def test_what_is_due_is_predicted() -> None:
    pace = Pace()
    assert pace.prediction(0.0, 0.01) is None
    pace.learn(0.001 * (10 + OVERHEAD), 10)
    pace.start(10.0, 0.0)
    assert pace.prediction(0.2, 0.01) == pytest.approx(0.003 + 0.001 * OVERHEAD)
    assert pace.prediction(5.0, 0.01) == 0.01
    pace.start("max", 0.0)
    assert pace.prediction(0.0, 0.01) == pytest.approx(0.01)


def test_few_iterations_do_not_stay_few_because_a_turn_costs_something_besides() -> None:
    pace, seconds = Pace(), 2e-5
    for _ in range(100):
        iterations = pace.fitting(3.3e-4)
        pace.learn((iterations + 3) * seconds, iterations)
    assert pace.fitting(3.3e-4) == pytest.approx(13, abs=1)


def test_what_is_late_catches_up_without_coming_twice_at_once() -> None:
    assert next_due(10.0, 10.0, 25.0) == pytest.approx(10.04)
    assert next_due(10.0, 10.01, 25.0) == pytest.approx(10.04)
    assert next_due(10.0, 10.5, 25.0) == pytest.approx(10.52)


def test_a_pause_of_the_machine_does_not_make_iterations_look_dear() -> None:
    estimate = Estimate(0.001)
    estimate.learn(1.0)
    assert estimate.seconds == pytest.approx(0.0014, rel=1e-3)
    for _ in range(60):
        estimate.learn(0.1)
    assert estimate.seconds == pytest.approx(0.1, rel=0.01)


def turns_in_overload(others: float, iteration: float) -> tuple[float, float]:
    """Let 60 runs take turns one after the other; return frames and iterations a second of one, in the end.

    A turn costs `others` seconds besides its iterations, of which each costs `iteration`.
    """
    crowd, now, wanted = Crowd(), 0.0, [0.0] * 60
    since = 0.0
    taken = trained = 0
    for turn in range(60_000):
        run = min(range(60), key=wanted.__getitem__)
        now = max(now, wanted[run])
        crowd.note_late((now - wanted[run]) * RATE)
        iterations = min(10, int(crowd.budget(str(run), now, RATE) / iteration))
        now += others + iterations * iteration
        wanted[run] = next_due(wanted[run], now, RATE)
        if turn == 30_000:
            since = now
        taken += turn > 30_000
        trained += iterations * (turn > 30_000)
    return taken / 60 / (now - since), trained / 60 / (now - since)


@pytest.mark.parametrize(("others", "most"), [(0.0003, 290), (0.0004, 190)])
def test_where_turns_come_late_training_gives_way_to_frames(others: float, most: float) -> None:
    frames, iterations = turns_in_overload(others, 0.00003)
    assert 27.5 < frames < 29.5
    assert 0.8 * most < iterations < most


def test_where_turns_are_in_time_training_takes_what_it_may() -> None:
    crowd = Crowd()
    for _ in range(1000):
        crowd.note_late(1.0)
    assert crowd.training == LEAST_TRAINING
    for _ in range(1000):
        crowd.note_late(0.1)
    assert crowd.training == TRAINING
