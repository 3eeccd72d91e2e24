"""How the server is run: one place for what uvicorn is told."""

from typing import Any

import uvicorn

OPTIONS: dict[str, Any] = {
    "factory": True,
    "ws": "websockets-sansio",
    "ws_max_size": 65536,
    "ws_ping_interval": 5,
    "ws_ping_timeout": 5,
    "ws_per_message_deflate": False,  # on, it costs twenty times the rest of a frame
    "timeout_graceful_shutdown": 5,
    "access_log": False,
}


def make_config(app: Any, **more: Any) -> uvicorn.Config:
    """Return uvicorn's configuration for an app factory, by name or as a function."""
    return uvicorn.Config(app, **OPTIONS, **more)
