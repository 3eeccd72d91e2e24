"""The catalog: every choice of the product."""

from typing import Literal

from pydantic import Field

from app.messages.configuration import ConfigurationBody, Reply


class Words(Reply):
    """A text in the languages of the product."""

    en: str
    zh_CN: str = Field(alias="zh-CN")


class NamedChoice(Reply):
    """One record of a registry."""

    name: str
    label: Words
    help: Words


class FormulaChoice(NamedChoice):
    """A record with a formula, as LaTeX."""

    formula: str


class ConstantsChoice(FormulaChoice):
    """A record with constants of its own: paths of fields that count only where this record is chosen."""

    constants: list[str]


class ActivationChoice(ConstantsChoice):
    """An activation; null in `range` means unbounded, `curve` holds pairs (z, g(z))."""

    derivative: str
    range: tuple[float | None, float | None]
    curve: list[tuple[float, float]]


class InitSchemeChoice(FormulaChoice):
    """An init scheme; without a default scale it takes none."""

    default_scale: float | None


class DataSourceChoice(NamedChoice):
    """A data source; `thumbnail` holds (x1, x2, class), x in 0..1, x2 upwards.

    For regression the third value is the target over its range; for one feature the second is the target;
    where the examples are given there are none. `defaults` are of the data's fields, `also_sets` of others,
    by path. `classes` says how few and how many there can be; null means regression.
    """

    defaults: dict[str, int | float | str]
    also_sets: dict[str, int | float | str]
    classes: tuple[int, int] | None
    n_x: int
    thumbnail: list[tuple[float, float, float]]


class CatalogField(Reply):
    """One field of the configuration; a live one acts on a running run."""

    path: str
    kind: Literal["integer", "number", "choice", "boolean", "list", "object"]
    label: Words
    help: Words
    symbol: str
    default: int | float | str | bool | list[str] | None
    optional: bool = Field(description="Null is allowed too.")
    low: int | float | None
    high: int | float | None
    scale: Literal["linear", "log"] | None
    choices: str | None
    live: bool


class Catalog(Reply):
    """Every choice of the product."""

    version: str
    fields: list[CatalogField]
    data_sources: list[DataSourceChoice]
    activations: list[ActivationChoice]
    outputs: list[FormulaChoice]
    init_schemes: list[InitSchemeChoice]
    optimizers: list[ConstantsChoice]
    precisions: list[NamedChoice]
    defaults: ConfigurationBody
    limits: dict[str, int]
