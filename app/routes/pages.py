"""The page, its static files, and Plotly's bundle out of the installed package."""

import gzip
import re
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.openapi.docs import get_swagger_ui_html
from starlette.responses import FileResponse

from app import ROOT, __version__
from app.dependencies import LessonsOfApp, SettingsOfApp
from app.headers import content_security_policy
from app.languages import NAMES, language_of, speech
from app.modules import imported_by
from app.presentation import HIDEABLE, presentation_of
from app.static_files import RevalidatedFiles

PACKAGE = distribution("plotly")
PLOTLY = Path(str(PACKAGE.locate_file("plotly/package_data/plotly.min.js")))
PLOTLY_URL = f"/plotly-{PACKAGE.version}.min.js"
DOCS_FILES = "/static-offline-docs"
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
router = APIRouter(include_in_schema=False)


def static_files() -> RevalidatedFiles:
    """Return the app that serves static/."""
    return RevalidatedFiles(directory=ROOT / "static")


@lru_cache(maxsize=1)
def _plotly_gzipped() -> bytes:
    return gzip.compress(PLOTLY.read_bytes(), compresslevel=6, mtime=0)


@router.get("/")
def page(request: Request, settings: SettingsOfApp, lessons: LessonsOfApp) -> Response:
    """Return the page, in the language that is asked for."""
    speaking = speech(language_of(request))
    context: dict[str, Any] = {
        "language": speaking.code,
        "languages": NAMES,
        "words": speaking.words,
        "presentation": presentation_of(request.query_params),
        "hideable": HIDEABLE,
        "embedders": [site for site in settings.frame_ancestors if site != "none"],
        "lessons": bool(lessons.bodies),
        "version": __version__,
        "modules": imported_by("main.js"),
        "plotly_url": PLOTLY_URL,
        "root_path": request.scope.get("root_path", ""),
    }
    headers = {"Content-Language": speaking.code, "Vary": "Accept-Language, Cookie"}
    return speaking.templates.TemplateResponse(request, "page.html", context, headers=headers)


@router.get("/docs")
def docs(request: Request, settings: SettingsOfApp) -> Response:
    """Return the API's description to read and try; the one inline script of FastAPI's page may run."""
    root = request.scope.get("root_path", "")
    response = get_swagger_ui_html(
        openapi_url=f"{root}/openapi.json",
        title="Shallowscope API",
        swagger_js_url=f"{root}{DOCS_FILES}/swagger-ui-bundle.js",
        swagger_css_url=f"{root}{DOCS_FILES}/swagger-ui.css",
        swagger_favicon_url=f"{root}/static/icon.svg",
    )
    policy = content_security_policy(settings, *INLINE_SCRIPT.findall(bytes(response.body).decode()))
    response.headers["Content-Security-Policy"] = policy.header_value
    return response


@router.get("/favicon.ico")
def icon() -> FileResponse:
    """Return the icon that a browser asks for beside a page that names none."""
    return FileResponse(ROOT / "static" / "icon.svg", media_type="image/svg+xml")


@router.get("/docs/stream.md")
def docs_of_the_stream() -> FileResponse:
    """Return the guide to the stream, to read as it is; /docs links to it."""
    return FileResponse(ROOT / "docs" / "stream.md", media_type="text/plain; charset=utf-8")


@router.get(PLOTLY_URL)
def plotly_bundle(request: Request) -> Response:
    """Return Plotly's bundle; its version is in the address, so a browser may keep it for good."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(_plotly_gzipped(), media_type="text/javascript", headers=headers)
    return Response(PLOTLY.read_bytes(), media_type="text/javascript", headers=headers)
