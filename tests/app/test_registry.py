"""A record that is registered is a choice everywhere: in the catalog, the description, a run."""

from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from core.activations import ACTIVATIONS
from core.initializers import INIT_SCHEMES
from core.registry import Text
from tests.support import API, serve


@pytest.fixture
def server_with_more() -> Iterator[str]:
    """Give a server with an activation and an init scheme of its own."""
    label = Text("half tanh", "半 tanh")
    ACTIVATIONS.register(
        replace(
            ACTIVATIONS["tanh"],
            name="half_tanh",
            label=label,
            g=lambda z: z / 2,
            g_prime=lambda z: z * 0 + 0.5,
            kernel=None,
            code=None,
        )
    )
    INIT_SCHEMES.register(replace(INIT_SCHEMES["normal"], name="tiny", label=label, default_scale=1e-3))
    try:
        with serve() as address:
            yield address
    finally:
        ACTIVATIONS.remove("half_tanh")
        INIT_SCHEMES.remove("tiny")


def test_one_record_each_is_enough(server_with_more: str) -> None:
    catalog = httpx.get(server_with_more + API + "/catalog").json()
    assert catalog["activations"][-1]["label"] == {"en": "half tanh", "zh-CN": "半 tanh"}
    assert catalog["activations"][-1]["curve"][0] == [-4.0, -2.0]
    assert catalog["init_schemes"][-1]["name"] == "tiny"
    description = httpx.get(server_with_more + "/openapi.json").text
    assert '"half_tanh"' in description
    chosen = {"network": {"activation": "half_tanh", "init": {"scheme": "tiny"}}}
    run = httpx.post(server_with_more + API + "/runs", json=chosen).json()
    assert run["configuration"]["network"]["init"]["scale"] == 1e-3
    program = httpx.get(f"{server_with_more}{API}/runs/{run['id']}/exports/numpy")
    assert program.status_code == 409
    assert "no program can be written of half_tanh" in program.json()["detail"]
    after = httpx.post(f"{server_with_more}{API}/runs/{run['id']}/advance", json={"iterations": 50}).json()
    assert after["cost"] < run["cost"]
