"""scripts/release-check: all that is promised, on a clean clone of the last commit."""

import argparse
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bootstrap.console import Failed, Stop, run_quietly, say
from bootstrap.containers import check_compose, check_container
from bootstrap.places import CACHE, ROOT, environment
from bootstrap.serving_check import check_served

LENGTHS = {
    "SHALLOWSCOPE_TEST_KILLS": "20",
    "SHALLOWSCOPE_TEST_MALFORMED": "1000",
    "SHALLOWSCOPE_TEST_CHURN": "500",
    "SHALLOWSCOPE_TEST_EXAMPLES": "100",
}
"""How often the long proofs do what they do, unless the environment says so itself."""
PROOFS = ("tests/faults", "tests/app/test_schemathesis.py")
LONGEST = 3600
"""Seconds that one proof may take."""


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the check: what it is, and what does it in a clone; it raises Failed, or returns a remark."""

    name: str
    title: str
    run: Callable[[Path], str | None]


def command(*words: str, more: Mapping[str, str] | None = None) -> Callable[[Path], None]:
    """Return what runs a command of the clone, its output on the terminal."""

    def run(clone: Path) -> None:
        env = os.environ | dict(more or {})
        done = subprocess.run([clone / words[0], *words[1:]], cwd=clone, env=env, check=False)
        if done.returncode:
            raise Failed(f"{' '.join(words)} ended with {done.returncode}")

    return run


def _proofs(clone: Path) -> None:
    lengths = {name: os.environ.get(name, length) for name, length in LENGTHS.items()}
    command("scripts/test", *PROOFS, f"--timeout={LONGEST}", "-v", more=lengths)(clone)


STEPS = (
    Step("tests", "every test, the peers' too", command("scripts/test", "--peers", "--thorough")),
    Step("check", "lint, types, formats, known faults of packages", command("scripts/check")),
    Step("proofs", "the long proofs: kills, malformed messages, memory, made-up requests", _proofs),
    Step("load", "the measurement of load, in little time", command("scripts/bench", "--load", "--quick")),
    Step("served", "the server, started as the documentation says", check_served),
    Step("container", "the image: 256 MB, read-only, no rights, twenty users", check_container),
    Step("compose", "compose.yaml, started as the documentation says", check_compose),
)


def release_check(arguments: Sequence[str]) -> int:
    """Run the steps, all or those that are named, and return 1 if one fails."""
    names = [step.name for step in STEPS]
    parser = argparse.ArgumentParser(
        prog="scripts/release-check",
        description=(__doc__ or "").partition(": ")[2],
        epilog="Steps: " + "; ".join(f"{step.name}: {step.title}" for step in STEPS) + ".",
        allow_abbrev=False,
    )
    parser.add_argument("steps", nargs="*", metavar="STEP", help="what to check (default: everything)")
    parser.add_argument("--here", action="store_true", help="check this folder as it is, no clone")
    asked = parser.parse_args(arguments)
    if unknown := [name for name in asked.steps if name not in names]:
        parser.error(f"{unknown[0]} is not a step: one of {', '.join(names)}")
    chosen = [step for step in STEPS if step.name in (asked.steps or names)]
    place = ROOT if asked.here else _clone()
    verdicts = {step.name: _verdict(step, place) for step in chosen}
    say("")
    for name, verdict in verdicts.items():
        say(f"{name:10} {verdict}")
    failed = sum(verdict.startswith("FAILED") for verdict in verdicts.values())
    say(f"{len(verdicts) - failed} passed, {failed} failed")
    return 1 if failed else 0


def _verdict(step: Step, place: Path) -> str:
    say(f"\n--- {step.name}: {step.title}")
    start = time.monotonic()
    try:
        remark = step.run(place)
    except Failed as failure:
        say(str(failure))
        return f"FAILED: {str(failure).splitlines()[0] if str(failure) else 'no reason given'}"
    took = f"({time.monotonic() - start:.0f} s)"
    return f"left out: {remark}" if remark else f"ok {took}"


def _clone() -> Path:
    """Return a fresh clone of the last commit; what is not committed is not in it."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        raise Stop("This is no clone: check the folder as it is, with scripts/release-check --here.")
    place = CACHE / "release-check"
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    run_quietly([git, "clone", "--quiet", str(ROOT), str(place)], env=environment(), cwd=ROOT)
    if run_quietly([git, "status", "--porcelain"], env=environment(), cwd=ROOT).strip():
        say("There are changes that are not committed: they are not checked.")
    return place
