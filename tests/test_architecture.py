"""The rooms and their one-way arrows."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for room in ("core", "app") for path in (ROOT / room).rglob("*.py"))


def module_name(path: Path) -> str:
    """Return the dotted name of a module's file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    """Return what a module imports, as dotted names; `from a import b` gives a and a.b."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("path", [path for path in MODULES if "core" in path.parts], ids=module_name)
def test_core_imports_numpy_and_the_standard_library_only(path: Path) -> None:
    roots = {name.split(".")[0] for name in imports(path)}
    assert roots <= {"numpy", "core"} | sys.stdlib_module_names


def test_no_module_imports_itself_by_a_detour() -> None:
    names = {module_name(path) for path in MODULES}
    edges = {module_name(path): imports(path) & names for path in MODULES}
    settled: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in settled:
            for target in edges[name]:
                visit(target, (*trail, name))
            settled.add(name)

    for name in names:
        visit(name, ())


def test_the_import_contracts_hold() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run(
        [lint],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_pages_types_are_those_of_the_servers_models() -> None:
    written = subprocess.run(
        [sys.executable, "-c", "from scripts.wire_types import render; print(render(), end='')"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    kept = (ROOT / "static" / "js" / "wire.d.ts").read_text("utf-8")
    assert kept == written.stdout, "run: .venv/bin/python -m scripts.wire_types"
