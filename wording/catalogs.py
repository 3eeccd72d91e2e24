"""The catalogs in locales/ beside the texts of the sources."""

import re
from collections.abc import Iterator
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from app.languages import SERVER, catalog
from wording.page_texts import marked
from wording.sentences import server_sentences

VALUES = re.compile(r"\{\w+\}|%\(\w+\)s|</?\w+|\w+=\"[^\"]*\"")
"""What a translation must have as often as the text: values, and the tags of templates."""
HEADER = """\
# The words of the page in {language}; app/languages.py reads them as they are.
# `python -m scripts.translations` brings them in step with the sources.
msgid ""
msgstr ""
"Language: {locale}\\n"
"Plural-Forms: {plurals}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


def template() -> Catalog:
    """Return the texts of the sources."""
    found = Catalog()
    for path, message in marked():
        found.add(message, locations=[(path, 1)])
    for sentence in server_sentences():
        found.add(sentence.text, locations=[(sentence.path, 1)], context=SERVER)
    return found


def updated(code: str) -> Catalog:
    """Return a language's catalog with today's texts and the translations that it has for them."""
    translated = catalog(code)
    translated.update(template(), no_fuzzy_matching=True)
    return translated


def written(translated: Catalog) -> str:
    """Return a catalog as its file holds it."""
    messages = BytesIO()
    write_po(
        messages,
        translated,
        width=110,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    head = HEADER.format(
        language=translated.locale.english_name if translated.locale else "",
        locale=translated.locale_identifier,
        plurals=translated.plural_forms,
    )
    return head + messages.getvalue().decode().rstrip() + "\n"


def faults(code: str, translated: Catalog) -> Iterator[str]:
    """Yield what is wrong with the translations of a language."""
    for message in translated:
        for text, translation in _pairs(message):
            if not translation or message.fuzzy:
                places = ", ".join(path for path, _ in message.locations)
                yield f"{code}: no translation of {text!r} ({places})"
            elif sorted(VALUES.findall(text)) != sorted(VALUES.findall(translation)):
                yield f"{code}: other values or tags in {translation!r} than in {text!r}"


def _pairs(message: Message) -> Iterator[tuple[str, str]]:
    """Yield each form of a translation with the text that it stands for."""
    if not message.id:
        return
    if isinstance(message.id, str):
        yield message.id, str(message.string or "")
        return
    for form in message.string or ("",):
        yield message.id[-1], form
