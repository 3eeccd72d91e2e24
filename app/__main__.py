"""Start the server: python -m app --port 8000."""

import argparse
import os
from contextlib import suppress

# Products of this size are slower on several threads; NumPy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main() -> None:
    """Parse the arguments and serve until a signal comes."""
    import uvicorn  # noqa: PLC0415  (all imports after the line above)
    from pydantic import ValidationError  # noqa: PLC0415

    from app.serving import make_config  # noqa: PLC0415
    from app.settings import Settings  # noqa: PLC0415
    from app.stores.addresses import is_redis, shown  # noqa: PLC0415
    from app.workers import Workers  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="python -m app", description="Serve Shallowscope.")
    parser.add_argument("--host", default="127.0.0.1", help="address to bind (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to bind (default: %(default)s)")
    parser.add_argument("--root-path", default="", help="path prefix under which a proxy shows the server")
    parser.add_argument("--workers", type=int, default=1, help="processes; more than 1 need a redis:// store")
    chosen = parser.parse_args()
    try:
        settings = Settings()
    except ValidationError as invalid:
        first = invalid.errors()[0]
        name = f"SHALLOWSCOPE_{str(first['loc'][0]).upper()}"
        parser.error(f"{name}={first['input']}: {first['msg'][:1].lower()}{first['msg'][1:]}")
    if chosen.workers < 1:
        parser.error(f"--workers {chosen.workers}: must be at least 1")
    if chosen.workers > 1 and not is_redis(settings.store):
        parser.error(
            f"--workers {chosen.workers}: needs a store that processes share, and SHALLOWSCOPE_STORE is"
            f" {shown(settings.store)}: set it to redis://HOST:PORT/0, or start one worker"
        )
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


if __name__ == "__main__":
    main()
