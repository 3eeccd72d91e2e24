"""What waits at one end of a connection that is passed on."""

from typing import Any

from app.relay import MOST_WAITING, Line
from tests.support import in_loop

FRAME = MOST_WAITING // 4


def out(size: int = FRAME) -> tuple[dict[str, Any], bytes]:
    """Return a message that carries a frame."""
    return {"event": {"type": "websocket.send", "bytes": True}}, bytes(size)


@in_loop
async def test_a_line_whose_client_takes_all_goes_on() -> None:
    line = Line("other")
    for _ in range(20):
        line.put(*out())
        event = await line.take()
        assert event is not None
        assert len(event["bytes"]) == FRAME
    assert not line.left


@in_loop
async def test_a_line_whose_client_takes_nothing_is_cut() -> None:
    line = Line("other")
    for _ in range(20):
        line.put(*out())
    assert line.left
    taken = 0
    while await line.take() is not None:
        taken += 1
    assert taken == 4
