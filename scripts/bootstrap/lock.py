"""scripts/lock: resolve pyproject.toml and package.json again, for every platform and Python at once."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from bootstrap.console import Failed, run_quietly, step
from bootstrap.installing import reason
from bootstrap.node_packages import npm
from bootstrap.places import DEVELOPMENT_LOCK, NODE_LOCK, PEERS_LOCK, ROOT, RUNTIME_LOCK, VENV, environment
from bootstrap.python_packages import ensure_python_packages

OLDEST_PYTHON = "3.11"


def lock(arguments: Sequence[str]) -> int:
    """Write the four locks; versions stay as they are unless they must change or --upgrade is given."""
    parser = argparse.ArgumentParser(
        prog="scripts/lock",
        description="Renew requirements.txt, requirements-dev.txt and requirements-peers.txt from"
        " pyproject.toml, and package-lock.json from package.json. Versions that still fit stay.",
        allow_abbrev=False,
    )
    parser.add_argument("--upgrade", action="store_true", help="take the newest version of everything")
    upgrade = parser.parse_args(arguments).upgrade
    ensure_python_packages(DEVELOPMENT_LOCK)
    _lock_python(RUNTIME_LOCK, "pyproject.toml", upgrade=upgrade)
    # Constrained by the runtime lock: the tests see the versions that are served.
    _lock_python(
        DEVELOPMENT_LOCK,
        "pyproject.toml",
        "--group=dev",
        f"--constraints={RUNTIME_LOCK.name}",
        upgrade=upgrade,
    )
    # Without the project's own packages: it is installed beside the development lock.
    _lock_python(PEERS_LOCK, "--group=peers", f"--constraints={DEVELOPMENT_LOCK.name}", upgrade=upgrade)
    _lock_node(upgrade=upgrade)
    return 0


def _lock_python(target: Path, *sources: str, upgrade: bool) -> None:
    command = [str(VENV / "bin" / "uv"), "pip", "compile", *sources, "--output-file", target.name]
    command += ["--universal", "--python-version", OLDEST_PYTHON, "--generate-hashes"]
    # The machine's own configuration may name other indexes; what they hold must not get into the lock.
    command += ["--no-config", "--annotation-style", "line", "--custom-compile-command", "scripts/lock"]
    if upgrade:
        command.append("--upgrade")
    _run(f"Locking {target.name}", command)


def _lock_node(*, upgrade: bool) -> None:
    settings = ["--ignore-scripts", "--no-fund", "--no-audit"]
    if upgrade:
        NODE_LOCK.unlink(missing_ok=True)
    # Without addresses the lock serves whatever registry or mirror its reader uses.
    only_lock = ["--package-lock-only", "--omit-lockfile-registry-resolved"]
    _run(f"Locking {NODE_LOCK.name}", [*npm(), "install", *only_lock, *settings])
    # A registry that lacks a platform's package gets a lock that cannot be installed.
    _run("Trying the lock", [*npm(), "ci", "--dry-run", *settings])


def _run(title: str, command: Sequence[str]) -> None:
    with step(title):
        try:
            run_quietly(command, env=environment(), cwd=ROOT)
        except Failed as failure:
            raise reason("The lock", str(failure)) from None
