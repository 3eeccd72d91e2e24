"""The texts of the page: those that are marked for translation, and those that should be.

JavaScript marks with say("...") and sayCount("...", "..."), templates with _('...') and {% trans %}.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from babel.messages.jslexer import Token, tokenize, unquote_string
from jinja2 import Environment, FileSystemLoader, nodes
from jinja2.ext import babel_extract

from app import ROOT

MARKS = {"say": 1, "sayCount": 2}
"""Functions of static/js/language.js, and how many of their arguments are texts."""
WORD = re.compile(r"[A-Za-z]{2,}")
SPOKEN = ("alt", "aria-label", "aria-valuetext", "content", "placeholder", "title")
"""Attributes that a person reads or hears."""
AS_IT_IS = {
    *("API", "Shallowscope"),
    *("Esc", "Shift"),  # engraved on keys
    *("Enter", "Escape", "Arrow", "Delete", "Backspace"),  # their names in events
    "zh-CN",
    "width=device-width, initial-scale=1",
    "light dark",
}
TECHNICAL = re.compile(r"[a-z0-9_.:/#()-]*|L[12] ")
"""Names of fields, styles and events; L1 and L2 are formulas."""
PHRASE = re.compile(r"[A-Z][a-z]+([ ,.:;?!].*)?|[a-z]{2,}( [a-z]{2,})+", re.DOTALL)
"""A sentence or label: it begins with a capital, or has several words."""
Marked = tuple[str, str | tuple[str, str]]
"""A path, and a text or its singular and plural."""


def marked() -> Iterator[Marked]:
    """Yield every marked text of the page's scripts and templates."""
    for path in sorted((ROOT / "static" / "js").rglob("*.js")):
        for texts in _spoken(_tokens(path)):
            yield path.relative_to(ROOT).as_posix(), _message(texts)
    options = {"trimmed": "true", "newstyle_gettext": "true"}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for _, _, found, _ in babel_extract(
            BytesIO(path.read_bytes()), ("_", "gettext", "ngettext"), (), options
        ):
            texts = [found] if isinstance(found, str) else [text for text in found or () if text]
            yield path.relative_to(ROOT).as_posix(), _message(texts)


def _message(texts: list[str]) -> str | tuple[str, str]:
    return texts[0] if len(texts) == 1 else (texts[0], texts[1])


def unmarked() -> Iterator[tuple[str, str]]:
    """Yield paths and texts that a reader would see in English whatever the language."""
    for path in sorted((ROOT / "static" / "js").rglob("*.js")):
        for text in _bare(path):
            yield path.relative_to(ROOT).as_posix(), text
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for text in _bare_in_template(path):
            yield path.relative_to(ROOT).as_posix(), text


def _tokens(path: Path) -> list[Token]:
    return [
        token
        for token in tokenize(path.read_text("utf-8"), jsx=False)
        if token.type not in ("linecomment", "multilinecomment")
    ]


def _spoken(tokens: list[Token]) -> Iterator[list[str]]:
    """Yield the texts of each call of a mark."""
    for k, token in enumerate(tokens):
        if token.type == "name" and token.value in MARKS and k + 2 < len(tokens):
            texts = _arguments(tokens[k + 1 :], MARKS[token.value])
            if texts:
                yield texts


def _arguments(tokens: list[Token], count: int) -> list[str]:
    """Return the literals that open an argument list, as many as there should be."""
    wanted = [part for _ in range(count) for part in ("string", ",")][:-1]
    given = tokens[1 : 1 + len(wanted)]
    if tokens[0].value != "(" or [_kind(token) for token in given] != wanted:
        return []
    return [unquote_string(token.value) for token in given if token.type == "string"]


def _kind(token: Token) -> str:
    return "string" if token.type == "string" else token.value


def _bare(path: Path) -> Iterator[str]:
    """Yield literals of a script that look like words for people and are in no mark."""
    tokens = _tokens(path)
    said = {text for texts in _spoken(tokens) for text in texts}
    speaks = path.name.endswith("text.js")
    for k, token in enumerate(tokens):
        if token.type not in ("string", "template_string"):
            continue
        text = unquote_string(token.value) if token.type == "string" else _without_values(token.value)
        if text in said or not _for_people(text, speaks) or _is_for_developers(tokens[max(0, k - 4) : k]):
            continue
        yield text


def _without_values(template: str) -> str:
    """Return a template string without its back-quotes and what is put in."""
    text, inner = template[1:-1], ""
    while inner != text:
        inner, text = text, re.sub(r"\$\{[^{}]*\}", "\0", text)
    return text


def _for_people(text: str, speaks: bool) -> bool:
    """Say whether a literal looks like words: anything in ...text.js, elsewhere what looks like a PHRASE."""
    if not WORD.search(text) or text in AS_IT_IS:
        return False
    if speaks:
        return not TECHNICAL.fullmatch(text.replace("\0", ""))
    return bool(PHRASE.fullmatch(text.replace("\0", "")))


def _is_for_developers(before: list[Token]) -> bool:
    """Say whether a literal is the text of an Error, which nobody sees, or names styles."""
    words = [token.value for token in before]
    return "Error" in words or words[-2:] == ["this.name", "="] or ("class", ":") in pairwise(words)


class _Visible(HTMLParser):
    """Collects what a person reads or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        self.found += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def _bare_in_template(path: Path) -> Iterator[str]:
    """Yield what a template writes outside of every mark."""
    environment = Environment(
        loader=FileSystemLoader(path.parent), extensions=["jinja2.ext.i18n"], autoescape=True
    )
    tree = environment.parse(path.read_text("utf-8"))
    visible = _Visible()
    visible.feed("".join(_written(tree)))
    visible.close()
    for text in visible.found:
        words = " ".join(text.split())
        if WORD.search(words) and words not in AS_IT_IS:
            yield words


def _written(tree: nodes.Node) -> Iterator[str]:
    """Yield what a template writes, without what it puts in."""
    for output in tree.find_all(nodes.Output):
        for part in output.nodes:
            if isinstance(part, nodes.TemplateData):
                yield part.data
