"""The sentences that core and app say to whoever asks wrongly, or about a run: found in their sources.

A sentence is an argument of one of CALLS. A value in it becomes {name}; a part that is a text of its module
is put in its place, one that is looked up in a table of texts stands for itself.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from app import ROOT

BRACES = re.compile(r"\{(\w+)\}")
CALLS: dict[str, tuple[int | str, ...]] = {
    "ConfigurationError": (2, "rule"),
    "End": (2, "reason"),
    "FieldError": ("rule",),
    "NotDrivingError": (0,),
    "NotKeptError": (0,),
    "Problem": ("detail",),
    "WrongMediaTypeError": (1,),
    "_response": (2,),
    "_check_not_diverged": (0,),
    "check_can": (0,),
    "close_at_once": (3,),
    "Ending": (1,),
    "SaveError": (0,),
    "RunLostError": (0,),
    "ServerFullError": (1, "detail"),
    "StateError": (0,),
    "TableError": (3, "rule"),
    "TooMuchWorkError": (1, "detail"),
}
"""Where each call has its sentence, or part of one: a position or a keyword."""
ANSWERS = (
    *("refuses", "within", "within_here", "unknown", "broken_rule", "_bounds", "_items", "told"),
    *("_history_left", "_optimizer_left", "_batches_left"),
)
"""Functions that return sentences or parts of them."""
ROOMS = ("core", "app")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and where it stands."""

    text: str
    path: str
    line: int


def server_sentences() -> Iterator[Sentence]:
    """Yield every sentence of the server's sources."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            yield from _of_module(tree, path.relative_to(ROOT).as_posix())


Known = dict[str, list[ast.expr]]


def _of_module(tree: ast.Module, path: str) -> Iterator[Sentence]:
    everywhere = _assigned(tree)
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield from _of_scope(node, everywhere | _assigned(node), path)
    yield from _of_scope(tree, everywhere, path)


def _of_scope(scope: ast.AST, known: Known, path: str) -> Iterator[Sentence]:
    answers = isinstance(scope, ast.FunctionDef) and scope.name in ANSWERS
    for node in _own_nodes(scope):
        if not isinstance(node, (ast.Call, ast.Return)):
            continue
        said = list(_said(node))
        if answers and isinstance(node, ast.Return) and node.value:
            said.append(node.value)
        for expression in said:
            for text in _texts(expression, known):
                if BRACES.sub("", text).strip():  # more than values
                    yield Sentence(text, path, node.lineno)
            for table in _tables(expression, known):
                for value in table.values:
                    yield from (Sentence(text, path, value.lineno) for text in _texts(value, known))


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a scope, not those of functions within it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield child
            yield from _own_nodes(child)


def _assigned(scope: ast.AST) -> Known:
    """Return what each name of a scope is set to."""
    found: Known = {}
    for node in _own_nodes(scope):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                _pair(target, node.value, found)
    return found


def _pair(target: ast.expr, value: ast.expr, found: Known) -> None:
    if isinstance(target, ast.Name):
        found.setdefault(target.id, []).append(value)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for inner, part in zip(target.elts, value.elts, strict=True):
            _pair(inner, part, found)


def _said(node: ast.AST) -> Iterator[ast.expr]:
    """Yield the arguments of a call that are sentences."""
    if not isinstance(node, ast.Call):
        return
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    for place in CALLS.get(name, ()):
        if isinstance(place, int):
            yield from node.args[place : place + 1]
        else:
            yield from (word.value for word in node.keywords if word.arg == place)


def _tables(expression: ast.expr, known: Known) -> Iterator[ast.Dict]:
    """Yield the tables of texts that an expression, or what its names are set to, looks something up in."""
    for node in ast.walk(expression):
        match node:
            case ast.Subscript(value=ast.Name(id=name)):
                yield from (value for value in known.get(name, ()) if isinstance(value, ast.Dict))
            case ast.Name(id=name):
                for value in known.get(name, ()):
                    if isinstance(value, ast.JoinedStr):
                        yield from _tables(value, known)


def _texts(expression: ast.expr, known: Known) -> list[str]:
    """Return the texts that an expression can be; what cannot be told is a name in braces."""
    match expression:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return _joined(parts, known)
        case ast.IfExp(body=body, orelse=other):
            return _texts(body, known) + _texts(other, known)
        case ast.BoolOp(values=values):
            return [text for value in values for text in _texts(value, known)]
        case ast.Name(id=name) if name in known:
            found = [text for value in known[name] for text in _texts(value, known)]
            return [text if not text or BRACES.sub("", text) else f"{{{name.lower()}}}" for text in found]
    return [f"{{{_name(expression)}}}"]


def _joined(parts: list[ast.expr], known: Known) -> list[str]:
    """Return an f-string's texts: one for each way in which its parts that are texts can be."""
    pieces: list[list[str]] = []
    for part in parts:
        if isinstance(part, ast.FormattedValue):
            pieces.append(_texts(part.value, known))
        elif isinstance(part, ast.Constant):
            pieces.append([str(part.value)])
    return [_numbered("".join(way)) for way in product(*pieces)]


def _numbered(text: str) -> str:
    """Tell braces with the same name apart."""
    names: Counter[str] = Counter()

    def numbered(found: re.Match[str]) -> str:
        names[found[1]] += 1
        return f"{{{found[1]}{names[found[1]] if names[found[1]] > 1 else ''}}}"

    return BRACES.sub(numbered, text)


def _name(value: ast.expr) -> str:
    """Return a word for a value."""
    match value:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").lower()
        case ast.Subscript(value=inner) | ast.Call(args=[inner, *_]):
            return _name(inner)
        case ast.GeneratorExp(elt=inner) | ast.BinOp(left=inner):
            return _name(inner)
    return "value"
