"""The page's pure modules, by Node's own test runner."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_javascript() -> None:
    node = os.environ["SHALLOWSCOPE_TEST_NODE"]
    files = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests" / "js").glob("*.test.js"))
    assert files
    done = subprocess.run(
        [node, "--test", *files], cwd=ROOT, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stdout + done.stderr
