"""A whole Sijill in a folder. Parts can be killed; what is down is restarted, as by an init system."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from config.embedded.processes import Child, ServiceError
from config.embedded.services import BROKER, DATABASE, Services
from config.launch import programs
from config.launch.places import PYTHON, ROOT, site_packages
from config.launch.serve import WEB, WORKER, application_environment

if TYPE_CHECKING:
    from collections.abc import Iterator

POSTGRES, BROKER_NAME, BEAT = "PostgreSQL", "the broker", "beat"
# Times short enough for a benchmark; all are settings of docs/operations.md.
QUICK = {
    "SIJILL_PARSE_LEASE": "20",
    "SIJILL_VISIBILITY_TIMEOUT": "25",
    "SIJILL_REQUEUE_AFTER": "10",
    "SIJILL_SWEEP_SECONDS": "2",
}
DOWN_SECONDS = 2.0
"""So long a killed part stays down."""


class Stand:
    """The services and programs in `home`; the thread `_tend` keeps them running."""

    def __init__(self, home: Path) -> None:
        for name in (DATABASE, BROKER):
            os.environ.pop(name, None)
        self.home = home
        self.port = _free_port()
        self.services = Services(home, site_packages())
        self.env: dict[str, str] = {}
        self._parts: dict[str, Child] = {}
        self._closing = threading.Event()
        self._keeper = threading.Thread(target=self._tend, daemon=True)

    def start(self) -> None:
        """Starts everything, with migrations and demo accounts, and waits until it answers. Raises ServiceError."""
        self.services.start()
        self._parts = {child.name: child for child in self.services.children.running}
        self.env = application_environment(self.home, self.services) | QUICK
        for command in ("migrate", "load_vocabularies", "compile_translations", "create_demo_accounts"):
            subprocess.run(
                [PYTHON, "manage.py", command, "--verbosity", "0"], cwd=ROOT, env=self.env, check=True
            )
        for name in (WEB, WORKER, BEAT):
            self._parts[name] = self._start(name)
            self._note()
        self._wait_until_ready()
        self._keeper.start()

    def kill(self, name: str) -> None:
        """Sends SIGKILL: to a service's main process only, or to all processes of one of our programs."""
        child = self._parts[name]
        with contextlib.suppress(ProcessLookupError):
            if child.is_service:
                os.kill(child.pid, signal.SIGKILL)
            else:
                os.killpg(child.pid, signal.SIGKILL)

    def stop(self) -> None:
        self._closing.set()
        if self._keeper.is_alive():
            self._keeper.join(60)
        self._note()
        self.services.stop()

    def _tend(self) -> None:
        while not self._closing.wait(0.2):
            for name, child in list(self._parts.items()):
                if not child.ended():
                    continue
                child.sweep()
                self._closing.wait(DOWN_SECONDS)
                # What cannot start now (full disk, or a service that is down) is tried again in the next round.
                with contextlib.suppress(ServiceError, OSError):
                    self._parts[name] = self._start(name)
                    self._note()

    def _note(self) -> None:
        """Notes what is running, so that nothing outlives a benchmark that is killed."""
        self.services.children.replace(list(self._parts.values()))

    def _start(self, name: str) -> Child:
        if name in (POSTGRES, BROKER_NAME):
            return self.services.start_again(name)
        command = {
            WEB: programs.web(self.port),
            WORKER: programs.worker(),
            BEAT: programs.beat(self.home / "run" / "beat-schedule"),
        }[name]
        log = programs.log_of(self.home, name)
        return Child(name, [PYTHON, *command], log=log, env=self.env, cwd=ROOT)

    def _wait_until_ready(self, seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while programs.readiness(self.port) != programs.READY:
            if time.monotonic() > deadline:
                raise ServiceError(
                    f"the stand was not ready after {seconds:.0f} s; logs in {self.home / 'log'}"
                )
            time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((programs.HOST, 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[Path]:
    """Mounts a file system of this size at `place` for the block. Raises PermissionError if that is not allowed."""
    if os.geteuid() != 0:
        raise PermissionError("only root mounts a file system")
    place.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise PermissionError("this machine mounts no file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)
        place.rmdir()


def fill(folder: Path) -> Path:
    """Fills the disk of `folder` with one file, until it is deleted. Returns the file."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            with contextlib.suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass
    return filler
