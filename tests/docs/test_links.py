"""Nothing in the documentation leads nowhere."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from app import ROOT
from app.presentation import HIDEABLE
from tests.docs.pages import PAGES, anchors, links, name_of, prose, text_of

EACH = pytest.mark.parametrize("page", PAGES, ids=name_of)
LOCAL = "http://127.0.0.1:8000/"


@EACH
def test_links_lead_to_files_and_headings_that_there_are(page: Path) -> None:
    for link in links(page):
        parts = urlsplit(link)
        if parts.scheme:
            assert link.startswith(LOCAL), f"{link}: documentation links to itself and to the reader's server"
            continue
        target = (page.parent / parts.path).resolve() if parts.path else page
        assert target.exists(), f"{link}: there is no such file"
        assert target.is_relative_to(ROOT)
        if parts.fragment:
            assert parts.fragment in anchors(target), f"{link}: there is no such heading"


@EACH
def test_files_that_are_named_are_there(page: Path) -> None:
    """`scripts/bench`, `deploy/proxy.conf`, `tests/...::test_...` and the like."""
    if page.name == "CHANGELOG.md":  # it tells of what was
        return
    rooms = r"(?:app|core|deploy|docs|examples|locales|scripts|static|templates|tests|benchmarks|wording)"
    for path in re.findall(rf"`({rooms}/[\w./*-]*)(?:::\w+)?`", prose(page)):
        assert list(ROOT.glob(path.rstrip("/"))), f"`{path}`: there is no such file"


@EACH
def test_links_into_the_page_ask_for_what_there_is(page: Path) -> None:
    for link in re.findall(r"https?://[\w.:-]+/\?[^\s\")]*", text_of(page)):
        asked = parse_qs(urlsplit(link).query)
        if "url" in asked or "text" in asked:
            continue
        assert set(asked) <= {"hide", "view", "embed", "lang"}, link
        assert set(",".join(asked.get("hide", [])).split(",")) <= {*HIDEABLE, ""}, link
        assert asked.get("view", ["present"]) == ["present"]
        assert asked.get("embed", ["1"]) == ["1"]
        assert asked.get("lang", ["en"])[0] in ("en", "zh-CN")


def test_what_can_be_hidden_is_told() -> None:
    text = text_of(ROOT / "docs" / "teaching.md")
    assert all(f"`{name}`" in text or f"hide={name}" in text for name in HIDEABLE)


def test_the_readme_leads_to_every_page() -> None:
    readme = ROOT / "README.md"
    linked = {(ROOT / urlsplit(link).path).resolve() for link in links(readme) if not urlsplit(link).scheme}
    missing = [name_of(page) for page in PAGES if page not in linked and page != readme]
    assert not missing
