"""Weights go out and come back bit for bit; archives that are not what they say are refused by name."""

import json
import zipfile
from io import BytesIO
from typing import Any

import numpy as np
import pytest

from core.configuration import configure
from core.errors import ConfigurationError
from core.exports.weights import LARGEST, about, as_npz, from_npz, resumed, weights
from core.trainer import Trainer


def trained(**training: Any) -> Trainer:
    """Return a run with some iterations behind it."""
    trainer = Trainer(configure({"training": training}))
    trainer.advance(50)
    return trainer


def exported(trainer: Trainer) -> bytes:
    """Return its archive."""
    return as_npz(about(trainer), weights(trainer))


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_an_archive_brings_the_parameters_back_bit_for_bit(precision: str) -> None:
    trainer = trained(precision=precision)
    archive = np.load(BytesIO(exported(trainer)), allow_pickle=False)
    assert archive["W1"].dtype == precision
    assert json.loads(str(archive["run"]))["iteration"] == 50
    told = from_npz(exported(trainer))
    again = Trainer(resumed(configure(told["configuration"]), told["parameters"]))
    for name in ("W1", "b1", "W2", "b2"):
        assert np.array_equal(getattr(again.parameters, name), getattr(trainer.parameters, name))
    assert again.snapshot.train_cost == trainer.snapshot.train_cost


def archive_of(**members: bytes) -> bytes:
    """Return a zip file."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy", content)
    return file.getvalue()


def npy(array: Any, **more: Any) -> bytes:
    """Return an array as NumPy saves it."""
    file = BytesIO()
    np.save(file, np.asarray(array), **more)
    return file.getvalue()


def header(text: str) -> bytes:
    """Return a file that promises an array and holds none."""
    padded = text.ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(padded).to_bytes(2, "little") + padded.encode()


GOOD = {
    "run": npy(json.dumps({"configuration": {}})),
    "W1": npy(np.ones((4, 2))),
    "b1": npy(np.ones((4, 1))),
    "W2": npy(np.ones((1, 4))),
    "b2": npy(np.ones((1, 1))),
}
PROMISE = "{'descr': '<f8', 'fortran_order': False, 'shape': (100000, 100000), }"


class Trap:
    """Says so when it is unpickled."""

    sprung = False

    def __reduce__(self) -> Any:
        """Return what unpickling would call."""
        return (setattr, (Trap, "sprung", True))


BAD: dict[str, tuple[bytes, str, str]] = {
    "nothing": (b"", "body", "no npz archive"),
    "half a file": (archive_of(**GOOD)[:-40], "body", "no npz archive"),
    "a member missing": (archive_of(**{k: v for k, v in GOOD.items() if k != "b1"}), "b1", "is missing"),
    "a promise without bytes": (archive_of(**GOOD | {"W2": header(PROMISE)}), "W2", "all of them there"),
    "rows without columns": (archive_of(**GOOD | {"W1": npy(np.ones((3_000_000, 0)))}), "W1", "all of them"),
    "a pickle": (
        archive_of(**GOOD | {"W1": npy(np.array([Trap()], dtype=object), allow_pickle=True)}),
        "W1",
        "must be numbers",
    ),
    "no array": (archive_of(**GOOD | {"W1": b"hello"}), "body", "no npz archive"),
    "a bomb": (archive_of(**GOOD | {"b2": bytes(LARGEST + 1)}), "b2", f"must be at most {LARGEST}"),
    "a vector": (archive_of(**GOOD | {"b1": npy([1.0, 2.0])}), "parameters.b1", "must be a matrix"),
    "texts": (archive_of(**GOOD | {"b1": npy([["a"]])}), "parameters.b1", "must be a matrix"),
    "complex numbers": (archive_of(**GOOD | {"b1": npy([[1j]])}), "parameters.b1", "must be a matrix"),
    "a number for the text": (archive_of(**GOOD | {"run": npy(3)}), "run", "must be one text"),
    "no JSON": (archive_of(**GOOD | {"run": npy("{")}), "run", "must be JSON"),
    "deep JSON": (archive_of(**GOOD | {"run": npy("[" * 100_000)}), "run", "must be JSON"),
    "a list": (archive_of(**GOOD | {"run": npy("[]")}), "run", "must be an object"),
}


def test_the_archive_that_the_others_are_made_of_is_good() -> None:
    assert from_npz(archive_of(**GOOD))["parameters"]["W2"] == [[1.0, 1.0, 1.0, 1.0]]


@pytest.mark.parametrize(("raw", "field", "rule"), BAD.values(), ids=list(BAD))
def test_a_bad_archive_is_refused_by_the_field_at_fault(raw: bytes, field: str, rule: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        from_npz(raw)
    assert caught.value.field == field
    assert rule in caught.value.rule
    assert not Trap.sprung


def test_an_archive_packed_otherwise_or_locked_is_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in GOOD.items():
            archive.writestr(f"{name}.npy", content)
    with pytest.raises(ConfigurationError, match="must be stored or deflated"):
        from_npz(file.getvalue())
    locked = archive_of(**GOOD)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = locked.index(mark) + place
        locked = locked[:at] + b"\x01" + locked[at + 1 :]
    with pytest.raises(ConfigurationError, match="no npz archive"):
        from_npz(locked)
