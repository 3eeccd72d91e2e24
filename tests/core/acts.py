"""What can be done to a run, drawn at random, and whether two runs are the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from unittest.mock import patch

import numpy as np
from hypothesis import strategies as st

from core import engine, saving, timeline, trainer
from core.errors import CoreError
from core.history import History
from core.optimizers import OPTIMIZERS
from core.timeline import Keyframes, Moment
from core.trainer import Trainer

Act = Callable[[Trainer], object]


@contextmanager
def dense(rows: int = 60, keyframes: int = 6, blocks: int = 5) -> Iterator[None]:
    """Thin out, drop and start anew after a few iterations where it takes thousands otherwise."""
    with (
        patch.object(engine, "BLOCK_ITERATIONS", 8),
        patch.object(trainer, "KEYFRAME_EVERY", 8),
        patch.object(timeline, "History", partial(History, rows)),
        patch.object(timeline, "Keyframes", partial(Keyframes, keyframes)),
        patch.object(saving, "BLOCKS", blocks),
    ):
        yield


def assert_same(ours: Trainer, theirs: Trainer) -> None:
    """Compare all that can be seen, bit for bit, and all that the next iterations depend on."""
    np.testing.assert_equal(asdict(ours.snapshot), asdict(theirs.snapshot))  # a cost may be NaN
    assert (ours.reason, ours.reached, ours.configuration) == (
        theirs.reason,
        theirs.reached,
        theirs.configuration,
    )
    np.testing.assert_array_equal(ours.history.rows, theirs.history.rows)
    assert_same_moment(ours.standing.moment, theirs.standing.moment)
    assert ours.standing.cost_at_start == theirs.standing.cost_at_start
    assert ours.timeline.keyframes.iterations == theirs.timeline.keyframes.iterations
    for (_, mine), (_, yours) in zip(
        ours.timeline.keyframes.items(), theirs.timeline.keyframes.items(), strict=True
    ):
        assert_same_moment(mine, yours)
    for change, other in zip(ours.timeline.changes, theirs.timeline.changes, strict=True):
        assert (change.iteration, change.training) == (other.iteration, other.training)
        for a, b in zip(change.entries or (), other.entries or (), strict=True):
            np.testing.assert_array_equal(a, b)


def assert_same_moment(ours: Moment, theirs: Moment) -> None:
    """Compare two moments bit for bit."""
    a, b = ours.checkpoint, theirs.checkpoint
    assert a.flat.dtype == b.flat.dtype
    np.testing.assert_array_equal(a.flat, b.flat)
    assert list(a.optimizer) == list(b.optimizer)
    for name, state in a.optimizer.items():
        np.testing.assert_array_equal(state, b.optimizer[name])
    assert (a.seen, ours.progress, ours.changes) == (b.seen, theirs.progress, theirs.changes)
    assert (a.batches is None) == (b.batches is None)
    assert a.batches is None or b.batches is None or a.batches.equals(b.batches)


STOPS = st.sampled_from([{}, {"iteration": 150}, {"cost_below": 0.4}, {"no_progress": 5}])
UPDATES = st.one_of(
    st.fixed_dictionaries({"learning_rate": st.sampled_from([0.001, 0.3])}),
    st.fixed_dictionaries({"optimizer": st.sampled_from(list(OPTIMIZERS))}),
    st.fixed_dictionaries({"batch_size": st.sampled_from([None, 3, 7])}),
    st.fixed_dictionaries({"stop": STOPS}),
)


def go_to(share: float) -> Act:
    """Return what seeks a share of what was reached."""
    return lambda run: run.seek(int(share * run.reached))


ACTS: st.SearchStrategy[Act] = st.one_of(
    st.integers(1, 90).map(lambda count: lambda run: run.advance(count)),
    st.floats(0, 1).map(go_to),
    UPDATES.map(lambda training: lambda run: run.update(training)),
    st.floats(-2, 2).map(lambda value: lambda run: run.edit([("W1", 0, 0, value), ("b2", 0, 0, -0.0)])),
    st.just(lambda run: run.set_parameters({"b1": np.ones_like(run.parameters.b1).tolist()})),
    st.booleans().map(lambda redraw: lambda run: run.reset(redraw=redraw)),
    st.just(Trainer.play),
    st.just(Trainer.pause),
)


def outcome(act: Act, run: Trainer) -> str:
    """Do it; return what is wrong about it, if anything is."""
    try:
        act(run)
    except CoreError as error:
        return str(error)
    return ""
