"""The folders for sockets, locks and notes of running processes."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import stat
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING

from config.embedded.processes import Account, ServiceError

if TYPE_CHECKING:
    from collections.abc import Iterator

SOCKET_PATH_LIMIT = 100
"""The most bytes of a socket's path. The systems allow 108 (Linux) and 104 (macOS), including the end mark."""
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")


def private_folder(path: Path, account: Account | None = None) -> Path:
    """Makes the folder if needed, accessible to its owner only. Raises ServiceError if it belongs to somebody else."""
    uid = account.uid if account else os.geteuid()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise ServiceError(f"{path} is in the way: a folder is needed there.")
    if found.st_uid != uid:
        if os.geteuid() != 0:
            raise ServiceError(f"{path} belongs to another account (number {found.st_uid}), not to this one.")
        os.chown(path, uid, account.gid if account else -1)
    if stat.S_IMODE(found.st_mode) != 0o700:
        path.chmod(0o700)
    return path


def socket_folder(home: Path, account: Account) -> Path:
    """A private folder with a short path for the sockets of the services of `home`, always the same one."""
    key = hashlib.sha256(os.fsencode(home.resolve())).hexdigest()[:12]
    name = f"sijill-{os.geteuid()}-{key}"
    for base in _short_bases():
        path = base / name
        if len(os.fsencode(path)) + LONGEST_SOCKET_NAME <= SOCKET_PATH_LIMIT and _usable(base):
            return private_folder(path, account)
    raise ServiceError("No folder with a short path can be written for sockets: not TMPDIR, not /tmp.")


def _short_bases() -> Iterator[Path]:
    if os.geteuid() == 0:
        # Not root's runtime folder, because the account of PostgreSQL could not enter it.
        yield Path("/run")
    elif "XDG_RUNTIME_DIR" in os.environ:
        yield Path(os.environ["XDG_RUNTIME_DIR"])
    yield Path(tempfile.gettempdir())
    yield Path("/tmp")  # noqa: S108 - the folder made in it is checked to be ours alone


def _usable(base: Path) -> bool:
    return base.is_dir() and os.access(base, os.W_OK | os.X_OK)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[IO[str]]:
    """Holds the lock of the file during the block; waits until it is free."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
