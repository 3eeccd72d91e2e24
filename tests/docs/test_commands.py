"""Every command in the documentation has options that there are, and is executed by a test or a check."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from bootstrap import containers, release_check, serving_check
from bootstrap.commands import COMMANDS

from app import ROOT
from app.starting import parser
from tests.docs.pages import PAGES, commands, name_of, text_of
from tests.docs.test_api_guide import CURLS

EXECUTED = {
    **dict.fromkeys(serving_check.STARTS, "scripts/bootstrap/serving_check.py"),
    **dict.fromkeys(containers.COMPOSED, "scripts/bootstrap/containers.py"),
    "scripts/test": ".ci/run",
    "scripts/test --peers": ".ci/run",
    "scripts/test --peers --thorough": "scripts/bootstrap/release_check.py",
    "scripts/check": ".ci/run",
    ".ci/run": ".ci/run",
    "scripts/bench": "tests/test_benchmarks.py",
    "scripts/bench --streaming": "tests/test_streaming_benchmark.py",
    "scripts/bench --browser": "tests/browser/test_page_benchmark.py",
    "scripts/bench --load": "tests/test_load_benchmark.py",
    "scripts/bench --load --quick": "scripts/bootstrap/release_check.py",
    "scripts/screenshots": "tests/browser/test_screens.py",
    "scripts/lock": "tests/docs/test_dependencies.py",
    ".venv/bin/python -m scripts.wire_types": "tests/test_architecture.py",
    ".venv/bin/python -m scripts.translations": "tests/app/test_languages.py",
    ".venv/bin/python -m wording.notebooks": "tests/examples/test_notebooks.py",
    "scripts/release-check": "scripts/bootstrap/release_check.py",
}
"""What executes a command, in whole or in a short form."""
TYPED = {"README.md", "docs/api.md"}
"""Pages with lines of curl, which are executed from top to bottom."""
EACH = pytest.mark.parametrize("page", PAGES, ids=name_of)


@EACH
def test_every_command_is_executed_somewhere(page: Path) -> None:
    for line in commands(page):
        if name_of(page) in TYPED and re.match(r"(\w+=|\w+\(\) \{|curl )", line):
            continue
        assert line in EXECUTED, f"{line}: nothing executes it"
        assert (ROOT / EXECUTED[line]).is_file()


def test_what_is_executed_for_the_documentation_stands_in_it() -> None:
    lines = {line for page in PAGES for line in commands(page)}
    assert set(serving_check.STARTS) | set(containers.COMPOSED) <= lines


@cache
def help_of(name: str) -> str:
    """Return what a command says of itself; of scripts/run also what it passes on."""
    apart = {
        "bench": "benchmarks",
        "screenshots": "tests.browser.screenshots",
    }  # they install something first
    program = ["-m", apart[name]] if name in apart else ["scripts", name]
    done = subprocess.run(
        [sys.executable, *program, "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout + (parser().format_help() if name == "run" else "")


@EACH
def test_options_are_those_of_the_command(page: Path) -> None:
    """Also of those that are named within a sentence: `scripts/run --port 9000`."""
    named = re.findall(r"`([^`\n]*scripts/[a-z-]+ [^`\n]*)`", text_of(page))
    for line in [*commands(page), *named]:
        found = re.search(r"\bscripts/([a-z-]+)((?: \S+)*)", line)
        if found is None or found[1] not in COMMANDS or found[1] == "test":
            continue
        for option in re.findall(r"(?<= )--[a-z-]+", found[2]):
            assert option in help_of(found[1]), f"{line}: scripts/{found[1]} has no {option}"


def test_options_that_are_named_alone_there_are() -> None:
    """`--workers`, `--root-path` and the like, in text."""
    known = "".join(
        help_of(name) for name in ("run", "bench", "check", "lock", "release-check", "screenshots")
    )
    known += "--peers --thorough --profile --wait --fail-with-body --memory --read-only --cap-drop"
    for page in PAGES:
        for option in re.findall(r"`(--[a-z-]+)", text_of(page)):
            assert option in known, f"{name_of(page)}: {option}"


def test_every_command_of_the_project_is_told() -> None:
    text = text_of(ROOT / "CONTRIBUTING.md") + text_of(ROOT / "README.md")
    assert [name for name in COMMANDS if f"scripts/{name}" not in text] == []
    steps = {step.name for step in release_check.STEPS}
    assert {"tests", "check", "proofs", "served", "container", "compose"} <= steps


@pytest.mark.parametrize("curl", CURLS, ids=lambda command: Path(command.split()[-1]).stem)
def test_the_readmes_three_lines_do_what_they_say(curl: str, server: str, tmp_path: Path) -> None:
    lines = [line for line in commands(ROOT / "README.md") if "curl " in line]
    assert len(lines) == 3
    for name, command in (("curl", f'{curl} --fail-with-body "$@"'), ("python3", f'{sys.executable} "$@"')):
        (tmp_path / name).write_text(f"#!/bin/sh\nexec {command}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    script = "set -eu\n" + "\n".join(lines).replace("localhost:8000", server.removeprefix("http://"))
    done = subprocess.run(
        ["sh", "-c", script],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert '"iteration":1000' in done.stdout
