"""What was changed by hand is told in words of the configuration."""

from core.changelog import MOST, Told, changelog
from core.trainer import Trainer


def test_hyperparameters_are_told_with_what_they_were_and_are() -> None:
    trainer = Trainer()
    assert changelog(trainer) == []
    trainer.advance(10)
    trainer.update({"learning_rate": 0.6, "stop": {"iteration": 500}})
    trainer.advance(5)
    trainer.update({"l2": 0.1})
    assert changelog(trainer) == [
        Told(10, "training.learning_rate", 1.2, 0.6),
        Told(10, "training.stop.iteration", None, 500),
        Told(15, "training.l2", 0.0, 0.1),
    ]


def test_a_slider_at_rest_makes_one_change_and_none_when_it_comes_back() -> None:
    trainer = Trainer()
    trainer.advance(3)
    for rate in (1.0, 0.8, 0.6):
        trainer.update({"learning_rate": rate})
    assert changelog(trainer) == [Told(3, "training.learning_rate", 1.2, 0.6)]
    trainer.update({"learning_rate": 1.2})
    assert changelog(trainer) == []


def test_parameters_set_by_hand_are_told_by_name() -> None:
    trainer = Trainer()
    trainer.edit([("W1", 3, 1, 0.5)])
    trainer.advance(2)
    trainer.edit([("b1", 0, 0, 1.0), ("b2", 0, 0, 1.0)])
    trainer.advance(1)
    trainer.edit([("W2", 0, 3, -1.0)])
    found = {(told.iteration, told.field) for told in changelog(trainer)}
    assert found == {(0, "W1"), (2, "b1"), (2, "b2"), (3, "W2")}


def test_what_lies_ahead_is_told_until_a_change_branches_off() -> None:
    trainer = Trainer()
    trainer.advance(10)
    trainer.update({"learning_rate": 0.6})
    trainer.advance(10)
    trainer.seek(5)
    assert [told.iteration for told in changelog(trainer)] == [10]
    trainer.update({"learning_rate": 0.3})
    assert changelog(trainer) == [Told(5, "training.learning_rate", 1.2, 0.3)]


def test_the_latest_changes_are_told() -> None:
    trainer = Trainer()
    for k in range(MOST + 10):
        trainer.update({"learning_rate": 1.0 + k / 100})
        trainer.advance(1)
    told = changelog(trainer)
    assert len(told) == MOST
    assert told[0] == Told(10, "training.learning_rate", 1.09, 1.1)
    assert told[-1].iteration == MOST + 9
