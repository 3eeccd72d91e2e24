"""Write static/js/wire.d.ts: the wire's types for the page, from the server's models.

python -m scripts.wire_types. No package on the registries reads pydantic's tuples (prefixItems), and
the schema uses little else, so the translation is here.
"""

import re
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from app.messages.catalog import Catalog
from app.messages.configuration import ConfigurationBody
from app.messages.files import ImportedRun
from app.messages.inspection import (
    GradientCheckBody,
    GradientCheckRequest,
    GradientValues,
    HistoryColumns,
    ParameterValues,
    PredictBody,
    Predictions,
    TraceBody,
    ViewBody,
)
from app.messages.lessons import CheckBody, CheckReply, LessonBody, LessonList
from app.messages.rest import AdvanceBody, DataBody, GroupSummary, Problem, RunSummary
from app.messages.stream import (
    FrameHiddenSpace,
    FrameHistograms,
    FrameLevels,
    FrameSnapshot,
    FrameTrace,
    ServerMessage,
    client_message,
)
from app.messages.sweeps import LandscapeBody, LandscapeReply, ScaleSweepBody, ScaleSweepReply
from app.messages.tables import TableBody, TableReply
from app.messages.worked import LoopTimeBody, WorkedExampleBody

TARGET = Path(__file__).resolve().parent.parent / "static" / "js" / "wire.d.ts"
HEADER = "/** The wire's types, written by scripts/wire_types.py from the server's models: do not edit. */\n"
IN_PARENTHESES = re.compile(r"\([^()]*\)")
WIDTH = 110
RECEIVED = (
    *(ConfigurationBody, AdvanceBody, PredictBody, LandscapeBody, ScaleSweepBody, TableBody),
    *(GradientCheckRequest, CheckBody),
)
SENT: tuple[Any, ...] = (
    *(Catalog, RunSummary, GroupSummary, DataBody, Problem, ServerMessage),
    *(FrameSnapshot, FrameLevels, FrameHistograms, FrameHiddenSpace, FrameTrace),
    *(ParameterValues, GradientValues, HistoryColumns, Predictions, TraceBody, ViewBody),
    *(GradientCheckBody, LandscapeReply, ScaleSweepReply, TableReply, LoopTimeBody, WorkedExampleBody),
    *(LessonList, LessonBody, CheckReply, ImportedRun),
)


def schemas() -> dict[str, Any]:
    """Return the definitions of everything on the wire, by name."""
    received = [(str(kind), "validation", TypeAdapter(kind)) for kind in RECEIVED]
    sent = [(str(kind), "serialization", TypeAdapter(kind)) for kind in SENT]
    inputs = [*received, ("ClientMessage", "validation", client_message), *sent]
    found, extra = TypeAdapter.json_schemas(inputs)  # type: ignore[arg-type]
    definitions: dict[str, Any] = dict(extra["$defs"])
    definitions["ClientMessage"] = found["ClientMessage", "validation"]
    definitions["ServerMessage"] = found[str(ServerMessage), "serialization"]
    return definitions


def _name(reference: str) -> str:
    """Return a definition's name: what the server sends has the plain one."""
    return reference.rsplit("/", 1)[-1].removesuffix("-Output").replace("-", "")


def translate(schema: dict[str, Any]) -> str:
    """Return the TypeScript type of a JSON schema."""
    match schema:
        case {"x-registry": _}:  # registries grow: the page takes its names from the catalog
            translated = "string"
        case {"$ref": reference}:
            translated = _name(reference)
        case {"const": value}:
            translated = f'"{value}"'
        case {"enum": values}:
            translated = " | ".join(f'"{value}"' for value in values)
        case {"anyOf": options} | {"oneOf": options}:
            translated = " | ".join(dict.fromkeys(translate(option) for option in options))
        case {"type": "array"}:
            translated = _array(schema)
        case {"type": "object"}:
            translated = _object(schema)
        case {"type": kind}:
            translated = "number" if kind == "integer" else kind
        case _:
            translated = "unknown"
    return translated


def _array(schema: dict[str, Any]) -> str:
    if "prefixItems" in schema:
        return f"[{', '.join(translate(item) for item in schema['prefixItems'])}]"
    inner = translate(schema["items"])
    return f"({inner})[]" if " | " in IN_PARENTHESES.sub("", inner) else f"{inner}[]"


def _object(schema: dict[str, Any]) -> str:
    if "properties" not in schema:
        return f"Record<string, {translate(schema['additionalProperties'])}>"
    required = set(schema.get("required", ()))
    lines = []
    for name, member in schema["properties"].items():
        if "description" in member:
            lines.append(f"  /** {member['description']} */")
        key = (name if name.isidentifier() else f'"{name}"') + ("" if name in required else "?")
        line = f"  {key}: {translate(member)};"
        if len(line) > WIDTH:
            line = f"  {key}:{_broken(translate(member))};"
        lines.append(line)
    return "{\n" + "\n".join(lines) + "\n}"


def _broken(union: str) -> str:
    """Return a union over several lines, as the formatter has it."""
    if union.startswith("(") and union.endswith(")[]"):
        return " (" + union[1:-3].replace(" | ", "\n    | ").join(("\n    | ", "\n  )[]"))
    return "\n    | " + union.replace(" | ", "\n    | ")


def render() -> str:
    """Return the file's text."""
    parts = [HEADER]
    for name, schema in sorted(schemas().items()):
        about = f"/** {schema['description'].splitlines()[0]} */\n" if "description" in schema else ""
        parts.append(f"{about}export type {_name(name)} = {translate(schema)};\n")
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"wrote {TARGET.name}\n")
