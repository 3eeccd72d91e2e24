"""Landscapes and sweeps by REST: core's numbers, bounded, and left when nobody waits for them."""

import asyncio
from typing import Any

import httpx
import numpy as np
import pytest

from app.settings import Settings
from core.arrays import Floats
from core.configuration import configure
from core.landscape import plane_costs, principal_plane, random_plane
from core.pieces import finish
from core.sweep import scale_sweep
from core.trainer import Trainer
from tests.support import API, play, serve

LARGE: dict[str, Any] = {"data": {"samples": 10_000}, "network": {"hidden_width": 256}}
ENDLESS = {"resolution": 101}
"""A landscape of a large run that takes minutes."""


def create(rest: httpx.Client, configuration: Any = None, iterations: int = 0) -> str:
    """Make a run; return its address."""
    address = f"/runs/{rest.post('/runs', json=configuration or {}).json()['id']}"
    if iterations:
        rest.post(f"{address}/advance", json={"iterations": iterations})
    return address


def flat_at(trainer: Trainer, iteration: int) -> Floats:
    """Return the parameters at an iteration, as a path has them."""
    trainer.seek(iteration)
    p = trainer.parameters
    return np.concatenate([np.hstack([p.W1, p.b1]).ravel(), np.hstack([p.W2, p.b2]).ravel()])


@pytest.mark.parametrize("directions", ["random", "principal"])
@pytest.mark.parametrize("tested", [False, True])
def test_a_landscape_is_cores_with_the_path_and_the_run_in_its_middle(
    rest: httpx.Client, directions: str, tested: bool
) -> None:
    configuration = {"data": {"test_share": 0.25 if tested else 0.0}}
    run, trainer = create(rest, configuration, 300), Trainer(configure(configuration))
    trainer.advance(300)
    body = {"directions": directions, "resolution": 5, "span": 0.5, "seed": 3}
    answer = rest.post(f"{run}/landscape", json=body).json()
    path = np.stack([flat_at(trainer, iteration) for iteration in answer["path"]["iteration"]])
    assert (answer["path"]["iteration"][0], answer["path"]["iteration"][-1]) == (0, 300)
    network, p = trainer.network, trainer.parameters
    plane = random_plane(network, p, 3) if directions == "random" else principal_plane(network, p, path, 3)
    costs = finish(plane_costs(network, trainer.dataset, p, plane, np.linspace(-0.5, 0.5, 5)))
    np.testing.assert_allclose(answer["cost"], costs[..., 0], rtol=1e-12)
    if tested:
        np.testing.assert_allclose(answer["test_cost"], costs[..., 1], rtol=1e-12)
    else:
        assert answer["test_cost"] is None
    assert answer["cost"][2][2] == pytest.approx(rest.get(run).json()["cost"], rel=1e-12)
    assert answer["first"] == answer["second"] == [-0.5, -0.25, 0.0, 0.25, 0.5]
    assert answer["iteration"] == 300
    projected = np.transpose([answer["path"]["first"], answer["path"]["second"]])
    np.testing.assert_allclose(projected, plane.project(path), rtol=1e-9, atol=1e-12)
    assert answer["explained"] == pytest.approx(plane.explained(path))
    assert answer["cosine"] == pytest.approx(plane.cosine, abs=1e-12)


def test_without_a_body_a_landscape_is_41_times_41_over_random_directions(rest: httpx.Client) -> None:
    answer = rest.post(f"{create(rest)}/landscape").json()
    assert np.shape(answer["cost"]) == (41, 41)
    assert (answer["directions"], answer["first"][0], answer["first"][-1]) == ("random", -1.0, 1.0)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"resolution": 2}, "resolution"),
        ({"resolution": 102}, "resolution"),
        ({"resolution": 5.5}, "resolution"),
        ({"span": 0}, "span"),
        ({"span": "1"}, "span"),
        ({"directions": "hessian"}, "directions"),
        ({"seed": -1}, "seed"),
        ({"steps": 4}, "steps"),
    ],
)
def test_a_landscape_out_of_bounds_is_refused(rest: httpx.Client, body: object, field: str) -> None:
    answer = rest.post(f"{create(rest)}/landscape", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_a_sweep_is_cores(rest: httpx.Client) -> None:
    configuration = {"data": {"test_share": 0.2}, "training": {"optimizer": "adam", "learning_rate": 0.05}}
    scales = [0.01, 1.0, 20.0]
    body = {"configuration": configuration, "scales": scales, "iterations": 30}
    answer = rest.post("/scale-sweep", json=body).json()
    expected = finish(scale_sweep(configure(configuration), scales, 30))
    assert answer["iterations"] == 30
    for run, (told, is_so) in zip(scales, zip(answer["runs"], expected, strict=True), strict=True):
        assert (told["scale"], told["diverged_at"]) == (run, is_so.diverged_at)
        assert is_so.end is not None
        assert told["start"]["train_cost"] == is_so.start.train_cost
        assert told["end"]["train_cost"] == is_so.end.train_cost
        assert told["end"]["test_accuracy"] == is_so.end.test_accuracy
        assert told["end"]["gradient_norms"] == is_so.end.gradient_norms
        assert told["end"]["saturated"] == is_so.end.saturated


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "scales"),
        ({"scales": []}, "scales"),
        ({"scales": [0.1] * 65}, "scales"),
        ({"scales": [-1]}, "scales.0"),
        ({"scales": [1], "iterations": 0}, "iterations"),
        ({"scales": [1], "iterations": 100_001}, "iterations"),
        ({"scales": [1], "configuration": {"network": {"depth": 2}}}, "configuration.network.depth"),
        (
            {"scales": [1], "configuration": {"network": {"hidden_width": 257}}},
            "configuration.network.hidden_width",
        ),
        (
            {"scales": [1], "configuration": {"network": {"init": {"scheme": "zeros"}}}},
            "configuration.network.init.scheme",
        ),
    ],
)
def test_a_sweep_out_of_bounds_is_refused(rest: httpx.Client, body: object, field: str) -> None:
    answer = rest.post("/scale-sweep", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_a_sweep_keeps_to_the_limits_of_the_server() -> None:
    limits = Settings(max_hidden_width=8, max_iterations_per_call=50)
    with serve(limits) as address, httpx.Client(base_url=address + API) as rest:
        for body, field in (
            ({"scales": [1], "iterations": 51}, "iterations"),
            (
                {"scales": [1], "iterations": 1, "configuration": {"network": {"hidden_width": 9}}},
                "configuration.network.hidden_width",
            ),
        ):
            answer = rest.post("/scale-sweep", json=body)
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_a_client_that_leaves_ends_its_computation() -> None:
    async def scenario(address: str, run: str) -> None:
        async with httpx.AsyncClient(base_url=address + API, timeout=90) as rest:
            for path, body in (("landscape", ENDLESS), ("gradient-check", None)):
                with pytest.raises(httpx.ReadTimeout):
                    await rest.post(f"{run}/{path}", json=body, timeout=0.3)
            # there is one place only: this waits until the others have ended
            answer = await rest.post("/scale-sweep", json={"scales": [1.0], "iterations": 1})
            assert answer.status_code == 200

    limits = Settings(max_computations=1, max_computation_seconds=1e9)
    with serve(limits) as address, httpx.Client(base_url=address + API) as rest:
        play(scenario(address, create(rest, LARGE)))


def test_a_run_goes_on_while_its_landscape_is_computed() -> None:
    async def scenario(address: str, run: str) -> None:
        async with httpx.AsyncClient(base_url=address + API, timeout=90) as rest:
            landscape = asyncio.create_task(rest.post(f"{run}/landscape", json=ENDLESS))
            trained = await rest.post(f"{run}/advance", json={"iterations": 2})
            assert trained.json()["iteration"] == 2
            assert not landscape.done()
            landscape.cancel()

    with serve() as address, httpx.Client(base_url=address + API) as rest:
        play(scenario(address, create(rest, LARGE)))


def test_a_computation_that_takes_too_long_is_503() -> None:
    limits = Settings(max_computation_seconds=0.2)
    with serve(limits) as address, httpx.Client(base_url=address + API, timeout=60) as rest:
        answer = rest.post(f"{create(rest, LARGE)}/landscape", json=ENDLESS)
        assert (answer.status_code, answer.json()["title"]) == (503, "Too much work")
        assert "0.2 s" in answer.json()["detail"]
        assert rest.post(f"{create(rest)}/landscape", json={"resolution": 3}).status_code == 200
