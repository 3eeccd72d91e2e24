"""What is measured: frames while it plays as fast as it can, and how long a page takes to be alive."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.report import show_progress
from benchmarks.streaming.figures import Figure
from benchmarks.streaming.load import percentile
from benchmarks.streaming.processes import started

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
SIZE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
"""Where panels stand under each other, and all can be open."""
UNITS = 8
WARM = 3000.0
"""Milliseconds of playing before a measurement."""
FRAMES_BOUND, INSIDE_BOUND, WORK_BOUND, LOAD_BOUND = 30.0, 20.0, 8.0, 1500.0
LOADS = 9
WATCH = Path(__file__).with_name("watch.js").read_text(encoding="utf-8")
BEEN_HERE = "try { localStorage.setItem('hints', '3'); } catch { /* not of this origin */ }"
LOADED = """() => {
    const requests = performance.getEntriesByType("resource");
    const chart = requests.find(({ name }) => /plotly-[\\d.]+\\.min/.test(name));
    return {
        alive: window.painted[0].at,
        first: performance.getEntriesByName("first-contentful-paint")[0].startTime,
        chartAsked: chart.startTime,
        chart: performance.now(),
    };
}"""
FILLED = """name => document.querySelector(`[data-panel="${name}"]`).childElementCount > 0"""
ALIVE = """() => window.painted.length > 0
    && !document.querySelector('[data-action="play"]').disabled
    && document.querySelector('.rail input[type="radio"]:checked') !== null"""


@contextmanager
def browsing() -> Iterator[tuple[Browser, str]]:
    """Start a server and a Chromium, which share the machine; give the browser and the address."""
    with started("app", os.sched_getaffinity(0)) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["SHALLOWSCOPE_TEST_CHROMIUM"], args=ARGUMENTS
        )
        try:
            yield browser, f"http://127.0.0.1:{server.port}"
        finally:
            browser.close()


def open_page(browser: Browser, address: str, *scripts: str) -> Page:
    """Open an empty page of a browser that has nothing stored but what the scripts put there."""
    context = browser.new_context(base_url=address, viewport=SIZE)  # type: ignore[arg-type]
    page = context.new_page()
    for script in (WATCH, *scripts):
        page.add_init_script(script)
    return page


def playing(seconds: float) -> Iterator[Figure]:
    """Play a network of 8 hidden units at "max" with every view of the page in sight."""
    case = f'playing at "max", {UNITS} units'
    yield from _frames("playing", case, _painted(case, seconds), FRAMES_BOUND, WORK_BOUND)


def inside(seconds: float) -> Iterator[Figure]:
    """Play the same with every panel that looks inside open."""
    case = f'all panels open at "max", {UNITS} units'
    yield from _frames("inside", case, _painted(case, seconds, panels=True), INSIDE_BOUND, None)


def _painted(case: str, seconds: float, *, panels: bool = False) -> list[Any]:
    """Return when each frame was painted while a run plays, and the work for it."""
    with browsing() as (browser, address):
        show_progress(f"playing: {case} ...")
        page = open_page(browser, address, BEEN_HERE)
        if panels:
            page.set_viewport_size(PHONE)  # type: ignore[arg-type]
        width = {"network": {"hidden_width": UNITS}}
        run = page.request.post(f"{address}/api/v1/runs", data=width).json()["id"]
        page.goto(f"/#run={run}")
        page.locator(".cost-chart .main-svg").first.wait_for(state="attached")
        if panels:
            for tab in page.locator("[data-panel-tab]").all():
                tab.click()
                page.wait_for_function(FILLED, arg=tab.get_attribute("data-panel-tab"))
        page.locator('[data-part="speed"] input[value="max"]').evaluate("input => input.click()")
        page.get_by_role("button", name="Play").click()
        page.wait_for_timeout(WARM)
        page.evaluate("() => { window.painted.length = 0; }")
        page.wait_for_timeout(1e3 * seconds)
        frames: list[Any] = page.evaluate("() => window.painted")
    return frames


def _frames(
    part: str, case: str, frames: list[Any], least: float, most_work: float | None
) -> Iterator[Figure]:
    """Give what was painted as figures."""
    at = [frame["at"] for frame in frames]
    work = [frame["work"] for frame in frames[:-1]]
    intervals = [after - before for before, after in pairwise(at)]
    rate = 1e3 * len(intervals) / (at[-1] - at[0])
    yield Figure(part, case, "painted", rate, "frames/s", least, least=True)
    yield Figure(part, case, "frame to frame, p50", median(intervals), "ms")
    yield Figure(part, case, "frame to frame, p99", percentile(intervals, 0.99), "ms")
    yield Figure(part, case, "decode and draw, p50", median(work), "ms", most_work)
    yield Figure(part, case, "decode and draw, p95 (with a chart)", percentile(work, 0.95), "ms")


def loading(_seconds: float) -> Iterator[Figure]:
    """Open the page with nothing in its cache, again and again."""
    case, found = f"first load, {LOADS} times", []
    with browsing() as (browser, address):
        for k in range(LOADS + 1):
            show_progress(f"loading: {k} of {LOADS} ...")
            page = open_page(browser, address)
            page.goto("/", wait_until="commit")
            page.wait_for_function(ALIVE)
            page.locator(".cost-chart .main-svg").first.wait_for(state="attached")
            found.append(page.evaluate(LOADED))
            page.context.close()
    found = found[1:]  # the server has read its files
    alive = [each["alive"] for each in found]
    early = min(each["chartAsked"] - each["alive"] for each in found)
    yield Figure("loading", case, "first paint, p50", median(each["first"] for each in found), "ms")
    yield Figure("loading", case, "network and controls alive, p50", median(alive), "ms", LOAD_BOUND)
    yield Figure("loading", case, "network and controls alive, worst", max(alive), "ms")
    yield Figure("loading", case, "from then to Plotly asked, least", early, "ms", 0.0, least=True)
    yield Figure("loading", case, "chart drawn, p50", median(each["chart"] for each in found), "ms")
