"""nginx's configuration, read as far as the tests need it: directives, their words, and blocks of them."""

import re
from dataclasses import dataclass, field
from pathlib import Path

TOKEN = re.compile(r"""#[^\n]*|"[^"]*"|'[^']*'|[{};]|[^\s;{}"']+""")


@dataclass(frozen=True, slots=True)
class Directive:
    """`name words;` or `name words { inside }`."""

    name: str
    words: tuple[str, ...]
    inside: tuple["Directive", ...] = field(default=())

    def all(self, name: str) -> list["Directive"]:
        """Return the directives of this name directly inside."""
        return [each for each in self.inside if each.name == name]

    def one(self, name: str, *words: str) -> "Directive":
        """Return the only directive that begins so; raises ValueError unless there is just one."""
        (found,) = (each for each in self.all(name) if each.words[: len(words)] == words)
        return found

    def value(self, name: str, *words: str) -> str:
        """Return what follows these words in the only directive that begins so."""
        return " ".join(self.one(name, *words).words[len(words) :])


def read(path: Path) -> Directive:
    """Return a file's directives, in one without a name."""
    tokens = [token for token in TOKEN.findall(path.read_text("utf-8")) if not token.startswith("#")]
    tokens.reverse()
    found = Directive("", (), tuple(_block(tokens)))
    assert not tokens, f"{path}: a block ends that has not begun"
    return found


def _block(tokens: list[str]) -> list[Directive]:
    found, words = [], []
    while tokens and tokens[-1] != "}":
        token = tokens.pop()
        if token not in (";", "{"):
            words.append(token.strip("\"'"))
            continue
        inside: list[Directive] = []
        if token == "{":  # noqa: S105 - a brace is no password
            inside = _block(tokens)
            assert tokens.pop() == "}"
        found.append(Directive(words[0], tuple(words[1:]), tuple(inside)))
        words = []
    assert not words, f"no end of {words}"
    return found
