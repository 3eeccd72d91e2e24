"""The sources of data, one record each, and how a data set is made of one."""

from collections.abc import Sequence

import numpy as np

from core.datasets import planar, regression
from core.datasets.custom import MAX_CLASSES, from_points, from_targets
from core.datasets.records import Dataset, DataSource
from core.datasets.split import split
from core.errors import ConfigurationError
from core.registry import Registry, Text

Defaults = dict[str, float | int | str]
SEVERAL = (2, MAX_CLASSES)
XAVIER: Defaults = {"network.init.scheme": "xavier_normal"}
"""Where weights of 0.01 leave the first thousand iterations nearly flat."""
WIDE: Defaults = {"network.hidden_width": 8, **XAVIER}
SOFTMAX: Defaults = {"network.output": "softmax"}
REGRESSION: Defaults = {"network.output": "linear", "training.learning_rate": 0.1, **WIDE}


def _data(*, samples: int = 200, noise: float, seed: int = 0, classes: int = 2) -> Defaults:
    return {"data.samples": samples, "data.noise": noise, "data.seed": seed, "data.classes": classes}


DATA_SOURCES: Registry[DataSource] = Registry(
    "data.source",
    DataSource(
        name="planar_flower",
        label=Text("Flower", "花瓣"),
        help=Text(
            "The lab's planar flower: petals of two classes. Noise: in angle and radius.",
            "实验课的平面花瓣：两类花瓣交错。噪声加在角度和半径上。",
        ),
        generate=planar.planar_flower,
        defaults=_data(samples=400, noise=0.2, seed=1),
    ),
    DataSource(
        name="circles",
        label=Text("Circles", "圆环"),
        help=Text(
            "A ring within a ring. Noise is added to each coordinate.",
            "大圆环套小圆环。噪声加在每个坐标上。",
        ),
        generate=planar.circles,
        defaults=_data(noise=0.1),
    ),
    DataSource(
        name="moons",
        label=Text("Moons", "双月"),
        help=Text(
            "Two half circles that hold each other. Noise is added to each coordinate.",
            "两个互相咬合的半圆。噪声加在每个坐标上。",
        ),
        generate=planar.moons,
        defaults=_data(noise=0.1) | XAVIER,
    ),
    DataSource(
        name="xor",
        label=Text("XOR", "异或"),
        help=Text(
            "Opposite quadrants share a class. Noise moves points after their class is decided.",
            "对角象限属于同一类。噪声在类别确定之后移动样本点。",
        ),
        generate=planar.xor,
        defaults=_data(noise=0.0),
    ),
    DataSource(
        name="gaussians",
        label=Text("Gaussians", "高斯云"),
        help=Text(
            "Two round clouds. Noise is their standard deviation.",
            "两团圆形的点云。噪声就是点云的标准差。",
        ),
        generate=planar.gaussians,
        defaults=_data(noise=0.6),
    ),
    DataSource(
        name="spirals",
        label=Text("Spirals", "螺旋"),
        help=Text(
            "Two arms wound into each other. Noise is added to each coordinate.",
            "两条互相缠绕的旋臂。噪声加在每个坐标上。",
        ),
        generate=planar.spirals,
        defaults=_data(noise=0.03) | WIDE,
    ),
    DataSource(
        name="linear",
        label=Text("Linear", "线性可分"),
        help=Text(
            "A straight line parts the classes. Noise moves points after their class is decided.",
            "一条直线就能分开两类。噪声在类别确定之后移动样本点。",
        ),
        generate=planar.linear,
        defaults=_data(noise=0.0),
    ),
    DataSource(
        name="rings",
        label=Text("Rings", "同心环"),
        help=Text(
            "Rings around one centre, one a class. Noise is added to each coordinate.",
            "同一圆心的多个圆环，每环一类。噪声加在每个坐标上。",
        ),
        generate=planar.rings,
        defaults=_data(noise=0.05, classes=3) | SOFTMAX | WIDE,
        classes=SEVERAL,
    ),
    DataSource(
        name="blobs",
        label=Text("Blobs", "点团"),
        help=Text(
            "Round clouds on a circle, one a class. Noise is their standard deviation.",
            "排成一圈的圆形点团，每团一类。噪声就是点团的标准差。",
        ),
        generate=planar.blobs,
        defaults=_data(noise=0.25, classes=3) | SOFTMAX,
        classes=SEVERAL,
    ),
    DataSource(
        name="pinwheel",
        label=Text("Pinwheel", "风车"),
        help=Text(
            "Bent blades of a wheel, one a class. Noise: how thick a blade is.",
            "风车的弯曲叶片，每片一类。噪声决定叶片的厚度。",
        ),
        generate=planar.pinwheel,
        defaults=_data(noise=0.1, classes=3) | SOFTMAX,
        classes=SEVERAL,
    ),
    DataSource(
        name="plane",
        label=Text("Plane", "平面"),
        help=Text(
            "Regression: a tilted plane. Noise is added to the target.",
            "回归：倾斜的平面。噪声加在目标值上。",
        ),
        generate=regression.plane,
        defaults=_data(noise=0.1) | REGRESSION,
        classes=None,
    ),
    DataSource(
        name="bumps",
        label=Text("Bumps", "山丘"),
        help=Text(
            "Regression: three hills, never below 0 without noise. Noise is added to the target.",
            "回归：三座山丘，无噪声时不低于 0。噪声加在目标值上。",
        ),
        generate=regression.bumps,
        defaults=_data(noise=0.0) | REGRESSION | {"training.learning_rate": 0.3},
        classes=None,
    ),
    DataSource(
        name="saddle",
        label=Text("Saddle", "马鞍面"),
        help=Text(
            "Regression: y = x1 x2. Noise is added to the target.",
            "回归：y = x1 x2。噪声加在目标值上。",
        ),
        generate=regression.saddle,
        defaults=_data(noise=0.05) | REGRESSION,
        classes=None,
    ),
    DataSource(
        name="sine",
        label=Text("Sine", "正弦"),
        help=Text(
            "Regression with one feature: y = sin x. Noise is added to the target.",
            "单特征回归：y = sin x。噪声加在目标值上。",
        ),
        generate=regression.sine,
        defaults=_data(samples=100, noise=0.1) | REGRESSION,
        classes=None,
        n_x=1,
    ),
    DataSource(
        name="custom",
        label=Text("Own data", "自定义"),
        help=Text(
            "Points of your own, two features and a label each.", "自己的样本点，每点两个特征和一个标签。"
        ),
        generate=None,
        defaults=_data(noise=0.0) | SOFTMAX,
        classes=SEVERAL,
    ),
    DataSource(
        name="custom_regression",
        label=Text("Own targets", "自定义目标"),
        help=Text(
            "Regression: points of your own, two features and a target each.",
            "回归：自己的样本点，每点两个特征和一个目标值。",
        ),
        generate=None,
        defaults=_data(noise=0.0) | REGRESSION,
        classes=None,
    ),
)


def make_dataset(  # noqa: PLR0913 - the fields of the configuration's data section
    source: str,
    *,
    samples: int,
    noise: float,
    test_share: float,
    seed: int,
    classes: int = 2,
    standardize: bool = False,
    points: Sequence[Sequence[float]] | None = None,
    labels: Sequence[str] | None = None,
    view: Sequence[float] | None = None,
) -> Dataset:
    """Draw the examples and then the split from one RandomState(seed), in this order.

    A source that draws nothing takes `points`, rows (x1, x2, label or target), in their order; `labels`
    names the classes 0, 1, ... `view` is what is shown, if it holds every point. Raises ConfigurationError
    for points that break a rule or too few or many classes.
    """
    record, rng = DATA_SOURCES[source], np.random.RandomState(seed)
    names: tuple[str, ...] = ()
    number: int | None = None
    if record.generate is not None:
        number = _checked_classes(record, classes)
        X, y = record.generate(samples, noise, classes, rng)
    elif record.classes is None:
        X, y = from_targets(points)
    else:
        X, y, names = from_points(points, labels)
        number = len(names)
    train = split(y, test_share, rng, by_class=number is not None)
    return Dataset.make(X, y, train, classes=number, class_names=names, standardize=standardize, view=view)


def _checked_classes(record: DataSource, classes: int) -> int | None:
    if record.classes is None:
        return None
    low, high = record.classes
    if not low <= classes <= high:
        allowed = str(low) if low == high else f"from {low} to {high}"
        raise ConfigurationError("data.classes", classes, f"must be {allowed} for {record.name}")
    return classes
