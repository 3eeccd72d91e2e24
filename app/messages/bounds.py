"""Bounds of numbers in messages: checked, described, and told to whoever says what is wrong."""

from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

OUT_OF_BOUNDS = "out_of_bounds"
"""Type of pydantic's error; its context has `low` and, where they are, `high`, `setting` and `above`."""


@dataclass(frozen=True, slots=True)
class Within:
    """Annotates a number with its bounds, which are allowed; with `above` the lower one is not.

    Of floats they are floats. `setting` names the setting that bounds it too.
    """

    low: float
    high: float | None = None
    setting: str = ""
    above: bool = False

    @property
    def context(self) -> dict[str, int | float | str]:
        """What an error has to say."""
        context: dict[str, int | float | str] = {"low": self.low, "above": self.above}
        if self.high is not None:
            context["high"] = self.high
        return context | ({"setting": self.setting} if self.setting else {})

    @property
    def error(self) -> PydanticCustomError:
        """What to raise for a number that is beyond."""
        return PydanticCustomError(OUT_OF_BOUNDS, OUT_OF_BOUNDS, self.context)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Check the type, then the bounds."""
        rules: dict[str, Any] = {"gt" if self.above else "ge": self.low, "le": self.high}
        low: Any = self.low
        make: Any = core_schema.float_schema if isinstance(low, float) else core_schema.int_schema
        bounds: CoreSchema = make(**rules)
        checked = core_schema.custom_error_schema(
            bounds, OUT_OF_BOUNDS, custom_error_message=OUT_OF_BOUNDS, custom_error_context=self.context
        )
        return core_schema.chain_schema([handler(source), checked])

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe."""
        described = handler(schema) | {"exclusiveMinimum" if self.above else "minimum": self.low}
        described |= {"maximum": self.high} if self.high is not None else {}
        return described | ({"x-limit": self.setting} if self.setting else {})
