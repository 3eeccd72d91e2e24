"""Tables of one's own: read here, so that a page can show what will be learned before it is."""

from fastapi import APIRouter

from app.dependencies import SettingsOfApp
from app.messages.tables import NoteReply, TableBody, TableFault, TableReply, TableValues
from core.datasets.table import Table, parse_table
from core.errors import TableError

SHOWN = 100
"""Characters of a wrong value that a fault repeats."""
router = APIRouter(tags=["tables"])


@router.post("/tables")
def read_table(body: TableBody, settings: SettingsOfApp) -> TableReply:
    """Read rows of two features and a label or target, as a spreadsheet writes them; nothing is kept.

    A table that cannot be read is no error of the call: the answer says where it is wrong.
    """
    try:
        table = parse_table(body.text, max_rows=settings.max_samples, third=body.third)
    except TableError as error:
        return TableReply(values=None, fault=_fault(error))
    return TableReply(values=_values(table), fault=None)


def _values(table: Table) -> TableValues:
    notes = [NoteReply.model_validate({"code": note.code, "text": note.text}) for note in table.notes]
    labels = list(table.class_names) or None
    return TableValues.model_validate(
        {"points": table.rows, "labels": labels, "header": table.header, "notes": notes}
    )


def _fault(error: TableError) -> TableFault:
    value = None if error.value is None else str(error.value)[:SHOWN]
    return TableFault(row=error.row, column=error.column, value=value, rule=error.rule)
