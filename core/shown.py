"""A wrong value as an error repeats it: JSON, short enough to read."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

LONGEST = 200
"""Characters of what is shown, about."""
STEPS = ((8, 100), (4, 40), (2, 20), (1, 8))
"""Items of a list and characters of a text that stay: the first pair that makes it short enough."""
DEEPEST = 4
DIGITS = 30
CUT = "..."


def shown(value: Any) -> str:
    """Return a value as JSON in one line."""
    return _written(shortened(value))


def shortened(value: Any) -> Any:
    """Return a value that JSON has; of a long one what comes first, and dots."""
    short: Any = CUT
    for items, characters in STEPS:
        short = _shortened(value, items, characters, DEEPEST)
        if len(_written(short)) <= LONGEST:
            break
    return short


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _shortened(value: Any, items: int, characters: int, depth: int) -> Any:
    if isinstance(value, (np.generic, np.ndarray)):
        value = value.tolist()
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, Mapping):
        inner = {
            _text(str(name), characters): _shortened(part, items, characters, depth - 1)
            for name, part in list(value.items())[: items if depth else 0]
        }
        return inner if len(inner) == len(value) else inner | {CUT: CUT}
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        kept = [_shortened(part, items, characters, depth - 1) for part in value[: items if depth else 0]]
        return kept if len(kept) == len(value) else [*kept, CUT]
    return _text(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value), characters)


def _number(value: Any) -> Any:
    """Return a number; as a text what JSON has not, and the first digits of what is very long."""
    if isinstance(value, float):
        return value if math.isfinite(value) else _NOT_FINITE.get(value, "NaN")
    digits = int(value.bit_length() * math.log10(2))  # to write a very long one is refused by Python
    if digits < DIGITS:
        return value
    return f"{'-' if value < 0 else ''}{abs(value) // 10 ** (digits - 9)}{CUT}"


_NOT_FINITE = {math.inf: "Infinity", -math.inf: "-Infinity"}


def _text(text: str, characters: int) -> str:
    """Return a text short enough to repeat, without the halves of characters that UTF-8 cannot write."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= characters else text[:characters] + CUT
