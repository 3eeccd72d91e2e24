"""What every installer here needs: a turn of its own, digests, and a reason to tell when it fails."""

import fcntl
import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bootstrap.console import Stop, say, tail
from bootstrap.places import CACHE

_NO_NETWORK = re.compile(
    r"connection broken|ConnectionError|NameResolutionError|ReadTimeout|Network is unreachable"
    r"|Temporary failure in name resolution|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH"
)


@contextmanager
def one_at_a_time() -> Iterator[int]:
    """Wait until no other start installs anything.

    Yields the lock's file descriptor: a program that keeps it open holds the lock, its parent killed or not.
    """
    CACHE.mkdir(exist_ok=True)
    descriptor = os.open(CACHE / "setup.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another start is installing; waiting for it ...")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_whole(path: Path, text: str) -> None:
    """Write a file that is either there in full or not at all."""
    draft = path.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    draft.replace(path)


def reason(what: str, output: str) -> Stop:
    """Return what to tell when an installer failed with this output."""
    if _NO_NETWORK.search(output):
        return Stop(
            f"{what} could not be fetched because the package index does not answer: connect to the network"
            " (behind a proxy, set HTTPS_PROXY) and start again; what has arrived is kept."
        )
    log = CACHE / "failed.log"
    log.write_text(output, encoding="utf-8")
    return Stop(f"{tail(output)}\n{what} could not be installed: see above or {log}, and start again.")
