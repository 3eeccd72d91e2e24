"""Known faults of the locked packages: asked of the services of uv and npm, where they can be reached."""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bootstrap.node_packages import npm
from bootstrap.places import DEVELOPMENT_LOCK, PEERS_LOCK, ROOT, VENV, isolated_environment

PIN = re.compile(r"^([a-z0-9][^\s=]*==[^\\\n]*?) \\$", re.MULTILINE)
PATIENCE = 120
"""Seconds that a service may take."""
FAULTS, UNREACHED = 1, 2
"""How uv ends when there are faults, and when it could not ask."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking: `passed` is None where nobody answered, `said` the words to show."""

    title: str
    passed: bool | None
    said: str = ""

    @property
    def line(self) -> str:
        """Return it in one line."""
        verdict = {True: "ok", False: "FAILED", None: "unasked"}[self.passed]
        why = ": no answer from the service that knows" if self.passed is None else ""
        return f"{verdict:7} {self.title}{why}"


def pins(*locks: Path) -> list[str]:
    """Return what the locks hold, each once, with its version and the systems that it is for."""
    found = (pin for lock in locks for pin in PIN.findall(lock.read_text(encoding="utf-8")))
    return list(dict.fromkeys(found))


def as_script(requirements: Sequence[str]) -> str:
    """Return a program that does nothing and needs these packages, as uv reads it."""
    needed = "".join(f"#   {json.dumps(requirement)},\n" for requirement in requirements)
    return f'# /// script\n# requires-python = ">=3.11"\n# dependencies = [\n{needed}# ]\n# ///\n'


def audit() -> Iterator[Answer]:
    """Ask about the packages of Python, then about those of the page's tools."""
    yield audit_python(pins(DEVELOPMENT_LOCK, PEERS_LOCK))
    yield audit_node()


def audit_python(requirements: Sequence[str], command: Sequence[str] = ()) -> Answer:
    """Ask about these packages of Python, by uv unless another command is given."""
    title = "known faults of the Python packages"
    uv = [str(VENV / "bin" / "uv"), "audit", "--preview-features", "audit-command", "--no-config"]
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "packages.py"
        script.write_text(as_script(requirements), encoding="utf-8")
        code, said = _run([*(command or uv), "--script", str(script)])
    return Answer(title, None if code not in (0, FAULTS) else code == 0, said)


def audit_node(command: Sequence[str] = ()) -> Answer:
    """Ask about the packages of package-lock.json, by npm unless another command is given."""
    title = "known faults of the JavaScript tools"
    code, said = _run([*(command or [*npm(), "audit", "--package-lock-only"]), "--json"])
    try:
        found = json.loads(said[said.index("{") :])
    except ValueError:
        return Answer(title, None, said)
    if "vulnerabilities" not in found:
        return Answer(title, None, said)
    return Answer(title, code == 0, said)


def _run(command: Sequence[str]) -> tuple[int, str]:
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=isolated_environment() | {"UV_HTTP_RETRIES": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return UNREACHED, f"no answer in {PATIENCE} s"
    return done.returncode, done.stdout + done.stderr
