"""The benchmark of the page measures what it says: frames that were painted, and a page that was alive."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.browser import scenes
from benchmarks.streaming.figures import Figure


def figures(name: str) -> dict[str, Figure]:
    """Measure for a second, in a thread of its own: the tests' browser holds this one."""
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(lambda: list(getattr(scenes, name)(1.0))).result()
    return {figure.what: figure for figure in found}


def test_frames_are_counted_while_it_plays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenes, "WARM", 500.0)
    found = figures("playing")
    assert found["painted"].value > 1
    assert found["painted"].bound == 30
    drawn = found["decode and draw, p50"]
    assert 0 < drawn.value < found["frame to frame, p50"].value
    assert drawn.bound == 8


def test_frames_are_counted_with_every_panel_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenes, "WARM", 500.0)
    painted = figures("inside")["painted"]
    assert painted.value > 1
    assert painted.bound == 20


def test_a_load_ends_when_the_page_is_alive_and_the_chart_comes_after_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scenes, "LOADS", 1)
    found = figures("loading")
    alive = found["network and controls alive, p50"]
    assert found["first paint, p50"].value < alive.value < found["chart drawn, p50"].value
    assert alive.bound == 1500
    assert found["from then to Plotly asked, least"].value > 0
