"""Settings: each has a default, a bound and words, and the page that lists them is up to date."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent


def test_docs_settings_lists_every_setting_as_it_is() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    command = [sys.executable, "-c", "from scripts.settings_table import render; print(render(), end='')"]
    written = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert page == written.stdout, "run: .venv/bin/python -m scripts.settings_table"
    for name in Settings.model_fields:
        assert f"| `{name}` |" in page


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_has_words_and_every_number_a_bound(name: str) -> None:
    field = Settings.model_fields[name]
    assert field.description
    assert field.description.endswith(".")
    if isinstance(field.get_default(), int | float):
        assert any(hasattr(rule, "ge") or hasattr(rule, "gt") for rule in field.metadata)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("MAX_RUNS", "7", 7),
        ("ALLOWED_HOSTS", "lab.example.org, *.School.example", ("lab.example.org", "*.school.example")),
        ("ALLOWED_ORIGINS", "https://lms.example.org http://[2001:db8::1]:8000", None),
        ("FRAME_ANCESTORS", "self https://*.example.org", ("self", "https://*.example.org")),
        ("FORWARDED_ALLOW_IPS", "10.0.0.0/8,::1", ("10.0.0.0/8", "::1")),
        ("FORWARDED_ALLOW_IPS", "", ()),
        ("LOG_FORMAT", "json", "json"),
    ],
)
def test_the_environment_sets_numbers_words_and_lists(
    monkeypatch: pytest.MonkeyPatch, name: str, text: str, value: Any
) -> None:
    monkeypatch.setenv(f"SHALLOWSCOPE_{name}", text)
    assert getattr(Settings(), name.lower()) == (value if value is not None else tuple(text.split()))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_runs", 0),
        ("max_hidden_width", 257),
        ("max_creates_per_minute", 0),
        ("head_seconds", 0),
        ("allowed_hosts", "https://lab.example.org"),
        ("allowed_hosts", "lab.*.org"),
        ("allowed_origins", "lab.example.org"),
        ("allowed_origins", "https://lab.example.org/path"),
        ("frame_ancestors", "self; script-src *"),
        ("forwarded_allow_ips", "proxy"),
        ("log_level", "loud"),
    ],
)
def test_what_a_setting_cannot_be_is_refused(name: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings(**{name: value})  # type: ignore[arg-type]
    assert refused.value.errors()[0]["loc"][0] == name
