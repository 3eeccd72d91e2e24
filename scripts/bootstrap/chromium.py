"""A Chromium for the browser tests: one that is there, Playwright's download, or the system's package."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

from bootstrap.console import Failed, Stop, run_quietly, say, step
from bootstrap.installing import one_at_a_time
from bootstrap.places import CACHE, ROOT, VENV_PYTHON, environment

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MACOS = ("Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium")


def ensure_chromium() -> Path:
    """Return a Chromium that starts, installing one if need be. Raises Stop when there is none to be had."""
    if named := os.environ.get("CHROMIUM"):
        if not _starts(Path(named)):
            raise Stop(f"CHROMIUM={named} does not start: name another one, or unset CHROMIUM.")
        return Path(named)
    if found := _find():
        return found
    with one_at_a_time() as turn:
        for title, install in _ways(turn):
            if found := _find():
                return found
            try:
                with step(title):
                    install()
            except Failed as failure:
                errors = [line.strip() for line in str(failure).splitlines() if "rror" in line]
                say(f"  not possible here: {errors[0] if errors else 'no reason given'}")
        if found := _find():
            return found
    raise Stop(
        "The browser tests need Chromium and it could not be installed: install it (on Debian 'sudo apt-get"
        " install chromium', on macOS Google Chrome), or name one with CHROMIUM=/path/to/chromium."
    )


def _find() -> Path | None:
    return next(filter(_starts, _candidates()), None)


def _candidates() -> Iterator[Path]:
    for name in _NAMES:
        if found := shutil.which(name):
            yield Path(found)
    for applications in (Path("/Applications"), Path.home() / "Applications"):
        for name in _MACOS:
            yield applications / name
    downloads = CACHE / "playwright"
    for name in ("chrome-headless-shell", "headless_shell"):
        yield from sorted(downloads.glob(f"chromium*/*/{name}"), reverse=True)


def _starts(chromium: Path) -> bool:
    """Tell whether it runs here: a file may be there whose system libraries are not."""
    if not chromium.is_file() or _is_snap(chromium):
        return False
    try:
        subprocess.run([chromium, "--version"], capture_output=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _is_snap(chromium: Path) -> bool:
    """Ubuntu's snap cannot see the profiles that tests make; its `chromium-browser` only calls it."""
    with chromium.open("rb") as file:
        start = file.read(2048)
    return chromium.resolve().is_relative_to("/snap") or (start.startswith(b"#!") and b"/snap/" in start)


def _ways(turn: int) -> Iterator[tuple[str, Callable[[], None]]]:
    def run(*command: str) -> None:
        settings = {"DEBIAN_FRONTEND": "noninteractive", "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "15000"}
        run_quietly(command, env=environment() | settings, cwd=ROOT, keep_open=[turn])

    def playwright(*arguments: str) -> None:
        run(VENV_PYTHON, "-m", "playwright", *arguments)

    def apt(*arguments: str) -> None:
        run("apt-get", "-o", "DPkg::Lock::Timeout=300", *arguments)

    def system_package() -> None:
        apt("update")
        apt("install", "-y", "--no-install-recommends", "chromium")

    yield "Fetching Playwright's Chromium", lambda: playwright("install", "--only-shell", "chromium")
    if os.geteuid() == 0 and shutil.which("apt-get"):
        yield "Installing the system's Chromium", system_package
        # Where the system has none (Ubuntu), the one that was fetched may lack its libraries.
        yield "Installing the libraries it needs", lambda: playwright("install-deps", "chromium")
