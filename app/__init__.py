"""Shallowscope's server: runs of `core`, over REST and WebSocket, and the page that shows them."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

__version__: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
