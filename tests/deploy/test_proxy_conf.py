"""deploy/proxy.conf fits the servers behind it and the container around it."""

import re

import pytest

from app import ROOT
from app.settings import Settings
from tests.deploy.nginx_conf import read
from tests.deploy.test_compose import ALL

CONF = read(ROOT / "deploy" / "proxy.conf")
HTTP = CONF.one("http")
SERVER = HTTP.one("server")
LOCATION = SERVER.one("location", "/")
PLAIN = Settings.model_construct()


def seconds(name: str) -> float:
    """Return a timeout of the location or around it."""
    block = LOCATION if LOCATION.all(name) else SERVER
    return float(block.value(name).removesuffix("s"))


def test_it_passes_on_what_the_servers_need() -> None:
    headers = {each.words[0]: each.words[1] for each in LOCATION.all("proxy_set_header")}
    assert headers["Host"] == "$http_host"
    assert headers["Upgrade"] == "$http_upgrade"
    assert headers["Connection"] == "$connection_upgrade"
    assert LOCATION.value("proxy_http_version") == "1.1"
    upgrades = HTTP.one("map", "$http_upgrade", "$connection_upgrade")
    assert [(each.name, each.words) for each in upgrades.inside] == [("default", ("upgrade",)), ("", ("",))]


def test_a_client_cannot_say_who_it_is() -> None:
    """The servers trust whoever speaks to them, and then take the first address: it must be this one's."""
    assert ALL["server"]["environment"]["SHALLOWSCOPE_FORWARDED_ALLOW_IPS"] == "*"
    assert LOCATION.value("proxy_set_header", "X-Forwarded-For") == "$remote_addr"


def test_it_goes_to_the_service_of_the_compose_file_wherever_that_is_now() -> None:
    assert SERVER.value("set", "$servers") in ALL
    assert LOCATION.value("proxy_pass") == "http://$servers:8000"
    resolver = HTTP.one("resolver").words
    assert "valid=1s" in resolver
    assert ALL["proxy"]["ports"][0].endswith(f":{SERVER.value('listen')}")


def test_a_server_that_is_gone_is_left_out_at_once() -> None:
    assert {"error", "timeout"} <= set(LOCATION.one("proxy_next_upstream").words)
    assert "non_idempotent" not in LOCATION.one("proxy_next_upstream").words
    assert seconds("proxy_connect_timeout") <= 2


@pytest.mark.parametrize(
    ("timeout", "setting"),
    [
        ("proxy_read_timeout", 2 * PLAIN.ping_seconds),
        ("proxy_read_timeout", PLAIN.max_computation_seconds),
        ("proxy_send_timeout", PLAIN.write_seconds),
        ("send_timeout", PLAIN.write_seconds),
        ("client_body_timeout", PLAIN.body_seconds),
        ("client_header_timeout", PLAIN.head_seconds),
    ],
)
def test_the_servers_patience_ends_first(timeout: str, setting: float) -> None:
    assert seconds(timeout) > setting


def test_the_servers_limits_are_the_limits() -> None:
    assert SERVER.value("client_max_body_size") == "1m"
    assert PLAIN.max_body_bytes == 1 << 20
    assert str(PLAIN.max_body_bytes) in SERVER.one("location", "@too_large").value("return")
    count, size = SERVER.one("large_client_header_buffers").words
    assert int(size.removesuffix("k")) * 1024 > PLAIN.max_head_bytes
    assert int(count) >= 2


def test_it_keeps_figures_and_its_version_to_itself() -> None:
    assert SERVER.one("location", "=", "/metrics").value("return") == "404"
    assert HTTP.value("server_tokens") == "off"


def test_it_writes_where_the_container_lets_it() -> None:
    text = (ROOT / "deploy" / "proxy.conf").read_text("utf-8")
    paths = [each.words[0] for each in HTTP.inside if each.name.endswith("_temp_path")]
    assert len(paths) == 5
    assert all(path.startswith("/tmp/") for path in [*paths, CONF.value("pid")])  # noqa: S108
    assert HTTP.value("access_log") == "off"
    assert CONF.value("error_log") == "stderr warn"
    assert not re.search(r"/var/|/run/", text)
    assert CONF.value("daemon") == "off"
    assert ALL["proxy"]["entrypoint"] == ["nginx", "-e", "stderr", "-c", "/etc/nginx/proxy.conf"]
    assert ALL["proxy"]["volumes"] == ["./deploy/proxy.conf:/etc/nginx/proxy.conf:ro"]
