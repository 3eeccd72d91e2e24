"""History stays bounded and keeps the extremes."""

import numpy as np
import pytest

from core.history import MEASURES, History, thin


def test_thinning_keeps_both_ends_and_the_extremes_in_order() -> None:
    rows = np.zeros((1000, 3))
    rows[:, 0] = np.arange(1000)
    rows[417, 1], rows[613, 1] = 9.0, -9.0
    kept = thin(rows, 100)
    assert len(kept) <= 100
    assert {0, 417, 613, 999} <= set(kept[:, 0])
    assert (np.diff(kept[:, 0]) > 0).all()


@pytest.mark.parametrize("size", [1, 99, 100])
def test_what_fits_is_not_thinned(size: int) -> None:
    rows = np.random.RandomState(0).randn(size, 3)
    assert thin(rows, 100) is rows


def test_memory_is_bounded_and_the_newest_rows_stay() -> None:
    history = History(limit=100)
    for start in range(0, 5000, 70):
        history.append(start, np.full((70, MEASURES), start))
    assert len(history) <= 100
    assert history.rows[0, 0] == 0
    assert history.rows[-1, 0] == 5039
    assert (np.diff(history.rows[:, 0]) > 0).all()


def test_what_is_kept_does_not_depend_on_how_rows_are_cut() -> None:
    costs = np.random.RandomState(0).rand(5000, MEASURES)
    whole, cut = History(limit=100), History(limit=100)
    whole.append(0, costs)
    for start in range(0, 5000, 70):
        cut.append(start, costs[start : start + 70])
    np.testing.assert_array_equal(whole.rows, cut.rows)
    assert whole.thinned == cut.thinned > 50


def test_rows_can_be_put_in_place_of_others() -> None:
    history, rows = History(limit=10), np.arange(20.0).reshape(4, 1 + MEASURES)
    history.append(0, np.zeros((5, MEASURES)))
    history.put(2, rows)
    assert len(history) == 6
    np.testing.assert_array_equal(history.rows[2:], rows)


def test_a_block_larger_than_the_limit_is_taken_in() -> None:
    history = History(limit=10)
    history.append(0, np.zeros((1000, MEASURES)))
    assert len(history) <= 10
    assert history.rows[-1, 0] == 999


def test_since_returns_what_is_new() -> None:
    history = History()
    history.append(0, np.zeros((50, MEASURES)))
    np.testing.assert_array_equal(history.since(46, 1000)[:, 0], [47, 48, 49])
    assert len(history.since(49, 1000)) == 0
    assert len(history.since(-1, 10)) <= 10


def test_a_long_history_is_as_dense_in_its_past_as_lately() -> None:
    history = History(limit=1000)
    for start in range(0, 60_000, 250):
        history.append(start, np.random.RandomState(start).rand(250, MEASURES))
    counts, _ = np.histogram(thin(history.rows, 200)[:, 0], bins=6, range=(0, 60_000))
    assert counts.min() >= 0.6 * counts.max()
