"""Fields are declared once; what breaks a rule is refused with field, value and rule."""

from dataclasses import replace
from math import inf, nan
from typing import Any

import pytest

from core.activations import ACTIVATIONS
from core.configuration import FIELDS, configure
from core.errors import ConfigurationError
from core.registry import Registry
from core.trainer import Trainer


def test_nothing_given_is_the_lab() -> None:
    lab = configure({})
    assert (lab.data.source, lab.data.samples, lab.data.seed) == ("planar_flower", 400, 1)
    assert (lab.network.hidden_width, lab.network.activation) == (4, "tanh")
    assert (lab.network.init.scheme, lab.network.init.scale, lab.network.init.seed) == (
        "small_normal",
        0.01,
        2,
    )
    assert lab.training.learning_rate == 1.2


def test_what_is_left_out_follows_the_source_and_the_scheme() -> None:
    chosen = configure({"data": {"source": "circles"}, "network": {"init": {"scheme": "he_normal"}}})
    assert (chosen.data.samples, chosen.data.noise) == (200, 0.1)
    assert chosen.network.init.scale == 1.0
    assert configure({"network": {"init": {"scheme": "constant"}}}).network.init.scale == 0.5
    given = configure({"data": {"source": "circles", "noise": 0.3}})
    assert given.data.noise == 0.3


@pytest.mark.parametrize(
    ("values", "field", "rule"),
    [
        ({"network": {"hidden_width": 0}}, "network.hidden_width", "must be from 1 to 256"),
        ({"network": {"hidden_width": 10**9}}, "network.hidden_width", "must be from 1 to 256"),
        ({"network": {"hidden_width": 4.0}}, "network.hidden_width", "must be an integer"),
        ({"network": {"hidden_width": True}}, "network.hidden_width", "must be an integer"),
        ({"training": {"learning_rate": "abc"}}, "training.learning_rate", "must be a number"),
        ({"training": {"learning_rate": nan}}, "training.learning_rate", "must be a number"),
        ({"training": {"learning_rate": inf}}, "training.learning_rate", "must be a number"),
        ({"network": {"activation": "step"}}, "network.activation", "must be one of sigmoid, tanh"),
        ({"network": {"activation": ["tanh"]}}, "network.activation", "must be one of sigmoid, tanh"),
        ({"data": {"source": "mnist"}}, "data.source", "must be one of planar_flower"),
        ({"network": {"init": {"scheme": "magic"}}}, "network.init.scheme", "must be one of zeros"),
        ({"network": {"depth": 2}}, "network.depth", "is not a field: must be one of hidden_width, "),
        ({"colour": "red"}, "colour", "is not a field: must be one of data, network, training"),
        ({"data": 5}, "data", "must be an object"),
    ],
)
def test_a_broken_rule_is_named(values: dict[str, Any], field: str, rule: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        configure(values)
    assert caught.value.field == field
    assert caught.value.rule.startswith(rule)
    assert caught.value.faults == (caught.value,)


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        (
            {"data": {"samples": 1, "noise": 2}, "network": {"hidden_width": 0}},
            ["data.samples", "data.noise", "network.hidden_width"],
        ),
        ({"data": {"sample": 1}, "net": 2, "training": 3}, ["data.sample", "net", "training"]),
    ],
)
def test_all_broken_rules_are_named_at_once(values: dict[str, Any], fields: list[str]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        configure(values)
    assert [fault.field for fault in caught.value.faults] == fields
    assert str(caught.value) == "; ".join(str(fault) for fault in caught.value.faults)


def test_every_field_has_words_in_both_languages_and_a_default_within_its_bounds() -> None:
    for item in FIELDS.values():
        assert item.about.label.en
        assert item.about.label.zh
        assert item.about.help.en.endswith(".")
        assert item.about.help.zh.endswith("。")
        assert item.check(item.default) == item.default


def test_one_registered_record_is_a_choice_that_trains() -> None:
    ACTIVATIONS.register(replace(ACTIVATIONS["tanh"], name="half_tanh", g=lambda z: z / 2, kernel=None))
    try:
        trainer = Trainer(configure({"network": {"activation": "half_tanh"}}))
        trainer.advance(2)
        assert trainer.iteration == 2
    finally:
        ACTIVATIONS.remove("half_tanh")
    with pytest.raises(ConfigurationError, match="must be one of"):
        configure({"network": {"activation": "half_tanh"}})


def test_a_name_is_registered_once() -> None:
    registry: Registry[Any] = Registry("network.activation", ACTIVATIONS["tanh"])
    with pytest.raises(ConfigurationError, match="is registered already"):
        registry.register(ACTIVATIONS["tanh"])


def test_a_long_wrong_value_is_cut_in_the_message() -> None:
    with pytest.raises(ConfigurationError) as caught:
        configure({"network": {"activation": "x" * 10_000}})
    assert len(str(caught.value)) < 300
