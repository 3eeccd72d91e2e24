"""What is locked was meant to be, and comes as it was when it was locked."""

import json
import re
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
from bootstrap.audit import Answer, as_script, audit_node, audit_python, pins
from bootstrap.places import DEVELOPMENT_LOCK, NODE_LOCK, PEERS_LOCK, ROOT, RUNTIME_LOCK

ALLOWED = tomllib.loads((ROOT / "packages.toml").read_text("utf-8"))
LOCKS = {
    RUNTIME_LOCK: ("served",),
    DEVELOPMENT_LOCK: ("served", "development"),
    PEERS_LOCK: ("served", "development", "peers"),
}
PACKAGE = re.compile(r"^([a-z0-9._-]+)==[^\s\\]+(?: ; [^\\\n]*)? \\\n((?:    .*\n)+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}( \\)?")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_is_allowed_and_has_hashes_alone(lock: Path) -> None:
    text = lock.read_text("utf-8")
    allowed = {name for group in LOCKS[lock] for name in ALLOWED[group]}
    packages = PACKAGE.findall(text)
    assert not {name for name, _ in packages} - allowed
    for name, lines in packages:
        hashes = [line.strip() for line in lines.splitlines() if not line.strip().startswith("#")]
        assert hashes, name
        assert all(HASH.fullmatch(line) for line in hashes), name
    rest = [line for line in PACKAGE.sub("", text).splitlines() if line and not line.startswith("#")]
    assert not rest, "a lock holds packages, and nothing about where they come from"
    assert "://" not in text


def test_the_pages_tools_have_hashes_and_no_address() -> None:
    packages = json.loads(NODE_LOCK.read_text("utf-8"))["packages"]
    for path, package in packages.items():
        if not path:
            continue
        name = path.removeprefix("node_modules/")
        assert any(fnmatch(name, allowed) for allowed in ALLOWED["page"]), name
        assert package["integrity"].startswith("sha512-")
        assert "resolved" not in package


def test_no_package_is_allowed_that_nobody_needs() -> None:
    locked = {name for lock in LOCKS for name, _ in PACKAGE.findall(lock.read_text("utf-8"))}
    named = [name for group in ("served", "development", "peers") for name in ALLOWED[group]]
    assert set(named) == locked
    assert len(named) == len(set(named))
    assert all(reason for group in ALLOWED.values() for reason in group.values())


def test_all_pins_are_asked_about_each_once() -> None:
    found = pins(DEVELOPMENT_LOCK, PEERS_LOCK)
    names = {re.split("==", pin)[0] for pin in found}
    assert names == {name for lock in LOCKS for name, _ in PACKAGE.findall(lock.read_text("utf-8"))}
    assert len(found) == len(set(found))
    script = as_script(["a==1", "b==2 ; sys_platform == 'win32'"])
    inside = "\n".join(line.removeprefix("# ") for line in script.splitlines()[1:-1])
    assert tomllib.loads(inside)["dependencies"] == ["a==1", "b==2 ; sys_platform == 'win32'"]


@pytest.mark.parametrize(("code", "passed"), [(0, True), (1, False), (2, None)])
def test_faults_fail_and_no_answer_does_not(code: int, passed: bool | None) -> None:
    said = f"import sys; print('CVE'); sys.exit({code})"
    answer = audit_python(["numpy==1"], [sys.executable, "-c", said])
    assert answer.passed is passed
    assert "CVE" in answer.said
    assert ("no answer" in answer.line) is (passed is None)


@pytest.mark.parametrize(
    ("output", "code", "passed"),
    [
        ('{"vulnerabilities": {}}', 0, True),
        ('{"vulnerabilities": {"axe-core": {}}}', 1, False),
        ('npm warn\n{"error": {"summary": ""}}', 1, None),
        ("no json", 1, None),
    ],
)
def test_npms_answer_is_told_from_its_silence(output: str, code: int, passed: bool | None) -> None:
    said = f"import sys; print({output!r}); sys.exit({code})"
    assert audit_node([sys.executable, "-c", said]).passed is passed


def test_an_answer_is_one_line() -> None:
    assert Answer("faults", passed=True).line == "ok      faults"
    assert Answer("faults", passed=False).line == "FAILED  faults"
