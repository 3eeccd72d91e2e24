"""The languages of the page: which one a request wants, and its words, out of the catalogs in locales/."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request

from app import ROOT
from app.negotiation import qualities

LOCALES = ROOT / "locales"
ENGLISH = "en"
FILES: Mapping[str, str] = {"zh-CN": "zh_CN.po"}
"""Catalogs by language; English is what the sources are written in."""
NAMES: Mapping[str, str] = {ENGLISH: "EN", "zh-CN": "中文"}
"""What the switch in the header calls each language: itself."""
COOKIE = "language"
SERVER = "server"
"""The context of sentences that the server says; {names} in them stand for values."""


@dataclass(frozen=True, slots=True)
class Speech:
    """One language: what the page is written with, and the words of its JavaScript."""

    code: str
    templates: Jinja2Templates
    words: dict[str, Any]


def language_of(request: Request) -> str:
    """Return the language a request wants: by its address, the page's switch, the browser's settings."""
    for wish in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if found := known(wish or ""):
            return found
    wishes = qualities(request.headers.getlist("accept-language"))
    for wish, quality in sorted(wishes, key=lambda pair: -pair[1]):
        if quality and (found := known(wish)):
            return found
    return ENGLISH


def known(tag: str) -> str | None:
    """Return the language of the page that a tag such as zh-Hans or EN_gb means, None where there is none."""
    primary = tag.replace("_", "-").split("-", maxsplit=1)[0].lower()
    return next((code for code in NAMES if code.split("-", maxsplit=1)[0] == primary), None)


def catalog(code: str) -> Catalog:
    """Read the catalog of a language."""
    with Path(LOCALES / FILES[code]).open("rb") as file:
        return read_po(file, locale=code.replace("-", "_"))


@lru_cache
def speech(code: str) -> Speech:
    """Return a language ready for use."""
    messages = catalog(code) if code in FILES else None
    return Speech(code, Jinja2Templates(env=_environment(messages)), for_the_page(code, messages))


def _environment(messages: Catalog | None) -> Environment:
    """Return the templates' environment with a catalog's words; without one, with the source's."""
    made = Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    made.policies["ext.i18n.trimmed"] = True
    translations: NullTranslations = NullTranslations()
    if messages is not None:
        compiled = BytesIO()
        write_mo(compiled, messages)
        compiled.seek(0)
        translations = Translations(compiled)
    made.install_gettext_translations(translations, newstyle=True)  # type: ignore[attr-defined]
    return made


def for_the_page(code: str, messages: Catalog | None) -> dict[str, Any]:
    """Return what JavaScript says in a language: its own sentences, and those of the server."""
    said = list(_used(messages)) if messages is not None else []
    return {
        "language": code,
        "messages": {_key(item.id): _forms(item) for item in said if item.context != SERVER},
        "server": {_key(item.id): _forms(item)[0] for item in said if item.context == SERVER},
    }


def _used(messages: Catalog) -> Iterator[Message]:
    """Yield the messages of JavaScript and of the server that are translated."""
    for item in messages:
        from_script = any(path.endswith(".js") for path, _ in item.locations)
        if item.id and (from_script or item.context == SERVER) and all(_forms(item)):
            yield item


def _key(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def _forms(item: Message) -> list[str]:
    return [item.string] if isinstance(item.string, str) else list(item.string or ())
