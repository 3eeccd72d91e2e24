"""What the page's script imports, found in the sources, so that a browser fetches it all at once."""

import re
from functools import lru_cache
from pathlib import Path

from app import ROOT

SCRIPTS = ROOT / "static" / "js"
IMPORTED = re.compile(r'^(?:import|export|\}).*\bfrom "(\.[^"]+)";$|^import "(\.[^"]+)";$', re.MULTILINE)


@lru_cache
def imported_by(script: str) -> tuple[str, ...]:
    """Return what a script of static/js imports, and what that imports, as paths below static/js."""
    found: dict[str, None] = {}
    _follow(SCRIPTS / script, found)
    return tuple(found)


def _follow(path: Path, found: dict[str, None]) -> None:
    for plain, bare in IMPORTED.findall(path.read_text(encoding="utf-8")):
        target = (path.parent / (plain or bare)).resolve()
        name = target.relative_to(SCRIPTS).as_posix()
        if name not in found:
            found[name] = None
            _follow(target, found)
