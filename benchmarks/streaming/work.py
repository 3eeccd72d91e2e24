"""What a light run is: asked of our server and of the naive one alike."""

from collections.abc import Mapping
from typing import Any

from benchmarks.streaming.load import Player

M, N_H = 400, 8
ITERATIONS = 10
"""Iterations a frame."""
FPS = 30
RESOLUTION, HIDDEN_RESOLUTION = 100, 50
LIGHT: Mapping[str, Any] = {"data": {"samples": M}, "network": {"hidden_width": N_H}}
HEAVY: Mapping[str, Any] = {"data": {"samples": 2000}, "network": {"hidden_width": 128}}


def player(path: str, speed: float | str = ITERATIONS * FPS, kind: str = "light") -> Player:
    """Return who plays a run of our server at so many iterations a second and watches maps and costs.

    A run is played in turns, and the last turn's connection may still be held for the one that drives.
    """
    watch = {
        "type": "watch",
        "channels": ["surface", "hidden", "costs"],
        "resolution": RESOLUTION,
        "hidden_resolution": HIDDEN_RESOLUTION,
        "max_fps": FPS,
    }
    return Player(path, [{"type": "drive"}, watch, {"type": "play", "iterations_per_second": speed}], kind)
