"""A WebSocket client as light as possible: whole messages out of one buffer, nothing else.

The clients of a whole class share a core, and must not be what is measured.
"""

import os
import socket
from base64 import b64encode
from collections.abc import Iterator

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
START_BYTES = 1 << 18


class Connection:
    """One connection; every message must come in one WebSocket frame, as uvicorn sends them."""

    def __init__(self, port: int, path: str) -> None:
        """Connect to 127.0.0.1 and shake hands; raises ConnectionError if refused."""
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = bytearray(START_BYTES)
        self._filled = 0
        try:
            self._shake_hands(port, path)
        except BaseException:
            self.close()
            raise

    def fileno(self) -> int:
        """Return the socket's number, for selectors."""
        return self._socket.fileno()

    def close(self) -> None:
        """Let go."""
        self._socket.close()

    def send(self, message: bytes, kind: int = TEXT) -> None:
        """Send a message, masked by zeros: a mask is demanded, and this one leaves the bytes as they are."""
        size = len(message)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
        self._socket.sendall(bytes([0x80 | kind]) + length + b"\0\0\0\0" + message)

    def receive(self) -> Iterator[memoryview]:
        """Read what has come, once, and yield each whole message; a view that holds until the next one.

        Raises ConnectionError when the server has closed the connection.
        """
        view = memoryview(self._buffer)
        size = self._socket.recv_into(view[self._filled :])
        if not size:
            raise ConnectionError("the server has gone")
        self._filled += size
        start = 0
        while (found := self._find(start))[2] <= self._filled:
            kind, begin, end = found
            if kind == PING:
                self.send(bytes(view[begin:end]), PONG)
            elif kind == CLOSE:
                raise ConnectionError(f"the server closed: {bytes(view[begin + 2 : end]).decode()}")
            elif kind != PONG:
                yield view[begin:end]
            start = end
        if start:
            view[: self._filled - start] = bytes(view[start : self._filled])
            self._filled -= start
        elif found[2] > len(self._buffer):
            self._buffer = self._buffer.ljust(found[2] + START_BYTES)

    def _find(self, start: int) -> tuple[int, int, int]:
        """Return kind, begin and end of the message at `start`; the least its end can be, where unknown."""
        buffer = self._buffer
        begin = start + 2
        if self._filled < begin:
            return 0, begin, begin
        size = buffer[start + 1]
        if size >= 126:
            begin = start + (4 if size == 126 else 10)
            if self._filled < begin:
                return 0, begin, begin
            size = int.from_bytes(buffer[start + 2 : begin], "big")
        return buffer[start] & 15, begin, begin + size

    def _shake_hands(self, port: int, path: str) -> None:
        lines = (
            f"GET {path} HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
        )
        self._socket.sendall("\r\n".join((*lines, "", "")).encode())
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            part = self._socket.recv(1)  # what follows the last line is no business of this one
            if not part:
                raise ConnectionError(f"{path}: the server has gone")
            answer += part
        if not answer.startswith(b"HTTP/1.1 101 "):
            raise ConnectionError(f"{path}: {answer.splitlines()[0].decode()}")
