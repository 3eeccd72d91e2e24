"""Users of a server that runs already: python -m benchmarks.streaming.visit --port 8000 --users 20.

Exits with 1 when the slowest gets too few frames, or the server drops one.
"""

import argparse
import os
import sys

from benchmarks.streaming.load import play
from benchmarks.streaming.processes import Server
from benchmarks.streaming.work import LIGHT, player


def main() -> int:
    """Let them play, and tell what the slowest got."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.streaming.visit", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument(
        "--least", type=float, default=25.0, help="frames a second for the slowest (%(default)s)"
    )
    asked = parser.parse_args()
    server = Server(asked.port, os.getpid())  # its own processes are out of sight: these figures are not told
    players = [player(server.create_run(LIGHT)) for _ in range(asked.users)]
    try:
        found = play(server, players, warm=min(3.0, asked.seconds), seconds=asked.seconds)
    except ConnectionError as dropped:
        print(f"{asked.users} users: {dropped}")
        return 1
    finally:
        for each in players:
            server.delete_run(each.path)
    slowest = found.rates[0]
    print(f"{asked.users} users for {found.seconds:.0f} s: {slowest:.1f} frames/s for the slowest")
    return 0 if slowest >= asked.least else 1


if __name__ == "__main__":
    sys.exit(main())
