"""The pages in a real browser, under their Content-Security-Policy."""

from playwright.sync_api import Browser, Page, expect

INLINE = "document.body.append(Object.assign(document.createElement('script'), {text: 'ran = 1'}))"


def test_docs_shows_the_calls_and_says_nothing_on_the_console(page: Page) -> None:
    page.goto("/docs")
    expect(page.locator(".opblock-post").first).to_be_visible()
    page.get_by_role("button", name="/healthz").first.click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".responses-table.live-responses-table").first).to_contain_text('"status": "ok"')


def test_a_script_that_is_not_the_servers_own_does_not_run(browser: Browser, server: str) -> None:
    context = browser.new_context()
    try:
        page, said = context.new_page(), []
        page.on("console", lambda message: said.append(message.text))
        for path in ("/", "/docs"):
            page.goto(server + path)
            page.evaluate(INLINE)
            assert page.evaluate("typeof ran") == "undefined"
            assert "Content Security Policy" in said.pop()
    finally:
        context.close()
