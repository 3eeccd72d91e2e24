"""The benchmark compares like with like, in turns, and tells what it found."""

import json
import os
import subprocess
import sys
from dataclasses import astuple
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from benchmarks import textbook
from benchmarks.loops import Loops
from benchmarks.measuring import LEAST_ROUNDS, Comparison, Contestant, alternate
from benchmarks.parts import STEP_BOUNDS, STEP_SIZES
from benchmarks.problems import draw, make_problem
from benchmarks.report import Row
from core.activations import ACTIVATIONS
from core.engine import Engine
from core.optimizers import OPTIMIZERS

ROOT = Path(__file__).resolve().parent.parent


def assert_same(engine: Engine, theirs: textbook.Textbook, iterations: int = 30) -> None:
    """Train both and compare costs and parameters."""
    costs = np.concatenate([engine.run(1) for _ in range(iterations)])
    assert_allclose(costs[:, 0], theirs.run(iterations), rtol=1e-10)
    ours = engine.layers.parameters()[0]
    for mine, other in zip(astuple(ours), astuple(theirs.parameters()), strict=True):
        assert_allclose(mine, other, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_textbook_trains_as_the_engine_does(activation: str) -> None:
    problem = make_problem(60, 5, activation)
    assert_same(problem.engine(), problem.textbook())


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_textbooks_optimizers_are_the_engines(optimizer: str) -> None:
    problem = make_problem(60, 5)
    assert_same(
        problem.engine(optimizer=optimizer), problem.textbook(textbook.OPTIMIZERS[optimizer](rate=0.01))
    )


@pytest.mark.parametrize("size", [1, 16])
def test_the_textbooks_mini_batches_are_the_engines(size: int) -> None:
    problem = make_problem(60, 5)
    theirs = textbook.MiniBatches(
        problem.X,
        problem.Y,
        problem.start,
        problem.form(),
        textbook.GradientDescent(0.01),
        size=size,
        whole_cost=True,
    )
    assert_same(problem.engine(batch_size=size), theirs)


def test_the_textbooks_frame_is_the_networks_forward_pass() -> None:
    problem = make_problem(60, 3)
    p = problem.textbook().p
    surface, maps = textbook.frame(p, np.tanh, -1.0, 2.0)
    corner = problem.network.forward(np.array([[2.0], [-1.0]]), problem.start)  # x1 high, x2 low
    assert surface.shape == (100, 100)
    assert surface[0, -1] == pytest.approx(corner.A2[0, 0])
    assert [unit.shape for unit in maps] == [(50, 50)] * 3
    assert [unit[0, -1] for unit in maps] == pytest.approx(corner.A1[:, 0])


def test_an_activation_that_has_no_textbook_form_is_measured_against_its_record() -> None:
    problem = make_problem(60, 3, "sine")
    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(textbook.FORMS, "sine")
        form = problem.form()
    z = np.linspace(-2.0, 2.0, 9)
    assert form.slope is not None
    assert_allclose(form.g(z), np.sin(z))
    assert_allclose(form.slope(z, form.g(z)), np.cos(z))


def test_contestants_take_turns_in_whole_units() -> None:
    calls: list[tuple[str, int]] = []

    def worker(name: str, unit: int) -> Contestant:
        def run(count: int) -> int:
            calls.append((name, count))
            return sum(range(100 * count))

        return Contestant(run, unit)

    timings = alternate({"A": worker("A", 1), "B": worker("B", 7)}, seconds=0.0)
    turns = calls[-2 * LEAST_ROUNDS :]
    assert [name for name, _ in turns] == ["A", "B"] * LEAST_ROUNDS
    assert {count for name, count in turns if name == "A"} == {turns[0][1]}
    assert turns[1][1] % 7 == 0
    found = timings.compare("A", "B", share=0.5)
    assert found.rounds == LEAST_ROUNDS
    assert found.ratio == pytest.approx(0.5 * timings.median("A") / timings.median("B"))


@pytest.mark.parametrize(
    ("ratio", "bound", "verdict"), [(0.4, 0.4, "ok"), (0.41, 0.4, "over"), (9.0, None, "")]
)
def test_a_row_tells_whether_it_keeps_its_bound(ratio: float, bound: float | None, verdict: str) -> None:
    row = Row("step", "m=1", "float64", "textbook", Comparison(ratio, 0.3, 0.5, 4e-6, 1e-5, 11), bound)
    assert row.verdict == verdict
    assert row.fields()["verdict"] == (verdict or None)
    assert row.line().endswith(verdict or f"{0.3:.2f} - {0.5:.2f}")


def test_every_size_has_a_bound_in_both_precisions() -> None:
    assert {precision: set(bounds) for precision, bounds in STEP_BOUNDS.items()} == {
        "float64": set(STEP_SIZES),
        "float32": set(STEP_SIZES),
    }


def test_networks_at_once_start_apart() -> None:
    problem = make_problem(60, 3)
    engine = problem.engine(starts=[draw(3, seed) for seed in range(4)])
    engine.run(1)
    assert len({float(p.W1[0, 0]) for p in engine.layers.parameters()}) == 4


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark as scripts/bench does, once everything is installed."""
    command = [sys.executable, "-P", "-m", "benchmarks", "--seconds", "0", *arguments]
    env = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_the_command_prints_and_writes_every_figure(tmp_path: Path) -> None:
    done = bench("frame", "--json", str(tmp_path / "found.json"))
    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "found.json").read_text("utf-8"))
    assert found["complete"]
    assert [row["case"] for row in found["rows"]] == [f"surface, {n_h} maps" for n_h in (4, 8, 32)] * 2
    assert [row["bound"] for row in found["rows"]] == [None, 0.2, None] + [None] * 3
    for row in found["rows"]:
        assert row["case"] in done.stdout
        assert row["ratio"] == pytest.approx(row["seconds"] / row["their_seconds"])
        assert row["rounds"] >= LEAST_ROUNDS
    assert "frame: surface, 8 maps ..." in done.stderr


def test_the_command_refuses_what_it_cannot_do() -> None:
    unknown = bench("nothing")
    assert unknown.returncode == 2
    assert "nothing is not a part: one of step, activations" in unknown.stderr
    unwritable = bench("frame", "--json", "/nowhere/found.json")
    assert unwritable.returncode == 2
    assert "--json /nowhere/found.json: No such file or directory" in unwritable.stderr


def test_the_loop_forms_compute_what_the_vectorised_pass_does() -> None:
    problem = Loops.draw(7)
    np.testing.assert_allclose(problem.examples(), problem.vectorised(), atol=1e-14)
    np.testing.assert_allclose(problem.units(), problem.vectorised(), atol=1e-14)
