"""Every line of curl in docs/api.md works, and there is one for every call."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app import ROOT
from app.main import create_app
from app.settings import Settings
from tests.support import API

GUIDE = (ROOT / "docs" / "api.md").read_text("utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
STAND_IN = f"{sys.executable} {Path(__file__).with_name('curl_stand_in.py')}"
CURLS = [STAND_IN, *filter(None, [shutil.which("curl")])]
NAMES = {
    "$run": "{run_id}",
    "$line": "{run_id}",
    "/lessons/collapse": "/lessons/{lesson_id}",
    "$again": "{run_id}",
    "$group": "{group_id}",
}


def calls() -> set[tuple[str, str]]:
    """Return method and path of every line of curl, with names of runs as the description has them."""
    found = set()
    for line in "".join(BLOCKS).splitlines():
        if "curl " not in line:
            continue
        words = shlex.split(line.replace("$(", "").replace(")", ""))
        method = words[words.index("-X") + 1] if "-X" in words else "GET"
        if "-X" not in words and {"-d", "--data-binary"} & set(words):
            method = "POST"
        address = next(word for word in words if word.startswith(("$url", "$server"))).split("?")[0]
        path = address.replace("$url", API).replace("$server", "")
        for variable, name in NAMES.items():
            path = path.replace(variable, name)
        path = re.sub(r"/views/\w+", "/views/{view}", re.sub(r"/exports/\w+", "/exports/{format}", path))
        path = re.sub(r"/worked-examples/.+", "/worked-examples/{name}", path)
        found.add((method, path))
    return found


def test_every_call_has_a_line_and_every_line_is_a_call() -> None:
    described = {
        (method.upper(), path)
        for path, operations in create_app(Settings()).openapi()["paths"].items()
        for method, operation in operations.items()
        if "101" not in operation["responses"]  # a stream
    }
    assert calls() == described


@pytest.mark.parametrize("curl", CURLS, ids=lambda command: Path(command.split()[-1]).stem)
def test_the_lines_do_what_they_say_from_top_to_bottom(curl: str, server: str, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, command in (("curl", f'{curl} --fail-with-body "$@"'), ("python3", f'{sys.executable} "$@"')):
        (programs / name).write_text(f"#!/bin/sh\nexec {command}\n", encoding="utf-8")
        (programs / name).chmod(0o755)
    script = "set -euo pipefail\n" + "".join(BLOCKS).replace("http://127.0.0.1:8000", server)
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={"PATH": f"{programs}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stdout[-2000:] + done.stderr
    assert '"status":"ok"' in done.stdout
    assert (tmp_path / "run.npz").read_bytes()[:2] == b"PK"
    assert b"surface" not in (tmp_path / "hidden.safetensors").read_bytes()[:2000]
    program = subprocess.run(
        [sys.executable, tmp_path / "program.py"], capture_output=True, text=True, check=True
    )
    assert program.stdout.startswith("iteration 200: cost ")
    assert "0.0e+00 from it" in program.stdout
    assert (tmp_path / "report.html").read_text("utf-8").startswith("<!doctype html>")
