"""What a run is made of: every field once, with its type, bounds, default and words.

The catalog, the checks of requests and the OpenAPI description are all derived from these records.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from core.activations import ACTIVATIONS
from core.datasets import DATA_SOURCES
from core.errors import ConfigurationError
from core.initializers import INIT_SCHEMES
from core.optimizers import OPTIMIZERS
from core.outputs import OUTPUTS
from core.registry import Registry, Text

SEED_LIMIT = 2**32 - 1
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Range:
    """Inclusive bounds; `scale` says how a slider should run over them."""

    low: float
    high: float
    scale: str = "linear"


@dataclass(frozen=True, slots=True)
class Choice:
    """A name out of a registry."""

    registry: Registry[Any]


@dataclass(frozen=True, slots=True)
class About:
    """The words of a field; a live field acts on a run without a new start."""

    label: Text
    help: Text
    symbol: str = ""
    live: bool = False


@dataclass(frozen=True, slots=True)
class DataConfiguration:
    """Which examples."""

    source: Annotated[
        str,
        Choice(DATA_SOURCES),
        About(
            Text("Data", "数据"),
            Text("Which points the network learns to tell apart.", "网络要学会区分的数据点。"),
        ),
    ] = "planar_flower"
    samples: Annotated[
        int,
        Range(10, 10_000, "log"),
        About(Text("Samples", "样本数"), Text("How many examples are drawn.", "抽取的样本数量。"), "m"),
    ] = 400
    noise: Annotated[
        float,
        Range(0.0, 1.0),
        About(Text("Noise", "噪声"), Text("Standard deviation of the noise.", "噪声的标准差。")),
    ] = 0.2
    test_share: Annotated[
        float,
        Range(0.0, 0.9),
        About(
            Text("Test share", "测试集比例"),
            Text("Share of examples kept for testing.", "留作测试的样本比例。"),
        ),
    ] = 0.0
    seed: Annotated[
        int,
        Range(0, SEED_LIMIT),
        About(Text("Data seed", "数据种子"), Text("Same seed, same examples.", "种子相同,样本就相同。")),
    ] = 1


@dataclass(frozen=True, slots=True)
class InitConfiguration:
    """How the weights start."""

    scheme: Annotated[
        str,
        Choice(INIT_SCHEMES),
        About(Text("Init scheme", "初始化方案"), Text("How the weights start.", "权重的初始取值方式。")),
    ] = "small_normal"
    scale: Annotated[
        float,
        Range(0.0, 100.0, "log"),
        About(
            Text("Scale", "缩放"),
            Text("Multiplies what the scheme draws.", "与初始化方案抽取的值相乘。"),
            "c",
        ),
    ] = 0.01
    seed: Annotated[
        int,
        Range(0, SEED_LIMIT),
        About(Text("Init seed", "初始化种子"), Text("Same seed, same weights.", "种子相同,权重就相同。")),
    ] = 2


@dataclass(frozen=True, slots=True)
class NetworkConfiguration:
    """Which network."""

    hidden_width: Annotated[
        int,
        Range(1, 256),
        About(Text("Hidden width", "隐藏层宽度"), Text("How many hidden units.", "隐藏单元的数量。"), "n_h"),
    ] = 4
    activation: Annotated[
        str,
        Choice(ACTIVATIONS),
        About(
            Text("Activation", "激活函数"),
            Text(
                "What each hidden unit makes of z = w · x + b.", "每个隐藏单元对 z = w · x + b 施加的函数。"
            ),
            "g",
        ),
    ] = "tanh"
    leaky_slope: Annotated[
        float,
        Range(0.0001, 0.9),
        About(
            Text("Leaky slope", "泄漏斜率"),
            Text("Slope of leaky ReLU for z < 0.", "带泄漏 ReLU 在 z < 0 时的斜率。"),
            "s",
        ),
    ] = 0.01
    output: Annotated[
        str,
        Choice(OUTPUTS),
        About(Text("Output", "输出层"), Text("Output activation and its loss.", "输出层激活函数及其损失。")),
    ] = "sigmoid"
    init: InitConfiguration = field(default_factory=InitConfiguration)


@dataclass(frozen=True, slots=True)
class TrainingConfiguration:
    """How it learns."""

    optimizer: Annotated[
        str,
        Choice(OPTIMIZERS),
        About(
            Text("Optimizer", "优化器"), Text("How a gradient becomes an update.", "如何由梯度得到参数更新。")
        ),
    ] = "gradient_descent"
    learning_rate: Annotated[
        float,
        Range(1e-6, 100.0, "log"),
        About(
            Text("Learning rate", "学习率"),
            Text("How far one iteration moves.", "每次迭代移动的幅度。"),
            "α",
            live=True,
        ),
    ] = 1.2


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that decides a run; the defaults are the course's lab."""

    data: DataConfiguration = field(default_factory=DataConfiguration)
    network: NetworkConfiguration = field(default_factory=NetworkConfiguration)
    training: TrainingConfiguration = field(default_factory=TrainingConfiguration)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the configuration, as it was declared above."""

    path: str
    kind: type
    default: Any
    about: About
    range: Range | None
    choice: Choice | None

    def check(self, value: Any) -> Any:
        """Return the value in the field's type; raise ConfigurationError where it breaks the rule."""
        if self.choice:
            self.choice.registry[value]
            return value
        wanted = (int,) if self.kind is int else (int, float)
        if isinstance(value, bool) or not isinstance(value, wanted) or not math.isfinite(value):
            raise ConfigurationError(
                self.path, value, f"must be a{'n integer' if self.kind is int else ' number'}"
            )
        if self.range and not self.range.low <= value <= self.range.high:
            raise ConfigurationError(
                self.path, value, f"must be between {self.range.low:g} and {self.range.high:.10g}"
            )
        return self.kind(value)


def sections(record: type[Any]) -> Iterator[tuple[str, Any, tuple[Any, ...]]]:
    """Yield name, type and metadata of each field of a configuration record."""
    hints = get_type_hints(record, include_extras=True)
    for item in fields(record):
        hint = hints[item.name]
        if get_origin(hint) is Annotated:
            kind, *metadata = get_args(hint)
            yield item.name, kind, tuple(metadata)
        else:
            yield item.name, hint, ()


def is_section(kind: Any) -> bool:
    """Say whether a field's type is a record of further fields."""
    return is_dataclass(kind)


def _declared(record: type[Any], prefix: str = "") -> Iterator[Field]:
    defaults = record()
    for name, kind, metadata in sections(record):
        if is_section(kind):
            yield from _declared(kind, f"{prefix}{name}.")
        else:
            by_type = {type(item): item for item in metadata}
            yield Field(
                prefix + name,
                kind,
                getattr(defaults, name),
                by_type[About],
                by_type.get(Range),
                by_type.get(Choice),
            )


FIELDS: dict[str, Field] = {item.path: item for item in _declared(Configuration)}


def flatten(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return {path: value} of a nested mapping; a path that is no field raises ConfigurationError."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        path = prefix + name
        if path in FIELDS:
            flat[path] = value
        elif isinstance(value, Mapping) and any(known.startswith(path + ".") for known in FIELDS):
            flat |= flatten(value, path + ".")
        else:
            raise ConfigurationError(path, value, "is not a field")
    return flat


def configure(values: Mapping[str, Any]) -> Configuration:
    """Return the whole configuration for a nested mapping of some fields.

    A field that is left out takes the default of the data source and init scheme that are chosen,
    else its own. Raises ConfigurationError with the path of the field at fault.
    """
    given = flatten(values)
    defaults = {path: item.default for path, item in FIELDS.items()}
    defaults |= DATA_SOURCES[given.get("data.source", defaults["data.source"])].defaults
    scheme = INIT_SCHEMES[given.get("network.init.scheme", defaults["network.init.scheme"])]
    defaults["network.init.scale"] = 0.0 if scheme.default_scale is None else scheme.default_scale
    checked = {path: FIELDS[path].check(value) for path, value in (defaults | given).items()}
    return _build(Configuration, checked)


def _build(record: type[Record], checked: Mapping[str, Any], prefix: str = "") -> Record:
    return record(
        **{
            name: _build(kind, checked, f"{prefix}{name}.") if is_section(kind) else checked[prefix + name]
            for name, kind, _ in sections(record)
        }
    )
