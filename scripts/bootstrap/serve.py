"""scripts/run: the server as a child, waited for until it is healthy, its address told, its end passed on."""

import argparse
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import webbrowser
from collections.abc import Sequence
from types import FrameType

from bootstrap.console import Stop, say
from bootstrap.places import ROOT, RUNTIME_LOCK, VENV_PYTHON, environment
from bootstrap.python_packages import ensure_python_packages

HEALTHY_WITHIN = 60.0  # seconds
_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not bound


def serve(arguments: Sequence[str]) -> int:
    """Install what is missing, serve until told to stop, and return the server's exit code."""
    options, others = _parser().parse_known_args(arguments)
    _check_address(options.host, options.port)
    ensure_python_packages(RUNTIME_LOCK)
    server = _Server(["--host", options.host, "--port", str(options.port), *others])
    url = f"http://{_bracketed(_ANY_ADDRESS.get(options.host, options.host))}:{options.port}/"
    if server.wait_until_healthy(url):
        _announce(url, everywhere=options.host in _ANY_ADDRESS, open_browser=not options.no_browser)
    return server.wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="scripts/run",
        description="Set up what is missing, serve Shallowscope and open the page. Ctrl-C ends it.",
        epilog="Further options go on to the server: --workers N, --root-path PATH.",
        allow_abbrev=False,
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", default=8000, type=_port, help="port to listen on (default: %(default)s)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    return parser


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port, which is a number from 1 to 65535")
    return int(text)


def _check_address(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
            probe.bind(address)
    except OSError as error:
        another = f"choose another, as in 'scripts/run --port {port + 1 if 1024 <= port < 65535 else 8000}'."
        if error.errno == errno.EADDRINUSE:
            raise Stop(f"Port {port} is taken: {another}") from None
        if error.errno == errno.EACCES:
            raise Stop(f"Port {port} needs root: {another}") from None
        raise Stop(f"This computer has no address {host}: choose --host 127.0.0.1 or 0.0.0.0.") from None


class _Server:
    """The server's process. Signals that reach us are passed on to it, so both end together."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._told_to_stop = False
        self._process: subprocess.Popen[bytes] | None = None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._pass_on)
        command = [VENV_PYTHON, "-m", "app", *arguments]
        # In a process group of its own Ctrl-C reaches the server once, through us, and not twice.
        self._process = subprocess.Popen(command, cwd=ROOT, env=environment(), process_group=0)

    def wait_until_healthy(self, url: str) -> bool:
        """Return False if it ends before it is healthy. Raises Stop when that takes too long."""
        deadline = time.monotonic() + HEALTHY_WITHIN
        while time.monotonic() < deadline:
            if self._started.poll() is not None:
                return False
            if _is_healthy(url):
                return True
            time.sleep(0.05)
        self._started.terminate()
        self._started.wait()
        raise Stop(
            f"The server was not healthy in {HEALTHY_WITHIN:.0f} s and was ended: see above for the reason."
        )

    def wait(self) -> int:
        """Wait for its end and return its exit code, as a shell counts it."""
        code = self._started.wait()
        if code and not self._told_to_stop:
            say(f"The server ended with exit code {code}: see above for the reason.")
        return code if code >= 0 else 128 - code

    @property
    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("the server has not been started")
        return self._process

    def _pass_on(self, number: int, _frame: FrameType | None) -> None:
        self._told_to_stop = True
        if self._process is None:
            raise SystemExit(128 + number)
        self._process.send_signal(number)


def _is_healthy(url: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # whatever proxy the user has
    try:
        with direct.open(f"{url}healthz", timeout=2):
            return True
    except (OSError, http.client.HTTPException):
        return False


def _announce(url: str, *, everywhere: bool, open_browser: bool) -> None:
    say(f"Shallowscope is at {url}" + (" and at this computer's other addresses." if everywhere else ""))
    say("Ctrl-C ends it.")
    if open_browser and _has_desktop():
        webbrowser.open(url)


def _has_desktop() -> bool:
    if "CI" in os.environ or "SSH_CONNECTION" in os.environ:
        return False
    return sys.platform == "darwin" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
