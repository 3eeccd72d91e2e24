"""scripts/test: everything the tests need, with --peers the peers too, then pytest."""

import os
from collections.abc import Sequence

from bootstrap.chromium import ensure_chromium
from bootstrap.console import say
from bootstrap.node_packages import ensure_node_packages, node
from bootstrap.peers import ensure_peers
from bootstrap.places import DEVELOPMENT_LOCK, ROOT, VENV_PYTHON, isolated_environment
from bootstrap.python_packages import ensure_python_packages
from bootstrap.redis import ensure_redis

WHOLE = frozenset({"--peers", "--thorough"})
"""With these alone every test runs, on several cores; what else is said goes to pytest as it is."""
MOST = 4
"""Browsers at a time."""


def cores() -> int:
    """Return how many cores there are for this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_tests(arguments: Sequence[str]) -> int:
    """Install what is missing and become pytest; does not return."""
    if "--peers" in arguments:  # pytest is told as well: tests/conftest.py
        ensure_peers()
    ensure_python_packages(DEVELOPMENT_LOCK)
    ensure_node_packages()
    chromium = ensure_chromium()
    redis = ensure_redis()
    say(f"Testing with {chromium} and {redis or 'the Redis that is given'}")
    env = isolated_environment()
    env["SHALLOWSCOPE_TEST_CHROMIUM"] = str(chromium)
    env["SHALLOWSCOPE_TEST_NODE"] = node()
    if redis:
        env["SHALLOWSCOPE_TEST_REDIS_SERVER"] = str(redis)
    if WHOLE.issuperset(arguments):
        arguments = [*arguments, "-n", str(min(MOST, cores())), "--dist", "worksteal"]
    os.chdir(ROOT)
    os.execve(VENV_PYTHON, [VENV_PYTHON, "-m", "pytest", *arguments], env)  # noqa: S606 - no shell is wanted
