"""What keeps the server from starting is told in a sentence each, with exit code 2 and no traceback."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from app import ROOT
from app.starting import CannotStartError, options, settings_of

PREFIX = "python -m app: "


def refused(environment: Mapping[str, str], *arguments: str) -> list[str]:
    """Start the server, which must refuse; return what it says, a line a fault."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SHALLOWSCOPE_")}
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env={**clean, "SHALLOWSCOPE_STORE": "memory://", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert all(line.startswith(PREFIX) for line in lines), done.stderr
    return [line.removeprefix(PREFIX) for line in lines]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "65536"], "--port 65536: must be from 0 to 65535"),
        (["--port", "-1"], "--port -1: must be from 0 to 65535"),
        (["--port", "eighty"], "--port eighty: must be an integer"),
        (["--port"], "--port expected one argument"),
        (["--workers", "0"], "--workers 0: must be at least 1"),
        (
            ["--prot", "80"],
            "--prot: is not an option; there are --help, --host, --port, --root-path, --workers",
        ),
        (["serve"], "serve: is not an option; there are --help, --host, --port, --root-path, --workers"),
    ],
)
def test_an_option_that_is_wrong_is_told(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        options(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"{PREFIX}{sentence}\n"


def test_options_that_are_right_are_taken() -> None:
    chosen = options(["--host", "0.0.0.0", "--port", "65535", "--workers", "3", "--root-path", "/lab"])  # noqa: S104
    assert (chosen.host, chosen.port, chosen.workers, chosen.root_path) == ("0.0.0.0", 65535, 3, "/lab")  # noqa: S104


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("MAX_RUNS", "many", "=many: must be an integer"),
        ("MAX_RUNS", "0", "=0: must be at least 1"),
        ("MAX_HIDDEN_WIDTH", "257", "=257: must be from 4 to 256"),
        ("HEAD_SECONDS", "0", "=0: must be more than 0 and at most 600"),
        ("EXPIRE_HOURS", "0", "=0: must be more than 0"),
        ("EXPIRE_HOURS", "soon", "=soon: must be a number"),
        ("LOG_LEVEL", "loud", "=loud: must be one of debug, info, warning, error"),
        ("ALLOWED_HOSTS", "a b.*.c", "=a b.*.c: b.*.c is not a host name, such as lab.example.org or "),
        (
            "FORWARDED_ALLOW_IPS",
            "10.0.0.1, proxy",
            "=10.0.0.1, proxy: proxy is not an address or a network, such as 10.0.0.0/8",
        ),
        ("MAX_RUN", "3", ": is not a setting; did you mean SHALLOWSCOPE_MAX_RUNS?"),
        ("MAX_SAMPELS", "3", ": is not a setting; did you mean SHALLOWSCOPE_MAX_SAMPLES?"),
        ("COLOUR", "red", ": is not a setting: docs/settings.md has them all"),
    ],
)
def test_a_name_or_value_of_the_environment_that_is_wrong_is_told(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
) -> None:
    variable = f"SHALLOWSCOPE_{name}"
    monkeypatch.setenv(variable, value)
    with pytest.raises(CannotStartError) as faults:
        settings_of({variable: value})
    assert len(faults.value.args) == 1
    assert faults.value.args[0].startswith(variable + told)


def test_names_of_the_tests_of_clients_and_of_kubernetes_are_no_settings() -> None:
    others = ("TEST_NODE", "URL", "SERVICE_HOST", "SERVICE_PORT_HTTP", "PORT", "PORT_8000_TCP_ADDR")
    settings_of({f"SHALLOWSCOPE_{name}": "tcp://10.0.0.1:8000" for name in others} | {"PATH": "/bin"})


def test_every_fault_of_the_environment_has_a_line(tmp_path: Path) -> None:
    told = refused(
        {"SHALLOWSCOPE_MAX_RUN": "3", "SHALLOWSCOPE_MAX_RUNS": "", "SHALLOWSCOPE_STORE": "nowhere"}
    )
    assert told == [
        "SHALLOWSCOPE_MAX_RUN: is not a setting; did you mean SHALLOWSCOPE_MAX_RUNS?",
        "SHALLOWSCOPE_MAX_RUNS=: must be an integer",
    ]


def test_a_store_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    [no_url] = refused({"SHALLOWSCOPE_STORE": "runs.db"})
    assert no_url.startswith('SHALLOWSCOPE_STORE="runs.db": must be memory://, sqlite:///FILE')
    file = tmp_path / "file"
    file.write_text("no folder", encoding="ascii")
    [no_folder] = refused({"SHALLOWSCOPE_STORE": f"sqlite:///{file}/runs.db"})
    assert no_folder.startswith(f"SHALLOWSCOPE_STORE=sqlite:///{file}/runs.db: the file cannot be opened (")
    [no_database] = refused({"SHALLOWSCOPE_STORE": f"sqlite:///{file}"})
    assert no_database.startswith(f"SHALLOWSCOPE_STORE=sqlite:///{file}: the file cannot be read (")
    [no_redis] = refused({"SHALLOWSCOPE_STORE": "redis://127.0.0.1:1/0"}, "--workers", "2")
    assert no_redis == "SHALLOWSCOPE_STORE=redis://127.0.0.1:1/0: Redis cannot be reached"


def test_an_address_that_cannot_be_used_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert refused({}, "--port", str(port)) == [f"--port {port}: is in use already; choose another one"]
    [nowhere] = refused({}, "--host", "192.0.2.1")
    assert nowhere.startswith("--host 192.0.2.1: is no address of this computer (")
