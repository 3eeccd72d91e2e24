"""A link as a QR code, so that a class can open what is on the projector."""

from functools import partial
from io import BytesIO
from typing import Annotated

import segno
from fastapi import APIRouter, Query, Response

from app.work import do

SVG = "image/svg+xml"
LONGEST = 1000
"""Characters; a code with more has dots too small for a phone across the room, and takes long to make."""
QUIET = 4
"""Empty modules around a code, by its standard."""

router = APIRouter(tags=["share"])


@router.get(
    "/qr",
    response_class=Response,
    responses={200: {"description": "The code", "content": {SVG: {"schema": {"type": "string"}}}}},
)
async def read_qr(
    text: Annotated[str, Query(description="What the code says: a link.", min_length=1, max_length=LONGEST)],
) -> Response:
    """Return a text as a QR code: an SVG without a size, dark on white."""
    return Response(await do(None, partial(drawn, text)), media_type=SVG)


def drawn(text: str) -> bytes:
    """Draw a QR code."""
    file = BytesIO()
    code = segno.make_qr(text, error="l")
    code.save(file, kind="svg", border=QUIET, light="#fff", xmldecl=False, omitsize=True)
    return file.getvalue()
