"""The language of the page: how it is asked for, and that every text is there in it."""

import json
import re

import httpx
import pytest

from app.languages import FILES, LOCALES, for_the_page, known, speech
from core.configuration import FIELDS
from core.registry import Text
from wording.catalogs import faults, template, updated, written
from wording.page_texts import unmarked

CHINESE = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,:;!?(]|[,:;!?)][\u4e00-\u9fff]")
"""Marks of Latin script where Chinese has its own."""
SAME = {"Adam", "Beta 1", "Beta 2", "ELU", "Epsilon", "GELU", "ReLU", "Rho", "RMSprop", "SiLU", "XOR"}
"""Names that Chinese texts have as they are."""


def language_of(server: str, path: str = "/", **headers: str) -> str:
    answer = httpx.get(
        server + path, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    found = re.search(r'<html lang="([^"]+)"', answer.text)
    assert found
    assert answer.headers["content-language"] == found[1]
    assert answer.headers["vary"] == "Accept-Language, Cookie"
    return found[1]


def test_the_browsers_settings_choose_the_language(server: str) -> None:
    assert language_of(server, accept_language="") == "en"
    assert language_of(server, accept_language="zh-CN,zh;q=0.9,en;q=0.8") == "zh-CN"
    assert language_of(server, accept_language="zh-Hans-SG") == "zh-CN"
    assert language_of(server, accept_language="en-GB,zh;q=0.5") == "en"
    assert language_of(server, accept_language="fr, de;q=0.9, zh;q=0.2, en;q=0.1") == "zh-CN"
    assert language_of(server, accept_language="zh;q=0, fr") == "en"


def test_the_switch_counts_more_than_the_browser_and_the_address_more_than_both(server: str) -> None:
    assert language_of(server, accept_language="en", cookie="language=zh-CN") == "zh-CN"
    assert language_of(server, "/?lang=en", accept_language="zh", cookie="language=zh-CN") == "en"
    assert language_of(server, "/?lang=zh", accept_language="en") == "zh-CN"
    assert language_of(server, "/?lang=klingon", accept_language="zh") == "zh-CN"
    assert language_of(server, accept_language="en", cookie="language=%00;;") == "en"


def test_tags_are_read_by_their_language() -> None:
    assert [known(tag) for tag in ("ZH_hans", "en-US", "", "z", "zhx")] == ["zh-CN", "en", None, None, None]


def test_the_page_holds_the_words_of_its_scripts(server: str) -> None:
    text = httpx.get(server + "/?lang=zh").text
    found = re.search(r'<script type="application/json" id="words">(.*?)</script>', text, re.DOTALL)
    assert found
    words = json.loads(found[1])
    assert words["language"] == "zh-CN"
    assert words["messages"]["Pause"] == ["暂停"]
    assert words["server"]["must be from {low} to {high}"] == "必须在 {low} 到 {high} 之间"
    assert "API documentation" not in words["messages"], "what stands in templates need not be sent twice"
    assert for_the_page("en", None) == {"language": "en", "messages": {}, "server": {}}


def test_every_text_of_the_page_is_marked_for_translation() -> None:
    assert list(unmarked()) == []


@pytest.mark.parametrize("code", FILES)
def test_a_catalog_is_in_step_with_the_sources_and_complete(code: str) -> None:
    translated = updated(code)
    kept = (LOCALES / FILES[code]).read_text("utf-8")
    assert kept == written(translated), "run: .venv/bin/python -m scripts.translations"
    assert list(faults(code, translated)) == []


def test_the_check_finds_what_is_missing_and_what_differs() -> None:
    translated = updated("zh-CN")
    texts = {message.id: message for message in translated if isinstance(message.id, str) and message.id}
    texts["Pause"].string = ""
    texts["Unit {number}"].string = "单元 {count}"
    assert sorted(faults("zh-CN", translated)) == [
        "zh-CN: no translation of 'Pause' (static/js/text.js)",
        "zh-CN: other values or tags in '单元 {count}' than in 'Unit {number}'",
    ]


def test_the_texts_of_scripts_templates_and_server_are_found() -> None:
    found = {(message.context, message.id) for message in template() if message.id}
    assert (None, "Pause") in found
    assert (None, ("{count} parameter", "{count} parameters")) in found
    assert (None, "Prediction surface") in found
    assert ("server", "must be from {low} to {high}") in found
    assert ("server", "Cost rose to {cost} at iteration {iteration}.") in found


def test_chinese_texts_are_chinese_and_written_with_chinese_marks() -> None:
    catalog = json.dumps(speech("zh-CN").words, ensure_ascii=False)
    texts = [text for item in FIELDS.values() for text in (item.about.label, item.about.help)]
    assert not HALF_WIDTH.search(catalog.replace('"', " "))
    for text in texts:
        assert isinstance(text, Text)
        assert CHINESE.search(text.zh) or text.zh in SAME, text
        assert not HALF_WIDTH.search(text.zh), text
