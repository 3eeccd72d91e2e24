"""The catalog: every choice of the product, straight from core's records."""

from math import isfinite
from typing import Any

import numpy as np

from app import __version__
from app.messages.catalog import Catalog
from app.settings import Settings
from core.activations import ACTIVATIONS, Activation
from core.configuration import FIELDS, Field, configure
from core.datasets import DATA_SOURCES, DataSource, make_dataset
from core.initializers import INIT_SCHEMES
from core.optimizers import OPTIMIZERS
from core.outputs import OUTPUTS
from core.registry import Text

THUMBNAIL_SAMPLES = 60
CURVE = np.linspace(-4.0, 4.0, 65)
CHOICES = {
    "data_sources": DATA_SOURCES,
    "activations": ACTIVATIONS,
    "outputs": OUTPUTS,
    "init_schemes": INIT_SCHEMES,
    "optimizers": OPTIMIZERS,
}


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "zh-CN": text.zh}


def _named(record: Any) -> dict[str, Any]:
    return {"name": record.name, "label": _text(record.label), "help": _text(record.help)}


def _field(item: Field) -> dict[str, Any]:
    kinds = {int: "integer", float: "number", str: "choice", bool: "boolean"}
    choices = next(
        (name for name, registry in CHOICES.items() if item.choice and item.choice.registry is registry), None
    )
    return {
        "path": item.path,
        "kind": kinds[item.kind],
        "label": _text(item.about.label),
        "help": _text(item.about.help),
        "symbol": item.about.symbol,
        "default": item.default,
        "low": item.range.low if item.range else None,
        "high": item.range.high if item.range else None,
        "scale": item.range.scale if item.range else None,
        "choices": choices,
        "live": item.about.live,
    }


def _activation(record: Activation) -> dict[str, Any]:
    return _named(record) | {
        "formula": record.formula,
        "derivative": record.derivative,
        "range": [bound if isfinite(bound) else None for bound in (record.low, record.high)],
        "curve": np.stack([CURVE, record.g(CURVE)], axis=1).round(4).tolist(),
    }


def _data_source(record: DataSource) -> dict[str, Any]:
    resolved = configure({"data": {"source": record.name}}).data
    data = make_dataset(
        record.name, samples=THUMBNAIL_SAMPLES, noise=resolved.noise / 2, test_share=0.0, seed=resolved.seed
    )
    x1_low, x1_high, x2_low, x2_high = data.bounds
    x1, x2 = (data.X[0] - x1_low) / (x1_high - x1_low), (data.X[1] - x2_low) / (x2_high - x2_low)
    return _named(record) | {
        "defaults": {path.removeprefix("data."): value for path, value in record.defaults.items()},
        "thumbnail": np.stack([x1, x2, data.Y[0]], axis=1).round(3).tolist(),
    }


def make_catalog(settings: Settings) -> Catalog:
    """Return the catalog of what is registered now."""
    return Catalog.model_validate(
        {
            "version": __version__,
            "fields": [_field(item) for item in FIELDS.values()],
            "data_sources": [_data_source(record) for record in DATA_SOURCES.values()],
            "activations": [_activation(record) for record in ACTIVATIONS.values()],
            "outputs": [_named(record) | {"formula": record.formula} for record in OUTPUTS.values()],
            "init_schemes": [
                _named(record) | {"formula": record.formula, "default_scale": record.default_scale}
                for record in INIT_SCHEMES.values()
            ],
            "optimizers": [_named(record) | {"formula": record.formula} for record in OPTIMIZERS.values()],
            "defaults": configure({}),
            "limits": {
                "hidden_width": settings.max_hidden_width,
                "samples": settings.max_samples,
                "iterations_per_call": settings.max_iterations_per_call,
                "resolution": settings.max_resolution,
            },
        }
    )
