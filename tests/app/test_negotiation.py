"""Which form a client gets."""

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from app.negotiation import CSV, JSON, wanted


def asking(*headers: str) -> Request:
    """Return a request with these Accept headers."""
    return Request({"type": "http", "headers": [(b"accept", header.encode()) for header in headers]})


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ((), JSON),
        (("",), JSON),
        (("*/*",), JSON),
        (("text/csv",), CSV),
        (("Text/CSV; charset=utf-8",), CSV),
        (("text/*",), CSV),
        (("text/html, application/xhtml+xml, */*;q=0.8",), JSON),
        (("text/csv;q=0.5, application/json;q=0.4",), CSV),
        (("text/csv;q=0.5", "application/json;q=0.6"), JSON),
        (("application/*;q=0.1, */*;q=0.2",), CSV),
        (("application/json;q=0, */*",), CSV),
        (("text/csv;q=high, application/json;q=0.9",), CSV),
        (("text/csv ;Q=0.1 , application/json",), JSON),
    ],
)
def test_the_form_wanted_most_is_chosen(headers: tuple[str, ...], expected: str) -> None:
    assert wanted(asking(*headers), JSON, CSV) == expected


@pytest.mark.parametrize("header", ["image/png", "text/csv;q=0, application/json;q=0.0", "*/*;q=0"])
def test_a_form_that_there_is_not_is_406_with_those_that_there_are(header: str) -> None:
    with pytest.raises(HTTPException, match="there is application/json and text/csv") as refused:
        wanted(asking(header), JSON, CSV)
    assert refused.value.status_code == 406
