"""What docs/security.md promises: its tests exist, no shell gets a text, nothing uploaded becomes a file."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import ROOT

GUIDE = (ROOT / "docs" / "security.md").read_text("utf-8")
SHOWN = re.findall(r"\| `(tests/[\w/]+\.py)::(\w+)` \|$", GUIDE, re.MULTILINE)
SHELLS = {
    *("os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"),
    "asyncio.create_subprocess_shell",
}
WRITERS = {
    *("open", "write_text", "write_bytes", "mkdir", "touch", "save", "savez", "memmap", "fromfile"),
    *("NamedTemporaryFile", "TemporaryDirectory", "TemporaryFile", "mkstemp", "mkdtemp", "extract"),
    *("extractall", "UploadFile", "File", "SpooledTemporaryFile"),
}


def sources(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    """Yield the project's own programs."""
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            yield path, ast.parse(path.read_text("utf-8"))


def called(node: ast.Call) -> str:
    """Return the last word of what is called."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_every_row_names_a_test() -> None:
    rows = [line for line in GUIDE.splitlines() if line.startswith("| ") and "could | what stops" not in line]
    assert len(SHOWN) == len(rows) > 20


@pytest.mark.parametrize(("file", "name"), SHOWN, ids=lambda part: part)
def test_a_test_that_is_named_exists(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, functions)}


def test_no_text_is_given_to_a_shell() -> None:
    for path, tree in sources("app", "core", "scripts", "benchmarks", "wording", "examples"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                shell = [word for word in node.keywords if word.arg == "shell"]
                assert not shell, f"{path}:{node.lineno}: shell="
                assert ast.unparse(node.func) not in SHELLS, f"{path}:{node.lineno}"


def test_uploads_never_touch_the_file_system() -> None:
    """Neither what reads a body nor what reads the files in it calls anything that could write one."""
    readers = [
        ROOT / "app" / "routes" / "exports.py",
        ROOT / "app" / "routes" / "tables.py",
        ROOT / "app" / "routes" / "runs.py",
        ROOT / "app" / "body_limit.py",
        ROOT / "core" / "exports" / "weights.py",
        ROOT / "core" / "datasets" / "table.py",
        ROOT / "core" / "datasets" / "custom.py",
    ]
    for path in readers:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                assert called(node) not in WRITERS, f"{path}:{node.lineno}: {called(node)}"
            elif isinstance(node, ast.ImportFrom | ast.Import):
                names = {alias.name for alias in node.names} | {getattr(node, "module", "")}
                assert not names & {"tempfile", "shutil", "pickle"}, f"{path}:{node.lineno}"


def test_the_server_starts_no_program_and_writes_to_its_store_alone() -> None:
    keeps = {ROOT / "app" / "stores" / "sqlite_file.py", ROOT / "app" / "workers.py"}
    for path, tree in sources("app", "core"):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | {getattr(node, "module", "")}
                assert "subprocess" not in names, f"{path}:{node.lineno}"
                assert path in keeps or not names & {"tempfile", "shutil"}, f"{path}:{node.lineno}"
            elif isinstance(node, ast.Call) and path not in keeps:
                assert called(node) not in {"write_text", "write_bytes", "mkdir", "touch", "savez"}, path


def test_no_secret_is_in_the_sources() -> None:
    """No key, no token, no password: in what git keeps."""
    kept = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    forms = ("-----BEGIN [A-Z ]*PRIVATE KEY", r"\bAKIA[0-9A-Z]{16}\b", r"\bgh[pousr]_[A-Za-z0-9]{36}\b")
    secret = re.compile("|".join(forms))
    for name in kept.stdout.split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.suffix not in (".png", ".ico"):
            assert not secret.search(path.read_text("utf-8", errors="replace")), name
