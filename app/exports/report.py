"""A report of a run: one HTML file that holds all it needs, its charts' library too."""

import json
from functools import lru_cache
from importlib.metadata import distribution
from math import isfinite
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from app import ROOT, __version__
from app.exports.figures import figures
from app.exports.scene import Scene
from app.exports.words import said, words
from core.configuration import FIELDS, Configuration
from core.datasets.sources import DATA_SOURCES
from core.parts import nested

PLOTLY = Path(str(distribution("plotly").locate_file("plotly/package_data/plotly.min.js")))


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(ROOT / "templates"), autoescape=select_autoescape())


@lru_cache(maxsize=1)
def _parts() -> dict[str, str]:
    """Return what is the same in every report; no text in a script may end it."""
    scripts = {"plotly": PLOTLY, "script": ROOT / "static" / "js" / "report.js"}
    texts = {
        name: path.read_text("utf-8").replace("</script", "<\\/script") for name, path in scripts.items()
    }
    return texts | {
        name: (ROOT / "static" / "css" / f"{name}.css").read_text("utf-8") for name in ("tokens", "report")
    }


def report(scene: Scene, language: str) -> str:
    """Return the file's text."""
    known = words(language)
    drawn = json.dumps(figures(scene, known), allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
    return (
        _environment()
        .get_template("report.html")
        .render(
            _parts(),
            language=language,
            words=known,
            version=__version__,
            figures=drawn,
            results=results(scene, known),
            reason=scene.reason,
            changes=scene.changes,
            sections=sections(scene.configuration, known, language),
            confusion={known[part]: matrix.tolist() for part, matrix in scene.confusion.items()},
            class_names=scene.dataset.class_names,
            source=said(DATA_SOURCES[scene.configuration.data.source].label, language),
        )
    )


def results(scene: Scene, known: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return rows of name, value for training, value for test."""
    now = scene.snapshot
    rows = [(known["cost"], _number(now.train_cost, known), _number(now.test_cost, known))]
    if now.train_accuracy is not None:
        rows.append((known["accuracy"], _percent(now.train_accuracy), _percent(now.test_accuracy)))
    if now.train_r2 is not None:
        rows.append((known["r2"], _number(now.train_r2, known), _number(now.test_r2, known)))
    first = [
        (known["state"], known[now.state.value], ""),
        (known["iteration"], f"{now.iteration:,}", ""),
        (known["epoch"], f"{now.epoch:,}", ""),
    ]
    return first + rows


def _number(value: float | None, known: dict[str, str]) -> str:
    if value is None:
        return ""
    return f"{value:.6g}" if isfinite(value) else known["not_finite"]


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def sections(
    configuration: Configuration, known: dict[str, str], language: str
) -> dict[str, list[tuple[str, str, str]]]:
    """Return every field by section: its label, its value in words, its path."""
    shown: dict[str, list[tuple[str, str, str]]] = {}
    for path, value in _flat(nested(configuration)).items():
        title = known["configuration." + path.split(".", 1)[0]]
        field = FIELDS[path]
        choice = field.choice.registry[value].label if field.choice else None
        text = said(choice, language) if choice else _told(value, known)
        shown.setdefault(title, []).append((said(field.about.label, language), text, path))
    return shown


def _flat(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in values.items():
        path = prefix + name
        flat |= {path: value} if path in FIELDS else _flat(value, path + ".")
    return flat


def _told(value: Any, known: dict[str, str]) -> str:
    if value is None or value == []:
        return known["none"]
    if isinstance(value, bool):
        return known["yes" if value else "no"]
    if isinstance(value, dict):
        return f"{known['given']}: {', '.join(value)}"
    if isinstance(value, list):
        rows = all(isinstance(item, list) for item in value)
        return f"{len(value)} {known['points']}" if rows else ", ".join(str(item) for item in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
