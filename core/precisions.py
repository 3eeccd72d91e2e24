"""Number formats that a run can train in, one record each."""

from dataclasses import dataclass

from core.registry import Registry, Text


@dataclass(frozen=True, slots=True)
class Precision:
    """`name` is NumPy's name of the type."""

    name: str
    label: Text
    help: Text


PRECISIONS: Registry[Precision] = Registry(
    "training.precision",
    Precision(
        name="float64",
        label=Text("float64", "float64"),
        help=Text("15 digits: reproduces the course's numbers.", "15 位有效数字：可重现课程中的数值。"),
    ),
    Precision(
        name="float32",
        label=Text("float32", "float32"),
        help=Text("7 digits, about twice as fast on large networks.", "7 位有效数字，大网络上约快一倍。"),
    ),
)
