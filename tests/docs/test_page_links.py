"""Links of the documentation into the page: its own reader finds no fault, and the runs do what is said."""

import json
import os
import re
import subprocess
from typing import Any

import pytest

from app import ROOT
from app.catalog import make_catalog
from app.settings import Settings
from core.configuration import configure
from core.trainer import Trainer
from tests.docs.pages import PAGES, name_of, text_of

LINK = re.compile(r"http://127\.0\.0\.1:8000/[^\s)\"#]*#([^\s)\"|]+)")
READ = """
import { readAddress } from "./static/js/address.js";
import { readFileSync } from "node:fs";
const { catalog, fragments } = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(fragments.map((fragment) => readAddress(fragment, catalog))));
"""
LESSONS = text_of(ROOT / "docs" / "teaching.md")


def read(fragments: list[str]) -> list[dict[str, Any]]:
    """Return what the page reads out of these addresses."""
    given = {"catalog": make_catalog(Settings()).model_dump(mode="json"), "fragments": fragments}
    done = subprocess.run(
        [os.environ["SHALLOWSCOPE_TEST_NODE"], "--input-type=module", "--eval", READ],
        cwd=ROOT,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_the_page_reads_every_link_without_a_fault() -> None:
    links = [(name_of(page), fragment) for page in PAGES for fragment in LINK.findall(text_of(page))]
    assert len(links) > 10
    for (page, fragment), address in zip(links, read([fragment for _, fragment in links]), strict=True):
        assert address is not None, f"{page}: {fragment}"
        assert address["faults"] == [], f"{page}: {fragment}"


def trained(choices: dict[str, Any], iterations: int) -> Trainer:
    """Return a run of these choices, by path, after so many iterations."""
    nested: dict[str, Any] = {}
    for path, value in choices.items():
        *sections, name = path.split(".")
        inner = nested
        for section in sections:
            inner = inner.setdefault(section, {})
        inner[name] = value
    trainer = Trainer(configure(nested))
    if iterations:
        trainer.advance(iterations)
    return trainer


def networks(title: str) -> list[dict[str, Any]]:
    """Return the networks that a lesson's link opens."""
    (row,) = [line for line in LESSONS.splitlines() if line.startswith(f"| **{title}")]
    ((_, fragment),) = re.findall(r"\((http://127\.0\.0\.1:8000/#(\S+))\)", row)
    found: list[dict[str, Any]] = read([fragment])[0]["networks"]
    return found


def costs(title: str, iterations: int) -> list[float]:
    """Return the costs of a lesson's networks after so many iterations."""
    return [trained(choices, iterations).snapshot.train_cost for choices in networks(title)]


def test_lesson_3_finds_one_straight_line() -> None:
    (linear,) = networks("3 ")
    for width in (4, 64):
        run = trained(linear | {"network.hidden_width": width}, 1000).snapshot
        assert (round(run.train_cost, 4), run.train_accuracy) == (0.6731, 0.47)
    assert trained({}, 1000).snapshot.train_accuracy == pytest.approx(0.8925)


def test_lesson_4_has_the_order_that_it_tells() -> None:
    for choices, about in zip(networks("4 ")[:3], (2400, 660, 220), strict=True):
        assert trained(choices, int(0.9 * about)).snapshot.train_cost > 0.1
        assert trained(choices, int(1.1 * about)).snapshot.train_cost < 0.1
    relu = {"network.activation": "relu", "training.learning_rate": 0.5}
    assert trained(relu, 1000).snapshot.train_cost == pytest.approx(0.58, abs=0.005)


def test_lesson_5_fits_and_does_not() -> None:
    (fits,) = networks("5 ")
    assert trained(fits, 1000).snapshot.train_r2 == pytest.approx(0.92, abs=0.006)
    flat = trained(fits | {"network.output": "relu"}, 1000).snapshot.train_r2
    assert flat == pytest.approx(0.24, abs=0.006)


def test_lessons_2_and_6_by_hand() -> None:
    (xor,), (circles,) = networks("2 "), networks("6 ")
    wired = trained(xor, 0)
    rows = ((1, -1), (-1, 1), (1, 1), (-1, -1))
    weights = [("W1", unit, k, float(w)) for unit, row in enumerate(rows) for k, w in enumerate(row)]
    wired.edit([*weights, *(("W2", 0, unit, float(w)) for unit, w in enumerate((5, 5, -5, -5)))])
    assert wired.snapshot.train_accuracy == 1.0
    dead = trained(circles, 0)
    dead.edit([("b1", 0, 0, -10.0)])
    before = dead.parameters.W1[0].tolist()
    dead.advance(1000)
    assert dead.parameters.W1[0].tolist() == before


def test_lessons_8_to_10_end_where_they_say() -> None:
    crawl, run, _ = costs("8 ", 1000)
    assert (round(crawl, 3), round(run, 3)) == (0.689, 0.288)
    assert max(costs("8 ", iterations)[2] for iterations in (10, 50, 100)) > 1
    frozen, alike, learns = costs("9 ", 500)
    assert round(frozen, 4) == 0.6931
    assert learns < 0.35 < alike
    assert [round(cost, 3) for cost in costs("10 ", 100)[:3]] == [0.604, 0.335, 0.459]
    assert costs("10 ", 100)[3] == pytest.approx(91, abs=1)


def test_lesson_7_starts_at_the_costs_it_tells() -> None:
    (lab,) = networks("7 ")
    assert [round(trained(lab, k).snapshot.train_cost, 6) for k in (0, 1)] == [0.693048, 0.692981]
