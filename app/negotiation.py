"""Which of the forms on offer a client wants, by its Accept header (RFC 9110, section 12.5.1)."""

import re
from collections.abc import Iterable, Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request

JSON, CSV, BINARY = "application/json", "text/csv", "application/octet-stream"
ALWAYS = 1.0
QUALITY = re.compile(r"0(\.\d*)?|1(\.0*)?")


def wanted(request: Request, *offers: str) -> str:
    """Return the media type wanted most, the first of equals; 406 where none of the offers is wanted."""
    ranges = qualities(request.headers.getlist("accept"))
    found = [_quality(offer, ranges) for offer in offers]
    best = max(found)
    if not best:
        raise HTTPException(406, f"Not acceptable: there is {' and '.join(offers)}")
    return offers[found.index(best)]


def qualities(headers: Iterable[str]) -> list[tuple[str, float]]:
    """Return what headers of the form a;q=0.5, b name, in small letters, each with its quality."""
    return [_range(part) for header in headers for part in header.split(",")]


def _range(text: str) -> tuple[str, float]:
    """Return a name and its quality; one that cannot be read counts as 1, as without it."""
    name, *options = (part.strip().lower() for part in text.split(";"))
    given = next((option[2:] for option in options if option.startswith("q=")), "1")
    return name, float(given) if QUALITY.fullmatch(given) else ALWAYS


def _quality(offer: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return the quality of the range that says most about the offer; without any range all is welcome."""
    named = [name for name, _ in ranges if name]
    if not named:
        return ALWAYS
    for wanted_range in (offer, f"{offer.split('/', maxsplit=1)[0]}/*", "*/*"):
        found = [quality for name, quality in ranges if name == wanted_range]
        if found:
            return max(found)
    return 0.0
