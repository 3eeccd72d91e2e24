"""What a lesson asks of a run and what was found, in the languages of the product."""

from collections.abc import Mapping
from typing import Any

from app.messages.lessons import Condition, Limits
from core.configuration import FIELDS
from core.errors import plain
from core.metrics import METRICS, Form
from core.registry import Text


def asked(condition: Condition) -> Text:
    """Return what a condition asks, such as: Cost at iteration 1000, Flower, tanh: at most 0.3."""
    metric = METRICS[condition.metric]
    label = metric.by_unit if metric.by_unit and condition.unit is not None else metric.label
    values = {"unit": "" if condition.unit is None else condition.unit + 1, "cost": _plain(condition.cost)}
    about = [_field(path, wanted) for path, wanted in condition.where.items()]
    at = ""
    if condition.iteration is not None and metric.name != "first_iteration":
        at = f" at iteration {condition.iteration}"
        about.insert(0, Text("", f"第 {condition.iteration} 次迭代"))
    en = ", ".join([label.en.format(**values) + at, *(part.en for part in about if part.en)])
    which = "，".join(part.zh for part in about)
    zh = label.zh.format(**values) + (f"（{which}）" if which else "")
    bounds = [_bounds(condition, METRICS[condition.metric].form)] if condition.given else []
    if condition.less_than is not None:
        other = _where(condition.less_than)
        bounds.append(Text(f"less than for {other.en}", f"小于{other.zh} 的"))
    asks = ", ".join(part.en for part in bounds), "，".join(part.zh for part in bounds)
    return Text(f"{en}: {asks[0]}", f"{zh}：{asks[1]}")


def told(metric: str, value: float, other: float | None = None) -> Text:
    """Return a number that was measured; `other` is the one that it had to be less than."""
    one = number(metric, value)
    if other is None:
        return Text(one, one)
    beside = number(metric, other)
    return Text(f"{one} against {beside}", f"{one}，另一个是 {beside}")


def unlike() -> Text:
    """Say that none of the runs is of the kind that is asked for."""
    return Text("no such network here", "这里没有这样的网络")


def unreached(iteration: int, reached: int) -> Text:
    """Say that the run has not come so far."""
    return Text(
        f"only {reached} iterations so far: train to {iteration}",
        f"目前只有 {reached} 次迭代：请训练到第 {iteration} 次",
    )


def ended(reached: int) -> Text:
    """Say that the run has diverged before."""
    return Text(
        f"the run has diverged at iteration {reached}: reset it",
        f"运行在第 {reached} 次迭代已发散：请重置",
    )


def missing(metric: str) -> Text:
    """Say that there is no such number."""
    if metric == "first_iteration":
        return Text("not yet", "还没有")
    return Text("there is no such number", "没有这个数")


def number(metric: str, value: float) -> str:
    """Return a number in the form of its metric."""
    match METRICS[metric].form:
        case "share":
            return f"{100 * value:.4g} %"
        case "count":
            return str(int(value))
    return f"{value:.6g}" if value and 1e-3 <= abs(value) < 1e6 else f"{value:.3g}"


def _plain(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return str(value).lower()
    return plain(value).replace("e-0", "e-")


def _bounds(limits: Limits, form: Form = "number") -> Text:
    """Return bounds in words."""

    def shown(value: float) -> str:
        return f"{_plain(100 * value)} %" if form == "share" else _plain(value)

    low, high = limits.at_least, limits.at_most
    parts: list[Text] = []
    if low is not None and low == high:
        parts.append(Text(f"exactly {shown(low)}", f"恰好是 {shown(low)}"))
    elif low is not None and high is not None:
        parts.append(Text(f"from {shown(low)} to {shown(high)}", f"在 {shown(low)} 到 {shown(high)} 之间"))
    elif low is not None:
        parts.append(Text(f"at least {shown(low)}", f"不小于 {shown(low)}"))
    elif high is not None:
        parts.append(Text(f"at most {shown(high)}", f"不大于 {shown(high)}"))
    if limits.above is not None:
        parts.append(Text(f"more than {shown(limits.above)}", f"大于 {shown(limits.above)}"))
    if limits.below is not None:
        parts.append(Text(f"less than {shown(limits.below)}", f"小于 {shown(limits.below)}"))
    return Text(", ".join(part.en for part in parts), "，".join(part.zh for part in parts))


def _where(where: Mapping[str, Any]) -> Text:
    """Return which runs, in the words of the configuration."""
    parts = [_field(path, wanted) for path, wanted in where.items()]
    return Text(", ".join(part.en for part in parts), "、".join(part.zh for part in parts))


def _field(path: str, wanted: Any) -> Text:
    """Return one field; a choice speaks for itself."""
    field = FIELDS[path]
    if field.choice:
        label: Text = field.choice.registry[wanted].label
        return label
    value = _bounds(wanted) if isinstance(wanted, Limits) else Text(_plain(wanted), _plain(wanted))
    label = field.about.label
    return Text(f"{label.en} {value.en}", f"{label.zh} {value.zh}")
