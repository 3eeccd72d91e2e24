"""Several processes that serve one address; their numbers for Prometheus lie in a folder that they share."""

import os
import tempfile
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

from app.metrics import DIRECTORY, forget_process


class Workers(Multiprocess):
    """uvicorn's supervisor, which starts a worker anew that has ended."""

    def __init__(self, config: uvicorn.Config, sockets: Any) -> None:
        """Make the folder before any worker is started."""
        self._folder = tempfile.TemporaryDirectory(prefix="shallowscope-metrics-")
        os.environ[DIRECTORY] = self._folder.name
        super().__init__(config, sockets)

    def run(self) -> None:
        """Serve until told to stop."""
        with self._folder:
            super().run()

    def keep_subprocess_alive(self) -> None:
        """Replace workers that have ended, and take back what they said of the present."""
        before = {process.pid for process in self.processes}
        super().keep_subprocess_alive()
        for pid in before - {process.pid for process in self.processes}:
            if pid is not None:
                forget_process(pid)
