"""Lessons by REST: each is played through to its success with its own setups, and fails before."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from app import ROOT
from app.judging import judge
from app.lessons import read_lessons
from app.messages.lessons import nested
from core.configuration import configure
from core.metrics import METRICS, Moment
from core.pieces import finish
from core.replay import past_of
from core.trainer import Trainer
from tests.reference.figures import EXPERIMENTS
from tests.support import EXPLODING

LESSONS = read_lessons(ROOT / "lessons")
IDS = [lesson.id for lesson in LESSONS.bodies]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff] ?[,:;!?]|[,:;!?] ?[\u4e00-\u9fff]")


class Player:
    """Does by REST what a person does on the page."""

    def __init__(self, rest: httpx.Client) -> None:
        self.rest = rest
        self.runs: list[str] = []

    def make(self, configuration: dict[str, Any]) -> str:
        """Make a run; return its id."""
        made = self.rest.post("/runs", json=configuration)
        assert made.status_code == 201, made.text
        return str(made.json()["id"])

    def set_up(self, setup: dict[str, Any]) -> None:
        """Make what a step asks for."""
        if not setup["networks"]:
            return
        self.runs = [self.make(nested(choices)) for choices in setup["networks"]]
        if setup["edits"]:
            self.edit(
                *((entry["name"], entry["row"], entry["column"], entry["value"]) for entry in setup["edits"])
            )
        if setup["iteration"]:
            self.train(setup["iteration"])

    def edit(self, *entries: tuple[str, int, int, float]) -> None:
        """Set numbers by hand in every run."""
        named = [dict(zip(("name", "row", "column", "value"), entry, strict=True)) for entry in entries]
        for run in self.runs:
            answer = self.rest.patch(f"/runs/{run}/parameters", json={"entries": named})
            assert answer.status_code == 200, answer.text

    def train(self, until: int, **changes: Any) -> None:
        """Train every run to an iteration; with changes one run with other choices."""
        if changes:
            self.choose(**changes)
        for run in self.runs:
            stands = self.rest.get(f"/runs/{run}").json()["iteration"]
            if stands < until:
                self.rest.post(f"/runs/{run}/advance", json={"iterations": until - stands})

    def choose(self, **changes: Any) -> None:
        """Make one run with other choices out of the first, from iteration 0."""
        configuration = self.rest.get(f"/runs/{self.runs[0]}").json()["configuration"]
        for path, value in changes.items():
            *sections, name = path.split("__")
            inner = configuration
            for section in sections:
                inner = inner[section]
            inner[name] = value
        self.runs = [self.make(configuration)]

    def check(self, lesson: str, step: int) -> Any:
        """Return what the server finds."""
        answer = self.rest.post(f"/lessons/{lesson}/check", json={"runs": self.runs, "step": step})
        assert answer.status_code == 200, answer.text
        return answer.json()


DEEDS: dict[tuple[str, int], Callable[[Player], None]] = {
    ("parts", 4): lambda player: player.choose(network__hidden_width=10),
    ("xor", 4): lambda player: player.edit(*(("W2", 0, k, value) for k, value in enumerate([5, 5, -5, -5]))),
    ("collapse", 2): lambda player: player.train(1000, network__hidden_width=64),
    ("collapse", 4): lambda player: player.train(1000, network__hidden_width=4, network__activation="tanh"),
    ("race", 1): lambda player: player.train(3000),
    ("race", 2): lambda player: player.train(1000),
    ("output", 1): lambda player: player.train(1000),
    ("output", 2): lambda player: player.train(1000),
    ("output", 3): lambda player: player.train(1000, network__init__seed=1),
    ("dead-unit", 1): lambda player: player.edit(("b1", 0, 0, -10.0)),
    ("dead-unit", 2): lambda player: player.train(1000),
    ("dead-unit", 3): lambda player: player.train(1000),
    ("six-equations", 3): lambda player: player.train(1),
    ("six-equations", 4): lambda player: player.train(100),
    ("learning-rate", 1): lambda player: player.train(1000),
    ("learning-rate", 2): lambda player: player.train(1000, training__learning_rate=1.2),
    ("learning-rate", 3): lambda player: player.train(100),
    ("symmetry", 1): lambda player: player.train(500),
    ("symmetry", 2): lambda player: player.train(500),
    ("symmetry", 3): lambda player: player.train(1000),
    ("scale", 2): lambda player: player.train(100),
    ("scale", 4): lambda player: player.train(100, network__init__scale=1.0),
}
"""What a person does at each step that is checked."""


@pytest.mark.parametrize("lesson", IDS)
def test_a_lesson_is_played_through_and_each_check_fails_before(rest: httpx.Client, lesson: str) -> None:
    body = rest.get(f"/lessons/{lesson}").json()
    player = Player(rest)
    for number, step in enumerate(body["steps"], 1):
        if step["setup"]:
            player.set_up(step["setup"])
        if not step["conditions"]:
            assert (lesson, number) not in DEEDS
            continue
        found = player.check(lesson, number)
        assert not found["met"], found
        DEEDS[lesson, number](player)
        found = player.check(lesson, number)
        assert found["met"], json.dumps(found, indent=1)
        assert [one["step"] for one in found["conditions"]] == [number] * len(step["conditions"])
        assert all(one["met"] and one["value"] is not None for one in found["conditions"])


def test_the_checks_ask_what_the_chapters_lessons_expect() -> None:
    """Ours may ask for more, and where our generators draw otherwise, the conclusion stays the same."""
    expected = {entry["id"]: entry for entry in EXPERIMENTS if entry["id"].startswith("lesson-")}
    assert len(expected) == len(IDS) == 10
    names = {
        "max_cost_so_far": "highest_cost",
        "first_iteration_cost_at_most": "first_iteration",
        "distinct_rows_W1": "distinct_rows",
        "max_change_W1": "largest_change",
        "max_change_W1_row_1": "largest_change",
        "A2_min": "lowest_prediction",
        "collapse_max_diff": "collapse_difference",
        "gradient_check_relative_error": "gradient_error",
    }
    for lesson, entry in zip(LESSONS.bodies, expected.values(), strict=True):
        assert lesson.number == int(entry["id"].split("-")[1])
        conditions = [condition for step in lesson.steps for condition in step.conditions]
        asked = {(condition.metric, condition.iteration) for condition in conditions}
        for one in entry["expect"]:
            metric = names.get(one["metric"], one["metric"])
            if (lesson.id, metric) in {
                ("collapse", "distinct_rows")
            }:  # the width of a linear layer is enough
                continue
            iteration = None if metric == "parameter_count" else one["iteration"]
            assert (metric, iteration) in asked, (lesson.id, one)
    assert {
        condition.metric
        for lesson in LESSONS.bodies
        for step in lesson.steps
        for condition in step.conditions
    } <= {*METRICS}


def test_on_the_flower_the_lessons_numbers_are_the_references(rest: httpx.Client) -> None:
    player = Player(rest)
    for choices, iteration, cost in (
        ({"network.activation": "linear", "network.hidden_width": 64}, 1000, 0.6731462),
        ({}, 1000, 0.2880833),
        ({}, 1, 0.6929813),
        ({"training.learning_rate": 0.01}, 1000, 0.6889326),
        ({"network.init.scheme": "constant", "network.init.scale": 0.5}, 1000, 0.6511702),
        ({"network.init.scheme": "normal", "network.init.scale": 1.0}, 100, 0.3345154),
        ({"network.activation": "tanh", "training.learning_rate": 0.5}, 1000, 0.3098019),
    ):
        player.runs = [player.make(nested(choices))]
        player.train(iteration)
        assert rest.get(f"/runs/{player.runs[0]}").json()["cost"] == pytest.approx(cost, abs=1e-6)


@pytest.mark.parametrize("lesson", IDS)
def test_every_text_is_there_in_both_languages(rest: httpx.Client, lesson: str) -> None:
    def texts(node: Any) -> list[dict[str, str]]:
        if isinstance(node, dict):
            found = [node] if set(node) == {"en", "zh-CN"} else []
            return found + [text for part in node.values() for text in texts(part)]
        return [text for part in node for text in texts(part)] if isinstance(node, list) else []

    found = texts(rest.get(f"/lessons/{lesson}").json())
    assert len(found) > 6
    for text in found:
        assert text["en"].strip() == text["en"]
        words = re.search(r"[a-z]{4,}", re.sub(r"tanh|sigmoid|ReLU", "", text["en"]))
        assert CHINESE.search(text["zh-CN"]) or not words, text
        assert not CHINESE.search(text["en"])
        assert not HALF_WIDTH.search(text["zh-CN"]), text
        assert "!" not in text["en"]


def test_a_check_says_what_is_asked_and_what_was_found(rest: httpx.Client) -> None:
    player = Player(rest)
    player.runs = [player.make({"network": {"activation": "linear"}})]
    found, _ = player.check("collapse", 2)["conditions"]
    assert found == {
        "step": 2,
        "met": False,
        "value": None,
        "run": None,
        "iteration": None,
        "asked": {
            "en": "Cost at iteration 1000, Flower, linear, Hidden width 64: from 0.6731 to 0.6732",
            "zh-CN": "代价（第 1000 次迭代，花瓣，线性，隐藏层宽度 64）：在 0.6731 到 0.6732 之间",
        },
        "found": {"en": "no such network here", "zh-CN": "这里没有这样的网络"},
    }
    player.choose(network__hidden_width=64)
    player.train(300)
    found, _ = player.check("collapse", 2)["conditions"]
    assert found["found"]["en"] == "only 300 iterations so far: train to 1000"
    assert (found["run"], found["value"]) == (player.runs[0], None)
    player.train(2000)
    found, _ = player.check("collapse", 2)["conditions"]
    assert found["met"]
    assert (found["iteration"], found["value"]) == (1000, pytest.approx(0.6731462, abs=1e-6))
    assert found["found"] == {"en": "0.673146", "zh-CN": "0.673146"}
    assert rest.get(f"/runs/{player.runs[0]}").json()["iteration"] == 2000, "the run itself went nowhere"


def test_without_a_step_all_conditions_of_a_lesson_are_held_against_all_runs(rest: httpx.Client) -> None:
    player = Player(rest)
    small, good, large = (player.make({"training": {"learning_rate": rate}}) for rate in (0.01, 1.2, 30.0))
    player.runs = [small, good, large]
    player.train(1000)
    found = rest.post("/lessons/learning-rate/check", json={"runs": player.runs}).json()
    assert found["met"]
    assert [one["run"] for one in found["conditions"]] == [small, good, large]
    found = rest.post("/lessons/learning-rate/check", json={"runs": [small, good]}).json()
    assert [one["met"] for one in found["conditions"]] == [True, True, False]


def test_a_run_that_was_changed_by_hand_is_measured_as_it_was() -> None:
    trainer = Trainer(configure({}))
    trainer.advance(150)
    trainer.update({"learning_rate": 0.3})
    trainer.edit([("W1", 0, 0, 3.5)])
    trainer.advance(750)
    trainer.seek(40)
    costs = trainer.history.rows[:, 1]
    asked = LESSONS.bodies[7].steps[1].conditions[0]
    for iteration in (0, 40, 149, 150, 151, 333, 900):
        condition = asked.model_copy(update={"iteration": iteration, "where": {}})
        reply = finish(judge({"run": past_of(trainer)}, [(1, condition)]))
        assert reply.conditions[0].value == costs[iteration]
        assert (trainer.iteration, trainer.reached) == (40, 900)


def test_a_diverged_run_is_measured_up_to_its_end() -> None:
    trainer = Trainer(configure(EXPLODING))
    trainer.advance(500)
    end, costs = trainer.iteration, trainer.history.rows[:, 1]
    assert trainer.ended
    asked = LESSONS.bodies[7].steps[2].conditions[0]
    for iteration in (1, end - 1):
        condition = asked.model_copy(update={"iteration": iteration, "where": {}})
        reply = finish(judge({"run": past_of(trainer)}, [(1, condition)])).conditions[0]
        assert (reply.met, reply.value) == (True, max(costs[: iteration + 1]))
    reply = finish(
        judge({"run": past_of(trainer)}, [(1, asked.model_copy(update={"where": {}}))])
    ).conditions[0]
    assert (reply.met, reply.iteration) == (True, end)  # however far it was to be trained
    final = asked.model_copy(update={"where": {}, "metric": "cost"})
    reply = finish(judge({"run": past_of(trainer)}, [(1, final)])).conditions[0]
    assert (reply.met, reply.found.en) == (False, f"the run has diverged at iteration {end}: reset it")


def test_a_metric_that_a_run_does_not_have_is_no_number() -> None:
    trainer = Trainer(configure({"data": {"source": "sine"}, "network": {"activation": "relu"}}))
    asked = LESSONS.bodies[0].steps[3].conditions[0]
    for metric in ("accuracy", "saturated_share", "first_iteration"):
        condition = asked.model_copy(update={"metric": metric, "cost": -1.0})
        reply = finish(judge({"run": past_of(trainer)}, [(1, condition)])).conditions[0]
        assert (reply.met, reply.value) == (False, None)
        assert reply.found.zh_CN


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_is_a_number_on_the_lab(metric: str) -> None:
    trainer = Trainer(configure({"data": {"source": "saddle"}} if metric == "r2" else {}))
    trainer.advance(100)
    value = finish(METRICS[metric].measure(Moment(trainer, cost=0.69)))
    assert value is not None
    assert value >= 0 or metric == "lowest_prediction"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "runs"),
        ({"runs": []}, "runs"),
        ({"runs": ["a"] * 5}, "runs"),
        ({"runs": ["aaaaaaaaaaaaaaaa"]}, "runs"),
        ({"runs": ["aaaaaaaaaaaaaaaa"], "step": 0}, "step"),
        ({"runs": ["aaaaaaaaaaaaaaaa"], "step": 5}, "step"),
        ({"runs": ["aaaaaaaaaaaaaaaa"] * 2}, "runs"),
        ({"runs": ["aaaaaaaaaaaaaaaa"], "steps": 1}, "steps"),
    ],
)
def test_a_check_of_what_is_not_there_is_refused(rest: httpx.Client, body: Any, field: str) -> None:
    answer = rest.post("/lessons/collapse/check", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_a_lesson_that_is_not_there_is_404(rest: httpx.Client) -> None:
    assert rest.get("/lessons/nothing").status_code == 404
    assert rest.post("/lessons/nothing/check", json={"runs": ["a"]}).status_code == 404
