"""The catalog: every choice of the product."""

from typing import Literal

from pydantic import Field

from app.messages.configuration import ConfigurationBody, Reply


class Words(Reply):
    """A text in the languages of the product."""

    en: str = Field(description="English.", examples=["Hidden width"])
    zh_CN: str = Field(alias="zh-CN", description="Chinese.", examples=["隐藏层宽度"])


class NamedChoice(Reply):
    """One record of a registry."""

    name: str = Field(description="Its name in a configuration.", examples=["tanh"])
    label: Words = Field(description="Its name on the page.")
    help: Words = Field(description="A sentence about it.")


class FormulaChoice(NamedChoice):
    """A record with a formula, as LaTeX."""

    formula: str = Field(description="As LaTeX.", examples=[r"g(z) = \tanh z"])


class ConstantsChoice(FormulaChoice):
    """A record with constants of its own: paths of fields that count only where this record is chosen."""

    constants: list[str] = Field(description="Paths of its own fields.", examples=[["training.momentum"]])


class ActivationChoice(ConstantsChoice):
    """An activation; null in `range` means unbounded, `curve` holds pairs (z, g(z))."""

    derivative: str = Field(description="As LaTeX.")
    range: tuple[float | None, float | None] = Field(description="Bounds of g; null: none.")
    curve: list[tuple[float, float]] = Field(description="Pairs (z, g(z)), to draw it.")
    saturation: float | None = Field(
        description="|z| beyond which g' is below 1 % of its maximum; null: it has no such bound."
    )


class InitSchemeChoice(FormulaChoice):
    """An init scheme; without a default scale it takes none."""

    default_scale: float | None = Field(description="The scale unless one is given; null: it takes none.")


class DataSourceChoice(NamedChoice):
    """A data source; `thumbnail` holds (x1, x2, class), x in 0..1, x2 upwards.

    For regression the third value is the target over its range; for one feature the second is the target;
    where the examples are given there are none. `defaults` are of the data's fields, `also_sets` of others,
    by path. `classes` says how few and how many there can be; null means regression.
    """

    defaults: dict[str, int | float | str] = Field(description="Fields of `data` that it sets, by name.")
    also_sets: dict[str, int | float | str] = Field(description="Other fields that it sets, by path.")
    classes: tuple[int, int] | None = Field(description="Fewest and most classes; null: real targets.")
    n_x: int = Field(description="How many features.", examples=[2])
    thumbnail: list[tuple[float, float, float]] = Field(description="A small sample: (x1, x2, class).")


class CatalogField(Reply):
    """One field of the configuration; a live one acts on a running run."""

    path: str = Field(description="Where it stands.", examples=["network.hidden_width"])
    kind: Literal["integer", "number", "choice", "boolean", "list", "object"] = Field(description="Its type.")
    label: Words = Field(description="Its name on the page.")
    help: Words = Field(description="A sentence about it.")
    symbol: str = Field(description="Its letter in formulas, empty if it has none.", examples=["n_h"])
    formula: str = Field(description="Where it stands in the formulas, as LaTeX; empty if it does not.")
    default: int | float | str | bool | list[str] | None = Field(
        description="Its value unless it is given or the source or scheme sets it.", examples=[4]
    )
    optional: bool = Field(description="Null is allowed too.")
    low: int | float | None = Field(description="Least value, for numbers.", examples=[1])
    high: int | float | None = Field(
        description="Greatest value on this server, for numbers.", examples=[256]
    )
    scale: Literal["linear", "log"] | None = Field(description="How a slider runs over them.")
    choices: str | None = Field(description="The list of this catalog that holds its choices.")
    options: list[str] | None = Field(description="For a list of names: those that it may have.")
    live: bool = Field(description="It acts on a running run.")


class Catalog(Reply):
    """Every choice of the product."""

    version: str = Field(description="Of the server.")
    fields: list[CatalogField] = Field(description="Every field of a configuration.")
    data_sources: list[DataSourceChoice] = Field(description="What can be learned from.")
    activations: list[ActivationChoice] = Field(description="Of the hidden units.")
    outputs: list[FormulaChoice] = Field(description="Output activations with their losses.")
    init_schemes: list[InitSchemeChoice] = Field(description="How weights start.")
    optimizers: list[ConstantsChoice] = Field(description="How a gradient becomes an update.")
    precisions: list[NamedChoice] = Field(description="Number formats.")
    defaults: ConfigurationBody = Field(description="What `{}` stands for.")
    limits: dict[str, int] = Field(description="What this server allows at most.")
