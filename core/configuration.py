"""What a run is made of: every field once, with its type, bounds, default and words.

The catalog, the checks of requests and the OpenAPI description are all derived from these records.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, Any

from core.activations import ACTIVATIONS
from core.datasets.sources import DATA_SOURCES
from core.errors import all_checked
from core.fields import About, Choice, Field, Names, Range, build, declared, flattened
from core.initializers import INIT_SCHEMES
from core.optimizers import OPTIMIZERS
from core.outputs import OUTPUTS
from core.precisions import PRECISIONS
from core.registry import Text

SEED_LIMIT = 2**32 - 1
PARAMETERS = ("W1", "b1", "W2", "b2")


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
        About(
            Text("Samples", "样本数"),
            Text("How many examples are drawn.", "抽取的样本数量。"),
            "m",
            formula=r"X \in \mathbb{R}^{n_{x} \times m}",
        ),
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
        About(Text("Data seed", "数据种子"), Text("Same seed, same examples.", "种子相同，样本就相同。")),
    ] = 1
    classes: Annotated[
        int,
        Range(2, 5),
        About(
            Text("Classes", "类别数"),
            Text("How many classes the source draws, where it can.", "数据源抽取的类别数量（若支持）。"),
        ),
    ] = 2
    standardize: Annotated[
        bool,
        About(
            Text("Standardize", "标准化"),
            Text(
                "Train on features with mean 0 and standard deviation 1.",
                "用均值为 0、标准差为 1 的特征训练。",
            ),
            formula=r"x := \frac{x - \mathrm{mean}}{\mathrm{sd}}",
        ),
    ] = False
    points: Annotated[
        list[list[float]] | None,
        About(
            Text("Points", "数据点"),
            Text(
                "Own data: x1, x2 and class or target of each point.",
                "自己的数据：每个点的 x1、x2 以及类别或目标值。",
            ),
        ),
    ] = None
    labels: Annotated[
        list[str] | None,
        About(
            Text("Class names", "类别名称"),
            Text("Own data: names of the classes 0, 1, and so on.", "自己的数据：类别 0、1 等的名称。"),
        ),
    ] = None
    view: Annotated[
        list[float] | None,
        About(
            Text("View", "视野"),
            Text(
                "What is shown, if it holds every point: x1 low, x1 high, x2 low, x2 high.",
                "显示的范围（若能容纳所有数据点）：x1 下限、x1 上限、x2 下限、x2 上限。",
            ),
        ),
    ] = None


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
            formula=r"W := c \, W",
        ),
    ] = 0.01
    seed: Annotated[
        int,
        Range(0, SEED_LIMIT),
        About(Text("Init seed", "初始化种子"), Text("Same seed, same weights.", "种子相同，权重就相同。")),
    ] = 2
    zero: Annotated[
        list[str],
        Names(PARAMETERS),
        About(
            Text("Set to zero", "置零"),
            Text("Parameters set to 0 after the draw.", "抽取之后置为 0 的参数。"),
        ),
    ] = field(default_factory=list)
    bias_scale: Annotated[
        float,
        Range(0.0, 100.0, "log"),
        About(
            Text("Bias scale", "偏置缩放"),
            Text("Draws the biases too, from a normal times this.", "也抽取偏置：正态分布乘以该值。"),
            formula=r"b \sim c_{b} \, \mathcal{N}(0, 1)",
        ),
    ] = 0.0


@dataclass(frozen=True, slots=True)
class NetworkConfiguration:
    """Which network."""

    hidden_width: Annotated[
        int,
        Range(1, 256),
        About(
            Text("Hidden width", "隐藏层宽度"),
            Text("How many hidden units.", "隐藏单元的数量。"),
            "n_h",
            formula=r"W_{1} \in \mathbb{R}^{n_{h} \times n_{x}}",
        ),
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
            formula=r"A_{1} = g(Z_{1}), \; Z_{1} = W_{1} X + b_{1}",
        ),
    ] = "tanh"
    leaky_slope: Annotated[
        float,
        Range(0.0001, 0.9),
        About(
            Text("Leaky slope", "泄漏斜率"),
            Text("Slope of leaky ReLU for z < 0.", "带泄漏 ReLU 在 z < 0 时的斜率。"),
            "s",
            formula=r"g(z) = \max(s z, z)",
        ),
    ] = 0.01
    output: Annotated[
        str,
        Choice(OUTPUTS),
        About(
            Text("Output", "输出层"),
            Text("Output activation and its loss.", "输出层激活函数及其损失。"),
            formula=r"A_{2} = g_{2}(Z_{2}), \; Z_{2} = W_{2} A_{1} + b_{2}",
        ),
    ] = "sigmoid"
    biases: Annotated[
        bool,
        About(
            Text("Biases", "偏置"),
            Text("Without them every unit line runs through 0.", "没有偏置时，每个单元的直线都过原点。"),
            formula=r"z = w^{T} x + b",
        ),
    ] = True
    init: InitConfiguration = field(default_factory=InitConfiguration)
    start: Annotated[
        dict[str, list[list[float]]] | None,
        About(
            Text("Start", "起点"), Text("Explicit parameters instead of a draw.", "用给定的参数代替抽取。")
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class StopConfiguration:
    """When a run is finished; None never stops it."""

    iteration: Annotated[
        int | None,
        Range(1, 10**9),
        About(
            Text("Stop at iteration", "停止于迭代"),
            Text("Stop after so many iterations.", "迭代到该次数后停止。"),
            live=True,
        ),
    ] = None
    cost_below: Annotated[
        float | None,
        Range(0.0, 1e6, "log"),
        About(
            Text("Stop at cost", "停止于代价"),
            Text("Stop when the training cost is below this.", "训练代价低于该值时停止。"),
            live=True,
        ),
    ] = None
    no_progress: Annotated[
        int | None,
        Range(1, 10**6),
        About(
            Text("Stop without progress", "无进展时停止"),
            Text(
                "Stop when the training cost has not fallen by 1e-6 for so many iterations.",
                "训练代价在这么多次迭代内没有下降 1e-6 时停止。",
            ),
            live=True,
        ),
    ] = None


@dataclass(frozen=True, slots=True)
class TrainingConfiguration:
    """How it learns."""

    optimizer: Annotated[
        str,
        Choice(OPTIMIZERS),
        About(
            Text("Optimizer", "优化器"),
            Text("How a gradient becomes an update.", "如何由梯度得到参数更新。"),
            live=True,
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
            formula=r"W := W - \alpha \, dW",
        ),
    ] = 1.2
    batch_size: Annotated[
        int | None,
        Range(1, 100_000, "log"),
        About(
            Text("Batch size", "批大小"),
            Text("Examples an iteration learns from; null is all.", "每次迭代所用的样本数；空为全部。"),
            "B",
            live=True,
            formula=r"dW = \frac{1}{B} \sum_{i \in \mathrm{batch}} dW^{(i)}",
        ),
    ] = None
    seed: Annotated[
        int,
        Range(0, SEED_LIMIT),
        About(
            Text("Batch seed", "批次种子"),
            Text("Same seed, same order of mini-batches.", "种子相同，小批量的顺序就相同。"),
        ),
    ] = 0
    l1: Annotated[
        float,
        Range(0.0, 100.0, "log"),
        About(
            Text("L1 penalty", "L1 惩罚"),
            Text("Pulls weights to exactly 0.", "把权重拉向恰好为 0。"),
            "λ₁",
            live=True,
            formula=r"J = \mathrm{cost} + \frac{\lambda_{1}}{m} \sum |W|",
        ),
    ] = 0.0
    l2: Annotated[
        float,
        Range(0.0, 100.0, "log"),
        About(
            Text("L2 penalty", "L2 惩罚"),
            Text("Keeps weights small.", "使权重保持较小。"),
            "λ₂",
            live=True,
            formula=r"J = \mathrm{cost} + \frac{\lambda_{2}}{2 m} \sum W^{2}",
        ),
    ] = 0.0
    momentum: Annotated[
        float,
        Range(0.0, 0.999999),
        About(
            Text("Momentum", "动量"),
            Text("Share of the velocity that is kept.", "保留的速度比例。"),
            "μ",
            live=True,
            formula=r"v := \mu v + dW",
        ),
    ] = 0.9
    rho: Annotated[
        float,
        Range(0.0, 0.999999),
        About(
            Text("Rho", "Rho"),
            Text("RMSprop: memory of squared gradients.", "RMSprop：平方梯度的记忆。"),
            "ρ",
            live=True,
            formula=r"s := \rho s + (1 - \rho) \, dW^{2}",
        ),
    ] = 0.99
    beta1: Annotated[
        float,
        Range(0.0, 0.999999),
        About(
            Text("Beta 1", "Beta 1"),
            Text("Adam: memory of gradients.", "Adam：梯度的记忆。"),
            "β₁",
            live=True,
            formula=r"v := \beta_{1} v + (1 - \beta_{1}) \, dW",
        ),
    ] = 0.9
    beta2: Annotated[
        float,
        Range(0.0, 0.999999),
        About(
            Text("Beta 2", "Beta 2"),
            Text("Adam: memory of squared gradients.", "Adam：平方梯度的记忆。"),
            "β₂",
            live=True,
            formula=r"s := \beta_{2} s + (1 - \beta_{2}) \, dW^{2}",
        ),
    ] = 0.999
    epsilon: Annotated[
        float,
        Range(1e-12, 1.0, "log"),
        About(
            Text("Epsilon", "Epsilon"),
            Text("Keeps RMSprop and Adam from dividing by 0.", "避免 RMSprop 与 Adam 除以 0。"),
            "ε",
            live=True,
            formula=r"\frac{1}{\sqrt{s} + \varepsilon}",
        ),
    ] = 1e-8
    precision: Annotated[
        str,
        Choice(PRECISIONS),
        About(Text("Precision", "精度"), Text("Number format of the training.", "训练所用的数值格式。")),
    ] = "float64"
    stop: StopConfiguration = field(default_factory=StopConfiguration)


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything that decides a run; the defaults are the course's lab."""

    data: DataConfiguration = field(default_factory=DataConfiguration)
    network: NetworkConfiguration = field(default_factory=NetworkConfiguration)
    training: TrainingConfiguration = field(default_factory=TrainingConfiguration)


FIELDS: dict[str, Field] = {item.path: item for item in declared(Configuration)}


def flatten(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return {path: value} of a nested mapping; a path that is no field raises ConfigurationError."""
    return flattened(values, FIELDS)


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return {path: value} in the types of the fields; raise ConfigurationError with all that is wrong."""
    checks = (partial(FIELDS[path].check, value) for path, value in values.items())
    return dict(zip(values, all_checked(checks), strict=True))


def configure(values: Mapping[str, Any]) -> Configuration:
    """Return the whole configuration for a nested mapping of some fields.

    A field that is left out takes the default of the data source and init scheme that are chosen,
    else its own. Raises ConfigurationError with the path of each field at fault.
    """
    given = checked(flatten(values))
    defaults = {path: item.default for path, item in FIELDS.items()}
    source = DATA_SOURCES[given.get("data.source", defaults["data.source"])]
    defaults |= source.defaults
    scheme = INIT_SCHEMES[given.get("network.init.scheme", defaults["network.init.scheme"])]
    defaults["network.init.scale"] = 0.0 if scheme.default_scale is None else scheme.default_scale
    return build(Configuration, defaults | given)
