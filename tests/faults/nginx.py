"""The proxy of compose.yaml: nginx with deploy/proxy.conf, and the names that Docker would tell it."""

import asyncio
import os
import shutil
import socket
import struct
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import cast

import httpx

from app import ROOT
from tests.faults.processes import PATIENCE, ServerProcess, free_port

PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
THERE = PROGRAM is not None and sys.platform == "linux"
"""Say whether it can be used: elsewhere a computer has no other address of its own than 127.0.0.1."""
A, IN, ANSWER = 1, 1, 0x8180


class Names(asyncio.DatagramProtocol):
    """Answers as Docker's resolver does: every name means all servers that run."""

    def __init__(self, running: Callable[[], list[str]]) -> None:
        """Take what tells their addresses."""
        self._running = running
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what answers."""
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Answer a question of one name."""
        assert self._transport is not None
        question = data[12 : data.index(b"\0", 12) + 5]
        found = [socket.inet_aton(address) for address in self._running()]
        records = b"".join(struct.pack("!HHHIH", 0xC00C, A, IN, 1, 4) + address for address in found)
        head = data[:2] + struct.pack("!HHHHH", ANSWER, 1, len(found), 0, 0)
        self._transport.sendto(head + question + records, addr)


class Nginx:
    """nginx before servers that listen on one port of several addresses."""

    def __init__(self, folder: Path, *servers: ServerProcess) -> None:
        """Take a folder to write to."""
        self._folder, self._servers = folder, servers
        self.port = free_port()

    @property
    def address(self) -> str:
        """Where clients connect."""
        return f"http://127.0.0.1:{self.port}"

    @asynccontextmanager
    async def listening(self) -> AsyncIterator["Nginx"]:
        """Serve."""
        loop = asyncio.get_running_loop()
        transport, _ = await loop.create_datagram_endpoint(
            lambda: Names(lambda: [server.host for server in self._servers if server.runs]),
            local_addr=("127.0.0.1", 0),
        )
        written = self._configure(transport.get_extra_info("sockname")[1])
        command = [str(PROGRAM), "-e", "stderr", "-p", str(self._folder), "-c", str(written)]
        command += ["-g", "user root;"] if os.geteuid() == 0 else []
        process = subprocess.Popen(command)
        try:
            await self._answers(process)
            yield self
        finally:
            process.terminate()
            process.wait()
            transport.close()

    def _configure(self, names: int) -> Path:
        """Write deploy/proxy.conf with the places of this computer in place of the container's."""
        text = (ROOT / "deploy" / "proxy.conf").read_text("utf-8")
        for theirs, ours in (
            ("resolver 127.0.0.11 ", f"resolver 127.0.0.1:{names} "),
            ("listen 8080;", f"listen 127.0.0.1:{self.port};"),
            ("http://$servers:8000;", f"http://$servers:{self._servers[0].port};"),
            (" /tmp/", f" {self._folder}/"),
        ):
            assert theirs in text
            text = text.replace(theirs, ours)
        written = self._folder / "proxy.conf"
        written.write_text(text, "utf-8")
        return written

    async def _answers(self, process: "subprocess.Popen[bytes]") -> None:
        async with asyncio.timeout(PATIENCE), httpx.AsyncClient() as client:
            while True:
                assert process.poll() is None, f"nginx ended with {process.returncode}"
                with suppress(httpx.TransportError):
                    if (await client.get(f"{self.address}/healthz")).status_code == 200:
                        return
                await asyncio.sleep(0.02)
