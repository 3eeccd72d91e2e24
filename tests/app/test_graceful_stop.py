"""A signal stops the server soon, and everyone hears of it."""

import asyncio
import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.support import API, metadata, play

ROOT = Path(__file__).resolve().parent.parent.parent
FOR_EVER = {"data": {"samples": 10_000}, "network": {"hidden_width": 256}}


async def started(port: int, process: "subprocess.Popen[bytes]") -> str:
    """Return the address once the server answers there."""
    address = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient() as client:
        while process.poll() is None:
            try:
                await client.get(address + "/readyz")
            except httpx.TransportError:
                await asyncio.sleep(0)
            else:
                return address
    raise AssertionError(f"the server ended with {process.returncode}")


async def watch(watcher: ClientConnection, *, acknowledge: bool, trained: asyncio.Event) -> int | None:
    """Read until the end; return the closing code."""
    try:
        while True:
            received = await watcher.recv()
            if isinstance(received, bytes):
                about = metadata(received)["snapshot"]
                if about["iteration"]:
                    trained.set()
                if acknowledge:
                    await watcher.send(json.dumps({"type": "ack", "frame": about["frame"]}))
    except ConnectionClosed:
        return watcher.close_code


def test_streams_are_closed_with_1012_and_calls_under_way_get_their_answer() -> None:
    async def scenario() -> None:
        address = await started(port, process)
        run = httpx.post(address + API + "/runs", json=FOR_EVER, timeout=60).json()["id"]
        stream = address.replace("http", "ws") + f"{API}/runs/{run}/stream"
        half.connect(("127.0.0.1", port))
        half.sendall(b"GET / HT")
        trained = asyncio.Event()
        async with connect(stream, max_size=None) as one, connect(stream, max_size=None) as other:
            watching = [
                asyncio.create_task(watch(one, acknowledge=True, trained=trained)),
                asyncio.create_task(watch(other, acknowledge=False, trained=asyncio.Event())),
            ]
            async with httpx.AsyncClient(timeout=60) as client:
                advance = asyncio.create_task(
                    client.post(f"{address}{API}/runs/{run}/advance", json={"iterations": 100_000})
                )
                await trained.wait()
                process.send_signal(signal.SIGTERM)
                assert await asyncio.gather(*watching) == [1012, 1012]
                answer = await advance
                assert (answer.status_code, answer.json()["title"]) == (503, "Server stops")

    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        port = chosen.getsockname()[1]
    command = [sys.executable, "-m", "app", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)
    try:
        with socket.socket() as half:
            play(scenario())
        _, log = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode in (0, -signal.SIGTERM)
    assert b"Traceback" not in log
    assert b"Application shutdown complete." in log
