"""Lessons as files: one more is a lesson more; with a wrong one the server does not start."""

import re
from pathlib import Path

import httpx
import pytest

from app import ROOT
from app.lessons import LessonError, read_lessons
from app.settings import Settings
from tests.app.test_lessons import Player
from tests.app.test_starting import refused
from tests.support import API, serve

FIRST = """
title = { en = "Warm up", zh-CN = "热身" }
goal = { en = "Train once.", zh-CN = "训练一次。" }
[[steps]]
fact = { en = "Here is a run.", zh-CN = "这是一次运行。" }
deed = { en = "Train to 5.", zh-CN = "训练到第 5 次。" }
setup.networks = [{ "network.hidden_width" = 2 }]
[[steps.conditions]]
metric = "cost"
iteration = 5
below = 0.7
"""
WIDTH, NETWORKS = '"network.hidden_width" = 2', '[{ "network.hidden_width" = 2 }]'
BELOW, METRIC = "below = 0.7", 'metric = "cost"'
FAULTS = (
    ("[[steps]]", "[[steps", "is not TOML: "),
    ("goal", "gaol", "goal: is required"),
    (
        "goal",
        "gaol",
        'gaol={"en":"Train once.","zh-CN":"训练一次。"}: is not a field: must be one of title, ',
    ),
    (', zh-CN = "热身"', "", "title.zh-CN: is required"),
    ('en = "Warm up"', 'en = ""', 'title.en="": must not be empty'),
    ("fact = {", "fast = {", "steps.0.fact: is required"),
    ("Here is a run.", "x" * 60, "steps.0.deed.en=72: must be at most 64 characters together with the fact"),
    (WIDTH, '"network.depth" = 2', "steps.0.setup.networks.0.network.depth=2: is not a field"),
    (WIDTH, '"network.hidden_width" = 0', "networks.0.network.hidden_width=0: must be from 1 to 256"),
    (WIDTH, f'{WIDTH}, "network.output" = "softmax", "data.source" = "sine"', "networks.0.network.output="),
    (NETWORKS, f"{NETWORKS[:-1]}, {{ 'data.noise' = 0.1 }}]", "networks.1: must be on the same data"),
    (NETWORKS, f"{NETWORKS}\nsetup.unit = 2", "steps.0.setup.unit=2: must be from 0 to 1"),
    (NETWORKS, f"{NETWORKS}\nsetup.panel = 'x'", 'steps.0.setup.panel="x": must be one of microscope, '),
    (NETWORKS, f"{NETWORKS}\nhighlight = 'x'", 'steps.0.highlight="x": must be one of network, '),
    (
        f"setup.networks = {NETWORKS}",
        "setup.iteration = 5",
        "setup.networks=[]: must be given where there are",
    ),
    (
        NETWORKS,
        f"{NETWORKS}\nsetup.edits = [{{ name = 'W1', row = 2, value = 1.0 }}]",
        "steps.0.setup.edits.0.row=2: must be from 0 to 1 for W1",
    ),
    (METRIC, 'metric = "price"', 'steps.0.conditions.0.metric="price": must be one of cost, '),
    (
        METRIC,
        'metric = "first_iteration"',
        "conditions.0.cost=null: is required: the metric is first_iteration",
    ),
    (BELOW, "", "conditions.0.at_least=null: must be given, or one of at_most, above, below, less_than"),
    (BELOW, f"{BELOW}\ncost = 1.0", "conditions.0.cost=1.0: is for first_iteration only"),
    (BELOW, f"{BELOW}\nunit = 1", "conditions.0.unit=1: must be left out for cost"),
    ("iteration = 5", "iteration = -5", "conditions.0.iteration=-5: must be from 0 to 100000"),
    (BELOW, f"{BELOW}\nwhere = {{ 'data.sauce' = 1 }}", "conditions.0.where.data.sauce=1: is not a field"),
    (BELOW, f"{BELOW}\nwhere = {{ 'data.source' = 'x' }}", 'conditions.0.where.data.source="x": must be'),
    (BELOW, f"{BELOW}\nwhere = {{ 'data.source' = {{ at_most = 1 }} }}", "only numbers have bounds"),
)
"""What is replaced in the file, by what, and what is said of it."""


def test_a_file_more_is_a_lesson_more(tmp_path: Path) -> None:
    (tmp_path / "20-warm-up.toml").write_text(FIRST, encoding="utf-8")
    for path in (ROOT / "lessons").glob("*.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    settings = Settings(lessons=tmp_path, log_level="warning")
    with serve(settings) as address, httpx.Client(base_url=address + API) as rest:
        last = rest.get("/lessons").json()["lessons"][-1]
        words = {
            "title": {"en": "Warm up", "zh-CN": "热身"},
            "goal": {"en": "Train once.", "zh-CN": "训练一次。"},
        }
        assert last == {"id": "warm-up", "number": 11, "steps": 1, "checked": [1], **words}
        player = Player(rest)
        player.set_up(rest.get("/lessons/warm-up").json()["steps"][0]["setup"])
        assert not player.check("warm-up", 1)["met"]
        player.train(5)
        assert player.check("warm-up", 1)["met"]


@pytest.mark.parametrize(("old", "new", "sentence"), FAULTS)
def test_a_wrong_file_is_told_by_file_field_and_rule(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    assert old in FIRST
    path = tmp_path / "1-warm-up.toml"
    path.write_text(FIRST.replace(old, new), encoding="utf-8")
    with pytest.raises(LessonError) as error:
        read_lessons(tmp_path)
    told = error.value.args
    assert any(fault.startswith(f"{path}: ") and sentence in fault for fault in told), told


def test_the_server_does_not_start_with_a_wrong_file(tmp_path: Path) -> None:
    (tmp_path / "warm-up.toml").write_text(FIRST, encoding="utf-8")
    (tmp_path / "2-warm-up.toml").write_text(FIRST.replace(METRIC, 'metric = "price"'), encoding="utf-8")
    named, metric = refused({"SHALLOWSCOPE_LESSONS": str(tmp_path)})
    assert named == f"{tmp_path}/warm-up.toml: must be named by number and id, such as 03-collapse.toml"
    assert metric.startswith(
        f'{tmp_path}/2-warm-up.toml: steps.0.conditions.0.metric="price": must be one of'
    )


def test_two_files_may_not_have_one_id_and_all_faults_are_told(tmp_path: Path) -> None:
    (tmp_path / "1-warm-up.toml").write_text(FIRST, encoding="utf-8")
    (tmp_path / "2-warm-up.toml").write_text(FIRST, encoding="utf-8")
    (tmp_path / "3-latin.toml").write_bytes("é".encode("latin-1"))
    with pytest.raises(LessonError) as error:
        read_lessons(tmp_path)
    assert error.value.args == (
        f"{tmp_path}/2-warm-up.toml: 1-warm-up.toml has this id already",
        f"{tmp_path}/3-latin.toml: must be written in UTF-8",
    )


def test_a_folder_must_be_there_and_may_be_empty(tmp_path: Path) -> None:
    assert read_lessons(tmp_path).bodies == ()
    with pytest.raises(LessonError, match="is not a folder with lessons"):
        read_lessons(tmp_path / "none")


def test_a_question_has_one_right_answer(tmp_path: Path) -> None:
    words = "{ en = 'a', zh-CN = '甲' }"
    option = f"{{ text = {words}, right = true }}"
    question = f"{{ ask = {words}, answer = {words}, options = [{option}, {option}] }}"
    path = tmp_path / "1-warm-up.toml"
    path.write_text(FIRST.replace(NETWORKS, f"{NETWORKS}\nquestion = {question}"), encoding="utf-8")
    with pytest.raises(
        LessonError, match=re.escape("steps.0.question.options=2: must have one that is right")
    ):
        read_lessons(tmp_path)
