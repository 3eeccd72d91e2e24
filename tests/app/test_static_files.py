"""Files that are kept in memory are always those on the disk."""

import os
import re
from pathlib import Path

import httpx
import pytest

from app.modules import SCRIPTS, imported_by
from app.static_files import RevalidatedFiles
from tests.support import in_loop

PANELS = (SCRIPTS / "inside" / "panels.js").read_text(encoding="utf-8").partition("PANELS = {")[2]
"""Their names, and what each is."""


def client(folder: Path) -> httpx.AsyncClient:
    """Return a client of the files below a folder."""
    transport = httpx.ASGITransport(app=RevalidatedFiles(folder))
    return httpx.AsyncClient(transport=transport, base_url="http://files")


@in_loop
async def test_a_file_that_has_changed_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a.js"
    file.write_text("one", encoding="utf-8")
    async with client(tmp_path) as files:
        answers = [await files.get("/a.js") for _ in range(2)]
        assert [answer.text for answer in answers] == ["one", "one"]
        assert answers[0].headers == answers[1].headers
        assert answers[0].headers["content-type"].startswith("text/javascript")
        known = {"if-none-match": answers[0].headers["etag"]}
        assert (await files.get("/a.js", headers=known)).status_code == 304
        file.write_text("two", encoding="utf-8")
        os.utime(file, ns=(1, 1))
        changed = await files.get("/a.js", headers=known)
        assert (changed.status_code, changed.text) == (200, "two")
        assert (await files.head("/a.js")).headers["content-length"] == "3"
        file.unlink()
        with pytest.raises(Exception, match="404"):
            await files.get("/a.js")


@in_loop
async def test_nothing_outside_the_folder_is_kept_or_given(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("no", encoding="utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    async with client(inside) as files:
        for path in ("/../secret", "/%2e%2e/secret", "//secret", "/."):
            with pytest.raises(Exception, match="404"):
                await files.get(path)


def test_the_pages_modules_are_found_each_once() -> None:
    found = imported_by("main.js")
    assert len(found) == len(set(found)) > 100
    written = {path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.js")}
    late = {f"views/inside/{name}.js" for name in re.findall(r"^  (\w+): \{", PANELS, re.MULTILINE)}
    assert len(late) == 7
    late.add("figures/files.js")
    later = late.union(*(imported_by(panel) for panel in late))  # fetched when somebody opens or asks for one
    apart = {"main.js", "report.js", "theme-early.js"}  # the first one, and two that nothing imports
    assert written - set(found) - later == apart
