"""Parts of scripts/release-check: the image and compose.yaml, where there is an engine that runs them."""

import os
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bootstrap.console import Failed, say
from bootstrap.places import RUNTIME_LOCK, VENV_PYTHON
from bootstrap.python_packages import ensure_python_packages
from bootstrap.serving_check import free_port, healthy, read

ENGINES = ("docker", "podman")
HARDENED = (
    *("--read-only", "--tmpfs", "/tmp", "--cap-drop", "all", "--security-opt", "no-new-privileges"),  # noqa: S108
    *("--memory", "256m", "--pids-limit", "128"),
)
USERS = 20
IMAGE, NAME = "shallowscope-release-check", "shallowscope-release-check"
STOPPED_WITHIN = 5.0
HEALTHY_WITHIN = 60.0
UP = "docker compose up --detach --build --wait"
SCALE = "docker compose --profile scale up --detach --build --wait proxy"
BACKUP = (
    "docker compose exec -T shallowscope python -c \"import sqlite3; sqlite3.connect('/data/runs.db')"
    ".backup(sqlite3.connect('/data/copy.db'))\"",
    "docker compose cp shallowscope:/data/copy.db copy.db",
    "docker compose exec -T shallowscope rm /data/copy.db",
)
RESTORE = (
    "docker compose stop",
    'docker compose run --rm -T shallowscope python -c "import pathlib, sys; [file.unlink() for file in'
    " pathlib.Path('/data').glob('runs.db*')];"
    " pathlib.Path('/data/runs.db').write_bytes(sys.stdin.buffer.read())\" < copy.db",
    "docker compose up --detach --wait",
)
COMPOSED = (UP, *BACKUP, *RESTORE, SCALE)
"""As README.md and docs/deployment.md have them."""


def check_container(clone: Path) -> str | None:
    """Build the image, start it fenced in, let twenty users stream, and stop it."""
    engine, why = _engine()
    if engine is None:
        return why
    try:
        _run([engine, "build", "--quiet", "--tag", IMAGE, str(clone)])
    except Failed as failure:
        if _lacks_images(str(failure)):
            return f"{engine} cannot get the base image"
        raise
    ensure_python_packages(RUNTIME_LOCK)  # the users are a program of ours
    port = free_port()
    publish = f"127.0.0.1:{port}:8000"
    _run([engine, "run", "--detach", "--name", NAME, "--publish", publish, *HARDENED, IMAGE])
    try:
        _wait_for(lambda: healthy(port), "the container is never healthy")
        if b"<html" not in read(port, "/"):
            raise Failed("the container has no page")
        _inside(engine, "import os; raise SystemExit(os.getuid() == 0)", "it runs as root")
        _inside(engine, "import os; raise SystemExit(os.access('/srv', os.W_OK))", "its root can be written")
        visit = ["-m", "benchmarks.streaming.visit", "--port", str(port), "--users", str(USERS)]
        say(_run([VENV_PYTHON, "-P", *visit], env=os.environ | {"PYTHONPATH": str(clone)}, cwd=clone).strip())
        start = time.monotonic()
        _run([engine, "stop", NAME])
        if time.monotonic() - start > STOPPED_WITHIN:
            raise Failed(f"the container took more than {STOPPED_WITHIN:.0f} s to stop")
    finally:
        subprocess.run([engine, "rm", "--force", NAME], capture_output=True, check=False)
    return None


def check_compose(clone: Path) -> str | None:
    """Have compose.yaml read, and start what the documentation starts."""
    engine, why = _engine(*ENGINES[:1])
    if engine is None:
        return why
    if subprocess.run([engine, "compose", "version"], capture_output=True, check=False).returncode:
        return "docker has no compose"
    for profile in ((), ("--profile", "scale")):
        _run([engine, "compose", *profile, "config", "--quiet"], cwd=clone)
    ports = {"LISTEN": free_port(), "SCALE_LISTEN": free_port()}
    env = os.environ | {name: f"127.0.0.1:{port}" for name, port in ports.items()}
    env["COMPOSE_PROJECT_NAME"] = NAME
    try:
        for line in (UP, *BACKUP, *RESTORE):
            _line(line, clone, env)
        _wait_for(lambda: healthy(ports["LISTEN"]), "what compose has started is never healthy")
        _line(SCALE, clone, env)
        _wait_for(lambda: healthy(ports["SCALE_LISTEN"]), "the proxy is never healthy")
        _without_a_server(engine, clone, env, ports["SCALE_LISTEN"])
    except Failed as failure:
        if _lacks_images(str(failure)):
            return "the configuration is right; docker cannot get the images"
        raise
    finally:
        down = [engine, "compose", "--profile", "scale", "down", "--volumes", "--timeout", "5"]
        subprocess.run(down, cwd=clone, env=env, capture_output=True, check=False)
    return None


def _without_a_server(engine: str, clone: Path, env: Mapping[str, str], port: int) -> None:
    """Kill one of the two servers: the other answers."""
    found = _run([engine, "compose", "ps", "--quiet", "server"], cwd=clone, env=env).split()
    if len(found) != 2:
        raise Failed(f"{len(found)} servers run, not 2")
    _run([engine, "kill", found[0]])
    _wait_for(lambda: all(healthy(port) for _ in range(10)), "with one server gone the proxy does not answer")


def _engine(*names: str) -> tuple[str | None, str]:
    """Return an engine that answers; or None, and why there is none."""
    why = "there is no docker or podman here"
    for name in names or ENGINES:
        if program := shutil.which(name):
            if not subprocess.run([program, "info"], capture_output=True, check=False).returncode:
                return program, ""
            why = f"{name} is here but does not answer"
    return None, why


def _lacks_images(said: str) -> bool:
    """Say whether an engine failed because it reaches no registry."""
    signs = ("pull", "registry", "dial tcp", "no such host", "network is unreachable", "pinging container")
    return any(sign in said.lower() for sign in signs)


def _inside(engine: str, program: str, why: str) -> None:
    """Run a program in the container that ends with 0 if all is well."""
    if subprocess.run([engine, "exec", NAME, "python", "-c", program], check=False).returncode:
        raise Failed(f"the container: {why}")


def _line(line: str, clone: Path, env: Mapping[str, str]) -> None:
    """Run a line of the documentation, with what it reads from a file."""
    say(line)
    words, _, source = line.partition(" < ")
    command = shlex.split(words)
    given = (clone / source).read_bytes() if source else b""
    done = subprocess.run(command, cwd=clone, env=env, input=given, capture_output=True, check=False)
    if done.returncode:
        raise Failed(f"{line}: ended with {done.returncode}\n{done.stderr.decode(errors='replace')}")


def _wait_for(there: Callable[[], bool], why: str) -> None:
    end = time.monotonic() + HEALTHY_WITHIN
    while not there():
        if time.monotonic() > end:
            raise Failed(why)
        time.sleep(0.2)


def _run(command: Sequence[str], *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    done = subprocess.run(
        command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"{' '.join(command)[:200]} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout
