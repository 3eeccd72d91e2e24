"""Where runs outlive the process that trains them, by URL: memory://, sqlite:///FILE or redis://HOST:PORT/N.

A run is kept as a head, rewritten with every checkpoint, and blocks, appended as history grows. Whoever
trains it holds a claim: its name and an epoch. Taking a run bumps the epoch, and a save with an old one
is refused, so that an owner that is only half dead cannot overwrite what the next one has done.
"""

from dataclasses import dataclass
from typing import Protocol


class StoreError(Exception):
    """The store cannot be reached, or cannot write; whether it kept what it was told is not known."""


class StaleClaimError(Exception):
    """Somebody else has claimed the run meanwhile: this owner's state is void."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Who trains a run; an empty owner means nobody does."""

    owner: str
    epoch: int


@dataclass(frozen=True, slots=True)
class Record:
    """A run as it was last saved."""

    head: bytes
    blocks: tuple[bytes, ...]


class Store(Protocol):
    """All methods raise StoreError where the store does not answer within its time limit.

    Used in one event loop, between `open` and `close`. Who has met a StoreError in `save` saves whole
    the next time: the block may be there already, or not.
    """

    shared: bool
    """Several processes may use it at once."""

    async def open(self) -> None:
        """Connect, create what is missing; where that fails, nothing stays open."""

    async def close(self) -> None:
        """Let go of everything."""

    async def ready(self) -> bool:
        """Tell whether it answers and can write, without raising."""

    async def create(self, run_id: str, owner: str, head: bytes, block: bytes) -> Claim:
        """Keep a new run, claimed by `owner` at epoch 1; StaleClaimError if there is one by that id."""

    async def read_claim(self, run_id: str) -> Claim | None:
        """Return who holds the run, None where there is no such run."""

    async def claim(self, run_id: str, owner: str, instead_of: Claim) -> tuple[Claim, Record]:
        """Take the run over if the claim is still `instead_of`, else (also if it is gone) StaleClaimError."""

    async def save(
        self, run_id: str, claim: Claim, head: bytes, block: bytes | None = None, *, whole: bool = False
    ) -> None:
        """Replace the head and append the block, if any; with `whole` it takes the place of all blocks.

        Raises StaleClaimError for a claim that is not the newest, or whose run is gone.
        """

    async def release(self, run_id: str, claim: Claim) -> None:
        """Leave the run to nobody, at the same epoch; a claim that is stale changes nothing."""

    async def delete(self, run_id: str) -> bool:
        """Drop the run, whoever holds it; say whether there was one."""

    async def count(self) -> int:
        """Return how many runs are kept."""

    async def longest_unused(self, limit: int) -> list[tuple[str, Claim]]:
        """Return runs by the time of their last save or claim, the oldest first."""

    async def expire(self, seconds: float) -> list[str]:
        """Drop the runs that were not saved or claimed for so long; return which."""

    async def put(self, key: str, value: bytes) -> None:
        """Keep a small document, such as which runs a group has; it expires as runs do."""

    async def get(self, key: str) -> bytes | None:
        """Return a document that was put, and count it as used."""
