"""scripts/check: lint, types, import rules and formats of every language here; faults of packages."""

import argparse
import os
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bootstrap.audit import audit
from bootstrap.console import say
from bootstrap.node_packages import ensure_node_packages, node
from bootstrap.places import DEVELOPMENT_LOCK, NODE_MODULES, ROOT, VENV, isolated_environment
from bootstrap.python_packages import ensure_python_packages


@dataclass(frozen=True, slots=True)
class _Check:
    name: str
    command: tuple[str, ...]
    fix: tuple[str, ...] | None = None  # the same tool, mending what it can


def check(arguments: Sequence[str]) -> int:
    """Run every check and return 1 if any fails."""
    parser = argparse.ArgumentParser(
        prog="scripts/check", description=(__doc__ or "").partition(": ")[2], allow_abbrev=False
    )
    parser.add_argument("--fix", action="store_true", help="mend what can be mended first")
    fix = parser.parse_args(arguments).fix
    ensure_python_packages(DEVELOPMENT_LOCK)
    ensure_node_packages()
    checks = _checks()
    if fix:
        for mendable in checks:
            if mendable.fix:
                _run(mendable.fix)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        passed = list(pool.map(_passes, checks))
    passed += _answers()
    say(f"{sum(passed)} passed, {len(passed) - sum(passed)} failed")
    return 0 if all(passed) else 1


def _checks() -> list[_Check]:
    def tool(name: str, *arguments: str) -> tuple[str, ...]:
        return (str(VENV / "bin" / name), *arguments)

    def node_tool(path: str, *arguments: str) -> tuple[str, ...]:
        return (node(), str(NODE_MODULES / path), *arguments)

    biome = "@biomejs/biome/bin/biome"
    checks = [
        _Check("types of Python", tool("mypy")),
        _Check("lint of Python", tool("ruff", "check", "."), tool("ruff", "check", "--fix", ".")),
        _Check("format of Python", tool("ruff", "format", "--check", "."), tool("ruff", "format", ".")),
        _Check("imports between packages", tool("lint-imports")),
        _Check("types of JavaScript", node_tool("typescript/bin/tsc", "--project", ".")),
        _Check(
            "lint and format of JavaScript and CSS",
            node_tool(biome, "ci", "--colors=off"),
            node_tool(biome, "check", "--write", "--colors=off"),
        ),
        _Check("lint of templates", tool("djlint", "--lint", "--quiet", "templates")),
        _Check("lint of the Dockerfile", tool("hadolint", "Dockerfile")),
    ]
    shellcheck = VENV / "bin" / "shellcheck"
    if shellcheck.exists():  # it has no package for Linux on ARM
        files = sorted((ROOT / "scripts").iterdir())
        shell_scripts = [str(path) for path in files if path.is_file() and not path.suffix]
        checks.append(_Check("lint of shell scripts", (str(shellcheck), *shell_scripts, ".ci/run")))
    return checks


def _passes(each: _Check) -> bool:
    start = time.monotonic()
    done = _run(each.command)
    verdict = "FAILED" if done.returncode else "ok"
    say(f"{verdict:7} {each.name} ({time.monotonic() - start:.1f} s)")
    if done.returncode:
        say(done.stdout)
    return done.returncode == 0


def _answers() -> list[bool]:
    """Ask for known faults; what nobody answers counts neither way."""
    found = []
    for answer in audit():
        say(answer.line)
        if answer.passed is not None:
            found.append(answer.passed)
        if answer.passed is False:
            say(answer.said)
    return found


def _run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=ROOT,
        env=isolated_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
