"""How the page is to look by its address: on a projector, in another page's frame, without some controls."""

from dataclasses import dataclass

from starlette.datastructures import QueryParams

HIDEABLE = (
    *("choices", "data", "network", "init", "training", "advanced"),
    *("diagram", "cost", "inside", "transport", "speed", "header"),
)
"""What `hide=cost,speed` can leave out; static/css/presentation.css knows how."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """What the root element of the page is marked with."""

    form: str
    hidden: tuple[str, ...]


def presentation_of(query: QueryParams) -> Presentation:
    """Return how an address wants the page; what it cannot be is left out, and the page says so."""
    form = "embed" if query.get("embed") == "1" else "present" if query.get("view") == "present" else "page"
    asked = query.get("hide", "").split(",")
    return Presentation(form, tuple(name for name in HIDEABLE if name in asked))
