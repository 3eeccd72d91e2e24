"""Tables of one's own: read here, so that a page can show what will be learned before it is."""

from fastapi import APIRouter

from app.dependencies import SettingsOfApp
from app.messages.tables import NoteReply, TableBody, TableReply
from core.datasets.table import parse_table

router = APIRouter(tags=["tables"])


@router.post("/tables")
def read_table(body: TableBody, settings: SettingsOfApp) -> TableReply:
    """Read rows of two features and a label or target, as a spreadsheet writes them; nothing is kept.

    The first fault is named by its place: `rows.7.2` is line 7, column 2, both counted from 1.
    """
    table = parse_table(body.text, max_rows=settings.max_samples, third=body.third)
    notes = [NoteReply.model_validate({"code": note.code, "text": note.text}) for note in table.notes]
    return TableReply(
        points=table.rows,
        labels=list(table.class_names) or None,
        header=table.header,
        notes=notes,
    )
