"""Headers that every answer carries.

No Strict-Transport-Security: classrooms use plain HTTP, and the proxy that speaks HTTPS adds it.
"""

from base64 import b64encode
from hashlib import sha256

from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    XContentTypeOptions,
    XFrameOptions,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.settings import Settings

QUOTED = ("self", "none")
FRAMES: dict[tuple[str, ...], str] = {("self",): "SAMEORIGIN", ("none",): "DENY"}
"""Ancestors that X-Frame-Options can say too, for old browsers."""


def content_security_policy(settings: Settings, *inline_scripts: str) -> ContentSecurityPolicy:
    """Return the policy of a page of ours: its own files, and these inline scripts, by their hash.

    Plotly writes style attributes, and makes pictures as data: and blob: addresses.
    """
    hashes = [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in inline_scripts]
    ancestors = [f"'{name}'" if name in QUOTED else name for name in settings.frame_ancestors]
    return (
        ContentSecurityPolicy()
        .default_src("'self'")
        .script_src("'self'", *hashes)
        .style_src("'self'", "'unsafe-inline'")
        .img_src("'self'", "data:", "blob:")
        .connect_src("'self'")
        .object_src("'none'")
        .base_uri("'none'")
        .form_action("'self'")
        .frame_ancestors(*ancestors)
    )


def safe_headers(settings: Settings) -> list[tuple[bytes, bytes]]:
    """Return the headers, encoded."""
    frames = FRAMES.get(settings.frame_ancestors)
    secure = Secure(
        csp=content_security_policy(settings),
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        permissions=PermissionsPolicy().camera().geolocation().microphone().payment().usb(),
        referrer=ReferrerPolicy().same_origin(),
        xcto=XContentTypeOptions().nosniff(),
        xfo=XFrameOptions().value(frames) if frames else None,
    )
    return [(name.lower().encode(), value.encode()) for name, value in secure.header_items()]


class SafeHeaders:
    """ASGI middleware: adds the headers that an answer does not have yet, to refused streams' answers too."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        """Wrap `app`."""
        self._app, self._headers = app, safe_headers(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding to the start of the answer."""

        async def with_headers(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                own = list(message.get("headers", ()))
                names = {name.lower() for name, _ in own}
                message["headers"] = own + [pair for pair in self._headers if pair[0] not in names]
            await send(message)

        await self._app(scope, receive, with_headers)
