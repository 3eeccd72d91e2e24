"""Runs that advance together are, bit for bit, what each of them is alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import lockstep
from core.activations import ACTIVATIONS
from core.configuration import configure
from core.engine import Engine
from core.errors import ConfigurationError, CoreError, StateError
from core.lockstep import Lockstep
from core.optimizers import OPTIMIZERS
from core.run_state import RunState
from core.trainer import Trainer
from tests.core.acts import ACTS, STOPS, Act, assert_same, dense, outcome
from tests.support import EXPLODING

Values = dict[str, Any]
SOURCES: list[Values] = [
    {"source": "moons", "samples": 37, "test_share": 0.3},
    {"source": "blobs", "samples": 40},
    {"source": "plane", "samples": 33, "standardize": True},
    {"source": "sine", "samples": 30},
    {"source": "bumps", "samples": 31, "test_share": 0.3},
]


def trainers(*configurations: Values, count: int = 1) -> list[Trainer]:
    """Return runs of these configurations, each `count` times with another init seed."""
    runs = []
    for values in configurations:
        for seed in range(count):
            network = values.get("network", {})
            init = {"scheme": "xavier_normal", "seed": seed} | network.get("init", {})
            runs.append(Trainer(configure(values | {"network": network | {"init": init}})))
    return runs


@contextmanager
def counted() -> Iterator[list[int]]:
    """Give a list that grows by how many runs each engine for several is made for."""
    counts: list[int] = []
    make = Engine.__init__

    def noted(self: Engine, network: Any, dataset: Any, parameters: Any, *args: Any, **more: Any) -> None:
        make(self, network, dataset, parameters, *args, **more)
        if isinstance(parameters, list):
            counts.append(len(parameters))

    with patch.object(Engine, "__init__", noted):
        yield counts


@st.composite
def groups(draw: st.DrawFn) -> list[Values]:
    """Draw two to five runs on the same data, some of which can share an engine."""
    data = draw(st.sampled_from(SOURCES))
    kinds = draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "hidden_width": st.integers(1, 5),
                    "activation": st.sampled_from(list(ACTIVATIONS)),
                    "biases": st.booleans(),
                    "optimizer": st.sampled_from(list(OPTIMIZERS)),
                    "batch_size": st.sampled_from([None, 1, 7]),
                    "precision": st.sampled_from(["float64", "float32"]),
                    "l1": st.sampled_from([0.0, 0.1]),
                    "l2": st.sampled_from([0.0, 0.3]),
                }
            ),
            min_size=1,
            max_size=2,
        )
    )
    runs = []
    for seed in range(draw(st.integers(2, 5))):
        kind = draw(st.sampled_from(kinds))
        own = {"learning_rate": draw(st.sampled_from([0.01, 0.2, 3.0, 100.0])), "stop": draw(STOPS)}
        network = {name: kind[name] for name in ("hidden_width", "activation", "biases")}
        training = {name: value for name, value in kind.items() if name not in network}
        network |= {"output": "relu"} if data["source"] == "bumps" else {}
        init = {"scheme": "xavier_normal", "seed": seed}
        runs.append({"data": data, "network": network | {"init": init}, "training": training | own})
    return runs


def advance_alone(runs: list[Trainer], iterations: int) -> None:
    """Do what a lockstep does, with each run alone."""
    able = [run for run in runs if run.can("advance")]
    if not able:
        runs[0].check_can("advance")
    target = max(run.iteration for run in able) + iterations
    for run in able:
        run.advance(target - run.iteration)


@settings(max_examples=80, deadline=None)
@given(
    groups(),
    st.lists(st.tuples(st.integers(1, 70), st.integers(0, 4), st.none() | ACTS), min_size=1, max_size=8),
    st.floats(0, 1),
)
def test_runs_in_lockstep_are_what_they_are_alone(
    group: list[Values], acts: list[tuple[int, int, Act | None]], place: float
) -> None:
    with dense(), patch.object(lockstep, "FEWEST", 2):
        ours, theirs = ([Trainer(configure(values)) for values in group] for _ in range(2))
        together = Lockstep(ours)
        for iterations, which, act in acts:
            wrong = []
            for advance in (together.advance, lambda count: advance_alone(theirs, count)):
                try:
                    advance(iterations)
                except StateError as error:
                    wrong.append(str(error))
            assert len(wrong) in (0, 2)
            assert len(set(wrong)) < 2
            if act:
                k = which % len(ours)
                assert outcome(act, ours[k]) == outcome(act, theirs[k])
            for mine, yours in zip(ours, theirs, strict=True):
                assert_same(mine, yours)
        for run in (*ours, *theirs):
            run.seek(int(place * run.reached))
        for mine, yours in zip(ours, theirs, strict=True):
            assert_same(mine, yours)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("penalty", [0.0, 0.1])
def test_one_engine_trains_runs_with_rates_of_their_own(optimizer: str, penalty: float) -> None:
    chosen: list[Values] = [
        {"training": {"optimizer": optimizer, "learning_rate": rate, "l1": penalty, "l2": penalty}}
        for rate in (0.001, 0.01, 0.02, 0.05)
    ]
    ours, theirs = trainers(*chosen), trainers(*chosen)
    with counted() as engines:
        Lockstep(ours).advance(500)
    assert engines == [4]
    for mine, yours in zip(ours, theirs, strict=True):
        yours.advance(500)
        assert_same(mine, yours)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ({}, [3]),
        ({"training": {"learning_rate": 0.5, "stop": {"iteration": 30}}}, [3]),
        ({"network": {"start": {"b1": [[1.0]] * 4}}}, [3]),
        ({"network": {"hidden_width": 5}}, []),
        ({"network": {"activation": "relu"}}, []),
        ({"network": {"biases": False}}, []),
        ({"training": {"precision": "float32"}}, []),
        ({"training": {"batch_size": 32}}, []),
        ({"training": {"seed": 5}}, []),
        ({"training": {"optimizer": "momentum"}}, []),
        ({"training": {"l2": 0.1}}, []),
    ],
)
def test_only_runs_of_one_form_share_an_engine(others: Values, expected: list[int]) -> None:
    runs = [*trainers({}, count=2), *trainers(others)]
    with counted() as engines:
        Lockstep(runs).advance(20)
    assert engines == expected


def test_runs_share_an_engine_only_where_the_same_batches_follow() -> None:
    runs = trainers({"training": {"batch_size": 32}}, count=3)
    runs[2].update({"batch_size": 16})
    for run in runs:
        run.advance(30)
    runs[2].update({"batch_size": 32})
    with counted() as engines:
        Lockstep(runs).advance(20)
    assert engines == []


def test_runs_share_an_engine_only_after_as_many_updates() -> None:
    adam: Values = {"training": {"optimizer": "adam", "learning_rate": 0.01}}
    runs = trainers(adam, count=3)
    runs[2].update({"optimizer": "momentum"})
    for run in runs:
        run.advance(30)
    runs[2].update({"optimizer": "adam"})
    with counted() as engines:
        Lockstep(runs).advance(20)
    assert engines == []


def test_an_engine_takes_only_as_many_runs_as_the_cache_holds() -> None:
    runs = trainers({"data": {"samples": 200}}, count=40)
    with counted() as engines:
        Lockstep(runs).advance(5)
    assert sum(engines) == 40
    assert max(engines) == lockstep.STACK_BYTES // (5 * 200 * 8) == 25


def test_engines_that_are_used_no_more_are_let_go() -> None:
    runs = trainers({"data": {"samples": 20}}, count=5)
    together = Lockstep(runs)
    for skipped in range(5):
        for other in range(skipped):
            together.advance(1, only=[run for k, run in enumerate(runs) if k not in (skipped, other)])
            alone = [run for k, run in enumerate(runs) if k in (skipped, other)]
            for run in alone:
                run.advance(1)
    assert len({run.iteration for run in runs}) == 1
    assert len(together._stacks) == lockstep.ENGINES


def test_a_run_that_ends_stays_there_while_the_others_go_on() -> None:
    chosen: list[Values] = [
        {"training": {"stop": {"iteration": 33}}},
        {},
        EXPLODING,
        {"training": {"stop": {"cost_below": 0.5}}},
        {},
    ]
    ours, theirs = trainers(*chosen), trainers(*chosen)
    together = Lockstep(ours)
    together.advance(1000)
    states = [run.state for run in ours]
    assert states == [
        RunState.FINISHED,
        RunState.PAUSED,
        RunState.DIVERGED,
        RunState.FINISHED,
        RunState.PAUSED,
    ]
    assert [ours[0].iteration, ours[1].iteration, ours[4].iteration] == [33, 1000, 1000]
    for mine, yours in zip(ours, theirs, strict=True):
        yours.advance(1000)
        assert_same(mine, yours)
    together.advance(5)
    assert ours[0].iteration == 33
    assert ours[1].iteration == 1005


def test_those_that_lag_catch_up_and_then_share_an_engine() -> None:
    runs = trainers({}, count=3)
    runs[0].advance(100)
    runs[1].advance(40)
    with counted() as engines:
        Lockstep(runs).advance(10)
    assert [run.iteration for run in runs] == [110, 110, 110]
    assert engines == [3]


def test_only_those_asked_for_advance() -> None:
    runs = trainers({}, count=3)
    runs[2].advance(50)
    Lockstep(runs).advance(7, only=runs[:2])
    assert [run.iteration for run in runs] == [7, 7, 50]
    assert [run.state for run in runs] == [RunState.PAUSED] * 3


def test_a_run_that_plays_goes_on_playing() -> None:
    runs = trainers({}, count=3)
    runs[1].play()
    Lockstep(runs).advance(3)
    assert [run.state for run in runs] == [RunState.PAUSED, RunState.RUNNING, RunState.PAUSED]


@pytest.mark.parametrize(
    "data",
    [{"seed": 3}, {"samples": 401}, {"noise": 0.1}, {"test_share": 0.1}, {"source": "moons", "samples": 400}],
)
def test_runs_on_other_data_are_refused(data: Values) -> None:
    with pytest.raises(ConfigurationError, match="must be the same in every field for all runs") as caught:
        Lockstep(trainers({}, {"data": data}))
    assert caught.value.field == "data"


def test_a_run_cannot_be_in_step_with_itself_or_nobody() -> None:
    run = Trainer()
    for runs in ([], [run, run]):
        with pytest.raises(ConfigurationError, match=f"runs={len(runs)}: must be different runs"):
            Lockstep(runs)


REFUSED: list[tuple[Callable[[Lockstep, list[Trainer]], None], type[CoreError], str]] = [
    (lambda together, runs: together.advance(0), ConfigurationError, "iterations=0: must be at least 1"),
    (lambda together, runs: together.advance(1, only=runs), StateError, "diverged cannot advance"),
    (
        lambda together, runs: together.advance(1, only=[Trainer()]),
        ConfigurationError,
        "must be among the runs",
    ),
    (lambda together, runs: together.advance(1, only=[]), ConfigurationError, "only=0: must be among"),
]


@pytest.mark.parametrize(("act", "error", "message"), REFUSED)
def test_what_is_refused_moves_no_run(
    act: Callable[[Lockstep, list[Trainer]], None], error: type[CoreError], message: str
) -> None:
    runs = [*trainers({}, count=2), Trainer(configure(EXPLODING))]
    runs[2].advance(100)
    before = [(run.iteration, run.state) for run in runs]
    with pytest.raises(error, match=message):
        act(Lockstep(runs), runs)
    assert [(run.iteration, run.state) for run in runs] == before


def test_when_all_have_ended_there_is_nothing_to_advance() -> None:
    runs = trainers({"training": {"stop": {"iteration": 5}}}, count=3)
    together = Lockstep(runs)
    together.advance(10)
    with pytest.raises(StateError, match="finished cannot advance"):
        together.advance(1)
    for run in runs:
        run.update({"stop": {"iteration": 8}})
    together.advance(10)
    assert [run.iteration for run in runs] == [8, 8, 8]


CHANGES: list[tuple[list[int], Values]] = [
    ([1], {"learning_rate": 0.3}),
    ([0], {"learning_rate": 0.3}),
    ([0, 1, 2], {"l2": 0.5}),
    ([0, 1, 2], {"optimizer": "adam", "learning_rate": 0.01}),
    ([2], {"l1": 0.1}),
    ([0, 1, 2], {"batch_size": 32}),
]


@pytest.mark.parametrize(("which", "update"), CHANGES)
def test_what_is_changed_between_two_calls_counts_in_the_next(which: list[int], update: Values) -> None:
    ours, theirs = trainers({}, count=3), trainers({}, count=3)
    together = Lockstep(ours)
    together.advance(20)
    for runs in (ours, theirs):
        for k, run in enumerate(runs):
            if runs is theirs:
                run.advance(20)
            if k in which:
                run.update(update)
    together.advance(20)
    for mine, yours in zip(ours, theirs, strict=True):
        yours.advance(20)
        assert_same(mine, yours)


def test_each_run_counts_the_examples_that_it_has_seen() -> None:
    runs = trainers({}, count=3)
    runs[1].update({"batch_size": 100})
    for run in runs:
        run.advance(10)
    runs[1].update({"batch_size": None})
    with counted() as engines:
        Lockstep(runs).advance(5)
    assert engines == [3]
    assert [run.engine.seen for run in runs] == [15 * 400, 10 * 100 + 5 * 400, 15 * 400]


def test_parameters_in_lockstep_equal_those_alone_after_500_iterations() -> None:
    chosen: Values = {"network": {"hidden_width": 8}}
    ours, theirs = trainers(chosen, count=4), trainers(chosen, count=4)
    Lockstep(ours).advance(500)
    for mine, yours in zip(ours, theirs, strict=True):
        yours.advance(500)
        np.testing.assert_array_equal(mine.engine.layers.flat, yours.engine.layers.flat)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("source", ["moons", "blobs"])
def test_large_networks_in_one_engine_equal_those_alone(activation: str, source: str) -> None:
    chosen: Values = {
        "data": {"source": source, "samples": 140},
        "network": {"hidden_width": 80, "activation": activation},
        "training": {"precision": "float32", "learning_rate": 0.01, "batch_size": 32},
    }
    ours, theirs = trainers(chosen, count=3), trainers(chosen, count=3)
    with counted() as engines:
        Lockstep(ours).advance(60)
    assert engines == [3]
    for mine, yours in zip(ours, theirs, strict=True):
        yours.advance(60)
        assert_same(mine, yours)
