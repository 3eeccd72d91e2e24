"""Server processes that a benchmark starts, watches and ends; servers and clients on cores of their own."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
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
        """Return the processor time of all its threads, the system's work for them included."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

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


@contextmanager
def cores_apart() -> Iterator[set[int]]:
    """Keep this process, which has the clients, off the first core, and give that one: it is for servers.

    Where there is one core only, everything shares it.
    """
    cores = os.sched_getaffinity(0)
    first = {min(cores)}
    os.sched_setaffinity(0, cores - first or first)
    try:
        yield first
    finally:
        os.sched_setaffinity(0, cores)


@contextmanager
def started(module: str, cores: set[int]) -> Iterator[Server]:
    """Run `python -m module --port N` on these cores: wait until it answers, end it afterwards."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-P", "-m", module, "--port", str(port)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(command, env=os.environ | ENVIRONMENT, stdout=said, stderr=said)  # noqa: S603 - ourselves
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
