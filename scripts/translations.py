"""Bring the catalogs in locales/ in step with the sources: python -m scripts.translations [--check].

New texts come in untranslated, gone ones leave; those without a translation are told. --check changes nothing
and fails where a catalog is not in step, a text has no translation or one with other values, or no mark.
"""

import argparse
import sys

from app.languages import FILES, LOCALES
from wording.catalogs import faults, updated, written
from wording.page_texts import unmarked


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="python -m scripts.translations", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing; fail where something is missing"
    )
    check = parser.parse_args().check
    found = [f"{path}: {text!r} is not marked for translation" for path, text in unmarked()]
    for code, name in FILES.items():
        path = LOCALES / name
        translated = updated(code)
        new = written(translated)
        if not check:
            path.write_text(new, encoding="utf-8")
        elif path.read_text("utf-8") != new:
            found.append(f"{path.name} is not in step: run python -m scripts.translations")
        found += faults(code, translated)
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
