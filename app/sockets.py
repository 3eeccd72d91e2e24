"""uvicorn's two protocols, with an end to patience.

HTTP: heads are bounded in time and in bytes, sockets in number, and so is the time that an answer waits to be
read. Streams: a flood of messages, or of pings and fragments, ends the stream that it comes from.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse
from uvicorn._types import ASGIReceiveEvent, ASGISendEvent
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.protocol import OPEN
from websockets.utils import apply_mask

from app import metrics
from app.messages.rest import FieldError
from app.refusals import TOO_MANY, problem
from app.settings import Settings

BURST = 5.0
"""Seconds of messages that may come at once, as they do after a pause of the network."""
LAST_WORDS = 1.0
"""Seconds in which a client that was cut off can read why, before its socket is closed."""
PATIENCE = 3.0
"""Seconds that a socket which is closed gets to send what waits to be read."""
WAITING = 16
"""Short messages that may wait to be taken before no more are read."""
FINAL_TEXT, FINAL_BINARY, MASKED, SHORT = 0x81, 0x82, 0x80, 125
"""RFC 6455, 5.2: first bytes of messages of one frame; in the second byte, a flag and the longest length."""
HEAD = 6
"""Bytes before the payload of a short masked frame: two, and the mask."""
DIRECT = "shallowscope.direct"
"""ASGI extension: the stream itself, for the two things that happen thirty times a second."""


class Timer:
    """Calls once, some time after the last start."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Not started."""
        self._loop = loop
        self._handle: asyncio.TimerHandle | None = None

    @property
    def runs(self) -> bool:
        """Say whether it will call."""
        return self._handle is not None

    def start(self, seconds: float, call: Callable[[], object]) -> None:
        """Start, or start again."""
        self.stop()
        self._handle = self._loop.call_later(seconds, self._ring, call)

    def stop(self) -> None:
        """Call no more."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _ring(self, call: Callable[[], object]) -> None:
        self._handle = None
        call()


class HeadTooLargeError(Exception):
    """The address and headers of a request are longer than the limit."""


class BoundedHttp(HttpToolsProtocol):
    """uvicorn's protocol, within the limits of the settings."""

    def __init__(self, config: Any, *args: Any, **kwargs: Any) -> None:
        """Expect a head; `config` is a ServerConfig of app/serving.py."""
        super().__init__(config, *args, **kwargs)
        self._limits: Settings = config.settings
        self._head_timer = Timer(self.loop)
        self._write_timer = Timer(self.loop)
        self._in_head, self._progress = True, False
        self._fields = self._unread = 0
        self._refusal: JSONResponse | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the socket, unless there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self._limits.max_sockets:
            self._refuse(
                503, "Server full", "max_sockets", self._limits.max_sockets, "that many are open already"
            )
            self.send_400_response("")
        else:
            self._expect_within(self._limits.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the socket."""
        self._head_timer.stop()
        self._write_timer.stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse; what is neither a whole head nor a part of a body must end within its limits."""
        if self._in_head and not self._head_timer.runs:
            self._expect_within(self._limits.head_seconds)
        self._progress = False
        super().data_received(data)
        self._unread = 0 if self._progress else self._unread + len(data)
        if self._unread > self._limits.max_head_bytes:
            self._too_large()
            self.send_400_response("")

    def on_message_begin(self) -> None:
        """Begin a head."""
        super().on_message_begin()
        self._in_head, self._fields = True, 0

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a field of the head or the trailer; raising ends the request with `_refusal`."""
        super().on_header(name, value)
        self._fields += len(name) + len(value) + len(": \r\n")
        if len(self.url) + self._fields > self._limits.max_head_bytes:
            self._too_large()
            raise HeadTooLargeError

    def on_headers_complete(self) -> None:
        """End a head."""
        self._in_head, self._progress = False, True
        self._head_timer.stop()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._progress = True
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Expect the next head."""
        super().on_message_complete()
        self._in_head = self._progress = True

    def handle_websocket_upgrade(self) -> None:
        """Hand over to BoundedStream; websockets takes fewer and shorter headers, and says nothing."""
        super().handle_websocket_upgrade()
        stream = self.transport.get_protocol()
        if isinstance(stream, BoundedStream) and not stream.handshake_initiated:
            self._refuse(431, "Head too large", "request", None, "must have fewer or shorter headers")
            self.send_400_response("")

    def pause_writing(self) -> None:
        """Give the client time to read what waits for it."""
        super().pause_writing()
        self._write_timer.start(self._limits.write_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        super().resume_writing()
        self._write_timer.stop()

    def _expect_within(self, seconds: float) -> None:
        self._head_timer.start(seconds, self._too_slow)

    def _too_slow(self) -> None:
        seconds = self._limits.head_seconds
        self._refuse(
            408, "Too slow", "head_seconds", seconds, "the headers must be in within so many seconds"
        )
        self.send_400_response("")

    def _too_large(self) -> None:
        most = self._limits.max_head_bytes
        self._refuse(
            431, "Head too large", "max_head_bytes", most, "address and headers must not have more bytes"
        )

    def _refuse(self, status: int, title: str, field: str, value: float | None, rule: str) -> None:
        self._refusal = problem(status, title, FieldError(field=field, value=value, rule=rule))

    def send_400_response(self, msg: str) -> None:
        """Say why the socket is closed; uvicorn calls it for what its parser refuses."""
        if self.transport.is_closing():
            return
        no_http = FieldError(field="request", value=None, rule="cannot be read as HTTP")
        answer = self._refusal or problem(400, "Invalid request", no_http)
        headers = [*answer.raw_headers, (b"x-content-type-options", b"nosniff"), (b"connection", b"close")]
        head = b"".join(b"%b: %b\r\n" % pair for pair in headers)
        self.transport.write(STATUS_LINE[answer.status_code] + head + b"\r\n" + bytes(answer.body))
        self.transport.close()


@dataclass(slots=True)
class Allowance:
    """Messages of one stream: `rate` a second, and what a pause of BURST seconds has left over."""

    rate: float
    left: float
    since: float

    @classmethod
    def full(cls, rate: float, now: float) -> "Allowance":
        """Return what a new stream has."""
        return cls(rate, rate * BURST, now)

    def take(self, now: float) -> bool:
        """Take one message out; say whether there was one."""
        self.left = min(self.rate * BURST, self.left + (now - self.since) * self.rate) - 1
        self.since = now
        return self.left >= 0


def _is_short_text(data: bytes) -> bool:
    """Say whether this is one whole short text, if it is the beginning of a message."""
    if len(data) <= HEAD or data[0] != FINAL_TEXT:
        return False
    return MASKED < data[1] <= MASKED + SHORT and len(data) == HEAD + (data[1] ^ MASKED)


class BoundedStream(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket protocol, within the limits of the settings."""

    def __init__(self, config: Any, *args: Any, **kwargs: Any) -> None:
        """Start with a full allowance; `config` is a ServerConfig of app/serving.py."""
        super().__init__(config, *args, **kwargs)
        self._write_timer, self._end_timer = Timer(self.loop), Timer(self.loop)
        self._write_seconds: float = config.settings.write_seconds
        self._most: int = config.settings.max_messages_per_second
        self._allowance = Allowance.full(self._most, time.monotonic())
        self._flooded = False
        self.on_text: Callable[[str], bool] | None = None
        """Takes a short text at once, unless it says False."""

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go of the socket."""
        self._write_timer.stop()
        self._end_timer.stop()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Give the client time to read what waits for it."""
        super().pause_writing()
        self._write_timer.start(self._write_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        super().resume_writing()
        self._write_timer.stop()

    def keepalive_timeout(self) -> None:
        """Close: the client has not answered."""
        super().keepalive_timeout()
        self._end()

    def handle_close(self, event: Frame) -> None:
        """Close: the client has."""
        super().handle_close(event)
        self._end()

    def handle_parser_exception(self) -> None:
        """Close: what came is no WebSocket protocol."""
        super().handle_parser_exception()
        self._end()

    def shutdown(self) -> None:
        """Close: the server stops."""
        super().shutdown()
        self._end()

    def _end(self) -> None:
        """See to it that a socket that closes is closed: a client that does not read would keep it open."""
        if not self._end_timer.runs:
            self._end_timer.start(PATIENCE, self.transport.abort)

    async def run_asgi(self) -> None:
        """Run the application, which may use the extension."""
        self.scope["extensions"][DIRECT] = {"stream": self}
        await super().run_asgi()

    def data_received(self, data: bytes) -> None:
        """Read; what is one short text, as nearly everything is that comes, needs no parser."""
        if _is_short_text(data) and self._is_between_messages():
            self._within_allowance(self._take_text, apply_mask(data[HEAD:], data[2:HEAD]))
        else:
            super().data_received(data)

    def _is_between_messages(self) -> bool:
        waits_in: Any = self.conn.parser
        while (inner := getattr(waits_in, "gi_yieldfrom", None)) is not None:
            waits_in = inner
        at_start = waits_in.__name__ == "at_eof"
        return at_start and self.handshake_complete and not self.frames and self.conn.state is OPEN

    def _take_text(self, payload: bytes) -> None:
        try:
            text = payload.decode()
        except UnicodeDecodeError:
            self.curr_msg_data_type, self.frames = "text", [payload]
            self.send_receive_event_to_app()  # it closes, as the protocol wants it
            return
        if self.on_text is not None and self.queue.empty() and self.on_text(text):
            return
        self.queue.put_nowait({"type": "websocket.receive", "text": text})
        if self.queue.qsize() >= WAITING and not self.read_paused:
            self.read_paused = True
            self.transport.pause_reading()

    def handle_text(self, event: Frame) -> None:
        """Take a message, or its beginning."""
        self._within_allowance(super().handle_text, event)

    def handle_bytes(self, event: Frame) -> None:
        """Take a message, or its beginning."""
        self._within_allowance(super().handle_bytes, event)

    def handle_cont(self, event: Frame) -> None:
        """Take a fragment."""
        self._within_allowance(super().handle_cont, event)

    def handle_ping(self) -> None:
        """Answer, which also takes room where the client does not read."""
        self._within_allowance(super().handle_ping)

    def handle_pong(self, event: Frame) -> None:
        """Take one, asked for or not: each takes time."""
        self._within_allowance(super().handle_pong, event)

    def _within_allowance(self, handle: Callable[..., None], *event: Frame | bytes) -> None:
        if self._flooded or self.close_sent:
            return
        if self._allowance.take(time.monotonic()):
            handle(*event)
        else:
            self._cut_off(f"max_messages_per_second={self._most}: too many")

    def _cut_off(self, reason: str) -> None:
        """Close, and read no more: what still comes is not worth the time."""
        self._flooded = True
        metrics.rejected.labels("max_messages_per_second").inc()
        self.stop_keepalive()
        self.queue.put_nowait({"type": "websocket.disconnect", "code": TOO_MANY, "reason": reason})
        self.conn.send_close(TOO_MANY, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.transport.pause_reading()
        self.close_timer = self.loop.call_later(LAST_WORDS, self.transport.close)
        self._end()

    async def receive(self) -> ASGIReceiveEvent:
        """Return the next event; of a stream that was cut off nothing more is read."""
        self.read_paused &= not self._flooded
        return await super().receive()

    async def send(self, message: ASGISendEvent) -> None:
        """Send, unless the stream was cut off."""
        if self._flooded:
            raise ClientDisconnected
        await super().send(message)
        if message["type"] == "websocket.close" and not self.disconnected:
            self._end_timer.start(self.close_timeout + PATIENCE, self.transport.abort)

    def write(self, parts: Sequence[bytes | memoryview]) -> bool:
        """Send one binary message; False: now is not the time, and nothing was sent.

        Nobody may write to the parts afterwards.
        """
        if not self._is_open():
            return False
        size = sum([len(part) if isinstance(part, bytes) else part.nbytes for part in parts])
        if size <= SHORT:
            head = bytes((FINAL_BINARY, size))
        elif size < 1 << 16:
            head = bytes((FINAL_BINARY, SHORT + 1)) + size.to_bytes(2)
        else:
            head = bytes((FINAL_BINARY, SHORT + 2)) + size.to_bytes(8)
        self.transport.writelines((head, *parts))
        return True

    def _is_open(self) -> bool:
        """Say whether the stream is open and the client reads."""
        broken = self.close_sent or self.disconnected or self._flooded or not self.handshake_complete
        return not broken and self.writable.is_set() and self.conn.state is OPEN
