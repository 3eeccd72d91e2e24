"""scripts/bench: what the benchmark needs, with --peers, --load and --browser more, then the benchmark."""

import os
from collections.abc import Sequence

from bootstrap.chromium import ensure_chromium
from bootstrap.peers import ensure_peers
from bootstrap.places import DEVELOPMENT_LOCK, ROOT, RUNTIME_LOCK, VENV_PYTHON, environment
from bootstrap.python_packages import ensure_python_packages
from bootstrap.redis import ensure_redis

LOAD = {"--load", "load"}
"""What asks for the part that has a Redis."""
_ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def bench(arguments: Sequence[str]) -> int:
    """Install what is missing and become the benchmark; does not return."""
    if "--peers" in arguments:
        ensure_peers()
    browser, load = ("--browser" in arguments), (LOAD & set(arguments))
    ensure_python_packages(DEVELOPMENT_LOCK if browser or load else RUNTIME_LOCK)
    env = environment() | dict.fromkeys(_ONE_THREAD, "1")
    env["PYTHONPATH"] = str(ROOT)  # the working directory stays the caller's: --json FILE is a path of theirs
    if browser:
        env["SHALLOWSCOPE_TEST_CHROMIUM"] = str(ensure_chromium())
    if load and (redis := ensure_redis()):
        env["SHALLOWSCOPE_TEST_REDIS_SERVER"] = str(redis)
    others = [argument for argument in arguments if argument != "--peers"]
    os.execve(VENV_PYTHON, [VENV_PYTHON, "-P", "-m", "benchmarks", *others], env)  # noqa: S606 - no shell is wanted
