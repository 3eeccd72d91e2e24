"""The figures of the chapter's experiments and lessons: one case per expectation."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

FIGURES: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "data" / "experiments.json").read_text("utf-8")
)
EXPERIMENTS: list[dict[str, Any]] = FIGURES["experiments"] + FIGURES["lessons"]
LEFT_OUT = {"timing": "times depend on the machine: the benchmark measures them"}
"""Kinds of experiments that no test asserts, and why."""


@dataclass(frozen=True, slots=True)
class Case:
    """One expectation of one experiment."""

    experiment: Mapping[str, Any]
    expected: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """What is done to get the number."""
        kind: str = self.experiment["kind"]
        return kind

    @property
    def metric(self) -> str:
        """What is measured."""
        metric: str = self.expected["metric"]
        return metric

    @property
    def config(self) -> dict[str, Any]:
        """The configuration of the arm: the experiment's, with the arm's top-level keys put over it."""
        return arm_config(self.experiment, self.expected.get("arm", "run"))

    @property
    def id(self) -> str:
        """Say where the figure is found, with all that tells it from its neighbours."""
        expected = dict(self.expected)
        parts = [self.experiment["id"], expected.pop("arm", ""), expected.pop("metric")]
        place = f"@{expected.pop('iteration')}" if "iteration" in expected else ""
        limit = f"{expected.pop('op')}{expected.pop('value')}" if "op" in expected else ""
        about = [_short(expected[key]) for key in expected if key not in {"value", "tolerance", "z"}]
        return "/".join(part for part in parts if part) + place + limit + "".join(f"[{a}]" for a in about)

    def judge(self, measured: Any) -> None:
        """Assert that the measured number, array or mapping is what is expected."""
        value, op = self.expected["value"], self.expected.get("op")
        if op is not None:
            assert _holds(measured, op, value), f"{measured!r} is not {op} {value!r}"
        elif "tolerance" not in self.expected:
            assert measured == value
        else:
            assert measured is not None, "there is no such number"
            assert np.shape(measured) == np.shape(value)
            np.testing.assert_allclose(measured, value, rtol=0.0, atol=self.expected["tolerance"])


def _short(value: Any) -> str:
    return " ".join(str(part) for part in value.values()) if isinstance(value, dict) else str(value)


def _holds(measured: float, op: str, value: float) -> bool:
    return {
        "<=": measured <= value,
        ">=": measured >= value,
        "==": measured == value,
        "<": measured < value,
        ">": measured > value,
    }[op]


def arm_config(experiment: Mapping[str, Any], arm: str) -> dict[str, Any]:
    """Return the configuration of an arm; `run` is the only one where no arms are named."""
    arms = experiment.get("arms", {"run": {}})
    return {**experiment.get("config", {}), **arms[arm]}


CASES = [Case(experiment, expected) for experiment in EXPERIMENTS for expected in experiment["expect"]]
ASSERTED = [case for case in CASES if case.kind not in LEFT_OUT]


def key(config: Mapping[str, Any], seeds: tuple[int, ...] = ()) -> str:
    """Return what two experiments have in common when they train the same."""
    return json.dumps([config, seeds], sort_keys=True)


def _wanted() -> dict[str, set[int]]:
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for case in CASES:
        if case.kind in {"train", "race"}:
            seeds = tuple(case.experiment.get("seeds", ()))
            last = case.config.get("iterations", 0)
            wanted[key(case.config, seeds)] |= {case.expected.get("iteration", last), last}
    return wanted


WANTED = _wanted()
"""The iterations at which some experiment looks, by `key`: each configuration is trained once."""
