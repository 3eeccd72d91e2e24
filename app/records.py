"""A run in bytes, as stores keep it: a head and blocks, each laid out as a safetensors file."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from safetensors import SafetensorError
from safetensors.numpy import load

from app.frames import encode
from app.pacing import Speed
from core.errors import SaveError
from core.parts import Part
from core.saving import Save


@dataclass(frozen=True, slots=True)
class Debts:
    """What a run still owes: iterations of an advance, and the speed at which it plays, if it does."""

    iterations: int = 0
    speed: Speed | None = None


def write_part(part: Part, **more: str) -> bytes:
    """Return a part of a trainer, with texts of the server's own."""
    return b"".join(encode({"values": json.dumps(part.values), **more}, part.arrays))


def read_part(record: bytes) -> tuple[Part, dict[str, str]]:
    """Return what write_part was given; raises SaveError for bytes that it has not made."""
    try:
        size = int.from_bytes(record[:8], "little")
        texts = json.loads(record[8 : 8 + size])["__metadata__"]
        return Part(json.loads(texts.pop("values")), load(record)), texts
    except (ValueError, KeyError, TypeError, AttributeError, SafetensorError) as torn:
        raise SaveError(f"a part of {len(record)} bytes cannot be read ({torn})") from torn


@dataclass(frozen=True, slots=True)
class Written:
    """A save in bytes; with `whole` the block takes the place of all blocks."""

    head: bytes
    block: bytes | None
    whole: bool


def write_save(save: Save, debts: Debts) -> Written:
    """Return a save of a trainer, and what the run owes, in bytes."""
    block = None if save.block is None else write_part(save.block)
    return Written(write_part(save.head, debts=json.dumps(asdict(debts))), block, save.whole)


def read_head(record: bytes) -> tuple[Part, Debts]:
    """Return where a run stands and what it owes."""
    part, texts = read_part(record)
    if "debts" not in texts:
        raise SaveError("a head of a run does not tell what it owes")
    return part, Debts(**json.loads(texts["debts"]))


def read_blocks(records: Sequence[bytes]) -> list[Part]:
    """Return the blocks of a run, in order."""
    return [read_part(record)[0] for record in records]
