"""Write the tables of docs/settings.md from the server's settings: python -m scripts.settings_table."""

import re
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from app.settings import Settings

TARGET = Path(__file__).resolve().parent.parent / "docs" / "settings.md"
BETWEEN = re.compile(r"(?<=by scripts/settings_table.py -->\n).*?(?=<!-- end -->)", re.DOTALL)
LIKE: dict[Any, str] = {str: "a URL", Path: "a folder"}
SIGNS = {"ge": ("", " or more"), "gt": ("more than ", ""), "le": ("at most ", ""), "lt": ("less than ", "")}


def _bounds(name: str) -> str:
    """Return what a setting may be, in words."""
    field = Settings.model_fields[name]
    if choices := getattr(field.annotation, "__args__", None):
        return ", ".join(str(choice) for choice in choices if choice is not Ellipsis and choice is not str)
    rules = {sign: getattr(rule, sign) for rule in field.metadata for sign in SIGNS if hasattr(rule, sign)}
    if "ge" in rules and "le" in rules:
        return f"{rules['ge']} to {rules['le']}"
    return ", ".join(f"{SIGNS[sign][0]}{bound}{SIGNS[sign][1]}" for sign, bound in rules.items())


def _default(field: FieldInfo) -> str:
    """Return the default; where it depends on the machine, the example that stands for it."""
    value: Any = field.examples[0] if field.examples else field.default
    shown = ", ".join(value) if isinstance(value, tuple) else str(value)
    return f"`{shown}`" if shown else "none"


def _table(title: str, names: list[str]) -> str:
    rows = [f"### {title}", "", "| setting | default | may be | what it does |", "|---|---|---|---|"]
    for name in names:
        field = Settings.model_fields[name]
        shown = (
            f"`{name}`",
            _default(field),
            _bounds(name) or LIKE.get(field.annotation, "a list"),
            str(field.description),
        )
        rows.append("| " + " | ".join(shown) + " |")
    return "\n".join([*rows, ""])


def render() -> str:
    """Return docs/settings.md with the tables of today's settings."""
    groups = {str(group.__doc__).splitlines()[0]: list(group.__annotations__) for group in Settings.__bases__}
    groups["More"] = [name for name in Settings.__annotations__ if name in Settings.model_fields]
    tables = [_table(title, names) for title, names in groups.items() if names]
    return BETWEEN.sub(lambda _: "\n" + "\n".join(tables) + "\n", TARGET.read_text("utf-8"))


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
