"""Where everything lies: all that is fetched or written stays under the clone."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
VENV_PYTHON = str(VENV / "bin" / "python")
NODE_MODULES = ROOT / "node_modules"
RUNTIME_LOCK = ROOT / "requirements.txt"
DEVELOPMENT_LOCK = ROOT / "requirements-dev.txt"  # the runtime lock and more
PEERS_LOCK = ROOT / "requirements-peers.txt"  # beside the development lock
NODE_LOCK = ROOT / "package-lock.json"

# Settings of the caller's that would break the venv or, without bytecode, slow each start by a second.
_UNWANTED = (
    "PIP_PREFIX",
    "PIP_REQUIRE_VIRTUALENV",
    "PIP_TARGET",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
)


def environment() -> dict[str, str]:
    """Return the caller's environment with every cache moved into the clone."""
    env = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
    for name, folder in {
        "PIP_CACHE_DIR": "pip",
        "UV_CACHE_DIR": "uv",
        "npm_config_cache": "npm",
        "NODE_COMPILE_CACHE": "node",
        "PLAYWRIGHT_BROWSERS_PATH": "playwright",
        "XDG_CACHE_HOME": "xdg",
        "HYPOTHESIS_STORAGE_DIRECTORY": "hypothesis",
    }.items():
        env[name] = str(CACHE / folder)
    if not (Path.home() / ".rustup").exists():
        env["RUSTUP_HOME"] = str(CACHE / "rustup")  # pip asks rustc for its version, and rustup then writes
    env["PIP_USER"] = "0"
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    return env


def isolated_environment() -> dict[str, str]:
    """Return `environment()` with a home of its own: browsers and tools leave nothing in the user's."""
    home = CACHE / "home"
    temporary = CACHE / "tmp"
    for folder in (home, temporary):
        folder.mkdir(parents=True, exist_ok=True)
    env = environment()
    env["HOME"] = str(home)
    env["XDG_CONFIG_HOME"] = str(home / ".config")
    env["XDG_DATA_HOME"] = str(home / ".local" / "share")
    env["PYTEST_DEBUG_TEMPROOT"] = str(temporary)
    env["OPENBLAS_NUM_THREADS"] = "1"  # more threads are slower on matrices this small
    return env
