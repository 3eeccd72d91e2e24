"""The frame's layout, read back by the safetensors package."""

import json
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from safetensors.numpy import load

from app.frames import encode
from tests.support import metadata


def test_any_mixture_of_tensors_comes_back_with_its_metadata() -> None:
    tensors: dict[str, NDArray[Any]] = {
        "small": np.arange(7, dtype=np.uint8),
        "wide": np.linspace(0, 1, 6).reshape(2, 3),
        "count": np.arange(3, dtype=np.uint32),
        "half": np.ones((2, 1), dtype=np.float32),
        "none": np.empty((0, 3)),
    }
    parts = encode(
        {"snapshot": json.dumps({"iteration": 3}), "note": json.dumps('"quoted" \\ 汉字')}, tensors
    )
    frame = b"".join(parts)
    back = load(frame)
    assert set(back) == set(tensors)
    for name, tensor in tensors.items():
        np.testing.assert_array_equal(back[name], tensor)
        assert back[name].dtype == tensor.dtype
    assert metadata(frame) == {"snapshot": {"iteration": 3}, "note": '"quoted" \\ 汉字'}


def test_every_tensor_lies_aligned_to_its_type() -> None:
    tensors: dict[str, NDArray[Any]] = {
        "b": np.ones(3, np.uint8),
        "f": np.ones(3, np.float32),
        "d": np.ones(3),
    }
    frame = b"".join(encode({}, tensors))
    size = int.from_bytes(frame[:8], "little")
    header = json.loads(frame[8 : 8 + size])
    for name, tensor in tensors.items():
        assert (8 + size + header[name]["data_offsets"][0]) % tensor.itemsize == 0
    assert size % 8 == 0


def test_a_frame_without_tensors_is_valid() -> None:
    assert load(b"".join(encode({"snapshot": "{}"}, {}))) == {}


def test_a_type_that_the_wire_does_not_know_is_refused() -> None:
    with pytest.raises(KeyError):
        encode({}, {"x": np.ones(2, dtype=np.complex128)})
