"""The virtual environment: made from a lock, mended when it is half-made, left alone when it is current."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bootstrap.console import Failed, run_quietly, show_progress, step
from bootstrap.installing import digest, one_at_a_time, reason, write_whole
from bootstrap.places import DEVELOPMENT_LOCK, ROOT, RUNTIME_LOCK, VENV, VENV_PYTHON, environment

_MARKER = VENV / "installed.json"


@dataclass(frozen=True, slots=True)
class _Installed:
    """What the venv holds. It is written last, so a venv without it is half-made."""

    root: str  # a venv does not survive being moved
    python: str
    locks: list[str]


def ensure_python_packages(lock: Path) -> None:
    """Make `.venv` hold what the lock names. Raises Stop with the reason when it cannot."""
    if _holds(lock):
        return
    with one_at_a_time() as turn:
        if _holds(lock):  # another start has done it meanwhile
            return
        if not _is_sound():
            _make_venv(turn)
        _install(lock, turn)


def _holds(lock: Path) -> bool:
    installed = _read_marker()
    return installed is not None and digest(lock) in installed.locks and _is_sound()


def _is_sound() -> bool:
    """Tell whether the venv was finished, lies where it was made, and its Python still runs."""
    installed = _read_marker()
    if installed is None or installed.root != str(ROOT):
        return False
    if "PYTHON" in os.environ and installed.python != _version(sys.executable):
        return False  # another one is asked for
    return installed.python == _version(VENV_PYTHON)


def _version(python: str) -> str | None:
    command = [python, "-I", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def _read_marker() -> _Installed | None:
    try:
        return _Installed(**json.loads(_MARKER.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _make_venv(turn: int) -> None:
    with step(f"Making .venv with Python {sys.version.split()[0]}"):
        if VENV.is_symlink():
            VENV.unlink()
        elif VENV.exists():
            shutil.rmtree(VENV)
        try:
            run_quietly(
                [sys.executable, "-m", "venv", str(VENV)], env=environment(), cwd=ROOT, keep_open=[turn]
            )
        except Failed as failure:
            raise reason("The virtual environment", str(failure)) from None


def _install(lock: Path, turn: int) -> None:
    _MARKER.unlink(missing_ok=True)
    install_lock(lock, turn)
    contained = {lock, RUNTIME_LOCK} if lock == DEVELOPMENT_LOCK else {lock}
    installed = _Installed(str(ROOT), str(_version(VENV_PYTHON)), sorted(map(digest, contained)))
    write_whole(_MARKER, json.dumps(asdict(installed)))


def install_lock(lock: Path, turn: int) -> None:
    """Install what a lock names, with progress. Raises Stop with the reason when it cannot."""
    total = len(re.findall(r"^[\w.-]+==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    seen = 0

    def show_package(line: str) -> None:
        nonlocal seen
        if line.startswith("Collecting "):
            seen += 1
            show_progress(f"{seen} of {total}: {line.split()[1]}")
        elif line.startswith("Installing "):
            show_progress("unpacking")

    with step(f"Installing the {total} Python packages of {lock.name}"):
        try:
            pip_install("--require-hashes", "--requirement", str(lock), turn=turn, on_line=show_package)
        except Failed as failure:
            raise reason("The Python packages", str(failure)) from None
        finally:
            show_progress("")


def pip_install(*arguments: str, turn: int, on_line: Callable[[str], None] = lambda line: None) -> None:
    """Run pip in the venv. Raises Failed with what it printed."""
    # Bytecode is made when a module is first imported; all of it at once takes as long as the rest.
    pip = [VENV_PYTHON, "-m", "pip", "install", "--no-input", "--no-compile", "--retries=2"]
    run_quietly([*pip, *arguments], env=environment(), cwd=ROOT, on_line=on_line, keep_open=[turn])
