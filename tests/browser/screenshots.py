"""Pictures of every screen at four sizes, light and dark, in both languages: scripts/screenshots."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product, starmap
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGUMENTS
from tests.browser.screens import SCREENS, SIZES, Screen
from tests.support import serve

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LANGUAGES = ("en", "zh-CN")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Look:
    """How a screen is looked at."""

    size: tuple[int, int]
    theme: Literal["light", "dark"]
    language: str

    def __str__(self) -> str:
        """Return it as a part of a file's name."""
        return f"{self.size[0]}x{self.size[1]}-{self.theme}-{self.language}"


def shoot(browser: Browser, address: str, screen: Screen, look: Look) -> bytes:
    """Return a picture of what the window shows."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": look.size[0], "height": look.size[1]},
        color_scheme=look.theme,
        extra_http_headers={"Accept-Language": look.language},
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
        looks = starmap(Look, product(sizes, options.theme or THEMES, options.language or LANGUAGES))
        for screen, look in product(chosen, looks):
            name = f"{screen.__name__}-{look}.png"
            (options.folder / name).write_bytes(shoot(browser, address, screen, look))
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()
        browser.close()
    sys.stdout.write(f"written to {options.folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
