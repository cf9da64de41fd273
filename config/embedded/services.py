"""Both services together, on a lasting data folder (var/) or a temporary one."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from config.embedded.binaries import find_broker, find_postgres, service_account
from config.embedded.broker import Broker
from config.embedded.folders import locked, socket_folder
from config.embedded.postgres import Postgres
from config.embedded.processes import Account, Child, ServiceError, started_at, stop_stranger

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASE, BROKER = "DATABASE_URL", "BROKER_URL"


def given(name: str) -> bool:
    """Whether the environment names a service to use instead of ours, as a value or as a file with it."""
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def _note(home: Path) -> Path:
    return home / "run" / "children.json"


class Children:
    """The running children in the order of their start. They are noted in a file, so that a crash leaves none
    running.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.owner = f"{os.getpid()}@{started_at(os.getpid())}"
        self.running: list[Child] = []

    def add(self, child: Child) -> Child:
        self.running.append(child)
        self._write()
        return child

    def replace(self, running: list[Child]) -> None:
        """Replaces the list; for callers that restart some children themselves."""
        self.running = running
        self._write()

    def stop_all(self) -> list[str]:
        """Stops all, the last started first, so that services go when nobody uses them any more.

        Returns the names of those that had to be killed.
        """
        for child in reversed(self.running):
            if not child.is_service:
                child.ask_to_stop()
        killed = []
        while self.running:
            child = self.running[-1]
            if not child.stop():
                killed.append(child.name)
            self.running.pop()
            # A full disk must not prevent stopping; readers of the note check which processes still live.
            with contextlib.suppress(OSError):
                self._write()
        return killed

    def _write(self) -> None:
        rows = [
            {"name": child.name, "pid": child.pid, "began": began, "signal": int(child.stop_signal)}
            for child in self.running
            if (began := started_at(child.pid)) is not None
        ]
        note = _note(self.home)
        partial = note.with_suffix(".partial")
        partial.write_text(json.dumps({"owner": self.owner, "children": rows}), encoding="utf-8")
        partial.replace(note)


def stop_noted(home: Path, owner: str | None = None) -> list[str]:
    """Stops what a run has left running (the run `owner`, or the last that wrote a note), the last started first.

    Returns the names of what was still alive. The caller must make sure that the run itself is over.
    """
    with locked(home / "run" / "children.lock"):
        try:
            noted = json.loads(_note(home).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        if owner is not None and noted["owner"] != owner:
            return []
        names = []
        for row in reversed(noted["children"]):
            if started_at(row["pid"]) == row["began"]:
                names.append(row["name"])
            stop_stranger(row["pid"], row["began"], first=signal.Signals(row["signal"]), grace=10)
        _note(home).unlink(missing_ok=True)
        return names


class Services:
    """PostgreSQL and the broker on one data folder; each only if its address is not in the environment."""

    def __init__(self, home: Path, site_packages: Path, *, temporary: bool = False) -> None:
        self.home = home
        self.site_packages = site_packages
        self.temporary = temporary
        self.children = Children(home)
        self.env: dict[str, str] = {}
        self.watcher: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Stops what a crash has left and starts what is missing. `env` then has the addresses of what was started.

        Raises ServiceError; the caller then stops what was started.
        """
        for name in ("run", "log"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        stop_noted(self.home)
        self._watch()
        if not given(DATABASE):
            postgres = self._postgres()
            keep_previous(postgres.log)
            self.children.add(postgres.start())
            self.env[DATABASE] = postgres.url
        if not given(BROKER):
            broker = self._broker()
            keep_previous(broker.log)
            self.children.add(broker.start())
            self.env[BROKER] = broker.url

    def start_again(self, name: str) -> Child:
        """Restarts `PostgreSQL` or `the broker` after it was killed, at its old address. Raises ServiceError."""
        return (self._postgres() if name == "PostgreSQL" else self._broker()).start()

    def stop_stray(self) -> list[str]:
        """Stops a PostgreSQL and a broker of this folder that no note mentions. Returns their names.

        For use after a crash; the caller must make sure that no run uses the folder.
        """
        names = []
        if not given(DATABASE) and any(self.home.glob("pg[0-9]*")) and self._postgres().stop_leftover():
            names.append("PostgreSQL")
        if not given(BROKER) and (self.home / "broker").exists() and self._broker().stop_leftover():
            names.append("the broker")
        return names

    def stop(self) -> list[str]:
        """Stops them and everything else in `children`. Returns the names of what had to be killed."""
        killed = self.children.stop_all()
        if self.watcher and self.watcher.stdin:
            self.watcher.stdin.close()
            self.watcher.wait()
        if self.temporary:
            remove(self.home)
        for folder in (self.home, self.home / "broker"):
            with contextlib.suppress(OSError, ServiceError):
                socket_folder(folder, Account.ours()).rmdir()
        return killed

    def _watch(self) -> None:
        how_long = "temporary" if self.temporary else "lasting"
        self.watcher = subprocess.Popen(
            [sys.executable, "-m", "config.embedded.watcher", str(self.home), self.children.owner, how_long],
            stdin=subprocess.PIPE,
            cwd=ROOT,
            start_new_session=True,
        )

    def _broker(self) -> Broker:
        return Broker(
            server=find_broker(self.site_packages),
            data=self.home / "broker",
            # Not the folder of PostgreSQL, which may belong to another account.
            sockets=socket_folder(self.home / "broker", Account.ours()),
            log=self.home / "log" / "broker.log",
            temporary=self.temporary,
        )

    def _postgres(self) -> Postgres:
        account = service_account()
        only = os.environ.get("SIJILL_POSTGRES")
        binaries = find_postgres(self.site_packages, account, only)
        data = self.home / f"pg{binaries.major}"
        others = sorted(path.name for path in self.home.glob("pg[0-9]*"))
        if others and not data.exists() and not only:
            raise ServiceError(
                f"The data is in {self.home / others[-1]}, which the PostgreSQL found here "
                f"({binaries.provider}, {binaries.major}) cannot open, and an empty register beside it would "
                "hide it. Bring that version back, or move the data over (docs/operations.md)."
            )
        sockets = socket_folder(self.home, account)
        log = self.home / "log" / "postgresql.log"
        return Postgres(binaries, account, data, sockets, log, self.temporary)


def remove(home: Path) -> None:
    """Deletes a temporary data folder and the folders of its sockets."""
    with contextlib.suppress(ServiceError):
        shutil.rmtree(socket_folder(home, service_account()), ignore_errors=True)
        shutil.rmtree(socket_folder(home / "broker", Account.ours()), ignore_errors=True)
    shutil.rmtree(home, ignore_errors=True)


def keep_previous(log: Path) -> None:
    """Renames the log of the previous run to `.1`."""
    with contextlib.suppress(FileNotFoundError):
        log.replace(log.with_name(f"{log.name}.1"))


@contextlib.contextmanager
def temporary_services(site_packages: Path) -> Iterator[Services]:
    """Separate services in a new folder for the block, whatever else runs; deleted at the end."""
    services = Services(Path(tempfile.mkdtemp(prefix="sijill-")), site_packages, temporary=True)
    try:
        services.start()
        yield services
    finally:
        services.stop()
