"""memory://: runs that end with the process."""

from collections.abc import Callable
from dataclasses import dataclass

from app.stores import Claim, Record, StaleClaimError


@dataclass(slots=True)
class _Run:
    claim: Claim
    used: float
    head: bytes
    blocks: list[bytes]


@dataclass(slots=True)
class _Document:
    value: bytes
    used: float


class MemoryStore:
    """Dictionaries. Nothing in it awaits, so that no two calls mix."""

    shared = False

    def __init__(self, clock: Callable[[], float]) -> None:
        """Start with none."""
        self._clock = clock
        self._runs: dict[str, _Run] = {}
        self._documents: dict[str, _Document] = {}

    async def open(self) -> None:
        """Do nothing."""

    async def close(self) -> None:
        """Forget everything."""
        self._runs.clear()
        self._documents.clear()

    async def ready(self) -> bool:
        """Say yes."""
        return True

    async def create(self, run_id: str, owner: str, head: bytes, block: bytes) -> Claim:
        """See Store."""
        if run_id in self._runs:
            raise StaleClaimError(run_id)
        run = _Run(Claim(owner, 1), self._clock(), head, [block])
        self._runs[run_id] = run
        return run.claim

    async def read_claim(self, run_id: str) -> Claim | None:
        """See Store."""
        run = self._runs.get(run_id)
        return run.claim if run else None

    async def claim(self, run_id: str, owner: str, instead_of: Claim) -> tuple[Claim, Record]:
        """See Store."""
        run = self._held(run_id, instead_of)
        run.claim, run.used = Claim(owner, instead_of.epoch + 1), self._clock()
        return run.claim, Record(run.head, tuple(run.blocks))

    async def save(
        self, run_id: str, claim: Claim, head: bytes, block: bytes | None = None, *, whole: bool = False
    ) -> None:
        """See Store."""
        run = self._held(run_id, claim)
        run.head, run.used = head, self._clock()
        if whole:
            run.blocks.clear()
        if block is not None:
            run.blocks.append(block)

    async def release(self, run_id: str, claim: Claim) -> None:
        """See Store."""
        run = self._runs.get(run_id)
        if run and run.claim == claim:
            run.claim = Claim("", claim.epoch)

    async def delete(self, run_id: str) -> bool:
        """See Store."""
        return self._runs.pop(run_id, None) is not None

    async def count(self) -> int:
        """See Store."""
        return len(self._runs)

    async def longest_unused(self, limit: int) -> list[tuple[str, Claim]]:
        """See Store."""
        by_use = sorted(self._runs.items(), key=lambda item: item[1].used)
        return [(run_id, run.claim) for run_id, run in by_use[:limit]]

    async def expire(self, seconds: float) -> list[str]:
        """See Store."""
        last = self._clock() - seconds
        gone = [run_id for run_id, run in self._runs.items() if run.used <= last]
        for run_id in gone:
            del self._runs[run_id]
        self._documents = {key: kept for key, kept in self._documents.items() if kept.used > last}
        return gone

    async def put(self, key: str, value: bytes) -> None:
        """See Store."""
        self._documents[key] = _Document(value, self._clock())

    async def get(self, key: str) -> bytes | None:
        """See Store."""
        document = self._documents.get(key)
        if document is None:
            return None
        document.used = self._clock()
        return document.value

    def _held(self, run_id: str, claim: Claim) -> _Run:
        run = self._runs.get(run_id)
        if run is None or run.claim != claim:
            raise StaleClaimError(run_id)
        return run
