"""Servers as processes of their own, to be killed, and what stands between them and their clients."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
"""Seconds that anything may take on a loaded machine."""


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class ServerProcess:
    """`python -m app` on a port of its own, which it keeps over restarts."""

    def __init__(
        self, store: str, *arguments: str, host: str = "127.0.0.1", port: int = 0, **settings: str
    ) -> None:
        """Not yet started; `settings` are named as in the environment, less the prefix."""
        self.host, self.port = host, port or free_port()
        self.address = f"http://{host}:{self.port}"
        self._arguments = arguments
        named = {f"SHALLOWSCOPE_{name.upper()}": value for name, value in settings.items()}
        self._environment = os.environ | {"SHALLOWSCOPE_STORE": store, "OPENBLAS_NUM_THREADS": "1"} | named
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and return at once."""
        command = [sys.executable, "-m", "app", "--host", self.host, "--port", str(self.port)]
        command += self._arguments
        self._process = subprocess.Popen(command, cwd=ROOT, env=self._environment, start_new_session=True)

    @property
    def runs(self) -> bool:
        """Say whether it has been started and has not ended."""
        return self._process is not None and self._process.poll() is None

    async def ready(self) -> None:
        """Wait until it answers."""
        async with asyncio.timeout(PATIENCE), httpx.AsyncClient() as client:
            while True:
                assert self._process is not None
                assert self._process.poll() is None, f"the server ended with {self._process.returncode}"
                with suppress(httpx.TransportError):
                    if (await client.get(f"{self.address}/readyz")).status_code == 200:
                        return
                await asyncio.sleep(0.02)

    def send(self, number: int) -> None:
        """Send a signal to it and its workers."""
        assert self._process is not None
        os.killpg(self._process.pid, number)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.send(signal.SIGKILL)
        self.wait()

    def wait(self) -> int:
        """Wait until it has ended; return its exit code."""
        assert self._process is not None
        return self._process.wait(PATIENCE)

    def memory(self) -> int:
        """Return how many bytes of memory it holds."""
        assert self._process is not None
        pages = Path(f"/proc/{self._process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def stop(self) -> None:
        """End it if it runs."""
        if self._process is not None and self._process.poll() is None:
            self.send(signal.SIGCONT)
            self.send(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
                return
            self.kill()


class Proxy:
    """A TCP proxy that goes to the first target that takes the connection, and can fall silent."""

    def __init__(self, *targets: int) -> None:
        """Pass on to these ports of 127.0.0.1, each connection beginning with the next one."""
        self.targets = list(targets)
        self.port = 0
        self.silent = False
        self._next = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()

    @property
    def address(self) -> str:
        """Where clients connect."""
        return f"http://127.0.0.1:{self.port}"

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Proxy"]:
        """Serve on a free port."""
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            other_reader, other_writer = await self._connect()
            await asyncio.gather(self._pump(reader, other_writer), self._pump(other_reader, writer))
        except OSError:
            pass
        finally:
            writer.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        self._next += 1
        for attempt in range(len(self.targets)):
            port = self.targets[(self._next + attempt) % len(self.targets)]
            with suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
        raise OSError("no target takes connections")

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                while self.silent:
                    await asyncio.sleep(0.05)
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()
