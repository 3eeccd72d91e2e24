"""What links are made of: QR codes, the form of the page, names in the address, weights of the start."""

import re
from xml.etree import ElementTree as ET

import httpx
import pytest

from app.headers import safe_headers
from app.presentation import HIDEABLE
from app.routes.qr import LONGEST, drawn
from app.settings import Settings
from core.configuration import FIELDS

SVG = "{http://www.w3.org/2000/svg}"
ADDRESS_NAMES = {
    *("source", "samples", "noise", "test_share", "data.seed", "classes", "standardize", "points"),
    *("hidden_width", "activation", "leaky_slope", "output", "biases", "start"),
    *("scheme", "scale", "init.seed", "zero", "bias_scale"),
    *("optimizer", "learning_rate", "batch_size", "training.seed", "l1", "l2", "momentum", "rho"),
    *("beta1", "beta2", "epsilon", "precision", "iteration", "cost_below", "no_progress"),
}
"""How version 1 of the address calls its fields; links from years ago hold them."""


def address_names(paths: list[str]) -> set[str]:
    """Return the shortest end of each path that no other has."""
    found = set()
    for path in paths:
        words = path.split(".")
        ends = [".".join(words[k:]) for k in reversed(range(len(words)))]
        found.add(
            next(end for end in ends if [f".{other}".endswith(f".{end}") for other in paths].count(True) == 1)
        )
    return found


def test_links_of_the_first_version_keep_their_names() -> None:
    assert address_names(list(FIELDS)) >= ADDRESS_NAMES


def test_a_text_becomes_a_code_that_is_dark_on_white(server: str) -> None:
    answer = httpx.get(server + "/api/v1/qr", params={"text": "http://127.0.0.1/#v=1&source=moons"})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/svg+xml"
    root = ET.fromstring(answer.text)
    assert root.tag == f"{SVG}svg"
    assert "viewBox" in root.attrib
    assert "width" not in root.attrib
    assert next(root.iter(f"{SVG}path")).get("fill") == "#fff"


def test_another_text_is_another_code_and_the_same_text_the_same() -> None:
    assert drawn("a") == drawn("a") != drawn("b")


@pytest.mark.parametrize("text", ["", "a" * (LONGEST + 1)])
def test_a_text_that_no_phone_would_read_is_refused(server: str, text: str) -> None:
    answer = httpx.get(server + "/api/v1/qr", params={"text": text})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "text"


def root_of(server: str, query: str) -> dict[str, str]:
    found = re.search(
        r'<html lang="[^"]+" data-form="([^"]*)" data-hide="([^"]*)">', httpx.get(server + query).text
    )
    assert found
    return {"form": found[1], "hide": found[2]}


def test_the_address_says_in_which_form_the_page_comes(server: str) -> None:
    assert root_of(server, "/") == {"form": "page", "hide": ""}
    assert root_of(server, "/?view=present")["form"] == "present"
    assert root_of(server, "/?embed=1&view=present")["form"] == "embed"
    assert root_of(server, "/?view=other&embed=yes")["form"] == "page"


def test_the_address_leaves_out_controls_and_nothing_else(server: str) -> None:
    assert root_of(server, "/?hide=speed,cost")["hide"] == "cost speed"
    assert root_of(server, '/?hide=cost">,<b>,')["hide"] == ""
    assert root_of(server, "/?hide=" + ",".join(HIDEABLE))["hide"] == " ".join(HIDEABLE)


def test_who_may_frame_the_page_is_a_setting_and_told_in_the_dialog(server: str) -> None:
    def policy(settings: Settings) -> str:
        return dict(safe_headers(settings))[b"content-security-policy"].decode()

    assert "frame-ancestors 'self'" in policy(Settings())
    assert "frame-ancestors https://school.example" in policy(
        Settings(frame_ancestors=("https://school.example",))
    )
    assert "SHALLOWSCOPE_FRAME_ANCESTORS</code> names others" in httpx.get(server + "/?lang=en").text


def test_the_weights_of_the_start_stay_known(rest: httpx.Client) -> None:
    run = rest.post("/runs", json={"network": {"hidden_width": 2}}).json()["id"]
    first = rest.get(f"/runs/{run}/parameters").json()
    edit = {"entries": [{"name": "W1", "row": 1, "column": 0, "value": 0.5}]}
    rest.patch(f"/runs/{run}/parameters", json=edit)
    rest.post(f"/runs/{run}/advance", json={"iterations": 30})
    start = rest.get(f"/runs/{run}/parameters", params={"moment": "start"}).json()
    first["W1"][1][0] = 0.5
    assert start == first
    assert rest.get(f"/runs/{run}/parameters", params={"moment": "now"}).json() != first
    assert rest.get(f"/runs/{run}/parameters", params={"moment": "then"}).status_code == 422


def test_explicit_weights_start_a_run_where_the_other_stands(rest: httpx.Client) -> None:
    run = rest.post("/runs", json={}).json()["id"]
    cost = rest.post(f"/runs/{run}/advance", json={"iterations": 30}).json()["cost"]
    now = rest.get(f"/runs/{run}/parameters").json()
    other = rest.post("/runs", json={"network": {"start": now}}).json()
    assert (other["iteration"], other["cost"]) == (0, cost)
