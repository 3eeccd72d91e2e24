"""scripts/screenshots: a Chromium and what drives it, then the pictures."""

import os
from collections.abc import Sequence

from bootstrap.chromium import ensure_chromium
from bootstrap.places import DEVELOPMENT_LOCK, ROOT, VENV_PYTHON, isolated_environment
from bootstrap.python_packages import ensure_python_packages


def screenshots(arguments: Sequence[str]) -> int:
    """Install what is missing and become the program that takes them; does not return."""
    ensure_python_packages(DEVELOPMENT_LOCK)
    env = isolated_environment()
    env["SHALLOWSCOPE_TEST_CHROMIUM"] = str(ensure_chromium())
    env["SHALLOWSCOPE_STORE"] = "memory://"
    env["PYTHONPATH"] = str(ROOT)  # the working directory stays the caller's: --folder is a path of theirs
    command = [VENV_PYTHON, "-P", "-m", "tests.browser.screenshots", *arguments]
    os.execve(VENV_PYTHON, command, env)  # noqa: S606 - no shell is wanted
