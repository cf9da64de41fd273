"""A whole Sijill for the load: web server, two workers, scan worker and beat, as `run.py` starts them. Workers can
be killed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from config.embedded.processes import Child
from config.launch import programs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parents[2]
WORKERS = ("worker a", "worker b")
READY_SECONDS = 120


@dataclass(slots=True)
class Site:
    """The running programs by name. A killed worker is restarted, as systemd or Compose would do."""

    port: int
    folder: Path
    env: Mapping[str, str]
    running: dict[str, Child] = field(default_factory=dict)
    killed: int = 0
    _over: threading.Event = field(default_factory=threading.Event)

    def start(self, name: str) -> None:
        command = self._command(name)
        log = self.folder / f"{name.replace(' ', '-')}.log"
        self.running[name] = Child(name, [sys.executable, *command], log=log, env=self.env, cwd=ROOT)

    def _command(self, name: str) -> list[str]:
        if name == "web":
            return programs.web(self.port)
        if name == "beat":
            return programs.beat(self.folder / "beat-schedule")
        if name == "scan worker":
            return programs.scan_worker()
        return [*programs.worker(), "--hostname", f"{name.replace(' ', '-')}@%h"]

    def numbers(self) -> dict[str, int]:
        return {name: child.pid for name, child in self.running.items()}

    def wait(self) -> None:
        """Waits until the web server answers. Raises RuntimeError."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if programs.readiness(self.port) == programs.READY:
                return
            time.sleep(0.2)
        raise RuntimeError(f"The web server does not answer; its log is {self.folder / 'web.log'}.")

    def kill_now_and_then(self, seconds: float) -> None:
        """From now on kills the workers in turn every `seconds` seconds, until `stop`."""
        threading.Thread(target=self._kill, args=(seconds,), daemon=True).start()

    def _kill(self, seconds: float) -> None:
        while not self._over.wait(seconds):
            name = WORKERS[self.killed % len(WORKERS)]
            # It leads its own session, so this kills only it and its children.
            os.killpg(self.running[name].pid, signal.SIGKILL)
            self.running[name].process.wait()
            self.killed += 1
            self.start(name)

    def let_live(self) -> None:
        self._over.set()

    def stop(self) -> None:
        self.let_live()
        for child in self.running.values():
            child.process.terminate()
        deadline = time.monotonic() + 15
        for child in self.running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.process.wait()


@contextlib.contextmanager
def site(port: int, folder: Path, env: Mapping[str, str]) -> Iterator[Site]:
    folder.mkdir(parents=True, exist_ok=True)
    made = Site(port, folder, env)
    try:
        for name in ("web", *WORKERS, "scan worker", "beat"):
            made.start(name)
        made.wait()
        yield made
    finally:
        made.stop()
