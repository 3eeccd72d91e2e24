"""Limits and addresses, from the environment with the prefix SHALLOWSCOPE_. docs/settings.md lists them."""

import os
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app import ROOT
from core.configuration import FIELDS

USUAL_WIDTH = FIELDS["network.hidden_width"].default
WIDEST = FIELDS["network.hidden_width"].most
MOST_SAMPLES = FIELDS["data.samples"].most

PREFIX = "SHALLOWSCOPE_"

HOST = re.compile(r"(\*\.)?[a-z0-9_]([a-z0-9._-]*[a-z0-9_])?|\*", re.IGNORECASE)
ORIGIN = re.compile(r"https?://(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?|null", re.IGNORECASE)
ANCESTOR = re.compile(r"self|none|https?:|(https?://)?(\*\.)?[a-z0-9.-]+(:(\d{1,5}|\*))?", re.IGNORECASE)


def _data_folder() -> Path:
    """Return the folder for what this user's programs keep."""
    if os.path.isabs(named := os.environ.get("XDG_DATA_HOME", "")):  # noqa: PTH117 - "" is no path
        return Path(named) / "shallowscope"
    try:
        return Path.home() / ".local" / "share" / "shallowscope"
    except RuntimeError:  # a user without a home
        return Path("/var/lib/shallowscope")


def _store_in(chosen: dict[str, Any]) -> str:
    return f"sqlite:///{chosen['data'] / 'runs.db'}"


def _split(given: Any) -> Any:
    """Return the parts of a text, which commas or spaces part."""
    return (
        tuple(re.split(r"[,\s]+", given.strip(", \t\n"))) if isinstance(given, str) and given else given or ()
    )


def _each(form: re.Pattern[str], what: str) -> AfterValidator:
    def check(parts: tuple[str, ...]) -> tuple[str, ...]:
        for part in parts:
            if not form.fullmatch(part):
                raise ValueError(f"{part} is not {what}")
        return tuple(part.lower() for part in parts)

    return AfterValidator(check)


def _networks(parts: tuple[str, ...]) -> tuple[str, ...]:
    for part in parts:
        try:
            ip_network(part if part != "*" else "::/0")
        except ValueError:
            raise ValueError(f"{part} is not an address or a network, such as 10.0.0.0/8") from None
    return parts


Parts = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split)]
Hosts = Annotated[Parts, _each(HOST, "a host name, such as lab.example.org or *.example.org")]
Origins = Annotated[Parts, _each(ORIGIN, "an origin, such as https://lab.example.org")]
Ancestors = Annotated[Parts, _each(ANCESTOR, "self, none or an origin, such as https://lms.example.org")]
Networks = Annotated[Parts, AfterValidator(_networks)]


class Keeping(BaseSettings):
    """Where runs are kept"""

    data: Path = Field(
        default_factory=_data_folder,
        description="Folder of the store, unless one is named.",
        examples=["~/.local/share/shallowscope"],
    )
    store: str = Field(
        default_factory=_store_in,
        description="Where runs are kept: memory://, sqlite:///FILE or redis://HOST:PORT/N.",
        examples=["sqlite:///DATA/runs.db"],
    )
    expire_hours: float = Field(24, gt=0, le=8760, description="Time after which an unused run is forgotten.")
    store_seconds: float = Field(3, gt=0, le=60, description="Time in which the store must answer.")


class Teaching(BaseSettings):
    """Lessons"""

    lessons: Path = Field(
        ROOT / "lessons", description="Folder of the lessons, a file each.", examples=["lessons"]
    )


class RunLimits(BaseSettings):
    """Runs"""

    max_hidden_width: int = Field(
        WIDEST, ge=USUAL_WIDTH, le=WIDEST, description="Largest hidden width of a run."
    )
    max_samples: int = Field(MOST_SAMPLES, ge=400, le=MOST_SAMPLES, description="Most examples of a run.")
    max_iterations_per_call: int = Field(
        100_000, ge=1, le=10_000_000, description="Most iterations that one call trains."
    )
    max_resolution: int = Field(200, ge=2, le=1000, description="Most cells on a side of a surface or map.")
    max_runs: int = Field(2000, ge=1, description="Runs kept at once; beyond it the longest unused goes.")
    max_memory_mb: int = Field(1024, ge=64, description="Memory of all runs' buffers, about; beyond it too.")
    max_viewers_per_run: int = Field(100, ge=1, description="Connections that may watch one run.")
    max_computations: int = Field(2, ge=1, description="Landscapes, sweeps and checks computed at once.")
    max_computation_seconds: float = Field(60, gt=0, description="Time that one of them may take.")


class RateLimits(BaseSettings):
    """Rates, each for one client address"""

    max_creates_per_minute: int = Field(
        4000, ge=1, description="Calls a minute that create something: runs, imports, groups."
    )
    max_heavy_calls_per_minute: int = Field(
        3000,
        ge=1,
        description="Calls a minute that train, compute or export: advance, landscape and the like.",
    )
    max_other_calls_per_minute: int = Field(
        12_000, ge=1, description="All other calls of the API a minute. Pages and files are not counted."
    )
    max_connects_per_minute: int = Field(4000, ge=1, description="Streams opened a minute.")
    max_connections_per_address: int = Field(600, ge=1, description="Streams open at once, in one process.")
    max_connections: int = Field(2000, ge=1, description="Streams of all addresses at once, in one process.")
    max_messages_per_second: int = Field(
        200,
        ge=10,
        description="Messages a second on one stream, over five seconds; a flood is cut off (4429).",
    )


class RequestLimits(BaseSettings):
    """Requests and messages"""

    max_body_bytes: int = Field(1 << 20, ge=1024, le=1 << 26, description="Largest request body.")
    max_message_bytes: int = Field(
        1 << 16, ge=1024, le=1 << 24, description="Largest message from a stream's client."
    )
    max_head_bytes: int = Field(
        1 << 15, ge=1024, le=1 << 20, description="Longest address and headers, in all."
    )
    max_sockets: int = Field(4096, ge=1, description="Open sockets, streams included, in one process.")
    head_seconds: float = Field(10, gt=0, le=600, description="Time in which a request's headers must be in.")
    body_seconds: float = Field(30, gt=0, le=600, description="Time in which a request's body must be in.")
    write_seconds: float = Field(
        120, gt=0, le=3600, description="Time in which a client must take what waits for it in the socket."
    )


class AccessRules(BaseSettings):
    """Who may ask, and from where"""

    allowed_hosts: Hosts = Field(
        (), description="More names that the server answers to; *.example.org for all below, * for any."
    )
    allowed_origins: Origins = Field((), description="Other sites whose pages may use the API and streams.")
    frame_ancestors: Ancestors = Field(("self",), description="Sites that may show the page in a frame.")
    forwarded_allow_ips: Networks = Field(
        ("127.0.0.1",), description="Proxies whose X-Forwarded-For tells the client's address."
    )


class Serving(BaseSettings):
    """Serving and logs"""

    ping_seconds: float = Field(
        5,
        gt=0,
        le=60,
        description="Time between two pings of a stream, and within which its client must answer.",
    )
    stop_seconds: int = Field(3, ge=0, le=60, description="Time that requests under way get when it stops.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least level that is logged."
    )
    log_format: Literal["auto", "console", "json"] = Field(
        "auto", description="Form of the log; auto is console in a terminal and json elsewhere."
    )


class Settings(Keeping, Teaching, RunLimits, RateLimits, RequestLimits, AccessRules, Serving):
    """Every limit of the server; SHALLOWSCOPE_MAX_RUNS=100 sets `max_runs`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)
