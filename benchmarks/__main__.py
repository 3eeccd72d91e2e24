"""The command line of the benchmark, as scripts/bench calls it."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.inside import measure_apart
from benchmarks.parts import PARTS
from benchmarks.report import COLUMNS, setting, to_json


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and return the exit code."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    about, missing = setting(peers.installed()), peers.left_out()
    rows: list[dict[str, Any]] = []

    def save(*, complete: bool) -> None:
        if options.json:
            text = to_json(rows, about, left_out=missing, complete=complete)
            options.json.write_text(text, encoding="utf-8")

    try:
        save(complete=False)  # a path that cannot be written shows now, not after minutes
    except OSError as error:
        print(f"--json {options.json}: {error.strerror}", file=sys.stderr)
        return 2
    print(", ".join(f"{name} {value}" for name, value in about.items() if name != "peers"))
    print("peers: " + (", ".join(f"{name} {version}" for name, version in about["peers"].items()) or "none"))
    if missing:
        print(
            f"left out, since not installed: {', '.join(missing)}; --peers installs PyTorch and scikit-learn"
        )
    for name in options.parts:
        print(f"\n{name}: {PARTS[name].title}\n{COLUMNS}", flush=True)
        for memory in PARTS[name].memories:
            more, code = measure_apart(name, memory, options.seconds)
            rows += more
            save(complete=False)
            if code:
                print(f"Stopped after {len(rows)} figures.", flush=True)
                return 1 if code > 1 else 128 + signal.SIGINT
    save(complete=True)
    over = sum(row["verdict"] == "over" for row in rows)
    print(f"\n{sum(row['verdict'] == 'ok' for row in rows)} figures within their bounds, {over} over")
    return 1 if over and options.fail else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measure how fast core is. Every figure is a ratio of medians, measured alternately.",
        epilog="Parts: " + "; ".join(f"{name}: {part.title}" for name, part in PARTS.items()) + ".",
        allow_abbrev=False,
    )
    parser.add_argument("parts", nargs="*", type=_part, metavar="PART", help="what to measure (default: all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there, too")
    parser.add_argument(
        "--seconds", type=_seconds, default=0.7, help="time for each that is measured (default: %(default)s)"
    )
    parser.add_argument(
        "--assert", dest="fail", action="store_true", help="exit with 1 if a bound is exceeded"
    )
    parser.add_argument("--peers", action="store_true", help="install PyTorch and scikit-learn first")
    parser.set_defaults(parts=list(PARTS))
    return parser


def _part(text: str) -> str:
    if text not in PARTS:
        raise argparse.ArgumentTypeError(f"{text} is not a part: one of {', '.join(PARTS)}")
    return text


def _seconds(text: str) -> float:
    if not 0.0 <= float(text) <= 60.0:
        raise argparse.ArgumentTypeError(f"{text} must be between 0 and 60")
    return float(text)


if __name__ == "__main__":
    sys.exit(main())
