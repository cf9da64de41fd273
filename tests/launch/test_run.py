"""run.py as people start it: the real command, the real services, a data folder of its own."""

from __future__ import annotations

import contextlib
import http.cookiejar
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import psycopg
import pytest

from config.embedded.processes import started_at
from config.embedded.services import BROKER, DATABASE, ROOT
from tests.template import VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.services

COLD_SECONDS = 60
"""Of processor time, for the first start and the stop: what else runs on the machine does not count."""
PARTS = ["PostgreSQL", "the broker", "the web server", "the worker", "beat", "the scan worker"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Running:
    """One `python3 run.py`, and what it has printed up to being ready."""

    home: Path
    port: int = field(default_factory=free_port)
    extra: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[str] = field(init=False)
    said: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in (DATABASE, BROKER) and not name.startswith("SIJILL_")
        }
        return kept | {"SIJILL_DATA_DIR": str(self.home)} | self.extra

    def start(self) -> Running:
        self.process = subprocess.Popen(
            [sys.executable, "run.py", "--port", str(self.port)],
            cwd=ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said += line
            if line.startswith("Ctrl-C"):
                break
        return self

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "run.py", *arguments],
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def children(self) -> dict[str, int]:
        note = json.loads((self.home / "run" / "children.json").read_text(encoding="utf-8"))
        return {child["name"]: child["pid"] for child in note["children"]}

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Sends the signal to run.py alone, and returns its exit code and what it said after that."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> tuple[int, str]:
        rest, _ = self.process.communicate(timeout=90)
        return self.process.returncode, rest


def gone(pids: dict[str, int], seconds: float = 30) -> list[str]:
    """The names of those that still live after so long; none is what is hoped for."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and any(started_at(pid) for pid in pids.values()):
        time.sleep(0.05)
    return [name for name, pid in pids.items() if started_at(pid)]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder for the module, in a place that is hard on programs: the first start is the only slow one."""
    return tmp_path_factory.mktemp("سجل with blanks") / "var"


@pytest.fixture
def running(home: Path) -> Iterator[Running]:
    made = Running(home).start()
    yield made
    end(made)


def end(made: Running) -> None:
    """Whatever the test came to."""
    with contextlib.suppress(ProcessLookupError):
        made.process.send_signal(signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        made.process.communicate(timeout=60)


def sign_in(url: str, name: str, password: str) -> str:
    """The address one is led to after the sign-in."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    page = opener.open(f"{url}accounts/login/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = {"username": name, "password": password, "csrfmiddlewaretoken": token[1], "next": "/countries/"}
    with opener.open(f"{url}accounts/login/", urllib.parse.urlencode(form).encode()) as answer:
        return str(answer.geturl())


def _spent() -> float:
    """Processor seconds of all programs that ended so far, with all that those had started."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_the_first_start_is_ready_and_the_demo_accounts_may_enter(home: Path) -> None:
    began = _spent()
    running = Running(home).start()
    try:
        assert f"Sijill is ready at {running.url}\n" in running.said
        assert "viewer, contributor, editor, approver, manager, registrar, admin" in running.said
        for name in ("viewer", "editor", "manager", "admin"):
            assert sign_in(running.url, name, "sijill-demo") == f"{running.url}countries/"
        assert sign_in(running.url, "viewer", "wrong") == f"{running.url}accounts/login/"
        children = running.children()
        assert list(children) == PARTS
        before = _spent()
        a_second_one_is_refused_and_commands_use_its_services(running)
        besides = _spent() - before
    finally:
        code, rest = running.end(signal.SIGINT)
    assert code == 0
    assert _spent() - began - besides < COLD_SECONDS
    assert f"its data stays in {home}" in rest
    assert gone(children, 1) == []
    assert not (home / "run" / "instance.json").exists()


def a_second_one_is_refused_and_commands_use_its_services(running: Running) -> None:
    """A start of its own for this would take a dozen seconds."""
    second = running.command("--port", str(free_port()))
    assert second.returncode == 1
    assert f"process {running.process.pid}, {running.url}" in second.stderr
    asked = running.command(
        "manage",
        "shell",
        "-v",
        "0",
        "-c",
        "from django.db import connection; connection.cursor()",
    )
    assert asked.returncode == 0, asked.stderr


@pytest.mark.parametrize("name", ["PostgreSQL", "the worker"])
def test_a_part_that_dies_is_named_and_ends_it_with_an_error(running: Running, name: str) -> None:
    children = running.children()
    os.kill(children[name], signal.SIGKILL)
    code, rest = running.wait()
    assert code == 1
    assert f"{name[0].upper()}{name[1:]} was killed by SIGKILL" in rest
    assert gone(children, 1) == []


def test_nothing_survives_run_py_killed_outright(running: Running) -> None:
    children = running.children()
    running.end(signal.SIGKILL)
    assert gone(children) == []


def test_commands_start_services_for_themselves_when_none_runs(home: Path) -> None:
    idle = Running(home)
    answer = idle.command("manage", "migrate", "--check")
    assert answer.returncode == 0, answer.stderr
    assert not (home / "run" / "instance.json").exists()
    assert "Nothing was running." in idle.command("stop").stdout


def test_a_port_in_use_is_said_before_anything_fails(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = Running(home, port=int(taken.getsockname()[1])).start()
    assert refused.process.wait(30) == 1
    assert f"Port {refused.port} cannot be used" in refused.said


@pytest.fixture
def somebodys_services() -> Iterator[dict[str, str]]:
    """A database beside the tests' own, and a part of their broker that nobody else uses.

    It has the tables already where the run made a template of them: the first start shows that they are made.
    """
    url = os.environ[DATABASE]
    template = os.environ.get(VARIABLE, "template1")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE somebodys TEMPLATE {template} STRATEGY file_copy")
        yield {
            DATABASE: url.replace("/sijill?", "/somebodys?"),
            BROKER: re.sub(r"virtual_host=\d+", "virtual_host=7", os.environ[BROKER]),
        }
        connection.execute("DROP DATABASE somebodys WITH (FORCE)")


def test_with_services_of_somebody_there_is_no_demo_and_stop_ends_it(
    home: Path, somebodys_services: dict[str, str]
) -> None:
    elsewhere = Running(home.parent / "elsewhere", extra=somebodys_services).start()
    try:
        assert f"Sijill is ready at {elsewhere.url}" in elsewhere.said
        assert "sijill-demo" not in elsewhere.said
        children = elsewhere.children()
        assert list(children) == PARTS[2:]
        assert sign_in(elsewhere.url, "admin", "sijill-demo") == f"{elsewhere.url}accounts/login/"
        stopped = elsewhere.command("stop")
        assert f"Stopped `run.py` (process {elsewhere.process.pid}" in stopped.stdout
        assert elsewhere.wait()[0] == 0
        assert gone(children, 1) == []
    finally:
        end(elsewhere)
