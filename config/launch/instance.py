"""One run at a time for a data folder: its lock, who holds it, and stopping it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import signal
import time
from dataclasses import asdict, dataclass, field
from typing import IO, TYPE_CHECKING

from config.embedded.processes import ServiceError, started_at
from config.embedded.services import Services, stop_noted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STOP_SECONDS = 60.0
NAME_SECONDS = 2.0


@dataclass
class Holder:
    """Who uses the data folder: the command, its process, and the addresses of its services."""

    command: str
    pid: int
    began: str | None
    url: str = ""
    env: dict[str, str] = field(default_factory=dict)

    def told(self) -> str:
        at = f", {self.url}" if self.url else ""
        return f"`{self.command}` (process {self.pid}{at})"


class BusyError(ServiceError):
    """Another run holds the data folder."""

    def __init__(self, home: Path, holder: Holder | None) -> None:
        who = holder.told() if holder else "another run"
        super().__init__(f"{who} already works on {home}. `python3 run.py stop` stops it.")
        self.holder = holder


class Claim:
    """The held lock. It is released when the process ends, however that happens."""

    def __init__(self, home: Path, holder: Holder) -> None:
        self.home = home
        self.holder = holder
        self.write()

    def write(self) -> None:
        partial = _path(self.home).with_suffix(".partial")
        partial.touch(mode=0o600)
        partial.write_text(json.dumps(asdict(self.holder)), encoding="utf-8")
        partial.replace(_path(self.home))

    def publish(self, services: Services) -> None:
        """Publishes the addresses of the services that this run has started, for other commands."""
        self.holder.env = dict(services.env)
        self.write()


@contextlib.contextmanager
def claimed(home: Path, command: str, url: str = "") -> Iterator[Claim]:
    """Holds the data folder during the block. Raises BusyError at once if another run holds it."""
    with _lock_file(home) as file:
        if not _try_lock(file):
            raise BusyError(home, holder_of(home))
        claim = Claim(home, Holder(command, os.getpid(), started_at(os.getpid()), url))
        try:
            yield claim
        finally:
            _path(home).unlink(missing_ok=True)


def holder_of(home: Path) -> Holder | None:
    """Who holds the data folder, if it has noted that; else None."""
    try:
        return Holder(**json.loads(_path(home).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def stop(home: Path, services: Services) -> str:
    """Stops the run that holds the data folder, or what a crashed one has left. Returns what was done, as a
    sentence.
    """
    with _lock_file(home) as file:
        if _try_lock(file):
            left = stop_noted(home) + services.stop_stray()
            return (
                f"Stopped what a crashed run had left: {', '.join(left)}." if left else "Nothing was running."
            )
        holder = _living_holder(home)
        os.kill(holder.pid, signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while not _try_lock(file):
            if time.monotonic() > deadline:
                return _kill(home, holder, services)
            time.sleep(0.05)
        return f"Stopped {holder.told()}."


def _living_holder(home: Path) -> Holder:
    """The live holder of the lock; waits a moment, since it may not have noted itself yet. Raises ServiceError."""
    deadline = time.monotonic() + NAME_SECONDS
    while time.monotonic() < deadline:
        holder = holder_of(home)
        if holder and holder.began is not None and started_at(holder.pid) == holder.began:
            return holder
        time.sleep(0.05)
    raise ServiceError(f"{home} is locked by a process that did not say who it is.")


def _kill(home: Path, holder: Holder, services: Services) -> str:
    if started_at(holder.pid) == holder.began:
        os.kill(holder.pid, signal.SIGKILL)
    stop_noted(home)
    services.stop_stray()
    return f"{holder.told()} did not stop within {STOP_SECONDS:.0f} s and was killed with all it had started."


def _path(home: Path) -> Path:
    return home / "run" / "instance.json"


def _lock_file(home: Path) -> IO[str]:
    path = home / "run" / "instance.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("a+", encoding="utf-8")


def _try_lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
