"""A run that was saved goes on as if nothing had happened: the same bits, the same past, the same future."""

import io
import json
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import engine, saving
from core.configuration import Configuration, configure
from core.errors import SaveError
from core.optimizers import OPTIMIZERS
from core.parts import Part
from core.run_state import RunState
from core.saving import Saver, restore
from core.trainer import Trainer
from tests.core.acts import ACTS, STOPS, Act, assert_same, dense, go_to, outcome
from tests.support import EXPLODING

SMALL = {"data": {"samples": 40}}
DTYPES = {np.dtype(name) for name in ("float64", "float32", "uint32", "int64")}


class Store:
    """Keeps the parts of one run as JSON and NumPy's own format."""

    def __init__(self, run: Trainer) -> None:
        self.saver = Saver(run)
        self.head = b""
        self.blocks: list[bytes] = []

    def save(self, *, whole: bool = False) -> None:
        """Save what is new."""
        save = self.saver.save(whole=whole)
        self.head = to_bytes(save.head)
        if save.whole:
            self.blocks = []
        if save.block:
            self.blocks.append(to_bytes(save.block))

    def restore(self) -> Trainer:
        """Return the run as last saved."""
        return restore(from_bytes(self.head), [from_bytes(block) for block in self.blocks])

    def crash(self) -> Trainer:
        """Return the run as last saved, and save that one from now on."""
        run = self.restore()
        self.saver = Saver(run, [from_bytes(block) for block in self.blocks])
        return run


def to_bytes(part: Part) -> bytes:
    """Write a part; what is neither JSON nor a plain array fails."""
    assert {array.dtype for array in part.arrays.values()} <= DTYPES
    assert all(array.size for array in part.arrays.values())
    values = np.frombuffer(json.dumps(part.values, allow_nan=False).encode(), dtype=np.uint8)
    file = io.BytesIO()
    arrays: dict[str, Any] = part.arrays | {"values": values}
    np.savez(file, **arrays)
    return file.getvalue()


def from_bytes(written: bytes) -> Part:
    """Read a part again."""
    with np.load(io.BytesIO(written), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    return Part(json.loads(arrays.pop("values").tobytes()), arrays)


@st.composite
def configurations(draw: st.DrawFn) -> Configuration:
    """Draw small runs of every kind."""
    data: dict[str, Any] = draw(
        st.sampled_from(
            [
                {"source": "moons", "samples": 30},
                {"source": "blobs", "samples": 30},
                {"source": "plane", "samples": 30, "standardize": True},
                {"source": "custom", "points": [[x / 7, (x * x) % 5, x % 3] for x in range(20)]},
            ]
        )
    )
    values: dict[str, Any] = {
        "data": data | {"test_share": draw(st.sampled_from([0.0, 0.3]))},
        "network": {
            "hidden_width": draw(st.integers(1, 3)),
            "activation": draw(st.sampled_from(["tanh", "relu"])),
        },
        "training": {
            "optimizer": draw(st.sampled_from(list(OPTIMIZERS))),
            "learning_rate": draw(st.sampled_from([0.01, 0.1, 100.0])),
            "batch_size": draw(st.sampled_from([None, 1, 7])),
            "precision": draw(st.sampled_from(["float64", "float32"])),
            "l2": draw(st.sampled_from([0.0, 0.3])),
            "stop": draw(STOPS),
        },
    }
    if draw(st.booleans()):
        width = values["network"]["hidden_width"]
        values["network"]["start"] = {"W1": [[0.1 * (unit + 1), -0.2] for unit in range(width)]}
    return configure(values)


@settings(max_examples=120, deadline=None)
@given(
    configurations(),
    st.lists(
        st.tuples(ACTS, st.sampled_from(["", "save", "save", "whole", "crash"])), min_size=6, max_size=16
    ),
    st.lists(ACTS, max_size=4),
    st.lists(st.floats(0, 1), max_size=3),
)
def test_a_restored_run_goes_on_bit_for_bit(
    configuration: Configuration, acts: list[tuple[Act, str]], then: list[Act], places: list[float]
) -> None:
    with dense():
        ours, theirs = Trainer(configuration), Trainer(configuration)
        store = Store(theirs)
        for act, after in acts:
            assert outcome(act, ours) == outcome(act, theirs)
            if after:
                store.save(whole=after == "whole")
            if after == "crash":
                theirs = store.crash()
                assert_same(ours, theirs)
        store.save()
        theirs = store.restore()
        assert_same(ours, theirs)
        for act in (*then, *map(go_to, places)):
            assert outcome(act, ours) == outcome(act, theirs)
            assert_same(ours, theirs)


@pytest.mark.parametrize("batch_size", [None, 16])
def test_what_was_not_saved_is_trained_again_to_the_same_bits(batch_size: int | None) -> None:
    run = Trainer(
        configure({"training": {"batch_size": batch_size, "optimizer": "adam", "learning_rate": 0.01}})
    )
    store = Store(run)
    run.advance(333)
    store.save()
    run.advance(1000)
    again = store.restore()
    assert again.iteration == 333
    again.advance(1000)
    assert_same(run, again)


def test_a_diverged_run_comes_back_with_its_reason() -> None:
    run = Trainer(configure(EXPLODING))
    store = Store(run)
    run.advance(100)
    store.save()
    again = store.restore()
    assert (again.state, again.reason) == (RunState.DIVERGED, run.reason)
    again.seek(0)
    run.seek(0)
    assert_same(run, again)


def test_without_one_of_its_blocks_a_run_is_refused() -> None:
    store = Store(Trainer(configure(SMALL)))
    for _ in range(4):
        store.saver.trainer.advance(30)
        store.save()
    blocks, head = [from_bytes(block) for block in store.blocks], from_bytes(store.head)
    assert len(blocks) == 4
    for missing in range(4):
        with pytest.raises(SaveError, match="of 4 blocks of a run there are"):
            restore(head, blocks[:missing] + blocks[missing + 1 :])
    with pytest.raises(SaveError, match="there are \\[\\]"):
        restore(head, [])
    with pytest.raises(SaveError):
        restore(head, blocks[::-1])


def test_blocks_of_another_run_are_refused() -> None:
    ours, theirs = Store(Trainer(configure(SMALL))), Store(Trainer(configure(SMALL)))
    ours.saver.trainer.advance(10)
    theirs.saver.trainer.advance(20)
    ours.save()
    theirs.save()
    with pytest.raises(SaveError, match="do not belong to its head"):
        restore(from_bytes(ours.head), [from_bytes(block) for block in theirs.blocks])


def test_another_format_is_refused() -> None:
    save = Saver(Trainer(configure(SMALL))).save()
    assert save.block
    newer = Part(save.head.values | {"format": 2}, save.head.arrays)
    with pytest.raises(SaveError, match="format 2 cannot be read, only format 1"):
        restore(newer, [save.block])


def test_a_block_holds_what_is_new_and_nothing_else() -> None:
    run = Trainer()
    saver = Saver(run)
    first = saver.save()
    assert first.whole
    assert first.block
    assert "configuration" in first.block.values
    assert saver.save().block is None
    run.advance(40)
    second = saver.save()
    assert not second.whole
    assert second.block
    assert second.block.arrays.keys() == {"rows"}
    np.testing.assert_array_equal(second.block.arrays["rows"][:, 0], np.arange(1, 41))
    run.advance(100)
    saver.save()
    run.edit([("W1", 0, 0, 0.5)])
    third = saver.save().block
    assert third
    assert {name: len(array) for name, array in third.arrays.items()} == {
        "rows": 1,
        "places": 1,
        "entries": 1,
    }
    run.pause()
    assert saver.save().block is None


def test_a_branch_rewrites_the_past_from_where_it_begins() -> None:
    run = Trainer()
    store = Store(run)
    run.advance(1000)
    store.save()
    run.seek(500)
    run.update({"learning_rate": 0.3})
    run.advance(100)
    store.save()
    block = from_bytes(store.blocks[-1])
    np.testing.assert_array_equal(block.arrays["rows"][:, 0], np.arange(500, 601))
    assert block.values["rows_kept"] == 500
    assert block.values["keyframes_dropped"] == [place for place in range(64, 1000, 64) if place > 500]
    assert block.values["changes"] == [{"iteration": 500, "training": {"training.learning_rate": 0.3}}]
    assert_same(run, store.restore())


def test_a_branch_that_comes_to_the_same_iteration_is_another_past() -> None:
    run = Trainer()
    store = Store(run)
    run.advance(1000)
    store.save()
    run.seek(500)
    run.update({"learning_rate": 0.3})
    run.advance(500)
    store.save()
    assert_same(run, store.restore())


def test_keyframes_that_were_thinned_out_are_dropped() -> None:
    with dense(rows=10_000, keyframes=8, blocks=100):
        run = Trainer(configure(SMALL))
        store = Store(run)
        for _ in range(12):
            run.advance(30)
            store.save()
            assert_same(run, store.restore())
    dropped = [from_bytes(block).values["keyframes_dropped"] for block in store.blocks]
    assert sum(map(bool, dropped)) > 5


def test_rows_that_were_thinned_out_are_saved_anew() -> None:
    with dense(rows=60, blocks=100):
        run = Trainer(configure(SMALL))
        store = Store(run)
        for _ in range(6):
            run.advance(25)
            store.save()
            assert_same(run, store.restore())
    kept = [from_bytes(block).values["rows_kept"] for block in store.blocks]
    assert kept[:3] == [0, 26, 0]


def test_changes_that_a_branch_forgets_are_forgotten() -> None:
    run = Trainer(configure(SMALL))
    store = Store(run)
    for _ in range(3):
        run.advance(50)
        run.update({"learning_rate": 0.5})
        run.edit([("W2", 0, 1, 0.25)])
        store.save()
    run.seek(60)
    run.set_parameters({"b2": [[1.0]]})
    run.advance(5)
    store.save()
    block = from_bytes(store.blocks[-1])
    assert block.values["changes_kept"] == 2
    assert block.values["changes"] == [{"iteration": 60, "entries": 1}]
    again = store.restore()
    assert_same(run, again)
    run.seek(55)
    again.seek(55)
    assert_same(run, again)


def test_saving_changes_nothing() -> None:
    saved, plain = Trainer(configure(SMALL)), Trainer(configure(SMALL))
    store = Store(saved)
    for _ in range(5):
        saved.advance(70)
        plain.advance(70)
        store.save()
    assert_same(saved, plain)


def test_what_was_saved_does_not_move_with_the_run() -> None:
    run = Trainer(configure({"training": {"batch_size": 8, "optimizer": "momentum"}}))
    saver = Saver(run)
    run.advance(100)
    save = saver.save()
    assert save.block
    before = to_bytes(save.head), to_bytes(save.block)
    run.advance(100)
    run.seek(50)
    run.edit([("W1", 0, 0, 0.5)])
    run.advance(100)
    assert (to_bytes(save.head), to_bytes(save.block)) == before


def test_a_run_that_is_reset_is_saved_whole() -> None:
    run = Trainer(configure(SMALL))
    store = Store(run)
    run.advance(50)
    store.save()
    run.reset(redraw=True)
    store.save()
    assert len(store.blocks) == 1
    assert store.restore().configuration.network.init.seed == 3


def test_many_blocks_become_one() -> None:
    run = Trainer(configure(SMALL))
    saver, counts = Saver(run), list[int]()
    for _ in range(saving.BLOCKS + 2):
        run.advance(1)
        counts.append(0 if saver.save().whole else counts[-1] + 1)
    assert counts == [*range(saving.BLOCKS), 0, 1]


def test_blocks_take_at_most_about_twice_the_room_of_one() -> None:
    with patch.object(saving, "SLACK", 20_000):
        run = Trainer(configure({"data": {"samples": 10}, "network": {"hidden_width": 1}}))
        store = Store(run)
        for _ in range(60):
            run.advance(500)
            store.save()
            whole = Saver(run).save().block
            assert whole
            parts = [from_bytes(block) for block in store.blocks]
            assert sum(part.bytes for part in parts) <= 2 * parts[0].bytes + 20_000 + whole.bytes
        assert len(store.blocks) < 60
        assert_same(run, store.restore())


def test_a_restart_does_not_forget_how_large_the_blocks_are() -> None:
    with patch.object(saving, "SLACK", 0):
        store = Store(Trainer(configure(SMALL)))
        store.save()
        store.saver.trainer.advance(200)
        store.save()
        assert len(store.blocks) == 2
        run = store.crash()
        run.advance(1)
        assert store.saver.save().whole


def test_after_a_restart_only_what_is_new_is_saved() -> None:
    store = Store(Trainer(configure(SMALL)))
    store.saver.trainer.advance(300)
    store.save()
    run = store.crash()
    run.advance(7)
    save = store.saver.save()
    assert not save.whole
    assert save.block
    assert save.block.values["number"] == 1
    assert len(save.block.arrays["rows"]) == 7


def test_restoring_trains_nothing_and_looks_once() -> None:
    store = Store(Trainer())
    store.saver.trainer.advance(500)
    store.saver.trainer.update({"optimizer": "adam", "batch_size": 32})
    store.saver.trainer.advance(500)
    store.save()
    looks = []
    look = engine.Engine.look

    def counted(self: engine.Engine) -> Any:
        looks.append(self)
        return look(self)

    with patch.object(engine.Engine, "run", None), patch.object(engine.Engine, "look", counted):
        store.restore()
    assert len(looks) == 1
