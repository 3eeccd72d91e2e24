"""The command line of the benchmark, as scripts/bench calls it."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import peers
from benchmarks.inside import measure_apart
from benchmarks.parts import ALL_PARTS, BROWSER, LOAD, PARTS, STREAMING
from benchmarks.report import setting, to_json

QUICK = 0.2
"""Seconds for each that is measured when only the way is tried."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the table, and return the exit code."""
    options = _parse(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell's background jobs are told to ignore the first
        signal.signal(number, signal.default_int_handler)
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
        part = ALL_PARTS[name]
        print(f"\n{name}: {part.title}\n{part.columns}", flush=True)
        for memory in part.memories:
            more, code = measure_apart(
                name, memory, part.seconds if options.seconds is None else options.seconds
            )
            rows += more
            save(complete=False)
            if code:
                print(f"Stopped after {len(rows)} figures.", flush=True)
                return 1 if code > 1 else 128 + signal.SIGINT
    save(complete=True)
    over = sum(row["verdict"] == "over" for row in rows)
    print(f"\n{sum(row['verdict'] == 'ok' for row in rows)} figures within their bounds, {over} over")
    return 1 if over and options.fail else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    options = parser.parse_args(arguments)
    for asked, parts in ((options.streaming, STREAMING), (options.load, LOAD), (options.browser, BROWSER)):
        options.parts += [name for name in parts if asked and name not in options.parts]
    options.parts = options.parts or list(PARTS)
    if (STREAMING | LOAD).keys() & options.parts and not hasattr(os, "sched_setaffinity"):
        parser.error("streaming is measured on Linux only: a server has a core of its own there")
    if BROWSER.keys() & options.parts and "SHALLOWSCOPE_TEST_CHROMIUM" not in os.environ:
        parser.error("the page is measured in the Chromium that scripts/bench --browser finds or installs")
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description="Measure how fast core is, in ratios of medians measured in turns; the server; the page.",
        epilog="; ".join(
            f"{about}: " + "; ".join(f"{name}: {part.title}" for name, part in parts.items())
            for about, parts in (
                ("Parts", PARTS),
                ("of --streaming", STREAMING),
                ("of --load", LOAD),
                ("of --browser", BROWSER),
            )
        )
        + ".",
        allow_abbrev=False,
    )
    parser.add_argument(
        "parts", nargs="*", type=_part, metavar="PART", help="what to measure (default: all of core's)"
    )
    parser.add_argument(
        "--streaming", action="store_true", help="measure the server: clients on the other core"
    )
    parser.add_argument(
        "--load",
        action="store_true",
        help="measure how many users a server carries, and what one costs",
    )
    parser.add_argument(
        "--browser", action="store_true", help="measure the page: frames painted, work a frame, first load"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there, too")
    parser.add_argument(
        "--seconds", type=_seconds, help="time for each that is measured (default: 0.7, streaming 6 to 24)"
    )
    parser.add_argument(
        "--quick",
        action="store_const",
        const=QUICK,
        dest="seconds",
        help="try all of it in little time: the figures say nothing",
    )
    parser.add_argument(
        "--assert", dest="fail", action="store_true", help="exit with 1 if a bound is exceeded"
    )
    parser.add_argument("--peers", action="store_true", help="install PyTorch and scikit-learn first")
    return parser


def _part(text: str) -> str:
    if text not in ALL_PARTS:
        raise argparse.ArgumentTypeError(f"{text} is not a part: one of {', '.join(ALL_PARTS)}")
    return text


def _seconds(text: str) -> float:
    if not 0.0 <= float(text) <= 60.0:
        raise argparse.ArgumentTypeError(f"{text} must be between 0 and 60")
    return float(text)


if __name__ == "__main__":
    sys.exit(main())
