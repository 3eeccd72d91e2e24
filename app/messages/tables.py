"""Tables of one's own, before they are a run's data."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from app.messages.catalog import Words
from app.messages.configuration import Reply
from app.messages.strict import Message
from core.datasets.table import Third
from core.registry import Text


def _words(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh-CN": text.zh}


class TableBody(Message):
    """A table as text, with columns that comma, semicolon or tab part."""

    text: str = Field(description="Its lines.", examples=["x1,x2,label\n0.5,1,a\n2,1.5,b\n"])
    third: Third = Field(
        default="auto",
        description="What the third column holds; auto: numbers too many to be classes are targets.",
    )


class NoteReply(Reply):
    """Something about a table that is no error, yet good to know."""

    code: str = Field(description="Which.", examples=["duplicates"])
    text: Annotated[Words, BeforeValidator(_words)] = Field(description="As a sentence.")


class TableValues(Reply):
    """What a table holds, as `data.points` and `data.labels` take it."""

    points: list[tuple[float, float, float]] = Field(description="x1, x2 and label or target, row by row.")
    labels: list[str] | None = Field(description="Names of the classes 0, 1, and so on; null for targets.")
    header: tuple[str, str, str] | None = Field(description="Names of the columns, where they have some.")
    notes: list[NoteReply] = Field(description="What is good to know about it.")


class TableFault(Reply):
    """The first thing that is wrong with a table; what is not about one line or column has null there."""

    row: int | None = Field(description="The line of the text, from 1.", examples=[7])
    column: int | None = Field(description="From 1.", examples=[2])
    value: str | None = Field(description="What stands there, shortened.", examples=["oops"])
    rule: str = Field(description="What it must be.", examples=["must be a number"])


class TableReply(Reply):
    """What was read: values or a fault, the other is null."""

    values: TableValues | None = Field(description="The table.")
    fault: TableFault | None = Field(description="Why it is none.")
