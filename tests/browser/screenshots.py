"""Pictures of every screen, at four sizes, light and dark, in both languages: `scripts/screenshots` calls it."""

import argparse
import os
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGUMENTS
from tests.browser.screens import SCREENS, SIZES, Screen
from tests.support import serve

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LANGUAGES = ("en", "zh-CN")
ROOT = Path(__file__).resolve().parents[2]


def shoot(
    browser: Browser,
    address: str,
    screen: Screen,
    size: tuple[int, int],
    theme: Literal["light", "dark"],
    language: str,
) -> bytes:
    """Return a picture; on a phone of the whole page."""
    width, height = size
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        color_scheme=theme,
        extra_http_headers={"Accept-Language": language},
    )
    try:
        page = context.new_page()
        page.set_default_timeout(20_000)
        screen(page)
        return page.screenshot()
    finally:
        context.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pictures; names say screen, size, theme and language."""
    parser = argparse.ArgumentParser(prog="scripts/screenshots", description=__doc__, allow_abbrev=False)
    parser.add_argument("--folder", type=Path, default=ROOT / ".cache" / "screenshots", help="(%(default)s)")
    names = [screen.__name__ for screen in SCREENS]
    parser.add_argument("screens", nargs="*", metavar="SCREEN", help=f"of {', '.join(names)} (default: all)")
    parser.add_argument("--width", type=int, action="append", help="of the four sizes only this one")
    parser.add_argument("--theme", choices=THEMES, action="append")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    options = parser.parse_args(arguments)
    if unknown := set(options.screens) - set(names):
        parser.error(f"{', '.join(sorted(unknown))}: must be of {', '.join(names)}")
    options.folder.mkdir(parents=True, exist_ok=True)
    chosen = [screen for screen in SCREENS if not options.screens or screen.__name__ in options.screens]
    sizes = [size for size in SIZES if not options.width or size[0] in options.width]
    with serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["SHALLOWSCOPE_TEST_CHROMIUM"], args=ARGUMENTS
        )
        for screen, size, theme, language in product(
            chosen, sizes, options.theme or THEMES, options.language or LANGUAGES
        ):
            name = f"{screen.__name__}-{size[0]}x{size[1]}-{theme}-{language}.png"
            (options.folder / name).write_bytes(shoot(browser, address, screen, size, theme, language))
            print(name, flush=True)
        browser.close()
    print(f"written to {options.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
