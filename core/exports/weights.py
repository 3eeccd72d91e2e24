"""The weights of a run with what belongs to them: written as NumPy's archive, read back without trust."""

import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from math import isfinite, prod
from typing import Any

import numpy as np

from core.arrays import Floats
from core.configuration import PARAMETERS, Configuration
from core.errors import ConfigurationError
from core.parts import nested
from core.trainer import Trainer

FORMAT = 1
"""Of what is told beside the weights; another one is refused."""
TOLD = "run"
"""The array that holds it, as JSON text."""
LARGEST = 1 << 23
"""Bytes that one array of an archive may take unpacked."""
PACKING = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
KINDS = ("f", "i", "u")
BROKEN = (zipfile.BadZipFile, zlib.error, ValueError, EOFError, KeyError, RuntimeError, OSError)
"""What zipfile and NumPy raise for files that are not what they say."""


def about(trainer: Trainer) -> dict[str, Any]:
    """Return what is told of a run beside its weights, for JSON."""
    cost = trainer.snapshot.train_cost
    return {
        "format": FORMAT,
        "iteration": trainer.iteration,
        "cost": cost if isfinite(cost) else None,
        "configuration": nested(trainer.configuration),
    }


def weights(trainer: Trainer) -> dict[str, Floats]:
    """Return W1, b1, W2 and b2 by name, in the number format of the training."""
    now, dtype = trainer.parameters, trainer.configuration.training.precision
    return {name: getattr(now, name).astype(dtype) for name in PARAMETERS}


def as_npz(told: Mapping[str, Any], arrays: Mapping[str, Floats]) -> bytes:
    """Return an archive for np.load: the arrays by name, and `run`, a text."""
    file = BytesIO()
    np.savez_compressed(file, **{TOLD: np.array(json.dumps(told))}, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def from_npz(raw: bytes) -> dict[str, Any]:
    """Return what an archive tells, with `parameters` as nested lists; nothing in it is run or unpickled.

    Raises ConfigurationError with the array that is missing, too large or of another kind.
    """
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            arrays = {name: _array(archive, name) for name in (TOLD, *PARAMETERS)}
    except ConfigurationError:  # a ValueError too
        raise
    except BROKEN as error:
        raise ConfigurationError("body", None, f"is no npz archive that can be read: {error}") from None
    told = arrays.pop(TOLD)
    if told.dtype.kind != "U" or told.ndim:
        raise ConfigurationError(TOLD, f"{told.dtype} {told.shape}", "must be one text")
    try:
        values = json.loads(str(told))
    except (ValueError, RecursionError):
        raise ConfigurationError(TOLD, str(told), "must be JSON") from None
    if not isinstance(values, dict):
        raise ConfigurationError(TOLD, values, "must be an object")
    for name, array in arrays.items():
        if array.dtype.kind not in KINDS or array.ndim != 2:
            raise ConfigurationError(f"parameters.{name}", f"{array.dtype} {array.shape}", "must be a matrix")
    return values | {"parameters": {name: array.astype(float).tolist() for name, array in arrays.items()}}


def _array(archive: zipfile.ZipFile, name: str) -> Any:
    """Return one array; what its header promises is believed only as far as the bytes are there."""
    member = f"{name}.npy"
    if member not in archive.namelist():
        raise ConfigurationError(name, None, "is missing in the archive")
    info = archive.getinfo(member)
    if info.compress_type not in PACKING:
        raise ConfigurationError(name, info.compress_type, "must be stored or deflated")
    if info.file_size > LARGEST:
        raise ConfigurationError(name, info.file_size, f"bytes unpacked: must be at most {LARGEST}")
    content = BytesIO(archive.read(info))
    version = np.lib.format.read_magic(content)
    read_header = (
        np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    )
    shape, _, dtype = read_header(content)
    if dtype.hasobject or 0 in (dtype.itemsize, *shape) or prod(shape) * dtype.itemsize > info.file_size:
        raise ConfigurationError(name, f"{dtype} {shape}", "must be numbers, and all of them there")
    content.seek(0)
    return np.lib.format.read_array(content, allow_pickle=False)


def resumed(configuration: Configuration, parameters: Mapping[str, Any]) -> Configuration:
    """Return the configuration of a run that starts at these parameters, bit for bit."""
    start = {name: parameters[name] for name in PARAMETERS}
    return replace(configuration, network=replace(configuration.network, start=start))
