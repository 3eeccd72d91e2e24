"""What `views/` offers: the channels of a frame, and what no frame carries."""

import json
from dataclasses import asdict

import numpy as np
from pydantic import JsonValue

from app.channels import CHANNELS, Channel, Cursor, Look, Metadata, Tensors, objective_gradients
from app.messages.stream import Watch
from core import views
from core.errors import StateError
from core.path import look_back


def _symmetry(look: Look, _watch: Watch, _cursor: Cursor) -> tuple[Metadata, Tensors]:
    groups = views.row_groups(look.finite.W1)
    about = {"groups": int(groups.max()) + 1, "tolerance": views.SYMMETRY_TOLERANCE}
    return {"symmetry": json.dumps(about)}, {"group": groups.astype(np.uint32)}


def _linear_collapse(look: Look, _watch: Watch, _cursor: Cursor) -> tuple[Metadata, Tensors]:
    found = views.linear_collapse(look.dataset.inputs, look.finite, look.cache)
    about = {"largest_difference": found.largest_difference}
    return {"linear_collapse": json.dumps(about)}, {"W_prime": found.W_prime, "b_prime": found.b_prime}


def _confusion_matrix(look: Look, _watch: Watch, _cursor: Cursor) -> tuple[Metadata, Tensors]:
    classes, train = look.dataset.classes, look.dataset.train
    if classes is None:
        raise StateError("a run with real targets has no classes to confuse")
    tensors: Tensors = {}
    for name, examples in (("train", train), ("test", ~train)):
        if examples.any():
            A2, Y = look.cache.A2[:, examples], look.Y[:, examples]
            tensors[name] = views.confusion_matrix(look.network, A2, Y, classes).astype(np.uint32)
    about = {"class_names": list(look.dataset.class_names)}
    return {"confusion_matrix": json.dumps(about)}, tensors


def _gradient_norms(look: Look, _watch: Watch, _cursor: Cursor) -> tuple[Metadata, Tensors]:
    norms = {name: np.linalg.norm(gradient) for name, gradient in objective_gradients(look.trainer).items()}
    shown = {name: float(norm) if np.isfinite(norm) else None for name, norm in norms.items()}
    return {"gradient_norms": json.dumps(shown)}, {}


def _path(look: Look, _watch: Watch, _cursor: Cursor) -> tuple[Metadata, Tensors]:
    about = {"tolerance": views.SYMMETRY_TOLERANCE}
    return {"path": json.dumps(about)}, asdict(look_back(look.trainer))


VIEWS: dict[str, Channel] = CHANNELS | {
    "symmetry": _symmetry,
    "linear_collapse": _linear_collapse,
    "confusion_matrix": _confusion_matrix,
    "gradient_norms": _gradient_norms,
    "path": _path,
}


def parsed(metadata: Metadata) -> dict[str, JsonValue]:
    """Return the metadata of one view, which on the wire are JSON text under its name."""
    about: dict[str, JsonValue] = {}
    for text in metadata.values():
        about |= json.loads(text)
    return about
