"""What several tests need: a server in a thread, frames taken apart, published numbers."""

import asyncio
import functools
import json
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import uvicorn
import uvloop

from app.main import create_app
from app.serving import make_config
from app.settings import Settings

LAB: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "planar_lab.json").read_text("utf-8"))
API = "/api/v1"
Result = TypeVar("Result")


@contextmanager
def serve(settings: Settings | None = None, port: int = 0, **more: Any) -> Iterator[str]:
    """Run a server on 127.0.0.1, on a free port unless one is given, in a thread; give its address."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    settings = settings or Settings(log_level="warning")
    config = make_config(lambda: create_app(settings), settings, **more)
    server = uvicorn.Server(config)
    started = threading.Event()
    startup = server.startup

    async def announce(*args: Any, **kwargs: Any) -> None:
        await startup(*args, **kwargs)
        started.set()

    server.startup = announce  # type: ignore[method-assign]
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert started.wait(30), "the server did not start"
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
        listener.close()


def metadata(frame: bytes) -> dict[str, Any]:
    """Return the frame's metadata, each text parsed as JSON."""
    size = int.from_bytes(frame[:8], "little")
    header = json.loads(frame[8 : 8 + size])
    return {name: json.loads(text) for name, text in header["__metadata__"].items()}


EXPLODING: dict[str, Any] = {
    "network": {"activation": "relu", "init": {"scheme": "he_normal", "scale": 50.0}},
    "training": {"learning_rate": 100.0},
}
"""A configuration that diverges within a few iterations."""


def play(scenario: Coroutine[Any, Any, Result]) -> Result:
    """Run a scenario in a thread with an event loop of its own: the browser tests hold this one's."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, scenario).result()


def in_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Make a test of a coroutine: run in a loop as the server has it, in a thread as `play` does."""

    @functools.wraps(test)
    def run(*args: Any, **more: Any) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(lambda: uvloop.run(test(*args, **more))).result()

    return run


class Clock:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        """Start at some time."""
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        """Return the time in seconds."""
        return self.now
