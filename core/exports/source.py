"""The source of a function of core, with all of core that it uses, as a program can hold it."""

import ast
import inspect
from collections.abc import Callable, Iterator
from functools import lru_cache
from textwrap import dedent
from types import CodeType, FunctionType
from typing import Any

from core.errors import StateError

PLAIN = (int, float, str, tuple)
"""Constants of these types are written out."""


@lru_cache(maxsize=64)
def source_of(*functions: Callable[..., Any]) -> str:
    """Return functions after what they use, without annotations; `np` is all that they take for granted.

    Raises StateError where there is no source, as of a lambda.
    """
    parts = dict[str, str]()
    for function in functions:
        _collect(function, parts)
    return "\n\n\n".join(parts.values())


def _collect(function: Any, parts: dict[str, str]) -> None:
    if not isinstance(function, FunctionType) or not function.__name__.isidentifier():
        raise StateError(f"{function!r} has no source that a program could hold")
    for name in _names(function.__code__):
        used = function.__globals__.get(name)
        if name in parts or name == function.__name__:
            continue
        if isinstance(used, FunctionType) and used.__module__.startswith("core."):
            _collect(used, parts)
        elif isinstance(used, PLAIN):
            parts[name] = f"{name} = {used!r}"
    parts[function.__name__] = without_annotations(_text(function))


def _text(function: FunctionType) -> str:
    try:
        return dedent(inspect.getsource(function)).rstrip()
    except OSError:
        raise StateError(f"{function.__name__} has no source that a program could hold") from None


def _names(code: CodeType) -> Iterator[str]:
    """Yield the global names that code may use, inner functions included, each once."""
    inner = [name for const in code.co_consts if isinstance(const, CodeType) for name in _names(const)]
    yield from dict.fromkeys([*code.co_names, *inner])


def without_annotations(source: str) -> str:
    """Return the source of a function without its types; comments and lines stay as they are."""
    lines = source.splitlines(keepends=True)
    starts = [sum(len(line) for line in lines[:number]) for number in range(len(lines))]

    def place(line: int, column: int) -> int:  # columns count bytes of UTF-8
        return starts[line - 1] + len(lines[line - 1].encode()[:column].decode())

    cuts = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.arg) and node.annotation:
            cuts.append((place(node.lineno, node.col_offset) + len(node.arg), node.annotation))
        elif isinstance(node, ast.FunctionDef) and node.returns:
            before = place(node.returns.lineno, node.returns.col_offset)
            cuts.append((source.rindex(")", 0, before) + 1, node.returns))
        elif isinstance(node, ast.AnnAssign):
            cuts.append(
                (place(node.target.end_lineno or 0, node.target.end_col_offset or 0), node.annotation)
            )
    for start, annotation in sorted(cuts, key=lambda cut: cut[0], reverse=True):
        end = place(annotation.end_lineno or 0, annotation.end_col_offset or 0)
        source = source[:start] + source[end:]
    return source
