"""Settings and addresses in the documentation are those of the server, and none is missing."""

import re
from pathlib import Path

import pytest

from app import ROOT, __version__
from app.main import create_app
from app.settings import PREFIX, Settings
from app.starting import OF_OTHERS
from tests.docs.pages import PAGES, name_of, text_of

EACH = pytest.mark.parametrize("page", PAGES, ids=name_of)
KINDS = {".py", ".js", ".html", ".css", ".md", ".json", ".conf", ".yaml"}
PATHS = set(create_app(Settings()).openapi()["paths"])


@EACH
def test_settings_that_are_named_there_are(page: Path) -> None:
    for name in re.findall(rf"{PREFIX}([A-Z_]+[A-Z])\b", text_of(page)):
        known = name.lower() in Settings.model_fields or OF_OTHERS.fullmatch(name)
        assert known, f"{PREFIX}{name} is not a setting"


def test_every_setting_is_documented() -> None:
    text = text_of(ROOT / "docs" / "settings.md")
    assert [name for name in Settings.model_fields if f"| `{name}` |" not in text] == []


def is_described(path: str) -> bool:
    """Say whether a path of the documentation is one of the server's, whatever stands for names in it."""
    form = re.sub(r"\$\w+|\{[\w_]*\}|ID", "x", path.rstrip("/"))
    return any(re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", known), form) for known in PATHS)


@EACH
def test_addresses_that_are_named_there_are(page: Path) -> None:
    for path in re.findall(r"(/api/v1/[\w/{}$-]+)", text_of(page)):
        assert is_described(path), f"{path} is not an address of the server"


def test_every_address_is_documented() -> None:
    guide = text_of(ROOT / "docs" / "api.md").replace("$url/", "/api/v1/").replace("$server/", "/")
    found = {path.rstrip("`") for path in re.findall(r"/[\w/{}$-]+", guide)}
    names = {"$run": "{run_id}", "$again": "{run_id}", "$group": "{group_id}", "{id}": "x"}
    for short, long in names.items():
        found = {path.replace(short, long) for path in found}
    forms = [re.sub(r"\{\w+\}", r"[^/]+", path) for path in PATHS]
    missing = [form for form in forms if not any(re.fullmatch(form, path) for path in found)]
    assert not missing


def test_the_version_stands_in_one_place() -> None:
    """In pyproject.toml; the changelog tells what it brings."""
    text = text_of(ROOT / "CHANGELOG.md")
    assert re.search(rf"^## {re.escape(__version__)}\b", text, re.MULTILINE)
    folders = ("app", "core", "static", "templates", "scripts", "docs", "deploy")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in KINDS]
    files += [ROOT / "Dockerfile", ROOT / "compose.yaml", ROOT / "README.md"]
    word = re.compile(rf"(?<![\d.]){re.escape(__version__)}(?![\d.])")
    assert [path for path in files if word.search(path.read_text("utf-8"))] == []
