"""Write the notebooks of examples/ from the programs beside them: python -m wording.notebooks.

A program is cut into cells where a line begins with `# %%`; a cell of text follows `# %% [markdown]`.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
CUT = re.compile(r"^# %%(.*)\n", re.MULTILINE)
ABOUT = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def render(program: str) -> str:
    """Return the notebook of a program, without results."""
    _, *parts = CUT.split(program)
    cells = list(_cells(parts))
    notebook = {"cells": cells, "metadata": ABOUT, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _cells(parts: list[str]) -> Iterator[dict[str, Any]]:
    for number, (kind, text) in enumerate(zip(parts[::2], parts[1::2], strict=True)):
        body = text.strip("\n")
        about: dict[str, Any] = {"id": f"cell-{number}", "metadata": {}}
        if "[markdown]" in kind:
            body = re.sub(r"^# ?", "", body, flags=re.MULTILINE)
            yield {"cell_type": "markdown", **about, "source": body.splitlines(keepends=True)}
        else:
            source = body.splitlines(keepends=True)
            yield {"cell_type": "code", "execution_count": None, **about, "outputs": [], "source": source}


def write() -> None:
    """Write every notebook anew."""
    for program in sorted(EXAMPLES.glob("*.py")):
        program.with_suffix(".ipynb").write_text(render(program.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write()
