"""The figures of a report as Plotly takes them; colours are names of tokens, which the report looks up."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

import numpy as np

from app.exports.scene import Scene
from app.messages.numbers import listed
from core.arrays import Bools, Floats
from core.lens import cell_centres

Words = Mapping[str, str]
Figure = dict[str, Any]
TWO = 2
DIGITS = 6
FIELD = [[0.0, "--field-neg"], [0.5, "--field-mid"], [1.0, "--field-pos"]]
CLASSES = 5


def figures(scene: Scene, words: Words) -> dict[str, Figure]:
    """Return the figures by name, in the order in which they are shown."""
    shown = {"cost": _curves(scene, words, "cost", (1, 2))}
    if scene.dataset.classes is not None:
        shown["accuracy"] = _curves(scene, words, "accuracy", (3, 4))
    shown["surface"] = _surface(scene, words) if len(scene.dataset.X) > 1 else _curve(scene, words)
    return shown


def _curves(scene: Scene, words: Words, what: str, columns: tuple[int, int]) -> Figure:
    iterations, traces = scene.rows[:, 0].astype(int).tolist(), []
    for column, name, colour in zip(columns, ("training", "test"), ("--run-a", "--run-b"), strict=True):
        values = scene.rows[:, column]
        if np.isfinite(values).any():
            line = {"color": colour, "width": 2, "dash": "solid" if name == "training" else "dot"}
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "name": words[name],
                    "x": iterations,
                    "y": listed(values),
                    "line": line,
                }
            )
    layout = _layout(words[f"{what}_curve"], words["iteration"], words[what])
    if what == "accuracy":
        layout["yaxis"] |= {"range": [0, 1.02], "tickformat": ".0%"}
    elif (scene.rows[:, 1] > 0).all():
        layout["yaxis"] |= {"type": "log"}
    return {"data": traces, "layout": layout}


def _layout(title: str, across: str, up: str) -> Figure:
    return {
        "title": {"text": title},
        "xaxis": {"title": {"text": across}},
        "yaxis": {"title": {"text": up}},
        "showlegend": True,
    }


def _surface(scene: Scene, words: Words) -> Figure:
    """Return the prediction over the plane, the boundary of two classes and the examples."""
    levels, data = scene.surface, scene.dataset
    side = len(levels.pixels)
    cells = cell_centres(data.bounds, side)
    x, y = _short(cells[0, :side]), _short(cells[1, ::side])
    if levels.classes is not None:
        field = {
            "z": levels.classes.tolist(),
            "colorscale": _steps(data.classes or CLASSES),
            "zmin": -0.5,
            "zmax": (data.classes or CLASSES) - 0.5,
            "opacity": 0.3,
            "showscale": False,
            "hoverinfo": "skip",
        }
    else:
        low, high = (0.0, 1.0) if data.classes else (levels.low, levels.high)
        values = levels.low + levels.pixels.astype(float) * ((levels.high - levels.low) / 255)
        field = {
            "z": _short(values),
            "colorscale": FIELD,
            "zmin": low,
            "zmax": high,
            "colorbar": {"title": {"text": words["prediction"]}, "thickness": 12},
        }
    traces = [{"type": "heatmap", "x": x, "y": y, "name": words["prediction"]} | field]
    if levels.margin is not None and data.classes == TWO:
        traces.append(_boundary(levels.margin.tolist(), x, y, words))
    layout = _layout(words["surface"], "x₁", "x₂")
    layout["yaxis"] |= {"scaleanchor": "x", "constrain": "domain"}
    layout["xaxis"] |= {"constrain": "domain"}
    layout["legend"] = {"orientation": "h", "y": -0.2}
    return {"data": [*traces, *_examples(scene, words)], "layout": layout}


def _boundary(margin: list[list[int]], x: Any, y: Any, words: Words) -> Figure:
    return {
        "type": "contour",
        "x": x,
        "y": y,
        "z": margin,
        "name": words["boundary"],
        "contours": {"start": 0, "end": 0, "size": 1, "coloring": "lines"},
        "colorscale": [[0, "--boundary"], [1, "--boundary"]],
        "line": {"width": 2},
        "showscale": False,
        "hoverinfo": "skip",
        "showlegend": True,
    }


def _steps(count: int) -> list[list[Any]]:
    """Return a scale of so many colours without transitions."""
    return [[(k + end) / count, f"--class-{k}"] for k in range(count) for end in (0, 1)]


def _examples(scene: Scene, words: Words) -> list[Figure]:
    """Return the examples: a trace a class and part, or one a part for real targets."""
    data, traces = scene.dataset, []
    for part, of_part in (("training", data.train), ("test", ~data.train)):
        symbol = "circle" if part == "training" else "diamond-open"
        if data.classes is None:
            marker = {"color": _short(data.y[of_part]), "colorscale": FIELD, "symbol": symbol, "size": 7}
            marker |= {"cmin": scene.surface.low, "cmax": scene.surface.high}
            marker["line"] = {"width": 1, "color": "--ink"}
            traces.append(_points(data.X, of_part, words[part], marker))
            continue
        for k, name in enumerate(data.class_names):
            marker = {"color": f"--class-{k % CLASSES}", "symbol": symbol, "size": 6}
            marker["line"] = {
                "width": 1,
                "color": "--halo" if part == "training" else f"--class-{k % CLASSES}",
            }
            label = f"{words['class']} {name}, {words[part]}"
            traces.append(_points(data.X, of_part & (data.y == k), label, marker))
    return [trace for trace in traces if trace["x"]]


def _points(X: Floats, chosen: Bools, name: str, marker: Figure) -> Figure:
    x, y = (_short(row) for row in X[:2, chosen])
    return {"type": "scatter", "mode": "markers", "x": x, "y": y, "name": name, "marker": marker}


def _curve(scene: Scene, words: Words) -> Figure:
    """Return the prediction and the targets of one feature."""
    levels, data = scene.surface, scene.dataset
    low, high = data.bounds[:2]
    count = levels.pixels.size
    x = low + (np.arange(count) + 0.5) / count * (high - low)
    y = levels.low + levels.pixels.ravel().astype(float) * ((levels.high - levels.low) / 255)
    line = {"type": "scatter", "mode": "lines", "x": _short(x), "y": _short(y), "name": words["prediction"]}
    traces: list[Figure] = [line | {"line": {"color": "--run-a", "width": 3}}]
    for part, of_part in (("training", data.train), ("test", ~data.train)):
        if of_part.any():
            marker = {"color": "--class-0" if part == "training" else "--class-1", "size": 6}
            plane = np.stack([data.X[0], data.y])
            traces.append(_points(plane, of_part, f"{words['target']}, {words[part]}", marker))
    return {"data": traces, "layout": _layout(words["curve"], "x", "y")}


def _short(values: Floats) -> Any:
    """Return numbers with as many digits as a picture shows."""
    if values.ndim > 1:
        return [_short(row) for row in values]
    return [float(f"{value:.{DIGITS}g}") if isfinite(value) else None for value in values.tolist()]
