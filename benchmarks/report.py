"""What was measured, as a table and as JSON."""

import json
import os
import platform
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from benchmarks.measuring import Comparison

COLUMNS = f"{'':30} {'ours':>9}   {'against':<24} {'':>9}  {'ratio':>5}  {'middle half':13}  bound"

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: `case` and `ours` say what was measured, `against` what it is divided by."""

    part: str
    case: str
    ours: str
    against: str
    comparison: Comparison
    bound: float | None = None
    peak_bytes: int | None = None
    """The most memory that ours held, where it was measured."""

    @property
    def verdict(self) -> str:
        """`ok` or `over` where there is a bound."""
        if self.bound is None:
            return ""
        return "ok" if self.comparison.ratio <= self.bound else "over"

    def line(self) -> str:
        """Return it as a line of the table."""
        found = self.comparison
        text = (
            f"{self.case + ', ' + self.ours:30} {_time(found.seconds)}   {self.against:<24}"
            f" {_time(found.their_seconds)}  {found.ratio:5.2f}  {f'{found.low:.2f} - {found.high:.2f}':13}"
        )
        if self.bound is not None:
            text += f"  <= {self.bound:.2f} {self.verdict}"
        if self.peak_bytes is not None:
            text += f"  {self.peak_bytes / 1e6:8.2f} MB"
        return text.rstrip()

    def fields(self) -> dict[str, Any]:
        """Return it for JSON."""
        own = {"part": self.part, "case": self.case, "ours": self.ours, "against": self.against}
        more = {"bound": self.bound, "verdict": self.verdict or None, "peak_bytes": self.peak_bytes}
        return own | asdict(self.comparison) | more


def _time(seconds: float) -> str:
    if seconds < 1e-3:
        return f"{seconds * 1e6:6.1f} us"
    return f"{seconds * 1e3:6.2f} ms"


def setting(peers: Mapping[str, str]) -> dict[str, Any]:
    """Return what the figures depend on besides core; `peers` are names and versions."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "blas": f"{blas['name']} {blas['version']}",
        "blas_threads": os.environ.get("OPENBLAS_NUM_THREADS"),
        "machine": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "peers": dict(peers),
    }


def to_json(rows: Sequence[Fields], about: Fields, *, left_out: Sequence[str], complete: bool) -> str:
    """Return everything as JSON text."""
    found = {
        "complete": complete,
        "setting": dict(about),
        "left_out": list(left_out),
        "rows": list(rows),
    }
    return json.dumps(found, indent=1) + "\n"


def show_progress(text: str) -> None:
    """Tell on standard error what is measured now: overwritten on a terminal, a line each elsewhere."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
    elif text:
        print(text, file=sys.stderr, flush=True)
