"""The catalog: every choice of the product, straight from core's records."""

from math import isfinite
from typing import Any

import numpy as np

from app import __version__
from app.limits import bounds_of
from app.messages.catalog import Catalog
from app.settings import Settings
from core.activations import ACTIVATIONS, Activation
from core.arrays import Floats
from core.configuration import FIELDS, configure
from core.datasets.records import DataSource
from core.datasets.sources import DATA_SOURCES, make_dataset
from core.fields import Field
from core.initializers import INIT_SCHEMES
from core.optimizers import OPTIMIZERS, Optimizer
from core.outputs import OUTPUTS
from core.precisions import PRECISIONS
from core.registry import Text

THUMBNAIL_SAMPLES = 60
CURVE = np.linspace(-4.0, 4.0, 65)
CHOICES = {
    "data_sources": DATA_SOURCES,
    "activations": ACTIVATIONS,
    "outputs": OUTPUTS,
    "init_schemes": INIT_SCHEMES,
    "optimizers": OPTIMIZERS,
    "precisions": PRECISIONS,
}


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh-CN": text.zh}


def _named(record: Any) -> dict[str, Any]:
    return {"name": record.name, "label": _text(record.label), "help": _text(record.help)}


def _field(item: Field, settings: Settings) -> dict[str, Any]:
    bounds = bounds_of(item.path, settings)
    kinds = {int: "integer", float: "number", str: "choice", bool: "boolean", list: "list", dict: "object"}
    choices = next(
        (name for name, registry in CHOICES.items() if item.choice and item.choice.registry is registry), None
    )
    return {
        "path": item.path,
        "kind": kinds[item.kind],
        "label": _text(item.about.label),
        "help": _text(item.about.help),
        "symbol": item.about.symbol,
        "formula": item.about.formula,
        "default": item.default,
        "optional": item.optional,
        "low": bounds.low if bounds else None,
        "high": bounds.high if bounds else None,
        "scale": bounds.scale if bounds else None,
        "choices": choices,
        "options": list(item.names.options) if item.names else None,
        "live": item.about.live,
    }


def _activation(record: Activation) -> dict[str, Any]:
    return _named(record) | {
        "formula": record.formula,
        "derivative": record.derivative,
        "range": [bound if isfinite(bound) else None for bound in (record.low, record.high)],
        "curve": np.stack([CURVE, record.g(CURVE)], axis=1).round(4).tolist(),
        "saturation": record.saturation,
        "constants": ["network.leaky_slope"] if record.with_slope else [],
    }


def _optimizer(record: Optimizer) -> dict[str, Any]:
    paths = [f"training.{name}" for name in record.constants]
    return _named(record) | {"formula": record.formula, "constants": paths}


def _shares(values: Floats, low: float, high: float) -> Floats:
    """Return where values stand from `low` to `high`, as shares from 0 to 1."""
    shares: Floats = (values - low) / (high - low)
    return shares


def _thumbnail(record: DataSource) -> list[tuple[float, float, float]]:
    if record.generate is None:
        return []
    resolved = configure({"data": {"source": record.name}}).data
    data = make_dataset(
        record.name,
        samples=THUMBNAIL_SAMPLES,
        noise=resolved.noise / 2,
        test_share=0.0,
        seed=resolved.seed,
        classes=int(record.defaults.get("data.classes", 2)),
    )
    x_low, x_high, y_low, y_high = data.bounds
    across, up = data.X[0], data.y if record.n_x == 1 else data.X[1]
    value = data.y if data.classes else _shares(data.y, float(data.y.min()), float(data.y.max()))
    points = np.stack([_shares(across, x_low, x_high), _shares(up, y_low, y_high), value], axis=1)
    return [(x, y, third) for x, y, third in points.round(3).tolist()]


def _data_source(record: DataSource) -> dict[str, Any]:
    data = {path: value for path, value in record.defaults.items() if path.startswith("data.")}
    return _named(record) | {
        "defaults": {path.removeprefix("data."): value for path, value in data.items()},
        "also_sets": {path: value for path, value in record.defaults.items() if path not in data},
        "classes": record.classes,
        "n_x": record.n_x,
        "thumbnail": _thumbnail(record),
    }


def make_catalog(settings: Settings) -> Catalog:
    """Return the catalog of what is registered now."""
    return Catalog.model_validate(
        {
            "version": __version__,
            "fields": [_field(item, settings) for item in FIELDS.values()],
            "data_sources": [_data_source(record) for record in DATA_SOURCES.values()],
            "activations": [_activation(record) for record in ACTIVATIONS.values()],
            "outputs": [_named(record) | {"formula": record.formula} for record in OUTPUTS.values()],
            "init_schemes": [
                _named(record) | {"formula": record.formula, "default_scale": record.default_scale}
                for record in INIT_SCHEMES.values()
            ],
            "optimizers": [_optimizer(record) for record in OPTIMIZERS.values()],
            "precisions": [_named(record) for record in PRECISIONS.values()],
            "defaults": configure({}),
            "limits": {
                "hidden_width": settings.max_hidden_width,
                "samples": settings.max_samples,
                "iterations_per_call": settings.max_iterations_per_call,
                "resolution": settings.max_resolution,
            },
        }
    )
