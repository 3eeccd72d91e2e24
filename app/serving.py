"""How the server is run: one place for what uvicorn is told."""

from contextlib import suppress
from typing import Any

import uvicorn

from app import logs
from app.settings import Settings
from app.sockets import BoundedHttp, BoundedStream

OTHER_FILES = 256
"""Files open beside sockets, about."""


class ServerConfig(uvicorn.Config):
    """uvicorn's configuration, with the settings that the protocol and the log read. Can be pickled."""

    def __init__(self, app: Any, settings: Settings, **more: Any) -> None:
        """Translate the settings."""
        self.settings = settings
        options: dict[str, Any] = {
            "factory": True,
            "http": BoundedHttp,
            "ws": BoundedStream,
            "ws_max_size": settings.max_message_bytes,
            "ws_ping_interval": settings.ping_seconds,
            "ws_ping_timeout": settings.ping_seconds,
            "ws_per_message_deflate": False,  # on, it costs twenty times the rest of a frame
            "timeout_graceful_shutdown": settings.stop_seconds,
            "forwarded_allow_ips": list(settings.forwarded_allow_ips),
            "log_config": None,
            "access_log": False,
            "server_header": False,
        }
        super().__init__(app, **(options | more))

    def load(self) -> None:
        """Make room for the sockets, of which many systems allow 1024, then load the app."""
        with suppress(ImportError, OSError, ValueError):  # Windows; not allowed; more than the kernel has
            import resource  # noqa: PLC0415  (not on Windows)

            allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
            wanted = self.settings.max_sockets + OTHER_FILES
            if most != resource.RLIM_INFINITY:
                wanted = min(wanted, most)
            if allowed != resource.RLIM_INFINITY and allowed < wanted:
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
        super().load()

    def configure_logging(self) -> None:
        """Set up the log of this process; uvicorn calls it in every worker."""
        super().configure_logging()
        logs.configure(self.settings.log_level, self.settings.log_format)


def make_config(app: Any, settings: Settings | None = None, **more: Any) -> ServerConfig:
    """Return uvicorn's configuration for an app factory, by name or as a function."""
    return ServerConfig(app, settings or Settings(), **more)
