"""Arrays as JSON: nested lists, with null for what is not finite."""

from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

Number = Annotated[float | None, Field(description="Null where the number is not finite.")]
Row = list[Number]
Matrix = list[Row]


def listed(array: NDArray[Any]) -> Any:
    """Return an array as nested lists."""
    if array.dtype.kind != "f" or np.isfinite(array).all():
        return array.tolist()
    numbers = array.astype(object)
    numbers[~np.isfinite(array)] = None
    return numbers.tolist()
