"""The page in Chinese: nothing on it is left in English, and the switch keeps the run."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watched
from tests.browser.lab_page import LabPage

REFUSED = "error: Failed to load resource: the server responded with a status of 422 (Unprocessable Entity)"
SEEN_AND_HEARD = """() => {
    const texts = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode())
        if (!node.parentElement.closest("script, style, noscript, math, [lang=en]")) texts.push(node.data);
    for (const element of document.querySelectorAll("body *"))
        for (const name of ["aria-label", "aria-valuetext", "title", "placeholder", "alt"])
            if (element.hasAttribute(name)) texts.push(element.getAttribute(name));
    return texts;
}"""
"""Every text in the page, what is folded or hidden now included."""
NAMES = {
    *("Shallowscope", "API", "JSON", "CSV", "UTF", "QR", "JavaScript"),
    *("Python", "NumPy", "PyTorch", "scikit", "MLP", "SVG", "PNG"),
    *("npz", "safetensors", "json", "csv", "html", "learn", "numpy", "load"),
    *("Esc", "Shift", "Ctrl", "Delete"),
    *("sigmoid", "tanh", "ReLU", "ELU", "GELU", "SiLU", "softplus", "swish", "softmax"),
    *("RMSprop", "Adam", "Rho", "Beta", "Epsilon"),
    *("Glorot", "Bengio", "He", "LeCun", "Saxe", "Xavier", "Clevert", "Hendrycks", "Gimpel", "Sitzmann"),
    *("Kingma", "Ba"),
    *("rand", "randn", "sin", "XOR", "Nesterov", "float"),
}
"""Names of people, methods, keys and formats; the API's own names stand in monospaced text."""
WORD = re.compile(r"[A-Za-z]{2,}")


def english(page: Page) -> set[str]:
    """Return the English words that the page shows or says."""
    texts: list[str] = page.evaluate(SEEN_AND_HEARD)
    return {word for text in texts for word in WORD.findall(text)} - NAMES


def test_no_english_is_left_on_the_chinese_page(page: Page) -> None:
    lab = LabPage(page).open("/?lang=zh")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.keyboard.press("ArrowRight")
    lab.wait_for_iteration(1)
    expect(lab.chart.first).to_be_visible()
    assert english(page) == set()


def test_no_english_is_left_where_something_is_wrong(page: Page) -> None:
    lab = LabPage(page).open("/?lang=zh")
    entry = page.get_by_role("textbox", name="隐藏层宽度")
    for wrong in ("0", "many"):
        entry.fill(wrong)
        entry.press("Enter")
        expect(page.get_by_role("alert").filter(has_text="必须是 1 到 256 之间的整数")).to_be_visible()
    assert english(page) == {"many"}
    entry.fill("4")
    entry.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="整数")).to_have_count(0)
    page.get_by_role("radiogroup", name="数据").get_by_role("radio", name="平面").check(force=True)
    lab.wait_for_run("data.source", "plane")
    page.get_by_role("textbox", name="学习率", exact=True).fill("100")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="播放").click()
    expect(page.get_by_text("训练发散")).to_be_visible()
    assert english(page) == set()


def test_what_the_server_refuses_is_told_in_chinese(page: Page, watched: Watched) -> None:
    LabPage(page).open("/?lang=zh")
    page.locator("summary").filter(has_text="高级").click()
    page.get_by_role("radiogroup", name="数据").get_by_role("radio", name="平面").check(force=True)
    page.get_by_role("combobox", name="输出层").select_option("softmax")
    why = "softmax：需要类别，而这些数据的目标是实数：请选择 linear（线性）"
    expect(page.get_by_role("alert").filter(has_text=why)).to_be_visible()
    assert watched.console == [REFUSED]
    watched.console.clear()
    watched.failures.clear()


def test_the_switch_keeps_the_run(page: Page) -> None:
    lab = LabPage(page).open()
    lab.advance(20)
    run = lab.run()
    expect(lab.chart.first).to_be_visible()
    page.get_by_role("navigation", name="Language").get_by_role("link", name="中文").click()
    expect(page.get_by_role("button", name="播放")).to_be_visible()
    expect(lab.iteration).to_have_text("20")
    assert lab.run() == run
    expect(page.get_by_role("link", name="中文")).to_have_attribute("aria-current", "true")
    expect(lab.chart.first).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("button", name="播放")).to_be_visible()
    expect(lab.chart.first).to_be_visible()
    page.get_by_role("link", name="EN", exact=True).click()
    expect(lab.play).to_be_visible()
    assert lab.run() == run


def test_a_run_that_plays_plays_on_in_the_other_language(page: Page) -> None:
    lab = LabPage(page).open("/?lang=en")
    page.keyboard.press("Space")
    lab.wait_for_iteration(20)
    expect(lab.chart.first).to_be_visible()
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("button", name="暂停")).to_be_visible()
    lab.wait_for_iteration(lab.count() + 20)
    assert "lang=zh-CN" in page.url


def test_a_browser_set_to_chinese_gets_chinese(browser: Browser, server: str) -> None:
    context = browser.new_context(locale="zh-CN", base_url=server)
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("button", name="播放")).to_be_visible()
    expect(page).to_have_title("Shallowscope：观察浅层神经网络如何学习")
    context.close()


def test_without_javascript_the_switch_works_and_the_page_says_what_it_needs(
    browser: Browser, server: str
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=server)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("link", name="中文")).to_have_attribute("aria-current", "true")
    expect(page.get_by_text("这需要 JavaScript")).to_be_visible()
    context.close()
