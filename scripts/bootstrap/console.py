"""What the commands say, and the programs they start."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


class Stop(Exception):
    """The command cannot go on; its text is one sentence that names a way out."""


class Failed(Exception):
    """A program ended with an error; its text is what it printed."""


def say(text: str) -> None:
    """Print a line at once, also into a pipe."""
    print(text, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Announce slow work and tell how long it took."""
    say(f"{title} ...")
    start = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - start:.0f} s")


def show_progress(text: str) -> None:
    """Overwrite the current line on a terminal; say nothing into a file."""
    if sys.stdout.isatty():
        print(f"\r\033[K  {text}" if text else "\r\033[K", end="", flush=True)


def tail(text: str) -> str:
    """Return the last lines, which usually hold the reason."""
    return "\n".join(text.rstrip().splitlines()[-15:])


def run_quietly(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: Path,
    on_line: Callable[[str], None] = lambda line: None,
    keep_open: Sequence[int] = (),
) -> str:
    """Run a program, hand each line it prints to `on_line` and return all. Raises Failed on an error."""
    with subprocess.Popen(
        command,
        env=env,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        pass_fds=keep_open,
    ) as process:
        assert process.stdout is not None  # noqa: S101 - for the type checker: a pipe was asked for
        lines = []
        try:
            for line in process.stdout:
                lines.append(line)
                on_line(line.rstrip())
        except BaseException:
            process.terminate()
            raise
    output = "".join(lines)
    if process.returncode:
        raise Failed(output)
    return output
