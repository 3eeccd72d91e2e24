"""A frame on the wire: one binary message laid out as a safetensors file.

Eight bytes of header length, a JSON header that says where each tensor lies, then the tensors,
widest type first, so that every one is aligned and a browser can map it without copying.
Source: the safetensors format description.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tensors = Mapping[str, NDArray[Any]]
Layout = tuple[tuple[str, str, tuple[int, ...]], ...]

_TYPES = {"float64": "F64", "float32": "F32", "uint32": "U32", "int16": "I16", "uint8": "U8"}


@lru_cache(maxsize=256)
def _header_tail(layout: Layout) -> bytes:
    """Return the header's part that stays the same from frame to frame, without its opening brace."""
    entries, offset = {}, 0
    for name, dtype, shape in layout:
        size = int(np.prod(shape)) * np.dtype(dtype).itemsize
        entries[name] = {"dtype": _TYPES[dtype], "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    return json.dumps(entries, separators=(",", ":")).encode()[1:]


def encode(metadata: Mapping[str, str], tensors: Tensors) -> bytes:
    """Return the message; every tensor is float64, float32, uint32 or uint8."""
    ordered = sorted(tensors.items(), key=lambda item: -item[1].itemsize)
    tail = _header_tail(tuple((name, tensor.dtype.name, tensor.shape) for name, tensor in ordered))
    opening = b'{"__metadata__":' + json.dumps(metadata, separators=(",", ":")).encode()
    header = opening + (b"," if len(tail) > 1 else b"") + tail
    header += b" " * (-len(header) % 8)
    return b"".join([len(header).to_bytes(8, "little"), header, *(tensor.tobytes() for _, tensor in ordered)])
