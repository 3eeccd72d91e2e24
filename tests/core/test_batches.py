"""Mini-batches: every example once an epoch, the order frozen by the seed, a place can be gone back to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.batches import Batches


@given(st.integers(1, 60), st.integers(1, 60), st.integers(0, 9))
def test_an_epoch_takes_every_example_once(m: int, size: int, seed: int) -> None:
    batches = Batches(m, size, seed)
    for _ in range(3):
        epoch = np.concatenate([batches.next() for _ in range(-(-m // size))])
        assert sorted(epoch.tolist()) == list(range(m))


def test_the_order_is_that_of_one_random_state() -> None:
    batches, rng = Batches(10, 5, 3), np.random.RandomState(3)
    for _ in range(3):
        order = rng.permutation(10)
        np.testing.assert_array_equal(batches.next(), order[:5])
        np.testing.assert_array_equal(batches.next(), order[5:])


@pytest.mark.parametrize("taken", [0, 1, 3, 4, 9])
def test_a_place_can_be_gone_back_to(taken: int) -> None:
    batches = Batches(11, 3, 0)
    for _ in range(taken):
        batches.next()
    state = batches.state
    after = [batches.next().tolist() for _ in range(10)]
    batches.restore(state)
    assert [batches.next().tolist() for _ in range(10)] == after


def test_two_places_are_the_same_where_the_same_batches_follow() -> None:
    ours, theirs, others = Batches(10, 3, 0), Batches(10, 3, 0), Batches(10, 3, 1)
    for _ in range(7):
        assert ours.state.equals(theirs.state)
        assert not ours.state.equals(others.state)
        for batches in (ours, theirs, others):
            batches.next()
    ours.next()
    assert not ours.state.equals(theirs.state)


def test_another_size_starts_the_next_epoch() -> None:
    batches = Batches(10, 3, 0)
    batches.next()
    batches.resize(5)
    epoch = np.concatenate([batches.next(), batches.next()])
    assert sorted(epoch.tolist()) == list(range(10))
