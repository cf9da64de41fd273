"""One run at a time over one data folder, and how it is stopped."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

import pytest

from config.embedded.processes import ServiceError, started_at
from config.embedded.services import ROOT, Services
from config.launch import instance

HOLDER = """
import sys, time
from pathlib import Path
from config.launch import signals
from config.launch.instance import claimed
signals.raise_stopped()
with claimed(Path(sys.argv[1]), "run.py", "http://127.0.0.1:8000/"):
    try:
        print("held", flush=True)
        time.sleep(60)
    finally:
        time.sleep(float(sys.argv[2]))
        print("clean", flush=True)
"""


def hold(home: Path, *, seconds_to_stop: float = 0) -> subprocess.Popen[bytes]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home), str(seconds_to_stop)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    return holder


def services(home: Path) -> Services:
    return Services(home, Path(sysconfig.get_path("purelib")))


def test_the_second_is_told_who_the_first_is(tmp_path: Path) -> None:
    with hold(tmp_path) as first:
        told = rf"process {first.pid}, http://127.0.0.1:8000/"
        with pytest.raises(instance.BusyError, match=told), instance.claimed(tmp_path, "run.py"):
            pytest.fail("both hold it")
        first.terminate()


def test_stop_ends_the_one_that_runs(tmp_path: Path) -> None:
    with hold(tmp_path) as running:
        assert "Stopped `run.py`" in instance.stop(tmp_path, services(tmp_path))
        assert running.wait(10) != 0
    assert instance.holder_of(tmp_path) is None


def test_stop_says_that_nothing_runs(tmp_path: Path) -> None:
    assert instance.stop(tmp_path, services(tmp_path)) == "Nothing was running."


def test_a_run_that_was_killed_holds_nothing_any_more(tmp_path: Path) -> None:
    with hold(tmp_path) as killed:
        killed.send_signal(signal.SIGKILL)
    with instance.claimed(tmp_path, "run.py"):
        holder = instance.holder_of(tmp_path)
    assert holder is not None
    assert holder.pid != killed.pid


def test_no_stranger_is_stopped_for_a_pid_that_was_used_again(tmp_path: Path) -> None:
    with hold(tmp_path) as running, subprocess.Popen(["sleep", "60"]) as stranger:
        claim = tmp_path / "run" / "instance.json"
        claim.write_text(
            claim.read_text().replace(f'"pid": {running.pid}', f'"pid": {stranger.pid}'), encoding="utf-8"
        )
        with pytest.raises(ServiceError, match="did not say who it is"):
            instance.stop(tmp_path, services(tmp_path))
        assert started_at(stranger.pid) is not None
        stranger.kill()
        running.terminate()


def test_what_a_crashed_run_left_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as left:
        row = {"name": "the worker", "pid": left.pid, "began": started_at(left.pid), "signal": 15}
        note = tmp_path / "run" / "children.json"
        note.write_text(json.dumps({"owner": "1@1", "children": [row]}))
        assert "the worker" in instance.stop(tmp_path, services(tmp_path))
        assert left.wait(5) == -signal.SIGTERM


def test_the_second_signal_changes_nothing(tmp_path: Path) -> None:
    """Stopping takes a while: an impatient second Ctrl-C must not leave half of it running."""
    with hold(tmp_path, seconds_to_stop=1) as impatient:
        impatient.send_signal(signal.SIGINT)
        time.sleep(0.3)
        impatient.send_signal(signal.SIGINT)
        assert impatient.stdout is not None
        assert impatient.stdout.readline() == b"clean\n"
