"""URLs of stores: what may stand in one, and what of it may be shown."""

import re
from pathlib import Path
from urllib.parse import urlsplit

SETTING = "SHALLOWSCOPE_STORE"
RULE = "must be memory://, sqlite:///FILE (sqlite:////FILE from the root on) or redis://HOST:PORT/N"


def shown(url: str) -> str:
    """Return the URL without its user, password and options."""
    return re.sub(r"://.*@", "://***@", url).partition("?")[0]


def sqlite_file(url: str) -> Path | None:
    """Return the file that sqlite:///FILE names, None where it names none."""
    name = url.removeprefix("sqlite:///")
    if name == url or name in ("", ":memory:") or name.endswith("/") or "\0" in name:
        return None
    return Path(name).absolute()


def is_redis(url: str) -> bool:
    """Tell whether it is redis://HOST:PORT/N, or rediss://; port and N may be left out."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    has_scheme = parts.scheme in ("redis", "rediss")
    return bool(has_scheme and parts.hostname and port != 0 and re.fullmatch(r"/?|/\d{1,5}", parts.path))
