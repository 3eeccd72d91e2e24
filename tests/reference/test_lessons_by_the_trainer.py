"""The trainer, given the lessons' points and parameters as a person gives them, makes the same runs."""

from dataclasses import asdict
from typing import Any

import pytest

from core.configuration import configure
from core.run_state import RunState
from core.trainer import Trainer
from tests.reference.figures import CASES, WANTED, Case, key
from tests.reference.recipes import CLASSIFIED, make_dataset, make_start
from tests.reference.training import run_of

ARMS = {
    f"{case.experiment['id']}/{case.expected['arm']}": case
    for case in CASES
    if case.experiment["id"].startswith("lesson") and case.config["dataset"]["name"] in CLASSIFIED
}


def in_words_of_the_product(config: dict[str, Any], data: dict[str, Any], n_x: int) -> dict[str, Any]:
    """Return the product's configuration for a figure's, with explicit parameters and without its edits."""
    start = make_start({**config, "edit": []}, n_x)
    return {
        "data": data,
        "network": {
            **{name: config[name] for name in ("hidden_width", "activation", "output")},
            "start": {name: W.tolist() for name, W in asdict(start).items()},
        },
        "training": {"learning_rate": config["learning_rate"]},
    }


@pytest.mark.parametrize("case", ARMS.values(), ids=ARMS.keys())
def test_own_points_and_a_start_by_hand_give_the_lessons_run(case: Case) -> None:
    dataset, config = make_dataset(case.config["dataset"]), case.config
    points = [[*x, label] for x, label in zip(dataset.X.T.tolist(), dataset.y.tolist(), strict=True)]
    values = in_words_of_the_product(config, {"source": "custom", "points": points}, 2)
    trainer = Trainer(configure(values))
    edits = config.get("edit", [])
    if edits:
        trainer.edit([(e["parameter"], e["row"] - 1, e["column"] - 1, e["value"]) for e in edits])
    run = run_of(case)
    for iteration in sorted(WANTED[key(config)]):
        if iteration > trainer.iteration:
            trainer.advance(iteration - trainer.iteration)
        assert trainer.snapshot.train_cost == pytest.approx(run.costs[iteration], abs=1e-12)


def test_a_regression_that_blows_up_stops_with_an_explanation() -> None:
    case = next(case for case in CASES if case.experiment["id"] == "diverges")
    values = in_words_of_the_product(case.config, {"source": "sine", "samples": 200, "noise": 0.0}, 1)
    trainer = Trainer(configure(values))
    trainer.advance(50)
    assert trainer.state is RunState.DIVERGED
    assert trainer.iteration == 2
    assert trainer.reason == "Cost rose to 1.03e+10 at iteration 2."
