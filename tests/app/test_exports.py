"""Runs as files, and back: right types and names, the numbers of the run, and no trust in what comes in."""

import csv
import io
import json
import re
from typing import Any

import httpx
import numpy as np
import pytest
from safetensors.numpy import load

from app.exports.formats import FORMATS
from app.settings import Settings
from core.configuration import configure
from core.exports.numpy_program import numpy_program
from core.exports.recipe import recipe
from core.trainer import Trainer
from tests.app.test_inspection import started
from tests.support import API, EXPLODING, metadata, serve

NAMES = ("W1", "b1", "W2", "b2")
NPZ = {"content-type": "application/octet-stream"}
TYPES = {
    "npz": ("application/octet-stream", ".npz"),
    "safetensors": ("application/octet-stream", ".safetensors"),
    "json": ("application/json", ".json"),
    "csv": ("text/csv; charset=utf-8", ".csv"),
    "html": ("text/html; charset=utf-8", ".html"),
    "numpy": ("text/x-python; charset=utf-8", "_numpy.py"),
    "pytorch": ("text/x-python; charset=utf-8", "_pytorch.py"),
    "sklearn": ("text/x-python; charset=utf-8", "_sklearn.py"),
}
TESTED: dict[str, Any] = {
    "data": {"source": "moons", "test_share": 0.25},
    "training": {"precision": "float32"},
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_its_media_type_and_a_safe_name(rest: httpx.Client, name: str) -> None:
    run, _ = started(rest, TESTED, 20)
    answer = rest.get(f"{run}/exports/{name}")
    media_type, ending = TYPES[name]
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.headers["content-disposition"] == f'attachment; filename="shallowscope_moons_20{ending}"'
    assert answer.headers["cache-control"] == "no-store"


def test_weights_are_those_of_the_run_in_its_precision(rest: httpx.Client) -> None:
    run, trainer = started(rest, TESTED, 20)
    archive = np.load(io.BytesIO(rest.get(f"{run}/exports/npz").content), allow_pickle=False)
    tensors = rest.get(f"{run}/exports/safetensors").content
    told = rest.get(f"{run}/exports/json").json()
    for name in NAMES:
        expected = getattr(trainer.parameters, name)
        for array in (archive[name], load(tensors)[name]):
            assert array.dtype == np.float32
            np.testing.assert_array_equal(array, expected)
        np.testing.assert_array_equal(told["parameters"][name], expected)
    summary = rest.get(run).json()
    for about in (json.loads(str(archive["run"])), metadata(tensors)["run"], told):
        assert (about["format"], about["iteration"], about["cost"]) == (1, 20, summary["cost"])
        assert about["configuration"] == summary["configuration"]


def test_the_history_is_that_of_the_history_call(rest: httpx.Client) -> None:
    run, _ = started(rest, TESTED, 20)
    table = rest.get(f"{run}/exports/csv").text
    assert table == rest.get(f"{run}/history", headers={"accept": "text/csv"}).text
    assert len(list(csv.reader(io.StringIO(table)))) == 22


def test_a_program_is_that_of_the_run_as_it_stands(rest: httpx.Client) -> None:
    run, trainer = started(rest, TESTED, 20)
    rest.patch(f"{run}/training", json={"learning_rate": 0.5})
    trainer.update({"learning_rate": 0.5})
    assert rest.get(f"{run}/exports/numpy").text == numpy_program(recipe(trainer))


@pytest.mark.parametrize("name", ["npz", "json"])
@pytest.mark.parametrize(
    "configuration", [{}, TESTED, {"data": {"source": "blobs"}, "network": {"biases": False}}]
)
def test_a_run_comes_back_bit_for_bit(rest: httpx.Client, name: str, configuration: dict[str, Any]) -> None:
    run, _ = started(rest, configuration, 50)
    before = rest.get(run).json()
    file = rest.get(f"{run}/exports/{name}")
    answer = rest.post("/runs/import", content=file.content, headers={"content-type": TYPES[name][0]})
    assert answer.status_code == 201
    again = answer.json()
    assert answer.headers["location"] == f"{API}/runs/{again['id']}"
    assert (again["state"], again["iteration"], again["cost"]) == ("ready", 0, before["cost"])
    assert again["test_cost"] == before["test_cost"]
    parameters = rest.get(f"{run}/parameters").json()
    assert rest.get(f"/runs/{again['id']}/parameters").json() == parameters
    start = again["configuration"]["network"].pop("start")
    assert start == parameters
    del before["configuration"]["network"]["start"]
    assert again["configuration"] == before["configuration"]


def test_what_is_left_behind_is_told(rest: httpx.Client) -> None:
    training = {"optimizer": "adam", "batch_size": 32}
    for iterations, count in ((0, 0), (10, 3)):
        run, _ = started(rest, {"training": training}, iterations)
        file = rest.get(f"{run}/exports/npz").content
        told = rest.post("/runs/import", content=file, headers=NPZ).json()["left_behind"]
        assert len(told) == count
        if told:
            assert "stood at iteration 10 and starts at 0" in told[0]
            assert "optimizer" in told[1]
            assert "mini-batches" in told[2]


def test_what_has_come_back_can_be_exported_again_and_trained_by_its_program(rest: httpx.Client) -> None:
    run, _ = started(rest, {}, 50)
    file = rest.get(f"{run}/exports/npz").content
    again = rest.post("/runs/import", content=file, headers=NPZ).json()
    rest.post(f"/runs/{again['id']}/advance", json={"iterations": 20})
    program = rest.get(f"/runs/{again['id']}/exports/numpy").text
    trainer = Trainer(configure(again["configuration"]))
    trainer.advance(20)
    assert program == numpy_program(recipe(trainer))
    assert "W1 = np.array(" in program


def good() -> dict[str, Any]:
    """Return a file that comes in."""
    ones = {"W1": [[1.0, 1.0]] * 4, "b1": [[1.0]] * 4, "W2": [[1.0] * 4], "b2": [[1.0]]}
    return {"configuration": {}, "parameters": ones}


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"parameters": {"W1": [[1.0]], "b1": [[1.0]], "W2": [[1.0]], "b2": [[1.0]]}}, "parameters.W1", "4 by 2"),
    ({"parameters": {"W1": [[1.0]]}}, "parameters.b1", "is required"),
    ({"parameters": {**good()["parameters"], "W9": []}}, "parameters.W9", "is not a field"),
    ({"parameters": {**good()["parameters"], "b2": [[None]]}}, "parameters.b2.0.0", "must be a number"),
    ({"parameters": {**good()["parameters"], "b2": "1"}}, "parameters.b2", "must be a list"),
    (
        {"configuration": {"network": {"hidden_width": 0}}},
        "configuration.network.hidden_width",
        "from 1 to 256",
    ),
    ({"configuration": {"network": {"depth": 2}}}, "configuration.network.depth", "is not a field"),
    ({"format": 2}, "format", "must be 1"),
    ({"name": "x"}, "name", "is not a field"),
]


@pytest.mark.parametrize(("change", "field", "rule"), BAD, ids=[field for _, field, _ in BAD])
def test_a_bad_file_is_refused_with_field_and_rule(
    rest: httpx.Client, change: dict[str, Any], field: str, rule: str
) -> None:
    assert rest.post("/runs/import", json=good()).status_code == 201
    answer = rest.post("/runs/import", json=good() | change)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    errors = {error["field"]: error["rule"] for error in answer.json()["errors"]}
    assert rule in errors[field]


def test_what_is_no_file_is_refused(rest: httpx.Client) -> None:
    for kind, body, status, words in (
        ("application/octet-stream", b"PK\x03\x04 and no more", 422, "is no npz archive that can be read"),
        ("application/json", b"{", 422, "is not valid JSON"),
        ("application/json", b"[" * 10_000, 422, "is not valid JSON"),
        ("application/json", b'{"cost": NaN}', 422, "required"),
        ("text/plain", b"hello", 415, "application/octet-stream"),
        ("", b"", 415, "application/json"),
    ):
        answer = rest.post("/runs/import", content=body, headers={"content-type": kind} if kind else {})
        assert answer.status_code == status, answer.text
        assert words in answer.text


def test_a_diverged_run_can_be_taken_home_and_does_not_come_back(rest: httpx.Client) -> None:
    huge = {"W1": [[1e200, 0]] * 5, "b1": [[1e200]] * 5, "W2": [[1e308] * 5]}
    network = {"activation": "relu", "hidden_width": 5, "start": huge}
    run, _ = started(rest, {"network": network, "training": {"learning_rate": 100.0}}, 1)
    for name, (media_type, _) in TYPES.items():
        file = rest.get(f"{run}/exports/{name}")
        assert file.status_code == 200, name
        if name in ("json", "npz"):
            answer = rest.post("/runs/import", content=file.content, headers={"content-type": media_type})
            assert answer.status_code == 422
            assert answer.json()["errors"][0]["field"].startswith("parameters.")


def test_the_servers_limits_hold_for_what_comes_in() -> None:
    limits = Settings(max_hidden_width=4, max_body_bytes=2000, max_creates_per_minute=3, log_level="error")
    with serve(limits) as address:
        wider = good() | {"configuration": {"network": {"hidden_width": 5}}}
        wide = httpx.post(f"{address}{API}/runs/import", json=wider)
        assert wide.json()["errors"][0] == {
            "field": "configuration.network.hidden_width",
            "value": 5,
            "rule": "must be from 1 to 4 on this server",
        }
        large = httpx.post(f"{address}{API}/runs/import", content=bytes(2001), headers=NPZ)
        assert (large.status_code, large.json()["title"]) == (413, "Body too large")
        codes = [httpx.post(f"{address}{API}/runs/import", json={}).status_code for _ in range(2)]
        assert codes == [422, 429]


@pytest.mark.parametrize("lang", ["en", "zh-CN"])
def test_a_report_holds_everything_and_fetches_nothing(rest: httpx.Client, lang: str) -> None:
    run, _ = started(rest, {"data": {"source": "blobs", "test_share": 0.2}}, 30)
    text = rest.get(f"{run}/exports/html", params={"lang": lang}).text
    assert f'<html lang="{lang}">' in text
    assert ("Report of a run: Blobs" in text) == (lang == "en")
    assert ("训练报告" in text) == (lang == "zh-CN")
    own = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)  # Plotly's
    assert len(text) - len(own) > 1_000_000
    assert not re.findall(r"https?://|url\(|@import|\bsrc=|<link", own)
    assert not re.findall(r"\.html|^\s*import ", own)
    drawn = json.loads(re.findall(r'id="drawn">(.*?)</script>', text, re.DOTALL)[0])
    assert list(drawn) == ["cost", "accuracy", "surface"]
    assert drawn["cost"]["data"][0]["x"] == list(range(31))


def test_names_of_ones_own_cannot_leave_their_place_in_a_report() -> None:
    from app.exports.report import report  # noqa: PLC0415
    from app.exports.scene import CELLS, take  # noqa: PLC0415
    from core.lens import Lens  # noqa: PLC0415

    trainer = Trainer(configure(EXPLODING))
    bad = "</script><script>alert(1)</script>"
    object.__setattr__(trainer.dataset, "class_names", (bad, "b"))
    lens = Lens(trainer.network, trainer.dataset, trainer.parameters, CELLS)
    text = report(take(trainer, lens.surface(trainer.parameters)), "en")
    assert bad not in text
    assert "&lt;/script&gt;" in text
    assert "\\u003c/script>" in text
