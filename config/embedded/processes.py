"""Starts child processes in sessions of their own, recognises them later, and stops them within a time limit."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

POLL_SECONDS = 0.02
TAIL_LINES = 15


class ServiceError(Exception):
    """A service cannot be started or has ended. The message is for the person at the terminal."""


def started_at(pid: int) -> str | None:
    """The start time of a process as an opaque string; None if it is gone or a zombie.

    Together with the pid it identifies a process for good, as pids are reused.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None if Path("/proc/self/stat").exists() else _started_at_by_ps(pid)
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in "ZX" else fields[19]


def _started_at_by_ps(pid: int) -> str | None:
    state, _, began = ask_ps("stat=,lstart=", pid).partition(" ")
    return began.strip() if began and not state.startswith("Z") else None


def ask_ps(columns: str, pid: int) -> str:
    """What `ps` says of a process, for systems without /proc; empty if it is gone."""
    command = ["ps", "-o", columns, "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def tail(log: Path, lines: int = TAIL_LINES) -> str:
    """The last lines of a log, indented; empty if there is no log."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])


@dataclass(frozen=True)
class Account:
    """The account that a service runs as: `nobody` if we are root, else our own."""

    uid: int
    gid: int

    @classmethod
    def ours(cls) -> Account:
        return cls(os.geteuid(), os.getegid())

    def popen_arguments(self) -> dict[str, Any]:
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


class Child:
    """A long-running process, leader of its own session, so that Ctrl-C in the terminal does not reach it."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        stop_signal: signal.Signals = signal.SIGTERM,
        grace: float = 8.0,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        account: Account | None = None,
        is_service: bool = False,
        pass_fds: Sequence[int] = (),
    ) -> None:
        self.name = name
        self.is_service = is_service
        self.asked = False
        self.log = log
        self.stop_signal = stop_signal
        self.grace = grace
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=dict(env) if env is not None else None,
                cwd=cwd,
                start_new_session=True,
                pass_fds=pass_fds,
                **(account.popen_arguments() if account else {}),
            )
        self.pid = self.process.pid

    def ended(self) -> bool:
        return self.process.poll() is not None

    def how_it_ended(self) -> str:
        """How it ended, as a sentence with exit code or signal and the end of the log."""
        code = self.process.returncode
        if code is not None and code < 0:
            how = f"was killed by {signal.Signals(-code).name}"
        else:
            how = f"ended with exit code {code}"
        last = tail(self.log)
        return f"{how}. The end of {self.log}:\n{last}" if last else f"{how}; its log {self.log} is empty."

    def ask_to_stop(self) -> None:
        """Sends the stop signal, once: a second one makes some programs abandon their work."""
        if not self.asked and not self.ended():
            self.asked = True
            self.process.send_signal(self.stop_signal)

    def stop(self) -> bool:
        """Sends the stop signal, waits, then kills what is left of the session. Returns whether it ended by itself."""
        self.ask_to_stop()
        try:
            self.process.wait(self.grace)
            went = True
        except subprocess.TimeoutExpired:
            went = False
        self.sweep()
        self.process.wait()
        return went

    def sweep(self) -> None:
        """Kills what is left of the process's group: children of a pool outlive a killed parent."""
        kill_group(self.pid)


def kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def stop_stranger(pid: int, began: str, *, first: signal.Signals, grace: float, group: bool = True) -> None:
    """Stops a process that is not our child (left by a crashed run), if it is still the noted one."""
    if started_at(pid) != began:
        if group and started_at(pid) is None:
            kill_group(pid)
        return
    os.kill(pid, first)
    if not wait_until_gone(pid, began, grace):
        os.kill(pid, signal.SIGKILL)
        wait_until_gone(pid, began, 5)
    if group:
        kill_group(pid)


def wait_until_gone(pid: int, began: str, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while started_at(pid) == began:
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
