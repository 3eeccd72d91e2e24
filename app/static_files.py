"""The page's files, kept in memory: a first visit asks for a hundred and fifty of them at once."""

import os
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Scope


@dataclass(frozen=True, slots=True)
class Kept:
    """A file as it was when it was read."""

    path: str
    changed: tuple[int, int]
    """When it was written, in nanoseconds, and its size."""
    content: bytes
    headers: dict[str, str]

    @property
    def is_current(self) -> bool:
        """Say whether the file is still that; a look that takes microseconds, not worth a thread."""
        try:
            return _changed(self.path) == self.changed
        except OSError:
            return False


class RevalidatedFiles(StaticFiles):
    """Files that a browser asks about before each use: modules import each other without a version."""

    def __init__(self, directory: Path) -> None:
        """Serve a directory; a file is read when it is first asked for, and when it has changed."""
        super().__init__(directory=directory)
        self._kept: dict[str, Kept] = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, or 304 for a copy that is still right."""
        kept = self._kept.get(path)
        if kept is not None and kept.is_current and scope["method"] == "GET":
            if self.is_not_modified(Headers(kept.headers), Headers(scope=scope)):
                return NotModifiedResponse(Headers(kept.headers))
            return Response(kept.content, headers=kept.headers)
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        if isinstance(response, FileResponse):
            changed = _changed(str(response.path))
            content = Path(response.path).read_bytes()
            self._kept[path] = Kept(str(response.path), changed, content, dict(response.headers))
        return response


def _changed(path: str) -> tuple[int, int]:
    found = os.stat(path)  # noqa: PTH116 - a Path costs more than the look
    return found.st_mtime_ns, found.st_size
