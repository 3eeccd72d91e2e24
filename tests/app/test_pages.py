"""The page's parts are served by this server alone."""

import re

import httpx

from tests.support import serve


def test_the_page_names_no_other_host_and_has_no_inline_script(server: str) -> None:
    answer = httpx.get(server + "/")
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert not re.search(r"""(src|href|content)=["'](https?:)?//""", answer.text)
    assert not re.search(r"""<script(?![^>]*\bsrc=)(?! type="application/json")[^>]*>""", answer.text)
    assert not re.search(r"\son\w+=", answer.text)


def test_every_file_that_the_page_names_is_there(server: str) -> None:
    text = httpx.get(server + "/").text
    paths = set(re.findall(r"""(?:src|href)=["'](/[^"'#]*)""", text))
    assert any("/static/" in path for path in paths)
    for path in paths:
        assert httpx.get(server + path).status_code == 200, path


def test_plotly_comes_gzipped_and_may_be_kept_for_good(server: str) -> None:
    found = re.search(r'data-plotly="([^"]+)"', httpx.get(server + "/").text)
    assert found
    zipped = httpx.get(server + found[1], headers={"accept-encoding": "gzip"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert "immutable" in zipped.headers["cache-control"]
    assert int(zipped.headers["content-length"]) < 2_000_000
    plain = httpx.get(server + found[1], headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == zipped.content


def test_static_files_are_asked_about_before_they_are_used_again(server: str) -> None:
    first = httpx.get(server + "/static/js/main.js")
    assert first.headers["cache-control"] == "no-cache"
    again = httpx.get(server + "/static/js/main.js", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_a_prefix_that_a_proxy_takes_off_is_put_before_every_address() -> None:
    with serve(root_path="/lab") as address:
        paths = re.findall(r"""(?:src|href)=["'](/[^"'#]*)""", httpx.get(address + "/").text)
        assert len(paths) > 10
        for path in paths:
            assert path.startswith("/lab/"), path
            assert httpx.get(address + path.removeprefix("/lab")).status_code == 200, path


def test_the_catalog_describes_every_field_and_choice(server: str) -> None:
    catalog = httpx.get(server + "/api/v1/catalog").json()
    names = {item["path"] for item in catalog["fields"]}
    assert {"data.source", "network.hidden_width", "network.init.scale", "training.learning_rate"} <= names
    width = next(item for item in catalog["fields"] if item["path"] == "network.hidden_width")
    assert (width["low"], width["high"], width["default"], width["symbol"]) == (1, 256, 4, "n_h")
    live = {item["path"] for item in catalog["fields"] if item["live"]}
    assert {"training.learning_rate", "training.l2", "training.batch_size", "training.stop.iteration"} <= live
    assert not {path for path in live if not path.startswith("training.")}
    for item in catalog["fields"]:
        if item["kind"] == "choice":
            assert item["default"] in {choice["name"] for choice in catalog[item["choices"]]}
    for source in catalog["data_sources"]:
        thirds = {third for _, _, third in source["thumbnail"]}
        if source["name"].startswith("custom"):
            assert thirds == set()
        elif source["classes"]:
            assert thirds == set(range(source["defaults"]["classes"]))
        else:
            assert (min(thirds), max(thirds)) == (0, 1)
            assert source["also_sets"]["network.output"] == "linear"
        assert all(0 <= x1 <= 1 and 0 <= x2 <= 1 for x1, x2, _ in source["thumbnail"])
    features = {source["name"]: source["n_x"] for source in catalog["data_sources"]}
    assert {name for name, n_x in features.items() if n_x == 1} == {"sine"}
    tanh = next(item for item in catalog["activations"] if item["name"] == "tanh")
    assert tanh["range"] == [-1, 1]
    relu = next(item for item in catalog["activations"] if item["name"] == "relu")
    assert relu["range"] == [0, None]
    assert catalog["defaults"]["training"]["learning_rate"] == 1.2


def test_every_answer_forbids_guessing_its_type(server: str) -> None:
    for path in ("/", "/static/js/main.js", "/api/v1/catalog", "/docs", "/nothing"):
        assert httpx.get(server + path).headers["x-content-type-options"] == "nosniff", path


def test_the_description_names_errors_as_they_are_sent(server: str) -> None:
    description = httpx.get(server + "/openapi.json").json()
    assert "Problem" in description["components"]["schemas"]
    create = description["paths"]["/api/v1/runs"]["post"]["responses"]
    assert set(create) == {"201", "400", "403", "408", "413", "415", "422", "429", "503"}
    for operations in description["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if status >= "400":
                    assert list(response["content"]) == ["application/problem+json"]
    assert "HTTPValidationError" not in httpx.get(server + "/openapi.json").text
