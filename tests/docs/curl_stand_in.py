"""What docs/api.md needs of curl, for machines without it: -s -X -H -d --data-binary -o --fail-with-body."""

import argparse
import sys
from pathlib import Path

import httpx


def main() -> None:
    """Make the request; exit with 22, as curl does, where it is refused."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("-s", action="store_true")
    parser.add_argument("--fail-with-body", action="store_true")
    parser.add_argument("-X", dest="method")
    parser.add_argument("-H", dest="headers", action="append", default=[])
    parser.add_argument("-d", dest="text")
    parser.add_argument("--data-binary", dest="file")
    parser.add_argument("-o", dest="output")
    asked = parser.parse_args()
    body = Path(asked.file.removeprefix("@")).read_bytes() if asked.file else (asked.text or "").encode()
    headers = dict(header.split(": ", 1) for header in asked.headers)
    method = asked.method or ("POST" if body else "GET")
    address = asked.url if "://" in asked.url else f"http://{asked.url}"
    answer = httpx.request(method, address, headers=headers, content=body, timeout=60)
    if asked.output:
        Path(asked.output).write_bytes(answer.content)
    else:
        sys.stdout.buffer.write(answer.content)
    sys.exit(22 if answer.is_error else 0)


if __name__ == "__main__":
    main()
