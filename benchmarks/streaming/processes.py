"""Server processes that a benchmark starts, watches and ends; servers and clients on cores of their own."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "SHALLOWSCOPE_STORE": "memory://"}
HOST = "127.0.0.1"
PATIENCE = 30.0
"""Seconds that a server may take to start, to answer and to end."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server on 127.0.0.1."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """Return the processor time of all its processes' threads, the system's work for them included."""
        return sum(_cpu_seconds(pid) for pid in _family(self.pid))

    def memory(self) -> int:
        """Return the bytes that its processes hold; what they share counts once."""
        return sum(_held(pid) for pid in _family(self.pid))

    def delete_run(self, stream: str) -> None:
        """Delete the run that has this stream."""
        connection = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        connection.request("DELETE", stream.removesuffix("/stream"))
        status = connection.getresponse().status
        connection.close()
        if status != 204:
            raise ConnectionError(f"{stream}: {status}")

    def create_run(self, configuration: Mapping[str, Any]) -> str:
        """Create a run over REST and return the path of its stream."""
        connection = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/api/v1/runs", json.dumps(configuration), headers)
        answer = connection.getresponse()
        body = json.loads(answer.read())
        connection.close()
        if answer.status != 201:
            raise ConnectionError(f"no run: {answer.status} {body}")
        return f"/api/v1/runs/{body['id']}/stream"


def _family(pid: int) -> Iterator[int]:
    """Yield a process and all that it has started."""
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split():
        yield from _family(int(child))


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _held(pid: int) -> int:
    """Return a process's share of the memory (PSS) in bytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


@contextmanager
def cores_apart(count: int = 1) -> Iterator[set[int]]:
    """Keep this process, which has the clients, off the first cores, and give those: they are for servers.

    Where there are no more, everything shares them.
    """
    cores = os.sched_getaffinity(0)
    first = set(sorted(cores)[:count])
    os.sched_setaffinity(0, cores - first or first)
    try:
        yield first
    finally:
        os.sched_setaffinity(0, cores)


@contextmanager
def started(
    module: str, cores: set[int], arguments: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run `python -m module --port N` on these cores: wait until it answers, end it afterwards."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-P", "-m", module, "--port", str(port), *arguments]
    env = os.environ | ENVIRONMENT | dict(environment or {})
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(command, env=env, stdout=said, stderr=said)  # noqa: S603 - ourselves
        try:
            os.sched_setaffinity(process.pid, cores)
            _wait(process, port, said)
            yield Server(port, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int, said: IO[str]) -> None:
    end = monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection((HOST, port), timeout=PATIENCE).close()
        except ConnectionRefusedError:
            if process.poll() is not None or monotonic() > end:
                said.seek(0)
                raise RuntimeError(f"{process.args!r} did not start:\n{said.read()}") from None
            sleep(0.05)
        else:
            return


def busy_seconds() -> float:
    """Return what all cores have worked since the machine was started, for whatever program."""
    words = Path("/proc/stat").read_text("utf-8").split(maxsplit=9)
    user, nice, system, _idle, _waiting, irq, softirq, steal = (int(word) for word in words[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")
