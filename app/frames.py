"""A frame on the wire: one binary message laid out as a safetensors file.

Eight bytes of header length, a JSON header that says where each tensor lies, then the tensors,
widest type first, so that every one is aligned and a browser can map it without copying.
Source: the safetensors format description.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tensors = Mapping[str, NDArray[Any]]
Parts = list[bytes | memoryview]
"""A message in parts; some are the tensors themselves, which must not change any more."""
Layout = tuple[tuple[str, np.dtype[Any], tuple[int, ...]], ...]

_TYPES = {"float64": "F64", "int64": "I64", "float32": "F32", "uint32": "U32", "int16": "I16", "uint8": "U8"}


@lru_cache(maxsize=256)
def _header_tail(layout: Layout) -> bytes:
    """Return the header's part that stays the same from frame to frame, without its opening brace."""
    entries, offset = {}, 0
    for name, dtype, shape in layout:
        size = int(np.prod(shape)) * dtype.itemsize
        entries[name] = {"dtype": _TYPES[dtype.name], "shape": shape, "data_offsets": [offset, offset + size]}
        offset += size
    return json.dumps(entries, separators=(",", ":")).encode()[1:]


def _size(item: tuple[str, NDArray[Any]]) -> int:
    return item[1].itemsize


def encode(metadata: Mapping[str, str], tensors: Tensors) -> Parts:
    """Return the message; every tensor is of one of _TYPES."""
    ordered = sorted(tensors.items(), key=_size, reverse=True)
    tail = _header_tail(tuple([(name, tensor.dtype, tensor.shape) for name, tensor in ordered]))
    texts = ",".join([f"{quoted(name)}:{quoted(text)}" for name, text in metadata.items()])
    header = b'{"__metadata__":{%b}%b%b' % (texts.encode(), b"," if len(tail) > 1 else b"", tail)
    header += b" " * (-len(header) % 8)
    buffers = [_buffer(tensor) for _, tensor in ordered if tensor.size]
    return [len(header).to_bytes(8, "little") + header, *buffers]


def _buffer(tensor: NDArray[Any]) -> bytes | memoryview:
    return tensor.data if tensor.flags.c_contiguous else tensor.tobytes()
