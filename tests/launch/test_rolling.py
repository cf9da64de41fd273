"""A web server stops and starts again behind the real proxy, then the other stops, and nobody who asks notices.

The short form of `run.py bench rolling`: the real proxy with the file of docker-compose.yml and the real web server,
but for the application, which is a few lines here.
"""

from __future__ import annotations

import http.client
import os
import signal
import ssl
import subprocess
import sys
import threading
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from config.embedded.services import ROOT
from config.launch.places import VENV
from tests.launch.test_run import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.services

SERVER = """
import sys, time
from config import stopping, web

def application(environ, start_response):
    leave_alone = environ["PATH_INFO"] == "/readyz/serving" and stopping.begun()
    environ["wsgi.input"].read()
    time.sleep(0.01)
    start_response("503 No" if leave_alone else "200 OK", [("X-From", sys.argv[2])])
    return [b"ok"]

web.import_app = lambda name: application
web.main(["--bind", sys.argv[1]])
"""
PATIENCE = 30.0


class Fleet:
    """Two servers behind the proxy. `answered` counts answers by server and start (`web-1 #2`), `failed` all others."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.addresses = {f"web-{number}": f"127.0.0.1:{free_port()}" for number in (1, 2)}
        self.starts: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.failed: list[str] = []
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.news, self.over = threading.Condition(), threading.Event()

    def begin(self, name: str) -> None:
        self.starts[name] += 1
        told = [self.addresses[name], f"{name} #{self.starts[name]}"]
        env = os.environ | {"SIJILL_DRAIN_SECONDS": "1", "SIJILL_WEB_WORKERS": "1"}
        self._start(name, [sys.executable, "-c", SERVER, *told], env)

    def proxy(self) -> None:
        """The file of docker-compose.yml; only it asks oftener whether a server is to be left alone."""
        file = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
        assert "health_interval 1s" in file
        (self.folder / "Caddyfile").write_text(file.replace("health_interval 1s", "health_interval 100ms"))
        env = {
            "SIJILL_ADDRESS": f"https://localhost:{self.port}",
            "SIJILL_HTTP_PORT": str(free_port()),
            "SIJILL_UPSTREAMS": " ".join(self.addresses.values()),
            "XDG_DATA_HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder),
        }
        command = [str(VENV / "bin" / "caddy"), "run", "--config", str(self.folder / "Caddyfile")]
        self._start("proxy", command, os.environ | env)

    def _start(self, name: str, command: list[str], env: dict[str, str]) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)

    def ask(self, method: str) -> str:
        """Which server answered. Raises OSError or HTTPException if none did."""
        line = http.client.HTTPSConnection(
            "localhost",
            self.port,
            timeout=PATIENCE,
            context=ssl._create_unverified_context(),
        )
        try:
            line.request(method, "/", body=b"x" * 2000 if method == "POST" else None)
            answer = line.getresponse()
            answer.read()
            return answer.headers["X-From"] if answer.status == 200 else f"status {answer.status}"
        finally:
            line.close()

    def visit(self, method: str) -> None:
        """Asks on and on until it is over."""
        while not self.over.is_set():
            try:
                who = self.ask(method)
            except (OSError, http.client.HTTPException) as error:
                who = repr(error)
            with self.news:
                if who.startswith("web-"):
                    self.answered[who] += 1
                else:
                    self.failed.append(f"{method}: {who}")
                self.news.notify_all()

    def until_answered(self, *whom: str) -> None:
        with self.news:
            there = self.news.wait_for(lambda: self.failed or all(map(self.answered.get, whom)), PATIENCE)
        assert there, (whom, self.answered)

    def until_up(self) -> None:
        """Both servers and the proxy."""
        for _ in range(int(PATIENCE / 0.05)):
            try:
                if self.ask("GET").startswith("web-"):
                    return
            except (OSError, http.client.HTTPException):
                pass
            self.over.wait(0.05)
        raise TimeoutError((self.folder / "proxy.log").read_text()[-2000:])

    def end(self) -> None:
        self.over.set()
        for child in self.running.values():
            child.kill()
            child.wait()


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Fleet]:
    if not (VENV / "bin" / "caddy").exists():
        pytest.skip("the proxy is not installed here")
    fleet = Fleet(tmp_path)
    try:
        for name in fleet.addresses:
            fleet.begin(name)
        fleet.proxy()
        fleet.until_up()
        yield fleet
    finally:
        fleet.end()


def test_nobody_notices_that_the_servers_start_again(fleet: Fleet) -> None:
    people = [threading.Thread(target=fleet.visit, args=(method,)) for method in ("GET", "POST")]
    for each in people:
        each.start()
    try:
        fleet.until_answered("web-1 #1", "web-2 #1")
        for name in fleet.addresses:
            fleet.running[name].send_signal(signal.SIGTERM)
            assert fleet.running[name].wait(PATIENCE) == 0
            if name == "web-1":
                fleet.begin(name)
                fleet.until_answered("web-1 #2")
    finally:
        fleet.over.set()
        for each in people:
            each.join(PATIENCE)
    assert fleet.failed == []
    assert min(fleet.answered.values()) > 0
