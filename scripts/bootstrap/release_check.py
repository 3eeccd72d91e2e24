"""scripts/release-check: the proofs that scripts/test has in a short form, at their full length."""

import os
from collections.abc import Sequence

from bootstrap.run_tests import run_tests

LENGTHS = {
    "SHALLOWSCOPE_TEST_KILLS": "20",
    "SHALLOWSCOPE_TEST_MALFORMED": "1000",
    "SHALLOWSCOPE_TEST_CHURN": "500",
    "SHALLOWSCOPE_TEST_EXAMPLES": "100",
}
"""How often, unless the environment says so itself."""
PROOFS = ("tests/faults", "tests/app/test_schemathesis.py")
LONGEST = 3600
"""Seconds that one proof may take."""


def release_check(arguments: Sequence[str]) -> int:
    """Run the long proofs; arguments go on to pytest, and paths among them take the place of all proofs."""
    for name, length in LENGTHS.items():
        os.environ.setdefault(name, length)
    chosen = [argument for argument in arguments if argument.startswith("tests")]
    return run_tests([*([] if chosen else PROOFS), f"--timeout={LONGEST}", "-v", *arguments])
