"""The program in plain NumPy reaches the run's costs bit for bit, whatever was chosen and done by hand."""

from dataclasses import replace
from math import isnan

import pytest

from core.activations import ACTIVATIONS
from core.configuration import configure
from core.errors import StateError
from core.exports.numpy_program import numpy_program
from core.exports.recipe import USUAL, recipe
from core.exports.source import source_of, without_annotations
from core.trainer import Trainer
from tests.exports.running import ACTS, CALM, CONFIGURATIONS, Said, trained, written
from tests.support import EXPLODING


def assert_same(trainer: Trainer) -> Said:
    """Execute the run's program; assert that it ends where the run stands."""
    said, now = written(trainer, numpy_program), trainer.snapshot
    assert (said.iteration, said.cost, said.test_cost) == (now.iteration, now.train_cost, now.test_cost)
    return said


@pytest.mark.parametrize("configuration", CONFIGURATIONS.values(), ids=list(CONFIGURATIONS))
def test_every_choice_comes_out_bit_for_bit(configuration: dict[str, object]) -> None:
    assert_same(trained(configuration))


@pytest.mark.parametrize("name", ["the lab", "five classes", "optimizer adam, everything", "units gelu"])
def test_so_does_single_precision(name: str) -> None:
    configuration = CONFIGURATIONS[name]
    training = configuration.get("training", {}) | {"precision": "float32"}
    assert_same(trained(configuration | {"training": training}))


def test_a_lively_run_of_a_thousand_iterations_comes_out_bit_for_bit() -> None:
    lively = {"network": {"activation": "relu", "hidden_width": 8, "init": {"scheme": "he_normal"}}}
    said = assert_same(trained(lively | {"training": {"learning_rate": 1.9}}, iterations=1000))
    assert "0.0e+00 from it" in said.output


@pytest.mark.parametrize("acts", ACTS.values(), ids=list(ACTS))
def test_what_was_done_by_hand_is_done_again(acts: list[object]) -> None:
    assert_same(trained(CALM | {"data": {"test_share": 0.1}}, *acts))  # type: ignore[arg-type]


def test_where_a_run_ends_its_program_ends_and_says_why() -> None:
    for configuration, words in (
        (EXPLODING, "it has diverged: its cost exploded"),
        (CONFIGURATIONS["stop at a cost"], "its cost fell below 0.6929"),
        (CONFIGURATIONS["stop without progress"], "no progress since iteration 0"),
    ):
        said = assert_same(trained(configuration, iterations=1000))
        assert f"The run ends here: {words}." in said.output


def test_a_diverged_parameter_ends_it_too() -> None:
    huge = {"W1": [[1e200, 0]] * 5, "b1": [[1e200]] * 5, "W2": [[1e308] * 5]}
    network = {"activation": "relu", "hidden_width": 5, "start": huge}
    trainer = trained({"network": network, "training": {"learning_rate": 100.0}}, iterations=3)
    said = written(trainer, numpy_program)
    assert isnan(said.cost)
    assert said.iteration == trainer.iteration == 1


def test_a_run_at_its_start_gets_a_program_of_the_usual_length_or_up_to_its_stop() -> None:
    assert recipe(Trainer(configure({}))).iterations == USUAL
    assert recipe(Trainer(configure({"training": {"stop": {"iteration": 30}}}))).iterations == 30


def test_more_changes_than_a_program_can_hold_are_told_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.exports.recipe.MOST_ENTRIES", 1)
    trainer = trained(CALM, *ACTS["entries"])
    known = recipe(trainer)
    assert (known.left_out, known.iterations, known.cost) == (20, 20, None)
    text = numpy_program(known)
    assert "up to iteration 20, where this program ends" in text
    trainer.seek(20)
    assert written(trainer, lambda _: text).iteration == 20


def test_a_choice_without_a_text_is_refused_by_name() -> None:
    ACTIVATIONS.register(replace(ACTIVATIONS["tanh"], name="odd", code=None))
    try:
        with pytest.raises(StateError, match="no program can be written of odd"):
            numpy_program(recipe(Trainer(configure({"network": {"activation": "odd"}}))))
    finally:
        ACTIVATIONS.remove("odd")


def test_a_function_comes_with_what_it_uses_and_without_types() -> None:
    text = source_of(annotated)
    assert text.startswith("FACTOR = 3\n\n\ndef annotated(")
    assert "int" not in text
    assert "名" in text


FACTOR = 3


def annotated(first: dict[str, int], *more: int, last: int = 1) -> list[int]:  # 名
    """Return something."""
    total: int = FACTOR * last
    return [first["a"], *more, total]


def test_types_go_and_everything_else_stays() -> None:
    source = 'def f(a: "list[é]" = "é", *, b: int) -> None:\n    x: dict[str, int] = {}  # kept\n    return x'
    assert without_annotations(source) == 'def f(a = "é", *, b):\n    x = {}  # kept\n    return x'


def test_a_lambda_has_no_source() -> None:
    with pytest.raises(StateError, match="has no source"):
        source_of(lambda: 1)
