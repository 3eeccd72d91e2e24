"""docs/stream.md: its client runs, its tables name what there is."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from app.audience import FULL, GONE, RESTART, STALE
from app.messages.stream import Channel, client_message

TEXT = (Path(__file__).resolve().parent.parent.parent / "docs" / "stream.md").read_text("utf-8")


def test_the_client_plays_a_run_and_draws_it(server: str) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    program = program.replace("127.0.0.1:8000", urlsplit(server).netloc)
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    picture = done.stdout.splitlines()[-30:]
    assert {len(row) for row in picture} == {30}
    assert len(set("".join(picture))) > 3


def test_every_message_channel_and_closing_code_is_explained() -> None:
    schema: dict[str, Any] = client_message.json_schema()
    for message in schema["discriminator"]["mapping"]:
        assert f"| `{message}`" in TEXT
    for channel in get_args(Channel):
        assert f"`{channel}`" in TEXT
    for code in (RESTART, GONE, STALE, FULL):
        assert f"| {code} |" in TEXT
