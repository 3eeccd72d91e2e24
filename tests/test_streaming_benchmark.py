"""The streaming benchmark plays real runs, decodes what it is sent, and leaves no process behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import pairwise
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import save

from benchmarks.problems import make_problem
from benchmarks.streaming.client import BINARY, CLOSE, PING, TEXT, Connection
from benchmarks.streaming.figures import Figure
from benchmarks.streaming.load import NUMBERS, OPENING, Load, Player, Received, percentile, play
from benchmarks.streaming.processes import cores_apart, started
from benchmarks.streaming.scenes import NAIVE, against_naive, check_frames, class_of_runs, heavy_neighbour
from benchmarks.streaming.work import HIDDEN_RESOLUTION, ITERATIONS, LIGHT, N_H, RESOLUTION, M, player

ROOT = Path(__file__).resolve().parent.parent


def message(kind: int, content: bytes) -> bytes:
    """Return one WebSocket frame as a server sends it, its length in the shortest form."""
    size = len(content)
    if size < 126:
        length = bytes([size])
    elif size < 1 << 16:
        length = b"\x7e" + size.to_bytes(2, "big")
    else:
        length = b"\x7f" + size.to_bytes(8, "big")
    return bytes([0x80 | kind]) + length + content


@contextmanager
def server_says(
    parts: Sequence[bytes], status: str = "101 Switching Protocols"
) -> Iterator[tuple[Connection, bytearray]]:
    """Give a connection to a server that says these parts, hearing it after each, and what it heard."""
    listener, heard = socket.create_server(("127.0.0.1", 0)), bytearray()

    def serve() -> None:
        peer = listener.accept()[0]
        with peer:
            while b"\r\n\r\n" not in peer.recv(4096):
                pass
            peer.sendall(f"HTTP/1.1 {status}\r\n\r\n".encode())
            for part in parts:
                peer.sendall(part)
                heard.extend(peer.recv(4096))
            peer.shutdown(socket.SHUT_WR)
            while more := peer.recv(4096):
                heard.extend(more)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        connection = Connection(listener.getsockname()[1], "/stream")
        try:
            yield connection, heard
        finally:
            connection.close()
            thread.join(10)
    finally:
        listener.close()


def receive(connection: Connection, count: int) -> list[bytes]:
    """Return so many messages, asking for the next part after each read."""
    found: list[bytes] = []
    while len(found) < count:
        found += [bytes(content) for content in connection.receive()]
        connection.send(b"on")
    return found


def test_messages_come_whole_however_they_are_cut() -> None:
    contents = [b"", b"short", b"a" * 126, b"b" * 40_000, b"c" * 700_000, b"end"]
    stream = b"".join(message(BINARY, content) for content in contents)
    places = [0, 1, 2, 3, 9, 40, 200, 40_150, 40_250, 500_000, len(stream)]
    parts = [stream[a:b] for a, b in pairwise(places)]
    with server_says(parts) as (connection, _):
        assert receive(connection, len(contents)) == contents


def test_a_ping_is_answered_and_a_close_is_told() -> None:
    with server_says([message(PING, b"you?") + message(TEXT, b"hello")]) as (connection, heard):
        assert receive(connection, 1) == [b"hello"]
    masked_by_zeros = b"\x8a\x84\0\0\0\0you?"
    assert heard.startswith(masked_by_zeros)
    closing = message(CLOSE, (4404).to_bytes(2, "big") + b"no such run")
    for parts, told in (([closing], "the server closed: no such run"), ([], "the server has gone")):
        with server_says(parts) as (connection, _), pytest.raises(ConnectionError, match=told):
            receive(connection, 1)


def test_a_refused_handshake_is_told() -> None:
    with (
        pytest.raises(ConnectionError, match=r"/stream: HTTP/1\.1 403 Forbidden"),
        server_says([], "403 Forbidden"),
    ):
        pass


def test_light_runs_are_played_at_their_speed_and_their_frames_decode() -> None:
    found = {figure.what + figure.unit: figure for figure in class_of_runs(0.5, runs=2)}
    assert found["slowest runframes/s"].bound == 27.0
    assert 0.0 < found["slowest runframes/s"].value <= found["fastest runframes/s"].value
    assert found["slowest runiterations/s"].value > 0.0
    assert found["a frameus of CPU"].value > 0.0


def test_a_naive_server_takes_turns_with_ours() -> None:
    found = {figure.what: figure for figure in against_naive(0.8, runs=1)}
    ratio = found["ours : naive, frames"]
    assert ratio.value == pytest.approx(found["ours"].value / found["naive server"].value)
    assert (ratio.bound, ratio.least) == (20.0, True)


def test_a_heavy_run_is_played_beside_light_ones() -> None:
    found = {figure.what: figure for figure in heavy_neighbour(1.0, counts=(1,))}
    growth = found["p99, beside : alone"]
    assert growth.value == pytest.approx(found["p99, beside a heavy run"].value / found["p99, alone"].value)
    assert growth.bound == 1.5
    assert "the heavy run" in found


def test_the_naive_server_trains_the_textbook_run() -> None:
    problem = make_problem(M, N_H)
    textbook = problem.textbook()
    costs = [textbook.run(ITERATIONS) for _ in range(2)]
    with cores_apart() as cores, started(NAIVE, cores) as server:
        connection = Connection(server.port, "/stream")
        frames: list[Any] = []
        while len(frames) < 2:
            for content in connection.receive():
                frames.append(json.loads(bytes(content)))
                connection.send(b'{"type":"ack"}')
        connection.close()
    assert [frame["costs"] for frame in frames] == costs
    assert [frame["iteration"] for frame in frames] == [ITERATIONS, 2 * ITERATIONS]
    assert np.shape(frames[1]["surface"]) == (RESOLUTION, RESOLUTION)
    assert np.shape(frames[1]["hidden"]) == (N_H, HIDDEN_RESOLUTION, HIDDEN_RESOLUTION)


def test_what_a_server_refuses_ends_the_measurement() -> None:
    with cores_apart() as cores, started("app", cores) as server:
        with pytest.raises(ConnectionError, match=r"no run: 422 .*network\.hidden_width"):
            server.create_run({"network": {"hidden_width": 0}})
        wrong = Player(server.create_run(LIGHT), [{"type": "play", "iterations_per_second": 0}])
        with pytest.raises(ConnectionError, match="iterations_per_second"):
            play(server, [wrong], warm=5.0, seconds=0.0)
        with pytest.raises(ConnectionError, match="the server closed: no such run"):
            play(server, [Player("/api/v1/runs/nothing/stream")], warm=5.0, seconds=0.0)


def test_a_turn_takes_its_run_over_from_a_connection_that_is_still_held() -> None:
    with cores_apart() as cores, started("app", cores) as server:
        light = player(server.create_run(LIGHT))
        with closing(Connection(server.port, light.path)) as held:
            while not list(held.receive()):  # its first message: now it drives
                pass
            with closing(Connection(server.port, light.path)) as taking:
                for words in light.hello:
                    taking.send(json.dumps(words).encode())
                iteration = 0
                while iteration == 0:
                    for content in map(bytes, taking.receive()):
                        assert b'"type":"error"' not in content
                        if numbers := NUMBERS.search(content[:OPENING]):
                            iteration = int(numbers[2])
                            taking.send(b'{"type":"ack","frame":%b}' % numbers[1])


def test_a_frame_of_another_shape_does_not_count() -> None:
    tensors: dict[str, NDArray[Any]] = {
        "surface": np.zeros((RESOLUTION, RESOLUTION), np.uint8),
        "hidden": np.zeros((N_H, HIDDEN_RESOLUTION, HIDDEN_RESOLUTION), np.uint8),
        "costs": np.zeros((10, 3)),
    }

    def found(**changed: NDArray[Any]) -> Load:
        return Load(1.0, 0.5, 0.1, 0.0, [Received("light", samples=[save(tensors | changed)])])

    check_frames(found())
    with pytest.raises(ValueError, match="a frame has"):
        check_frames(found(surface=np.zeros((50, 50), np.uint8)))
    with pytest.raises(ValueError, match="a frame has costs of shape"):
        check_frames(found(costs=np.zeros((10, 2))))


def test_figures_of_a_load_are_taken_from_its_frames() -> None:
    run = Received("light", times=[1.0, 1.5, 3.0], iterations=(10, 50))
    load = Load(
        2.0, 0.5, 0.1, 0.0, [run, Received("light", times=[1.0]), Received("heavy", times=[1.0, 2.0])]
    )
    assert run.iterations_per_second == 20.0
    assert load.intervals() == [0.5, 1.5]
    assert load.rates == [0.5, 1.0, 1.5]
    assert load.frames == 6
    assert [percentile([3.0, 1.0, 2.0, 4.0], share) for share in (0.5, 0.75, 0.99)] == [2.0, 3.0, 4.0]
    assert percentile([], 0.5) == inf


@pytest.mark.parametrize(
    ("value", "bound", "least", "verdict"),
    [
        (27.0, 27.0, True, "ok"),
        (26.9, 27.0, True, "over"),
        (1.5, 1.5, False, "ok"),
        (1.6, 1.5, False, "over"),
        (9.0, None, False, ""),
    ],
)
def test_a_figure_tells_whether_it_keeps_its_bound(
    value: float, bound: float | None, least: bool, verdict: str
) -> None:
    figure = Figure("class", "60 runs", "slowest run", value, "frames/s", bound, least)
    assert figure.verdict == verdict
    assert figure.fields()["verdict"] == (verdict or None)
    assert figure.line().endswith(verdict or "frames/s")


def test_a_server_that_does_not_start_is_told_with_its_words() -> None:
    told = pytest.raises(RuntimeError, match=r"No module named benchmarks\.nothing")
    with told, cores_apart() as cores, started("benchmarks.nothing", cores):
        pass


def test_clients_keep_off_the_servers_core() -> None:
    before = os.sched_getaffinity(0)
    with cores_apart() as cores:
        assert len(cores) == 1
        assert os.sched_getaffinity(0) == (before - cores or before)
    assert os.sched_getaffinity(0) == before


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_benchmark_that_is_stopped_ends_its_servers(number: signal.Signals) -> None:
    command = [sys.executable, "-P", "-m", "benchmarks", "class", "--seconds", "60"]
    env = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as bench:
        assert bench.stderr is not None
        assert bench.stderr.readline() == "class: 60 runs ...\n"  # the server is up
        (inside,) = children(bench.pid)
        (server,) = children(inside)
        bench.send_signal(number)
        assert bench.wait(60) == 128 + signal.SIGINT
        assert not [pid for pid in (inside, server) if Path(f"/proc/{pid}").exists()]
