"""The documentation: its files, and what stands in them."""

import re
from pathlib import Path

from app import ROOT

PAGES = sorted(
    path
    for folder in (ROOT, ROOT / "docs", ROOT / "examples", ROOT / "deploy")
    for path in folder.glob("*.md")
)
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def name_of(page: Path) -> str:
    """Return how a page is called in a test's title."""
    return str(page.relative_to(ROOT))


def text_of(page: Path) -> str:
    """Return a page's text."""
    return page.read_text("utf-8")


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language."""
    return [text for name, text in FENCED.findall(text_of(page)) if name == language]


def prose(page: Path) -> str:
    """Return what is not fenced."""
    return FENCED.sub("", text_of(page))


def links(page: Path) -> list[str]:
    """Return where links and pictures lead."""
    return [there or picture for there, picture in LINK.findall(prose(page))]


def anchors(page: Path) -> set[str]:
    """Return the names of a page's headings, made as GitHub makes them."""
    headings = re.findall(r"^#+ (.+?)\s*$", FENCED.sub("", text_of(page)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands(page: Path) -> list[str]:
    """Return the lines of the page's shell blocks, less what explains them."""
    lines = "\n".join(blocks(page, "sh")).replace("\\\n", " ").splitlines()
    return [line for line in (re.sub(r"(^|\s)#.*", "", line).strip() for line in lines) if line]
