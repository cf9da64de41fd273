"""Simulates an installation on several machines on one: they share PostgreSQL, the broker and the object store."""

from __future__ import annotations

import contextlib
import os
import re
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.rolled.object_store import ObjectStore
from config.embedded.processes import Child
from config.embedded.services import BROKER, DATABASE, Services
from config.launch import programs
from config.launch.places import PYTHON, ROOT, VENV, site_packages
from config.launch.serve import application_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PATIENCE = 90.0
DRAIN_SECONDS = 4
LIMITS = ("UPLOAD", "SEARCH", "EXPORT")
_READY = re.compile(r"^.*@\S+ ready\.\s*$", re.MULTILINE)


class Machines:
    """`webs` web servers, `workers` workers and one beat, each in a data folder of its own, behind the real proxy."""

    def __init__(
        self, home: Path, *, webs: int = 2, workers: int = 3, extra: Mapping[str, str] | None = None
    ) -> None:
        for name in (DATABASE, BROKER):
            os.environ.pop(name, None)
        self.home = home
        self.services = Services(home, site_packages())
        self.store = ObjectStore(home / "store")
        self.ports = {f"web-{number + 1}": free_port() for number in range(webs)}
        self.workers = [f"worker-{number + 1}" for number in range(workers)]
        self.port, self.plain_port = free_port(), free_port()
        self.extra = dict(extra or {})
        self.env: dict[str, str] = {}
        self.parts: dict[str, Child] = {}

    def start(self, *prepare: str) -> None:
        """Starts everything after these commands of manage.py, and waits until it answers. Raises TimeoutError."""
        self.services.start()
        self.services.children.add(self.store.start())
        self.env = application_environment(self.home, self.services) | self.store.env | self._settings()
        for command in ("migrate", "load_vocabularies", "compile_translations", "build_assets", *prepare):
            line = [str(PYTHON), "manage.py", *command.split(), "--verbosity", "0"]
            subprocess.run(line, cwd=ROOT, env=self.env, check=True)
        for name in (*self.ports, *self.workers, "beat"):
            self.begin(name)
        for name in (*self.ports, *self.workers):
            self.until_ready(name)
        self.begin("proxy")
        self._until(lambda: _listens(self.port), "the proxy")

    def _settings(self) -> dict[str, str]:
        """The settings of production, without rate limits, because a few people here do the work of many."""
        usual = {
            "SIJILL_HTTPS": "1",
            "SIJILL_DEMO": "1",
            "SIJILL_ALLOWED_HOSTS": "localhost,127.0.0.1",
            "SIJILL_CSRF_TRUSTED_ORIGINS": f"https://localhost:{self.port}",
            "SIJILL_TRUSTED_PROXIES": "1",
            "SIJILL_DRAIN_SECONDS": str(DRAIN_SECONDS),
            "SIJILL_GRACEFUL_SECONDS": "30",
            "SIJILL_SWEEP_SECONDS": "2",
        }
        return usual | {f"SIJILL_LIMIT_{name}": "off" for name in LIMITS} | self.extra

    def restart(self, name: str) -> float:
        """Stops a part as an init system does, waits for its end and starts it again. Returns the seconds until it
        was ready.
        """
        began = time.monotonic()
        if not self.parts[name].stop():
            raise TimeoutError(f"{name} had to be killed")
        self.begin(name)
        self.until_ready(name)
        return time.monotonic() - began

    def until_ready(self, name: str) -> None:
        if name in self.ports:
            self._until(lambda: programs.readiness(self.ports[name]) == programs.READY, name)
        else:
            log = self.parts[name].log
            self._until(lambda: bool(_READY.search(log.read_text(errors="replace"))), name)

    def stop(self) -> None:
        self.services.stop()

    def begin(self, name: str) -> None:
        """Starts a part in a data folder of its own, as on a machine of its own."""
        folder = self.home / "machines" / name
        folder.mkdir(parents=True, exist_ok=True)
        log = folder / "log"
        log.unlink(missing_ok=True)
        env = self.env | {"SIJILL_DATA_DIR": str(folder)}
        # Translations and typeface are part of an image; here all parts share those of the first folder.
        with contextlib.suppress(FileExistsError):
            (folder / "assets").symlink_to(self.home / "assets")
        child = Child(
            name,
            self._command(name, folder),
            log=log,
            grace=PATIENCE,
            env=env | self._proxied(folder),
            cwd=ROOT,
        )
        self.parts[name] = child
        known = [each for each in self.services.children.running if each.name != name]
        self.services.children.replace([*known, child])

    def _command(self, name: str, folder: Path) -> list[str]:
        python = str(PYTHON)
        if name in self.ports:
            return [python, *programs.web(self.ports[name])]
        if name == "beat":
            return [python, *programs.beat(folder / "schedule")]
        if name == "proxy":
            return [str(VENV / "bin" / "caddy"), "run", "--config", str(ROOT / "deploy" / "Caddyfile")]
        return [python, *programs.worker(), "--hostname", f"{name}@%h"]

    def _proxied(self, folder: Path) -> dict[str, str]:
        return {
            "SIJILL_ADDRESS": f"https://localhost:{self.port}",
            "SIJILL_TLS": "internal",
            "SIJILL_HTTP_PORT": str(self.plain_port),
            "SIJILL_UPSTREAMS": " ".join(f"127.0.0.1:{port}" for port in self.ports.values()),
            "XDG_DATA_HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder),
        }

    def _until(self, true: Callable[[], bool], name: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not true():
            ended = next((child for child in self.parts.values() if child.ended()), None)
            if ended or time.monotonic() > deadline:
                what = f"{ended.name} {ended.how_it_ended()}" if ended else f"{name} was not ready"
                raise TimeoutError(what)
            time.sleep(0.05)


def _listens(port: int) -> bool:
    try:
        with socket.create_connection((programs.HOST, port), timeout=1):
            return True
    except OSError:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((programs.HOST, 0))
        return int(probe.getsockname()[1])
