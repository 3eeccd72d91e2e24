"""The examples run against a server, as programs and as notebooks, which are the same."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import ROOT
from wording.notebooks import EXAMPLES, render

PROGRAMS = sorted(EXAMPLES.glob("*.py"))
SAID = {
    "rest_quickstart": [
        "cost at iteration 0: 0.693048",
        "cost at iteration 1000: 0.288083",
        "brought back at",
    ],
    "watch_live": ["iteration 1000: cost ", " frames"],
}
WRITTEN = {
    "rest_quickstart": {
        "shallowscope_planar_flower_1000.npz",
        "shallowscope_planar_flower_1000.html",
        "shallowscope_planar_flower_1000_numpy.py",
    },
    "watch_live": {"watch_live.html"},
}
EACH = pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)


def code_of(notebook: Path) -> str:
    """Return the code cells of a notebook, one after the other."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def execute(text: str, server: str, folder: Path) -> str:
    """Run a program in a folder of its own; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-I", "-"],
        input=text,
        cwd=folder,
        env=os.environ | {"SHALLOWSCOPE_URL": server},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    return done.stdout


def test_there_are_two_examples() -> None:
    assert [program.stem for program in PROGRAMS] == list(SAID)
    assert EXAMPLES.parent == ROOT


@EACH
def test_a_notebook_is_in_step_with_its_program(program: Path) -> None:
    kept = program.with_suffix(".ipynb").read_text("utf-8")
    assert kept == render(program.read_text("utf-8")), "run: .venv/bin/python -m wording.notebooks"
    notebook = json.loads(kept)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert len({cell["id"] for cell in notebook["cells"]}) == len(notebook["cells"]) > 5
    assert notebook["cells"][0]["source"][0].startswith("# ")


@EACH
@pytest.mark.parametrize("as_notebook", [False, True], ids=["program", "notebook"])
def test_an_example_does_what_it_says(
    program: Path, server: str, tmp_path: Path, *, as_notebook: bool
) -> None:
    text = code_of(program.with_suffix(".ipynb")) if as_notebook else program.read_text("utf-8")
    said = execute(text, server, tmp_path)
    assert all(words in said for words in SAID[program.stem]), said
    assert {path.name for path in tmp_path.iterdir()} == WRITTEN[program.stem]
