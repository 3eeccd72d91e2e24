"""nginx with deploy/proxy.conf before a server, where there is an nginx: what it answers is the server's."""

import asyncio
from pathlib import Path

import httpx

from tests.faults.nginx import THERE, Nginx
from tests.faults.processes import PATIENCE, ServerProcess
from tests.support import API, play

LARGE = 2_000_000
"""Bytes, more than the server takes and more than nginx does unless it is told."""


def check(folder: Path) -> None:
    """Ask through the proxy for what it could spoil."""
    server = ServerProcess("memory://", forwarded_allow_ips="*", max_creates_per_minute="2")

    async def scenario() -> None:
        server.start()
        await server.ready()
        async with Nginx(folder, server).listening() as proxy, httpx.AsyncClient(timeout=PATIENCE) as client:
            page = await client.get(
                proxy.address, headers={"accept-language": "zh-CN", "cookie": "a" * 20_000}
            )
            assert 'lang="zh-CN"' in page.text
            assert page.headers["content-security-policy"]
            runs = f"{proxy.address}{API}/runs"
            large = await client.post(
                runs, content=b" " * LARGE, headers={"content-type": "application/json"}
            )
            assert large.status_code == 413
            assert large.headers["content-type"] == "application/problem+json"
            assert large.json()["errors"][0]["field"] == "body"
            foreign = await client.post(runs, json={}, headers={"origin": "https://elsewhere.example"})
            assert foreign.status_code == 403
            own = await client.post(runs, json={}, headers={"origin": proxy.address, "x-request-id": "mine"})
            assert own.status_code == 201
            assert own.headers["x-request-id"] == "mine"
            pretended = {"x-forwarded-for": "192.0.2.7"}
            answers = [(await client.post(runs, json={}, headers=pretended)).status_code for _ in range(2)]
            assert answers[-1] == 429  # all of them count as this computer's
            assert (await client.get(f"{proxy.address}/metrics")).status_code == 404

    try:
        play(asyncio.wait_for(scenario(), PATIENCE))
    finally:
        server.stop()


if THERE:

    def test_what_the_proxy_passes_on_is_the_servers(tmp_path: Path) -> None:
        check(tmp_path)
