"""The place where all runs of this process are kept. Used in the event loop only."""

import asyncio
import secrets

from app.errors import ServerFullError
from app.run import Run
from app.settings import Settings
from core.configuration import Configuration


class Runs:
    """All runs, the longest unused first."""

    def __init__(self, settings: Settings) -> None:
        """Start with none."""
        self._settings = settings
        self._runs: dict[str, Run] = {}

    def __len__(self) -> int:
        return len(self._runs)

    async def create(self, configuration: Configuration) -> Run:
        """Start a run; at a limit the longest unused ones that are idle go, else ServerFullError."""
        run = await asyncio.to_thread(Run, secrets.token_urlsafe(12), configuration, self._settings)
        self._make_room(run.bytes)
        self._runs[run.id] = run
        return run

    def _make_room(self, wanted: int) -> None:
        limits, count = self._settings, len(self._runs)
        room = (limits.max_memory_mb << 20) - sum(run.bytes for run in self._runs.values())
        going = []
        for run in self._runs.values():
            if count < limits.max_runs and room >= wanted:
                break
            if run.idle:
                going.append(run.id)
                count, room = count - 1, room + run.bytes
        if count >= limits.max_runs:
            raise ServerFullError(f"all {limits.max_runs} runs are in use: try again later")
        if room < wanted:
            detail = f"the runs in use leave {max(0, room) >> 20} MB, and this one takes {wanted >> 20}"
            raise ServerFullError(f"{detail}: try fewer samples or units, or later")
        for run_id in going:
            self.delete(run_id)

    def find(self, run_id: str) -> Run | None:
        """Return the run, which now counts as the latest used, or None."""
        run = self._runs.pop(run_id, None)
        if run is not None:
            self._runs[run_id] = run
        return run

    def delete(self, run_id: str) -> bool:
        """Drop the run and end what is under way with it; say whether there was one."""
        run = self._runs.pop(run_id, None)
        if run is not None:
            run.close()
        return run is not None
