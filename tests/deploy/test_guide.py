"""docs/deployment.md: its proxies pass on what the server needs, its copy of the store is whole."""

import asyncio
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from app import ROOT
from tests.app.streaming import watching
from tests.deploy.nginx_conf import Directive, read
from tests.docs.pages import blocks, commands
from tests.faults.nginx import THERE, Nginx
from tests.faults.processes import PATIENCE, ServerProcess
from tests.support import API, play

GUIDE = ROOT / "docs" / "deployment.md"
WHOLE, UNDER_A_PATH = blocks(GUIDE, "nginx")


def directives(text: str, folder: Path) -> Directive:
    """Return what a block says."""
    file = folder / "block.conf"
    file.write_text(text, "utf-8")
    return read(file)


def locations(folder: Path) -> list[Directive]:
    """Return what passes requests on: of the whole server, and of a path in it."""
    server = directives(WHOLE, folder).one("server")
    return [server.one("location", "/"), directives(UNDER_A_PATH, folder).one("location", "/lab/")]


def test_both_pass_on_what_the_server_needs(tmp_path: Path) -> None:
    for location in locations(tmp_path):
        assert location.value("proxy_set_header", "Host") == "$http_host"
        assert location.value("proxy_set_header", "Upgrade") == "$http_upgrade"
        assert location.value("proxy_set_header", "Connection") == "$connection_upgrade"
        assert location.value("proxy_set_header", "X-Forwarded-For") == "$remote_addr"
        assert location.value("proxy_http_version") == "1.1"
        assert location.value("proxy_read_timeout") == "90s"


def test_the_prefix_is_taken_off_and_nothing_else(tmp_path: Path) -> None:
    whole, path = locations(tmp_path)
    assert whole.value("proxy_pass") == "http://127.0.0.1:8000"
    assert path.value("proxy_pass") == "http://127.0.0.1:8000/"


class GuidesNginx(Nginx):
    """nginx with the guide's own blocks, without TLS."""

    def _configure(self, names: int) -> Path:
        """Put the blocks into the least that nginx starts with."""
        text = re.sub(r"^ *(ssl_|server_name|add_header).*\n", "", WHOLE, flags=re.MULTILINE)
        text = text.replace("listen 443 ssl;", f"listen 127.0.0.1:{self.port};\n{UNDER_A_PATH}")
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{self._servers[0].port}")
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        paths = "".join(f"{kind}_temp_path {self._folder}/{kind};\n" for kind in kinds)
        head = f"daemon off;\npid {self._folder}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}"
        written = self._folder / "nginx.conf"
        written.write_text(f"{head}{text}}}\n", "utf-8")
        return written


async def visit(address: str) -> None:
    """Ask for all that the page names, make a run, and watch it."""
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        page = (await client.get(f"{address}/lab/")).text
        for path in re.findall(r"""(?:src|href)=["'](/[^"'#?]*)""", page):
            assert path.startswith("/lab/")
            assert (await client.get(address + path)).status_code == 200, path
        made = await client.post(f"{address}/lab{API}/runs", json={}, headers={"origin": address})
        assert made.status_code == 201
        assert (await client.get(f"{address}/metrics")).status_code == 404
    async with watching(f"{address}/lab", run=made.json()["id"]) as watcher:
        await watcher.frame()


if THERE:

    def test_a_page_under_a_path_works_through_the_guides_proxy(tmp_path: Path) -> None:
        server = ServerProcess("memory://", "--root-path", "/lab")

        async def scenario() -> None:
            server.start()
            await server.ready()
            async with GuidesNginx(tmp_path, server).listening() as proxy:
                await visit(proxy.address)

        try:
            play(asyncio.wait_for(scenario(), PATIENCE))
        finally:
            server.stop()


def program_of(line: str) -> str:
    """Return what a line gives to `python -c`."""
    found = re.search(r'python -c "(.*?)"', line)
    assert found
    return found[1]


@pytest.mark.timeout(120)
def test_a_copy_made_while_the_server_writes_is_whole_and_comes_back(tmp_path: Path) -> None:
    copying, restoring = [program_of(line) for line in commands(GUIDE) if "python -c" in line]
    server = ServerProcess(f"sqlite:///{tmp_path}/runs.db")

    async def make_and_copy() -> tuple[str, int]:
        server.start()
        await server.ready()
        async with httpx.AsyncClient(timeout=PATIENCE) as rest:
            run = (await rest.post(f"{server.address}{API}/runs", json={})).json()["id"]
        async with watching(server.address, run=run) as client:
            await client.frame()
            await client.obeyed("advance", iterations=200)
            await client.until(200)
            await client.obeyed("play", iterations_per_second="max")
            await client.until(300)
            inside(copying, tmp_path)
        return run, 200

    async def look(run: str) -> int:
        server.start()
        await server.ready()
        async with httpx.AsyncClient(timeout=PATIENCE) as rest:
            return int((await rest.get(f"{server.address}{API}/runs/{run}")).json()["iteration"])

    try:
        run, least = play(make_and_copy())
        server.stop()
        copy = (tmp_path / "copy.db").read_bytes()
        with sqlite3.connect(tmp_path / "copy.db") as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (tmp_path / "runs.db").write_bytes(b"damaged")
        inside(restoring, tmp_path, copy)
        assert play(look(run)) >= least
    finally:
        server.stop()


def inside(program: str, folder: Path, given: bytes = b"") -> None:
    """Run a line of the guide as in the container, with this folder for its volume."""
    here = program.replace("/data", str(folder))
    subprocess.run([sys.executable, "-c", here], input=given, check=True)
