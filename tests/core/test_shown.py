"""A wrong value is repeated as the JSON that was sent, and shortened where it is long."""

import json
from math import inf, nan
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.shown import LONGEST, shortened, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (["a"], '["a"]'),
        ({"a": 1}, '{"a":1}'),
        ("caf\u00e9", '"caf\u00e9"'),
        (1e-06, "1e-06"),
        (-3, "-3"),
        (10**400, '"1000000000..."'),
        (-(10**400), '"-1000000000..."'),
        (nan, '"NaN"'),
        (-inf, '"-Infinity"'),
        (b"\x89", '"\ufffd"'),
        ("\ud800", '"?"'),
        ((1, 2.5), "[1,2.5]"),
        (np.array([[1, 2]]), "[[1,2]]"),
        (np.float32(0.5), "0.5"),
        ("x" * 300, '"' + "x" * 100 + '..."'),
        (list(range(100)), '[0,1,2,3,4,5,6,7,"..."]'),
        (
            {f"k{k}": k for k in range(9)},
            '{"k0":0,"k1":1,"k2":2,"k3":3,"k4":4,"k5":5,"k6":6,"k7":7,"...":"..."}',
        ),
        ([[[[[[1]]]]]], '[[[[["..."]]]]]'),
    ],
)
def test_a_value_is_shown_as_json(value: Any, text: str) -> None:
    assert shown(value) == text


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_what_is_shown_is_json_and_short(value: Any) -> None:
    text = shown(value)
    assert json.loads(text) == shortened(value)
    assert len(text) <= 2 * LONGEST


def test_a_flood_of_long_lists_is_short_too() -> None:
    assert len(shown([["x" * 1000] * 1000] * 1000)) <= LONGEST
