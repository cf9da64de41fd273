"""Broker and PostgreSQL together, and what is left of them when somebody is killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import redis

from config.embedded.processes import Child, started_at, stop_stranger
from config.embedded.services import BROKER, DATABASE, ROOT, Children, remove, stop_noted

from .conftest import SITE_PACKAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.embedded.services import Services

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
STARTER = """
import sys, time
from pathlib import Path
from config.embedded.services import Services
services = Services(Path(sys.argv[1]), Path(sys.argv[2]), temporary=True)
services.start()
print("up", flush=True)
time.sleep(60)
"""


def gone(pid: int, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while started_at(pid) is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    return started_at(pid) is None


def connect(services: Services) -> redis.Redis:
    return redis.Redis(
        unix_socket_path=services.env[BROKER].removeprefix("redis+socket://").partition("?")[0]
    )


def test_what_is_queued_survives_a_kill_of_the_broker(make_services: Callable[..., Services]) -> None:
    services = make_services(temporary=False)
    services.start()
    for number in range(200):
        connect(services).rpush("queue", number)
    # Written once a second by default: the bound on what a power cut may cost. A kill costs nothing.
    os.kill(services.children.running[1].pid, signal.SIGKILL)
    again = make_services(temporary=False)
    again.start()
    assert connect(again).llen("queue") == 200


def test_nothing_outlives_the_starter_killed_outright(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (DATABASE, BROKER):
        monkeypatch.delenv(name, raising=False)
    home = tmp_path / "home"
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(home), str(SITE_PACKAGES)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert starter.stdout is not None
    assert starter.stdout.readline() == b"up\n"
    noted = json.loads((home / "run" / "children.json").read_text())["children"]
    assert [row["name"] for row in noted] == ["PostgreSQL", "the broker"]
    starter.kill()
    starter.wait()
    assert all(gone(row["pid"]) for row in noted)
    deadline = time.monotonic() + 10
    while home.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not home.exists()
    starter.stdout.close()


def test_a_service_that_the_environment_names_is_not_started(
    make_services: Callable[..., Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    services = make_services()
    monkeypatch.setenv(BROKER, "redis://elsewhere/0")
    services.start()
    assert [child.name for child in services.children.running] == ["PostgreSQL"]
    assert list(services.env) == [DATABASE]


def test_a_child_that_does_not_go_is_killed_with_its_group(tmp_path: Path) -> None:
    log = tmp_path / "log"
    child = Child("stubborn", [sys.executable, "-c", STUBBORN], log=log, grace=0.2)
    while "up" not in log.read_text():
        time.sleep(0.02)
    assert child.stop() is False
    assert child.process.returncode == -signal.SIGKILL
    assert "SIGKILL" in child.how_it_ended()


def test_a_pid_that_was_used_again_is_left_alone() -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        stop_stranger(stranger.pid, "another start time", first=signal.SIGTERM, grace=0.1)
        time.sleep(0.1)
        assert stranger.poll() is None
        stranger.kill()


def test_the_note_of_another_run_is_left_alone(tmp_path: Path) -> None:
    note = tmp_path / "run" / "children.json"
    note.parent.mkdir()
    note.write_text(json.dumps({"owner": "1@2", "children": []}))
    assert stop_noted(tmp_path, "3@4") == []
    assert note.exists()
    remove(tmp_path)


def test_a_note_that_cannot_be_written_stops_nobody_from_stopping(tmp_path: Path) -> None:
    """As on a full disk."""
    (tmp_path / "run").mkdir()
    children = Children(tmp_path)
    first, second = (
        children.add(Child(name, ["sleep", "60"], log=tmp_path / f"{name}.log"))
        for name in ("first", "second")
    )
    (tmp_path / "run" / "children.partial").mkdir()
    assert children.stop_all() == []
    assert gone(first.pid)
    assert gone(second.pid)
