"""The programs in PyTorch and scikit-learn reach the run's costs: to 1e-9 in float64, where they can."""

from typing import Any

import pytest

from core.activations import ACTIVATIONS
from core.exports.recipe import recipe
from core.exports.sklearn_program import refusals, sklearn_program
from core.exports.torch_program import torch_program
from core.trainer import Trainer
from tests.exports.running import ACTS, CALM, CONFIGURATIONS, attempt, execute, trained, with_training

pytestmark = pytest.mark.peers
SINGLE = with_training(precision="float32")
ROUGH = 1e-3
"""Where formulas or sums differ by design."""


def assert_close(program: str, trainer: Trainer, tolerance: float = 1e-9) -> None:
    """Execute a program; assert that it ends where the run stands."""
    said, now = execute(program), trainer.snapshot
    assert said.iteration == now.iteration
    assert said.cost == pytest.approx(now.train_cost, rel=tolerance, abs=tolerance)
    assert (said.test_cost is None) == (now.test_cost is None)
    if now.test_cost is not None:
        assert said.test_cost == pytest.approx(now.test_cost, rel=tolerance, abs=tolerance)


@pytest.mark.parametrize("configuration", CONFIGURATIONS.values(), ids=list(CONFIGURATIONS))
def test_pytorch_reaches_the_cost_of_every_choice(configuration: dict[str, Any]) -> None:
    trainer = trained(configuration)
    assert_close(torch_program(recipe(trainer)), trainer)


@pytest.mark.parametrize("acts", ACTS.values(), ids=list(ACTS))
def test_pytorch_does_again_what_was_done_by_hand(acts: list[Any]) -> None:
    trainer = trained(CALM | {"data": {"test_share": 0.1}}, *acts)
    assert_close(torch_program(recipe(trainer)), trainer)


def test_pytorch_says_that_single_precision_is_close_and_not_the_same() -> None:
    trainer = trained(SINGLE)
    program = torch_program(recipe(trainer))
    assert "the costs are close, and not the same" in program
    assert_close(program, trainer, ROUGH)


@pytest.mark.parametrize("configuration", CONFIGURATIONS.values(), ids=list(CONFIGURATIONS))
def test_scikit_learn_reaches_the_cost_or_says_why_it_cannot(configuration: dict[str, Any]) -> None:
    trainer = trained(configuration)
    known = recipe(trainer)
    program, reasons = sklearn_program(known), refusals(known)
    if reasons:
        done = attempt(program)
        assert done.returncode == 1
        assert done.stdout == ""
        assert done.stderr.splitlines()[1:] == [f"- {reason}" for reason in reasons] + [""]
    else:
        adam = trainer.configuration.training.optimizer == "adam"
        assert ("adds Adam's epsilon before" in program) == adam
        assert_close(program, trainer, 0.05 if adam else 1e-9)


def test_scikit_learn_can_do_what_it_has_features_for() -> None:
    able = {
        name for name, chosen in CONFIGURATIONS.items() if not refusals(recipe(trained(chosen, iterations=1)))
    }
    hidden = {name for name, record in ACTIVATIONS.items() if record.code and record.code.sklearn}
    assert hidden == {"sigmoid", "tanh", "relu", "linear"}
    assert {f"units {name}" for name in hidden} <= able
    assert {"the lab", "data sine", "five classes", "batches of one", "no biases", "a whole start"} <= able
    assert {"output softmax", "output relu", "optimizer rmsprop", "units gelu"}.isdisjoint(able)
    assert len(able) > len(CONFIGURATIONS) / 2


def test_scikit_learn_ends_where_something_was_changed_by_hand() -> None:
    until = trained(CALM, iterations=30)
    trainer = trained(CALM, *ACTS["a rate before the start and later"])
    program = sklearn_program(recipe(trainer))
    assert "this program reproduces it up to iteration 30" in program
    same_start = trained(CALM, *ACTS["a rate before the start and later"][:2], iterations=0)
    assert_close(program, same_start)
    assert until.snapshot.train_cost != same_start.snapshot.train_cost


def test_scikit_learn_is_close_in_single_precision() -> None:
    trainer = trained(SINGLE)
    assert_close(sklearn_program(recipe(trainer)), trainer, ROUGH)
