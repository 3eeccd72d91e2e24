"""Start the server: python -m app --port 8000."""

import os
import sys
from contextlib import suppress

# Products of this size are slower on several threads; NumPy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> int:
    """Parse the arguments and serve until a signal comes; return 2 if it cannot start as it is told."""
    import uvicorn  # noqa: PLC0415  (all imports after the line above)

    from app import starting  # noqa: PLC0415
    from app.serving import make_config  # noqa: PLC0415
    from app.workers import Workers  # noqa: PLC0415

    chosen = starting.options()
    try:
        settings = starting.settings_of(os.environ)
        starting.check(chosen, settings)
    except starting.CannotStartError as faults:
        sys.stderr.writelines(f"python -m app: {fault}\n" for fault in faults.args)
        return 2
    config = make_config(
        "app.main:create_served_app",
        settings,
        host=chosen.host,
        port=chosen.port,
        root_path=chosen.root_path,
        workers=chosen.workers,
    )
    with suppress(KeyboardInterrupt):  # raised again by uvicorn after its clean end
        if chosen.workers > 1:
            Workers(config, sockets=[config.bind_socket()]).run()
        else:
            uvicorn.Server(config).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
