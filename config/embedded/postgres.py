"""Makes, starts and stops an own PostgreSQL cluster.

The Python code in the packages is not used, because it changes the machine.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from config.embedded.folders import private_folder
from config.embedded.processes import (
    POLL_SECONDS,
    Account,
    Child,
    ServiceError,
    ask_ps,
    started_at,
    stop_stranger,
    tail,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from config.embedded.binaries import PostgresBinaries

NAME = "sijill"
"""The name of the database and of its owner."""
FIRST_MAJOR_WITH_BUILTIN_LOCALES = 17
START_SECONDS = 60.0
RETRY_SECONDS = 12.0
RETRY_AFTER = ("postmaster.pid", "pre-existing shared memory")
SETTINGS = {
    "listen_addresses": "",
    # Does not need /dev/shm, which is small or missing in containers.
    "dynamic_shared_memory_type": "mmap",
    "max_parallel_workers_per_gather": "0",
    "log_checkpoints": "off",
}
UNSAFE_AND_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Between two tests autovacuum would find all tables empty, and the next test's queries would be planned for that.
    # What tests leave is swept away by tests/leftovers.py.
    "autovacuum": "off",
}
# A folder passed as an open file descriptor can be used without the right to enter the folders above it. So `nobody`
# can serve data under root's closed home without changed permissions. The path is also short and plain.
OPEN_FOLDERS = Path("/proc/self/fd")


@dataclass(frozen=True)
class Postgres:
    """One cluster in the folder `data`. A `temporary` one trades safety for speed."""

    binaries: PostgresBinaries
    account: Account
    data: Path
    sockets: Path
    log: Path
    temporary: bool = False

    @property
    def url(self) -> str:
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.sockets), safe='')}"

    def start(self) -> Child:
        """Makes the cluster if there is none, stops a server that a crash has left, starts it and waits until it
        answers.

        Raises ServiceError.
        """
        if not self.data.exists():
            self._make()
        if (owner := self.data.stat().st_uid) != self.account.uid:
            raise ServiceError(
                f"{self.data} belongs to the account with the number {owner}; PostgreSQL would run here as "
                f"{self.account.uid}. Run this as the account that made it (root's data belongs to `nobody`)."
            )
        self.stop_leftover()
        deadline = time.monotonic() + RETRY_SECONDS
        while True:
            child = self._spawn()
            if self._wait(child):
                return child
            # A killed server stays a zombie with a valid lock file for a second or two, until it is reaped.
            if time.monotonic() > deadline or not any(word in tail(self.log, 8) for word in RETRY_AFTER):
                raise ServiceError(f"PostgreSQL did not start: it {child.how_it_ended()}")
            time.sleep(0.25)

    def stop_leftover(self) -> bool:
        """Stops a server that an earlier run left on this data. Returns whether there was one."""
        lines = self._pid_file()
        pid = int(lines[0]) if lines else 0
        began = started_at(pid) if pid else None
        if began is None or not self._serves(pid):
            return False
        stop_stranger(pid, began, first=signal.SIGINT, grace=20, group=False)
        return True

    def _serves(self, pid: int) -> bool:
        try:
            return os.path.samefile(f"/proc/{pid}/cwd", self.data)
        except OSError:
            return "postgres" in ask_ps("comm=", pid)

    def _pid_file(self) -> list[str]:
        try:
            lines = (self.data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return []
        return lines if lines and lines[0].isdigit() else []

    def _spawn(self) -> Child:
        settings = SETTINGS | (UNSAFE_AND_FAST if self.temporary else {})
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with handed_over(self.data) as (name, numbers):
            return Child(
                "PostgreSQL",
                [self.binaries.bin / "postgres", "-D", name, "-k", self.sockets, *options],
                log=self.log,
                stop_signal=signal.SIGINT,
                grace=20,
                env=_environment(),
                cwd=Path("/"),
                account=self.account,
                is_service=True,
                pass_fds=numbers,
            )

    def _wait(self, child: Child) -> bool:
        """True once it accepts connections, False if it ended; the last line of its pid file tells."""
        deadline = time.monotonic() + START_SECONDS
        while not child.ended():
            lines = self._pid_file()
            if len(lines) > 7 and lines[0] == str(child.pid) and lines[7].strip() == "ready":
                return True
            if time.monotonic() > deadline:
                child.stop()
                raise ServiceError(f"PostgreSQL was not ready after {START_SECONDS:.0f} s. See {self.log}.")
            time.sleep(POLL_SECONDS)
        return False

    def _make(self) -> None:
        """Makes the cluster under another name and renames it at the end, so that an existing cluster is complete."""
        self.data.parent.mkdir(parents=True, exist_ok=True)
        for left in self.data.parent.glob(f".{self.data.name}-*"):
            shutil.rmtree(left)
        partial = Path(tempfile.mkdtemp(prefix=f".{self.data.name}-", dir=self.data.parent))
        private_folder(partial, self.account)
        locale = ["--lc-collate=C", f"--lc-ctype={'UTF-8' if sys.platform == 'darwin' else 'C.UTF-8'}"]
        if self.binaries.major >= FIRST_MAJOR_WITH_BUILTIN_LOCALES:
            locale += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        sync = ["--no-sync"] if self.temporary else []
        try:
            # With the character type C pg_trgm finds no trigrams in Arabic.
            self._run(
                partial,
                ["initdb", "-U", NAME, "-A", "trust", "-E", "UTF8", "--lc-messages=C", *locale, *sync],
            )
            self._run(partial, ["postgres", "--single"], ["postgres"], f"CREATE DATABASE {NAME}\n")
        except ServiceError:
            shutil.rmtree(partial)
            raise
        partial.rename(self.data)

    def _run(self, data: Path, command: list[str], rest: Sequence[str] = (), text: str | None = None) -> None:
        with handed_over(data) as (name, numbers):
            answer = subprocess.run(
                [self.binaries.bin / command[0], *command[1:], "-D", name, *rest],
                input=text,
                capture_output=True,
                text=True,
                check=False,
                env=_environment(),
                cwd="/",
                pass_fds=numbers,
                **self.account.popen_arguments(),
            )
        if answer.returncode:
            said = (answer.stderr or answer.stdout).strip()[-800:]
            raise ServiceError(f"{command[0]} ended with exit code {answer.returncode}:\n{said}")


@contextlib.contextmanager
def handed_over(folder: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    """A path of the folder that is valid in a child with these open file descriptors; without /proc its plain path."""
    if not OPEN_FOLDERS.exists():
        yield str(folder), ()
        return
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield str(OPEN_FOLDERS / str(number)), (number,)
    finally:
        os.close(number)


def _environment() -> dict[str, str]:
    locale = "C.UTF-8" if sys.platform == "linux" else "C"
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": locale}
