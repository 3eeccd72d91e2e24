"""What a run consists of, in a form that any store can hold: what JSON can hold, and arrays."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import Floats
from core.batches import BatchState
from core.configuration import TrainingConfiguration
from core.edits import flat_fields, with_fields
from core.engine import Checkpoint
from core.optimizers import OPTIMIZERS
from core.stopping import Progress
from core.timeline import Change, Moment

Arrays = Mapping[str, NDArray[Any]]
TrainingAfter = Callable[[int], TrainingConfiguration]
"""From how many changes are behind it to the training configuration."""
UPDATES = "updates"
"""The one array in the state of an optimizer that is a single number."""
NO_BATCHES = -1


@dataclass(frozen=True, slots=True)
class Part:
    """`values` is what JSON can hold; `arrays` are float64, float32, uint32 or int64, and none is empty."""

    values: dict[str, Any]
    arrays: dict[str, NDArray[Any]]

    @property
    def bytes(self) -> int:
        """How much memory the arrays take."""
        return sum(array.nbytes for array in self.arrays.values())


def nested(record: Any) -> dict[str, Any]:
    """Return a configuration as `configure` takes it; `asdict` would copy every point of the data."""
    values = {item.name: getattr(record, item.name) for item in fields(record)}
    return {name: nested(value) if is_dataclass(value) else value for name, value in values.items()}


def pack_moments(moments: Sequence[tuple[int, Moment]]) -> dict[str, NDArray[Any]]:
    """Return k moments of one run and their iterations as arrays.

    counts is (k, 6); scalars, (k, 2), may hold what is not finite; numbers are the parameters of each moment
    and behind them its optimizer's state; keys (b, 624) are the generators of those with mini-batches.
    """
    if not moments:
        return {}
    counts, scalars = list[tuple[int, ...]](), list[tuple[float, float]]()
    numbers, keys = list[Floats](), list[NDArray[np.uint32]]()
    for iteration, moment in moments:
        held, progress, batches = moment.checkpoint, moment.progress, moment.checkpoint.batches
        place = (batches.position, batches.drawn) if batches else (NO_BATCHES, 0)
        counts.append((iteration, moment.changes, held.seen, progress.iteration, *place))
        scalars.append((progress.cost, float(held.optimizer.get(UPDATES, 0.0))))
        numbers += [held.flat, *(vector for name, vector in held.optimizer.items() if name != UPDATES)]
        keys += [batches.key] if batches else []
    packed: dict[str, NDArray[Any]] = {
        "counts": np.array(counts, dtype=np.int64),
        "scalars": np.array(scalars),
        "numbers": np.concatenate(numbers),
    }
    return packed | ({"keys": np.array(keys)} if keys else {})


def unpack_moments(arrays: Arrays, training_after: TrainingAfter) -> Iterator[tuple[int, Moment]]:
    """Yield the iterations and moments that were packed."""
    if "counts" not in arrays:
        return
    counts, keys = arrays["counts"].tolist(), iter(arrays.get("keys", ()))
    states = [OPTIMIZERS[training_after(changes).optimizer].state for _, changes, *_ in counts]
    rows = arrays["numbers"].reshape(sum(1 + len(set(state) - {UPDATES}) for state in states), -1)
    vectors = iter([row.copy() for row in rows])
    for (iteration, changes, seen, progressed, position, drawn), (cost, updates), state in zip(
        counts, arrays["scalars"].tolist(), states, strict=True
    ):
        flat = next(vectors)
        optimizer = {name: np.array(updates) if name == UPDATES else next(vectors) for name in state}
        batches = None if position == NO_BATCHES else BatchState(next(keys).copy(), drawn, position)
        checkpoint = Checkpoint(flat, optimizer, batches, seen)
        yield iteration, Moment(checkpoint, Progress(cost, progressed), changes)


def pack_changes(
    changes: Sequence[Change], training: TrainingConfiguration
) -> tuple[list[dict[str, Any]], dict[str, NDArray[Any]]]:
    """Return changes as a list and arrays; `training` was in force before them.

    In the list is what hyperparameters became, {path: value}, or how many entries of the parameters changed;
    places and entries of all changes stand one after the other.
    """
    told, entries = list[dict[str, Any]](), [change.entries for change in changes if change.entries]
    for change in changes:
        if change.training is not None:
            old, new = flat_fields(training), flat_fields(change.training)
            different = {path: value for path, value in new.items() if value != old[path]}
            told.append({"iteration": change.iteration, "training": different})
            training = change.training
        elif change.entries is not None:
            told.append({"iteration": change.iteration, "entries": len(change.entries[0])})
    if not sum(len(places) for places, _ in entries):
        return told, {}
    places, values = (np.concatenate(parts) for parts in zip(*entries, strict=True))
    return told, {"places": places.astype(np.int64), "entries": values}


def unpack_changes(
    told: Sequence[Mapping[str, Any]], arrays: Arrays, training: TrainingConfiguration
) -> Iterator[Change]:
    """Yield the changes that were packed."""
    done = 0
    for item in told:
        if "training" in item:
            training = with_fields(training, item["training"])
            yield Change(item["iteration"], training=training)
        else:
            part = slice(done, done + item["entries"])
            done = part.stop
            none = np.empty(0)
            yield Change(
                item["iteration"],
                entries=(
                    arrays.get("places", none)[part].astype(np.intp),
                    arrays.get("entries", none)[part].copy(),
                ),
            )
