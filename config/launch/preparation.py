"""Prepares the database and files before the application starts, unless that has been done already."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from typing import TYPE_CHECKING

from config.embedded.processes import ServiceError, tail
from config.embedded.services import DATABASE, given, keep_previous
from config.launch.places import PYTHON, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

LOG_LINES = 30
INPUTS = ("accounts", "arabic", "config", "engagements", "ingest", "locale", "samples", "requirements")
"""The folders that `manage.py prepare` reads, including the translations that it writes."""
IDENTIFIER_BYTES = 8


def prepare(home: Path, env: Mapping[str, str]) -> None:
    """Runs migrations, translations, countries, assets, demo accounts and samples in one process, or none if all is
    done.

    Raises ServiceError with the end of the log.
    """
    stamp = _stamp(home)
    if stamp.exists() and stamp.read_text() == _key(home, env):
        return
    stamp.unlink(missing_ok=True)
    print("Preparing the database, translations and typeface (once for each version) ...", flush=True)
    began = time.monotonic()
    log = home / "log" / "prepare.log"
    keep_previous(log)
    (home / "static").mkdir(exist_ok=True)
    with log.open("wb") as out:
        answer = subprocess.run(
            [str(PYTHON), "manage.py", "prepare"],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            check=False,
            env=env,
            cwd=ROOT,
        )
    if answer.returncode:
        raise ServiceError(
            f"`manage.py prepare` ended with exit code {answer.returncode}. The end of {log}:\n"
            f"{tail(log, LOG_LINES)}"
        )
    print(f"  prepared in {time.monotonic() - began:.0f} s", flush=True)
    if not given(DATABASE):
        stamp.write_text(_key(home, env))


def forget(home: Path) -> None:
    """Makes the next start prepare again; call it before anything that may change the database by hand."""
    _stamp(home).unlink(missing_ok=True)


def _stamp(home: Path) -> Path:
    return home / "run" / "prepared"


def _key(home: Path, env: Mapping[str, str]) -> str:
    """A digest of this database cluster, these files and settings. A database elsewhere is never considered
    prepared.
    """
    digest = hashlib.sha256()
    for control in sorted(home.glob("pg[0-9]*/global/pg_control")):
        # The file begins with the identifier that initdb gave the cluster.
        digest.update(control.read_bytes()[:IDENTIFIER_BYTES])
    settings = sorted(item for item in env.items() if item[0].startswith("SIJILL_"))
    digest.update(repr(settings).encode())
    for folder in (*(ROOT / name for name in INPUTS), home / "assets"):
        for path, size, changed in _files(folder):
            digest.update(f"{path} {size} {changed}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            found = os.stat(os.path.join(top, name))
            yield os.path.join(top, name), found.st_size, found.st_mtime_ns
