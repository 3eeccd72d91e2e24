"""The cost over a plane through the weights, as core computes it."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, Request, expect

from core.arrays import Floats
from core.landscape import Plane, plane_costs, principal_plane, random_plane
from core.pieces import finish
from tests.browser.axe import violations
from tests.browser.conftest import Watched
from tests.browser.inside_page import Inside
from tests.browser.lab_page import hold
from tests.browser.pictures import number
from tests.support import API

SIZE = 41
LANDSCAPE = f"**{API}/runs/*/landscape"


def costs(lab: Inside, plane: Plane, span: float) -> Floats:
    """Return the costs over a plane as core computes them."""
    trainer, steps = lab.trainer, np.linspace(-span, span, SIZE)
    pieces = plane_costs(trainer.network, trainer.dataset, trainer.parameters, plane, steps)
    found: Floats = finish(pieces, lambda: False)[..., 0]
    return found


def read(lab: Inside) -> tuple[float, float, float]:
    """Return the cost that is read off, and where."""
    text = lab.part(".landscape-read").text_content() or ""
    match = re.fullmatch(r"cost (\S+) at \((\S+), (\S+)\)", text)
    assert match, text
    cost, first, second = match.groups()
    return number(cost), number(first), number(second)


def check_range(lab: Inside, expected: Floats) -> None:
    """Compare the least and the largest cost that is told."""
    expect(lab.part(".landscape-said")).to_contain_text(
        f"Cost {expected.min():.6f} to {expected.max():.6f}. "
    )


def test_costs_over_a_random_plane_are_those_of_core(page: Page, server: str) -> None:
    lab = Inside(page, server, "landscape", {}, 300)
    trainer = lab.trainer
    expected = costs(lab, random_plane(trainer.network, trainer.parameters, 0), 1.0)
    check_range(lab, expected)
    plot = page.get_by_role("group", name="Cost over a plane through the weights")
    plot.focus()
    page.keyboard.press("ArrowUp")
    expect(lab.part(".landscape-read")).to_have_text(f"cost {trainer.snapshot.train_cost:.6f} at (0, 0)")
    for key in ("ArrowUp", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    cost, first, second = read(lab)
    assert (first, second) == pytest.approx((0.05, 0.1))
    assert cost == pytest.approx(expected[22, 21], abs=1e-6)
    page.get_by_role("button", name="Other random directions").click()
    check_range(lab, costs(lab, random_plane(trainer.network, trainer.parameters, 1), 1.0))


def test_the_principal_plane_tells_how_much_of_the_path_it_holds(page: Page, server: str) -> None:
    lab = Inside(page, server, "landscape", {}, 300)
    page.get_by_role("radio", name="of the path").check(force=True)
    trainer = lab.trainer
    _, path = trainer.path()
    plane = principal_plane(trainer.network, trainer.parameters, path, 0)
    share = f"{100 * plane.explained(path):.1f}\N{NARROW NO-BREAK SPACE}%"
    expect(lab.part(".landscape-said")).to_contain_text(f"The plane holds {share} of the path.")
    check_range(lab, costs(lab, plane, 1.0))
    expect(page.get_by_role("button", name="Other random directions")).to_be_hidden()
    extent = page.get_by_role("slider", name="Extent")
    extent.focus()
    page.keyboard.press("ArrowRight")
    expect(extent).to_have_attribute("aria-valuetext", "\N{PLUS-MINUS SIGN}2")
    check_range(lab, costs(lab, plane, 2.0))


def test_a_run_that_moved_on_is_told_and_a_pause_computes_anew(page: Page, server: str) -> None:
    lab = Inside(page, server, "landscape", {}, 100)
    said = lab.part(".landscape-said")
    expect(said).to_contain_text("Computed at iteration 100.")
    lab.advance(3)
    expect(said).to_contain_text("Computed at iteration 100; now 103.")
    page.get_by_role("button", name="Again", exact=True).click()
    expect(said).to_contain_text("Computed at iteration 103.")
    lab.play.click()
    lab.wait_for_iteration(140)
    stopped = lab.stop()
    expect(said).to_contain_text(f"Computed at iteration {stopped}.")


def test_weights_that_were_shown_late_are_not_taken_for_others(page: Page, server: str) -> None:
    lab = Inside(page, server, "landscape", {}, 100)
    said = lab.part(".landscape-said")
    expect(said).to_contain_text("Computed at iteration 100.")
    routes = hold(page, LANDSCAPE)
    page.get_by_role("button", name="Again", exact=True).click()
    lab.advance(5)  # the server is further than the page was when it asked
    routes[0].continue_()
    expect(said).to_contain_text("Computed at iteration 105.")


def test_the_pointer_reads_the_cost_off(page: Page, server: str) -> None:
    lab = Inside(page, server, "landscape", {}, 100)
    expect(lab.part(".landscape-said")).to_contain_text("Computed at iteration 100.")
    box = lab.part(".landscape-plot").bounding_box()
    assert box
    page.mouse.move(box["x"] + 0.25 * box["width"], box["y"] + 0.75 * box["height"])
    cost, first, second = read(lab)
    trainer = lab.trainer
    expected = costs(lab, random_plane(trainer.network, trainer.parameters, 0), 1.0)
    assert (first, second) == pytest.approx((-0.5, -0.5))
    assert cost == pytest.approx(expected[10, 10], rel=1e-5)
    page.mouse.move(5, 5)
    expect(lab.part(".landscape-read")).to_be_empty()


def test_the_work_shows_and_is_cancelled(page: Page, server: str) -> None:
    routes = hold(page, LANDSCAPE)
    lab = Inside(page, server, "landscape", {}, 50)
    expect(page.get_by_role("progressbar", name="Computing the landscape")).to_be_visible()
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    compute = page.get_by_role("button", name="Compute")
    expect(compute).to_be_focused()
    assert len(routes) == 1
    page.unroute(LANDSCAPE)
    compute.click()
    expect(lab.part(".landscape-said")).to_contain_text("Computed at iteration 50.")


def test_a_closed_panel_has_nothing_computed(page: Page, server: str) -> None:
    routes = hold(page, LANDSCAPE)
    lab = Inside(page, server, "landscape", {}, 50)
    expect(page.get_by_role("progressbar")).to_be_visible()
    with page.expect_event("requestfailed"):
        page.locator('[data-panel-tab="symmetry"]').click()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    lab.advance(5)
    assert len(routes) == 1


def test_what_the_server_refuses_is_said(page: Page, server: str, watched: Watched) -> None:
    problem = {"title": "Too much", "status": 503, "detail": "this takes longer than 60 s: ask for less"}
    page.route(f"**{API}/runs/*/landscape", lambda route: route.fulfill(status=503, json=problem))
    lab = Inside(page, server, "landscape", {}, 50)
    expect(lab.part("[role=alert]")).to_contain_text("this takes longer than 60 s: ask for less")
    assert all(url.endswith("/landscape") for url in watched.failures)
    watched.failures.clear()
    watched.console[:] = [line for line in watched.console if "503" not in line]


def test_it_stands_in_three_dimensions_on_request(page: Page, server: str) -> None:
    lab = Inside(page, server, "landscape", {}, 50)
    expect(lab.part(".landscape-said")).to_contain_text("Computed at iteration 50.")
    page.get_by_role("checkbox", name="3-D").check(force=True)
    lab.part(".landscape-solid .main-svg").first.wait_for(state="attached")
    z: Any = lab.part(".landscape-solid").evaluate("host => host.data[0].z")
    trainer = lab.trainer
    expected = costs(lab, random_plane(trainer.network, trainer.parameters, 0), 1.0)
    np.testing.assert_allclose(z, expected, rtol=1e-12)
    page.get_by_role("checkbox", name="3-D").uncheck(force=True)
    expect(lab.part(".landscape-solid")).to_be_hidden()
    expect(lab.part(".landscape-solid .main-svg")).to_have_count(0)


def test_a_large_network_has_a_coarse_picture_first(page: Page, server: str) -> None:
    asked: list[Any] = []

    def note(request: Request) -> None:
        if request.url.endswith("/landscape"):
            asked.append((request.post_data_json or {})["resolution"])

    page.on("request", note)
    large = {"network": {"hidden_width": 64}, "data": {"samples": 2000}}
    lab = Inside(page, server, "landscape", large)
    expect(lab.part(".landscape-said")).to_contain_text("Computed at iteration 0.")
    expect(page.get_by_role("button", name="Again", exact=True)).to_be_visible()
    assert asked == [11, 41]


def test_a_diverged_run_has_no_landscape(page: Page, server: str) -> None:
    diverging: dict[str, Any] = {"data": {"source": "sine"}, "network": {"activation": "relu"}}
    diverging["training"] = {"learning_rate": 100}
    Inside(page, server, "landscape", diverging)
    page.get_by_role("button", name="Play").click()
    expect(page.locator('[data-part="diverged"]')).to_be_visible()
    expect(page.get_by_role("button", name="Again", exact=True)).to_be_disabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(page: Page, server: str, scheme: Any, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    lab = Inside(page, server, "landscape", {}, 100)
    expect(lab.part(".landscape-said")).to_contain_text("Computed at iteration 100.")
    assert violations(page) == []
