"""An exported report opens without a network, shows what it should and says nothing on the console."""

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.support import API

SHOWN = {"planar_flower": 3, "blobs": 3, "saddle": 2, "sine": 2}


@pytest.mark.parametrize("source", SHOWN)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_report_opens_offline(
    browser: Browser, server: str, tmp_path: Path, source: str, scheme: str
) -> None:
    with httpx.Client(base_url=server + API, timeout=60) as rest:
        run = rest.post("/runs", json={"data": {"source": source, "test_share": 0.2}}).json()["id"]
        rest.post(f"/runs/{run}/advance", json={"iterations": 50})
        (tmp_path / "report.html").write_bytes(rest.get(f"/runs/{run}/exports/html").content)
    context = browser.new_context(offline=True, color_scheme=scheme, viewport={"width": 1440, "height": 900})  # type: ignore[arg-type]
    try:
        page, said, asked = context.new_page(), list[str](), list[str]()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / "report.html").as_uri())
        expect(page.locator(".figure .main-svg >> nth=0")).to_be_visible()
        expect(page.locator(".figure")).to_have_count(SHOWN[source])
        for figure in page.locator(".figure").all():
            box, plot = figure.bounding_box(), figure.locator(".main-svg").first.bounding_box()
            assert box is not None
            assert plot is not None
            assert plot["width"] == pytest.approx(box["width"], abs=3)
        expect(page.locator(".results")).to_contain_text("50")
        expect(page.locator(".confusion")).to_have_count(2 if SHOWN[source] == 3 else 0)
        assert not [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
        assert said == []
    finally:
        context.close()
