"""What the engines of one thread share: buffers by their shape, and what is made of the data by its content.

A class of sixty on one data set would otherwise keep sixty copies of all that, and none of it in the cache
when its turn comes. Engines of one thread never work at the same time; each thread has things of its own.
"""

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import numpy as np

from core.arrays import Floats, aligned

Thing = TypeVar("Thing")


class _Here(threading.local):
    """What is shared in a thread, as long as somebody uses it."""

    def __init__(self) -> None:
        self.things: WeakValueDictionary[Hashable, Any] = WeakValueDictionary()


_here = _Here()


def shared(key: Hashable, make: Callable[[], Thing]) -> Thing:
    """Return this thread's thing by that key, made if there is none."""
    thing: Thing | None = _here.things.get(key)
    if thing is None:
        thing = _here.things[key] = make()
    return thing


def buffer(name: str, shape: tuple[int, ...], dtype: np.dtype[Any], *, fill: float = 0.0) -> Floats:
    """Return this thread's buffer; whoever writes to it leaves anything behind, unless all leave `fill`."""

    def make() -> Floats:
        array = aligned(shape, dtype)
        array.fill(fill)
        return array

    return shared((name, shape, dtype), make)
