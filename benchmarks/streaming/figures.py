"""A figure that stands alone, and what it must reach; benchmarks.report has those that are ratios."""

from dataclasses import asdict, dataclass
from operator import ge, le
from typing import Any

COLUMNS = f"{'':30} {'':34} {'':>10}  {'':10}  bound"


@dataclass(frozen=True, slots=True)
class Figure:
    """`what` was found in `case`; where there is a bound, the value must be `at least` or at most that."""

    part: str
    case: str
    what: str
    value: float
    unit: str
    bound: float | None = None
    least: bool = False

    @property
    def verdict(self) -> str:
        """`ok` or `over` where there is a bound; over means not kept, in either direction."""
        if self.bound is None:
            return ""
        return "ok" if (ge if self.least else le)(self.value, self.bound) else "over"

    def line(self) -> str:
        """Return it as a line of the table."""
        text = f"{self.case:30} {self.what:34} {self.value:10.2f}  {self.unit:10}"
        if self.bound is not None:
            text += f"  {'>=' if self.least else '<='} {self.bound:g} {self.verdict}"
        return text.rstrip()

    def fields(self) -> dict[str, Any]:
        """Return it for JSON."""
        return asdict(self) | {"verdict": self.verdict or None}
