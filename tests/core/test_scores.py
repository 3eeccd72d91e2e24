"""The accuracies in the history are those of the predictions, iteration by iteration."""

from typing import Any

import numpy as np
import pytest

from core import views
from core.arrays import Floats
from core.configuration import configure
from core.network import Network
from core.outputs import OUTPUTS
from core.scores import bind_hits, bind_shares
from core.trainer import Trainer

CHOICES: list[dict[str, Any]] = [
    {},
    {"data": {"test_share": 0.25}},
    {"data": {"test_share": 0.25}, "training": {"precision": "float32", "batch_size": 64}},
    {"network": {"init": {"scheme": "zeros"}}},
    {"network": {"output": "linear"}},
    {"network": {"output": "relu", "init": {"scheme": "he_normal"}}, "training": {"learning_rate": 0.1}},
    {"data": {"source": "blobs", "classes": 4, "test_share": 0.3, "samples": 100}},
    {"data": {"source": "blobs", "classes": 3}, "network": {"init": {"scheme": "zeros"}}},
]


def by_prediction(trainer: Trainer) -> tuple[float, float]:
    """Return both accuracies now, from the classes that the readable network predicts."""
    data, network = trainer.dataset, trainer.network
    A2, Y = network.forward(data.inputs, trainer.parameters).A2, network.targets(data)
    parts = [columns for columns in (data.train, ~data.train) if columns.any()]
    found = [views.accuracy(network, A2[:, columns], Y[:, columns]) for columns in parts]
    return found[0], found[1] if len(found) > 1 else np.nan


@pytest.mark.parametrize("choices", CHOICES, ids=str)
def test_every_row_of_the_history_has_the_accuracies_of_its_iteration(choices: dict[str, Any]) -> None:
    whole, stepped = Trainer(configure(choices)), Trainer(configure(choices))
    whole.advance(60)
    for row in whole.history.rows[:-1]:
        np.testing.assert_array_equal(row[3:], by_prediction(stepped))
        stepped.advance(1)
    now = whole.snapshot
    np.testing.assert_array_equal(whole.history.rows[-1, 3], now.train_accuracy)


def test_real_targets_have_no_accuracy() -> None:
    trainer = Trainer(configure({"data": {"source": "saddle", "test_share": 0.2}}))
    trainer.advance(70)
    assert np.isnan(trainer.history.rows[:, 3:]).all()
    assert np.isfinite(trainer.history.rows[:, 1:3]).all()


def test_a_seek_and_a_change_by_hand_leave_the_right_accuracy() -> None:
    trainer = Trainer(configure({"data": {"test_share": 0.2}}))
    trainer.advance(300)
    trainer.seek(123)
    assert by_prediction(trainer) == (trainer.snapshot.train_accuracy, trainer.snapshot.test_accuracy)
    trainer.edit([("b2", 0, 0, 50.0)])
    np.testing.assert_array_equal(trainer.history.rows[-1, 3:], by_prediction(trainer))


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_logit_too_small_to_move_a2_from_one_half_predicts_class_0(dtype: type) -> None:
    tiny = 4 * np.finfo(dtype).eps * np.array([-1, -1e-3, 0, 1e-3, 0.124, 0.126, 1, 2])
    Z2: Floats = tiny.astype(dtype)[np.newaxis]
    output = OUTPUTS["sigmoid"]
    network, squashed = Network(None, output), np.empty_like(Z2)  # type: ignore[arg-type]
    output.bind_squash(Z2)(Z2, squashed)
    A2: Floats = (0.5 + 0.5 * squashed).astype(dtype)
    hits = bind_hits(output, np.ones_like(Z2), (1, *Z2.shape))(squashed[np.newaxis])[0]
    np.testing.assert_array_equal(hits, network.labels(A2) == 1.0)
    assert 0 < hits.sum() < 5


def test_shares_are_of_training_and_test_examples() -> None:
    hits = np.array([[True, True, False, True], [False, False, False, False]])
    np.testing.assert_array_equal(bind_shares(4, 2)(hits), [[1.0, 0.5], [0.0, 0.0]])
    np.testing.assert_array_equal(bind_shares(4, 4)(hits)[:, 0], [0.75, 0.0])
    assert np.isnan(bind_shares(4, 4)(hits)[:, 1]).all()
