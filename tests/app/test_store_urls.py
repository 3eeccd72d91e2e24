"""Which URL opens which store, and where runs are kept when none is named."""

from pathlib import Path

import pytest

from app.settings import Settings
from app.stores.memory import MemoryStore
from app.stores.opening import open_store
from app.stores.redis import RedisStore
from app.stores.sqlite import SqliteStore
from core.errors import ConfigurationError
from core.shown import shown


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("memory://", MemoryStore),
        ("sqlite:///runs.db", SqliteStore),
        ("sqlite:////data/runs of mine.db", SqliteStore),
        ("redis://localhost", RedisStore),
        ("redis://localhost:6379/0", RedisStore),
        ("redis://user:pass@[::1]:6379/15", RedisStore),
        ("rediss://:secret@redis.example:6380/1?ssl_cert_reqs=none", RedisStore),
    ],
)
def test_a_url_names_a_store(url: str, kind: type) -> None:
    store = open_store(url)
    assert type(store) is kind
    assert store.shared == (kind is RedisStore)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "memory",
        "memory://x",
        "sqlite://",
        "sqlite:///",
        "sqlite://runs.db",
        "sqlite:///:memory:",
        "sqlite:///folder/",
        "sqlite:///a\0b",
        "postgres://localhost/runs",
        "redis://",
        "redis://:6379/0",
        "redis://localhost:port/0",
        "redis://localhost:70000/0",
        "redis://localhost:0/0",
        "redis://localhost/zero",
        "redis://localhost/0/1",
        "redis://localhost/0?no_such_option=1",
        "redis://localhost/0?socket_timeout=soon",
        "redis://[::1/0",
    ],
)
def test_another_url_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        open_store(url)
    sentence = str(refused.value)
    named = url.partition("?")[0]
    assert sentence.startswith(f"SHALLOWSCOPE_STORE={shown(named)}: must be ")
    for form in ("memory://", "sqlite:///FILE", "redis://HOST:PORT/N"):
        assert form in sentence


@pytest.mark.parametrize(
    "url",
    [
        "redsi://user:secret@host/0",
        "redis://user:secret@host/x",
        "redis://user:se/cr@et@host/x",
        "redis://host/x?password=secret",
    ],
)
def test_a_refusal_does_not_tell_the_password(url: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        open_store(url)
    assert "host" in str(refused.value)
    for part in ("secret", "se/cr", "user"):
        assert part not in str(refused.value)


@pytest.mark.parametrize(
    ("environment", "store"),
    [
        ({}, "sqlite:////home/me/.local/share/shallowscope/runs.db"),
        ({"XDG_DATA_HOME": "/xdg"}, "sqlite:////xdg/shallowscope/runs.db"),
        ({"XDG_DATA_HOME": "relative"}, "sqlite:////home/me/.local/share/shallowscope/runs.db"),
        ({"XDG_DATA_HOME": "/xdg", "SHALLOWSCOPE_DATA": "/data"}, "sqlite:////data/runs.db"),
        ({"SHALLOWSCOPE_DATA": "data"}, "sqlite:///data/runs.db"),
        ({"SHALLOWSCOPE_DATA": "/data", "SHALLOWSCOPE_STORE": "memory://"}, "memory://"),
    ],
)
def test_runs_are_kept_in_the_users_data_folder_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], store: str
) -> None:
    for name in ("XDG_DATA_HOME", "SHALLOWSCOPE_DATA", "SHALLOWSCOPE_STORE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"HOME": "/home/me"} | environment).items():
        monkeypatch.setenv(name, value)
    assert Settings().store == store


def test_a_user_without_a_home_has_a_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError("no home")

    for name in ("XDG_DATA_HOME", "SHALLOWSCOPE_DATA", "SHALLOWSCOPE_STORE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    assert Settings().store == "sqlite:////var/lib/shallowscope/runs.db"
