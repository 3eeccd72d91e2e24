"""What comes over a stream is read alike, in whatever parts it comes."""

import json
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from app.settings import Settings
from app.sockets import BoundedStream
from tests.support import API, serve

FINAL, TEXT, CONTINUATION, PING, CLOSE = 0x80, 0x1, 0x0, 0x9, 0x8
MASK = b"\x01\x02\x03\x04"
WRONG = json.dumps({"type": "nonsense"}).encode()


def frame(payload: bytes, first: int = FINAL | TEXT) -> bytes:
    """Return a short masked frame."""
    masked = bytes(byte ^ MASK[place % 4] for place, byte in enumerate(payload))
    return bytes([first, 0x80 | len(payload)]) + MASK + masked


class Raw:
    """A WebSocket whose bytes are ours."""

    def __init__(self, address: str, run: str, receive_buffer: int | None = None) -> None:
        self.address, parts = address, urlsplit(address)
        self.socket = socket.socket()
        self.socket.settimeout(20)
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.connect((parts.hostname, parts.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")
        self.socket.sendall(
            f"GET {API}/runs/{run}/stream HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        while self.file.readline() != b"\r\n":
            pass

    def send(self, *parts: bytes) -> None:
        """Send the parts; the server has read each before the next one goes out."""
        for part in parts:
            self.socket.sendall(part)
            httpx.get(self.address + "/healthz")

    def received(self) -> tuple[int, bytes]:
        """Return opcode and payload of the next message."""
        opcode, size = self.file.read(2)
        if size >= 126:
            size = int.from_bytes(self.file.read(2 if size == 126 else 8))
        return opcode & 0x0F, self.file.read(size)

    def next_error(self) -> str:
        """Return the code of the next error, however many frames come before."""
        while True:
            opcode, payload = self.received()
            if opcode == TEXT and (message := json.loads(payload))["type"] == "error":
                return str(message["code"])


@contextmanager
def stream(server: str) -> Iterator[Raw]:
    run = httpx.post(server + API + "/runs", json={}).json()["id"]
    raw = Raw(server, run)
    with closing(raw.socket), closing(raw.file):
        yield raw


@pytest.mark.parametrize("cut", [1, 2, 4, 6, 7, 20])
def test_a_message_may_come_in_two_parts(server: str, cut: int) -> None:
    whole = frame(WRONG)
    with stream(server) as raw:
        for _ in range(2):
            raw.send(whole[:cut], whole[cut:], whole)
            assert [raw.next_error(), raw.next_error()] == ["invalid_message", "invalid_message"]


def test_the_rest_of_a_frame_is_not_taken_for_a_message(server: str) -> None:
    inner = frame(b'{"type":"pause"}')
    # as the payload of a frame whose mask is zero, the inner frame comes over the wire as it is
    outer = bytes([FINAL | TEXT, 0x80 | len(inner)]) + bytes(4)
    with stream(server) as raw:
        raw.send(outer, inner)
        opcode, payload = raw.received()
        while opcode != CLOSE:
            opcode, payload = raw.received()
        assert int.from_bytes(payload[:2]) == 1007  # it is no UTF-8


def test_a_fragmented_message_is_one_and_a_ping_may_be_between(server: str) -> None:
    with stream(server) as raw:
        raw.send(
            frame(WRONG[:5], TEXT), frame(b"hello", FINAL | PING), frame(WRONG[5:], FINAL | CONTINUATION)
        )
        assert raw.next_error() == "invalid_message"
        raw.send(frame(WRONG) + frame(WRONG))
        assert [raw.next_error(), raw.next_error()] == ["invalid_message", "invalid_message"]


def test_text_that_is_no_utf_8_closes_the_stream(server: str) -> None:
    with stream(server) as raw:
        raw.send(frame(b"\xff\xfe{}"))
        opcode, payload = raw.received()
        while opcode != CLOSE:
            opcode, payload = raw.received()
        assert int.from_bytes(payload[:2]) == 1007


def test_many_messages_at_once_are_all_answered(server: str) -> None:
    with stream(server) as raw:
        for _ in range(60):
            raw.socket.sendall(frame(WRONG))
        assert {raw.next_error() for _ in range(60)} == {"invalid_message"}


def test_an_acknowledgement_is_taken_where_it_arrives(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    taken: list[bytes] = []
    take_text = BoundedStream._take_text

    def take(self: BoundedStream, text: bytes) -> None:
        taken.append(bytes(text))
        take_text(self, text)

    monkeypatch.setattr(BoundedStream, "handle_text", lambda *_: parsed.append("a text"))
    monkeypatch.setattr(BoundedStream, "_take_text", take)
    acks = [json.dumps({"type": "ack", "frame": number}).encode() for number in range(1, 11)]
    with stream(server) as raw:
        for ack in acks:
            raw.send(frame(ack))
    assert taken == acks
    assert not parsed


@pytest.mark.parametrize("size", [7, 125])
def test_a_frame_without_a_mask_closes_the_stream(server: str, size: int) -> None:
    with stream(server) as raw:
        raw.send(bytes([FINAL | TEXT, size]) + b" " * (size + len(MASK)))
        opcode, payload = raw.received()
        while opcode != CLOSE:
            opcode, payload = raw.received()
        assert int.from_bytes(payload[:2]) == 1002


def streams_open(server: str) -> float:
    """Return how many streams the server counts."""
    text = httpx.get(server + "/metrics").text
    return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith("shallowscope_conn"))


@pytest.mark.parametrize(
    "settings",
    [{"ping_seconds": 1}, {"write_seconds": 0.3}, {"max_messages_per_second": 20}],
    ids=["keepalive", "writing", "flood"],
)
def test_a_stream_that_nobody_reads_is_cut_off(settings: Any) -> None:
    given = {"log_level": "error", "max_messages_per_second": 10_000} | settings
    with serve(Settings(**given)) as address:
        before = streams_open(address)
        run = httpx.post(address + API + "/runs", json={}).json()["id"]
        raw = Raw(address, run, receive_buffer=4096)
        with closing(raw.socket), closing(raw.file):
            raw.socket.sendall(
                frame(b'{"type":"watch","max_fps":60,"resolution":200,"hidden_resolution":200}')
            )
            raw.socket.sendall(frame(b'{"type":"play"}'))
            ack = frame(b'{"type":"ack","frame":9007199254740991}')
            while streams_open(address) > before:
                with suppress(OSError):
                    raw.socket.sendall(10 * ack)  # and nothing is read
