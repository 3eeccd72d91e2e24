"""compose.yaml keeps what docs/deployment.md promises of it."""

import re
from typing import Any

import pytest
import yaml

from app import ROOT
from app.settings import PREFIX, Settings
from app.starting import OF_OTHERS, options, settings_of
from app.stores.addresses import is_redis

VARIABLE = re.compile(r"\$\{(\w+):-([^}]*)\}")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")


def read(**variables: str) -> dict[str, Any]:
    """Return compose.yaml as Compose reads it with these variables: it fills them into texts of the tree."""

    def fill(part: Any) -> Any:
        if isinstance(part, dict):
            return {key: fill(value) for key, value in part.items()}
        if isinstance(part, list):
            return [fill(each) for each in part]
        if not isinstance(part, str):
            return part
        filled = VARIABLE.sub(lambda found: variables.get(found[1], found[2]), part)
        assert "$" not in filled
        return filled

    found: dict[str, Any] = fill(yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8")))
    return found


def services(profile: str | None = None, **variables: str) -> dict[str, Any]:
    """Return the services that a profile adds; those that always run where there is none."""
    wanted = [profile] if profile else []
    return {
        name: service
        for name, service in read(**variables)["services"].items()
        if service.get("profiles", []) == wanted
    }


def megabytes(text: str) -> int:
    """Return an amount of memory, given as 256m or 256mb."""
    return int(re.fullmatch(r"(\d+)mb?", text)[1])  # type: ignore[index]


ALL = services() | services("scale")
SERVERS = ("shallowscope", "server")


def test_one_service_is_all_that_is_needed() -> None:
    assert list(services()) == ["shallowscope"]
    assert set(services("scale")) == {"server", "redis", "proxy"}


@pytest.mark.parametrize("name", ALL)
def test_every_service_is_fenced_in(name: str) -> None:
    service = ALL[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert any(place.startswith("/tmp:size=") for place in service["tmpfs"])  # noqa: S108 - in the container
    assert megabytes(service["mem_limit"]) <= 512
    assert service["pids_limit"] <= 128
    assert service["logging"]["options"]["max-size"]
    assert service["healthcheck"]["interval"]
    assert not {"privileged", "cap_add", "network_mode", "pid", "ipc", "devices"} & set(service)
    assert "docker.sock" not in str(service)
    assert "sh" not in [*service.get("command", []), *service.get("entrypoint", [])]


@pytest.mark.parametrize("name", ALL)
def test_no_service_runs_as_root(name: str) -> None:
    if "build" in ALL[name]:
        users = re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)
        assert users[-1:] == ["10001:10001"]
    else:
        assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", ALL[name]["user"])


def test_what_is_open_is_open_to_this_computer_alone_unless_it_is_said() -> None:
    open_ports = {name: service["ports"] for name, service in ALL.items() if "ports" in service}
    assert open_ports == {"shallowscope": ["127.0.0.1:8000:8000"], "proxy": ["127.0.0.1:8080:8080"]}
    assert services(LISTEN="0.0.0.0:80")["shallowscope"]["ports"] == ["0.0.0.0:80:8000"]
    assert "EXPOSE 8000" in DOCKERFILE


def test_servers_and_redis_are_reached_through_the_proxy_alone() -> None:
    assert read()["networks"]["inside"] == {"internal": True}
    for name in ("server", "redis"):
        assert ALL[name]["networks"] == ["inside"]
    assert ALL["proxy"]["networks"] == ["default", "inside"]
    assert ALL["server"]["environment"]["SHALLOWSCOPE_FORWARDED_ALLOW_IPS"] == "*"
    assert ALL["shallowscope"]["environment"]["SHALLOWSCOPE_FORWARDED_ALLOW_IPS"] == "127.0.0.1"


@pytest.mark.parametrize("name", SERVERS)
def test_servers_are_told_settings_and_options_that_there_are(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {key: str(value) for key, value in ALL[name]["environment"].items()}
    for key, value in told.items():
        monkeypatch.setenv(key, value)
    found = settings_of(told)
    plain = Settings.model_construct()
    for key in told.keys() - {
        f"{PREFIX}{each}" for each in ("STORE", "FORWARDED_ALLOW_IPS", "MAX_MEMORY_MB")
    }:
        field = key.removeprefix(PREFIX).lower()
        assert getattr(found, field) == getattr(plain, field), f"{key} has another default here"
    assert 2 * found.max_memory_mb <= megabytes(ALL[name]["mem_limit"])
    command = [str(word) for word in ALL[name]["command"]]
    assert command[:3] == ["python", "-m", "app"]
    assert vars(options(command[3:])) == {"host": "0.0.0.0", "port": 8000, "root_path": "", "workers": 1}  # noqa: S104


def test_variables_of_the_file_itself_are_no_settings_by_their_names() -> None:
    text = (ROOT / "compose.yaml").read_text("utf-8")
    names = {name for name, _ in VARIABLE.findall(text)}
    settings = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert {name for name in names if name.startswith(PREFIX)} <= settings
    assert names - settings == {"LISTEN", "SCALE_LISTEN", "MEMORY", "REPLICAS", "ROOT_PATH"}
    assert not any(OF_OTHERS.fullmatch(name.removeprefix(PREFIX)) for name in names & settings)


def test_runs_outlive_the_containers() -> None:
    volumes = read()["volumes"]
    assert ALL["shallowscope"]["volumes"] == ["runs:/data"]
    assert ALL["redis"]["volumes"] == ["redis:/data"]
    assert set(volumes) == {"runs", "redis"}
    assert "SHALLOWSCOPE_STORE=sqlite:////data/runs.db" in DOCKERFILE
    redis = ALL["redis"]["command"]
    assert redis[redis.index("--appendonly") + 1] == "yes"
    assert redis[redis.index("--maxmemory-policy") + 1] == "noeviction"
    room = megabytes(redis[redis.index("--maxmemory") + 1])
    assert room < megabytes(ALL["redis"]["mem_limit"])


def test_several_servers_share_a_store_and_start_when_it_answers() -> None:
    assert is_redis(ALL["server"]["environment"]["SHALLOWSCOPE_STORE"])
    assert ALL["server"]["deploy"] == {"replicas": "2"}
    assert services("scale", REPLICAS="5")["server"]["deploy"] == {"replicas": "5"}
    assert ALL["server"]["depends_on"] == {"redis": {"condition": "service_healthy"}}
    assert ALL["proxy"]["depends_on"] == {"server": {"condition": "service_healthy"}}
    assert "HEALTHCHECK" in DOCKERFILE
    for name in ("redis", "proxy"):
        assert ALL[name]["healthcheck"]["test"][0] == "CMD"


def test_images_of_others_have_a_version() -> None:
    for name in ("redis", "proxy"):
        assert re.fullmatch(r"(redis|nginx):\d+(\.\d+)?-alpine", ALL[name]["image"])
