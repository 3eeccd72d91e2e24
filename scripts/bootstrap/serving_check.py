"""A part of scripts/release-check: the server, started by each line of the documentation that starts one."""

import os
import shlex
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bootstrap.console import Failed, say
from bootstrap.redis import ensure_redis

STARTS = (
    "scripts/run",
    "scripts/run --host 0.0.0.0 --no-browser",
    "scripts/run --root-path /lab --no-browser",
    "SHALLOWSCOPE_STORE=redis://127.0.0.1:6379/0 scripts/run --workers 2 --no-browser",
)
"""As README.md and docs/ have them; here each gets a port of its own."""
HEALTHY_WITHIN = 300.0
"""Seconds, the first installation included."""
STOPPED_WITHIN = 10.0


def check_served(clone: Path) -> None:
    """Start each, ask for the page, and end it."""
    with tempfile.TemporaryDirectory() as folder:
        for line in STARTS:
            say(line)
            if "redis://" in line:
                with _redis(Path(folder)) as port:
                    _check(clone, line.replace("6379", str(port)), folder)
            else:
                _check(clone, line, folder)


def _check(clone: Path, line: str, folder: str) -> None:
    words = shlex.split(line)
    settings = dict(word.split("=", 1) for word in words if word.startswith("SHALLOWSCOPE_"))
    program, *options = [word for word in words if "=" not in word]
    port = free_port()
    # No browser, no runs among the user's own, no lines that nobody reads.
    env = os.environ | settings | {"CI": "1", "XDG_DATA_HOME": folder, "SHALLOWSCOPE_LOG_LEVEL": "warning"}
    command = [str(clone / program), *options, "--port", str(port)]
    server = subprocess.Popen(command, cwd=clone, env=env)
    try:
        _wait(server, port, line)
        page = read(port, "/")
        if b"<html" not in page:
            raise Failed(f"{line}: no page")
    finally:
        server.send_signal(signal.SIGTERM)
        start = time.monotonic()
        server.wait(HEALTHY_WITHIN)
    if time.monotonic() - start > STOPPED_WITHIN:
        raise Failed(f"{line}: took more than {STOPPED_WITHIN:.0f} s to stop")


def _wait(server: "subprocess.Popen[bytes]", port: int, line: str) -> None:
    end = time.monotonic() + HEALTHY_WITHIN
    while not healthy(port):
        if server.poll() is not None or time.monotonic() > end:
            raise Failed(f"{line}: never healthy")
        time.sleep(0.2)


def healthy(port: int) -> bool:
    """Say whether a server there says that it is."""
    try:
        return b"ok" in read(port, "/healthz")
    except OSError:
        return False


def read(port: int, path: str) -> bytes:
    """Return what is at a path of a server of this machine."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        found: bytes = answer.read()
    return found


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _redis(folder: Path) -> Iterator[int]:
    port, program = free_port(), ensure_redis()
    if program is None:
        raise Failed("there is no redis-server")
    command = [str(program), "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ)
    try:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait()
