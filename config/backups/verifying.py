"""Checks whether a backup is complete: reads everything in it and compares the checksums; restores nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import IO, TYPE_CHECKING, Any

from config.backups import rows
from config.backups.archive import ENCRYPTED, BackupError, parts_of
from config.backups.backing_up import FORMAT
from config.backups.retention import intact, sum_of

if TYPE_CHECKING:
    from pathlib import Path

    import pyrage

_BLOCK = 1024 * 1024


@dataclass(slots=True)
class Verified:
    """The result. `opened` is False for an encrypted backup without its key: then only the file's checksum was
    compared.
    """

    opened: bool
    version: str = ""
    at: str = ""
    rows: int = 0
    files: int = 0


def verify(path: Path, *, identity: pyrage.x25519.Identity | None = None) -> Verified:
    """Checks the backup. Raises BackupError if its checksum is wrong, it is incomplete, or its rows or files do not
    agree with their sums.
    """
    if not path.exists():
        raise BackupError(f"There is no file {path}.")
    if not intact(path):
        raise BackupError(f"{path.name} is damaged: its checksum is another.")
    if path.suffix == ENCRYPTED and identity is None:
        if not sum_of(path).exists():
            raise BackupError(f"{path.name} is encrypted and has no checksum: name its key (--identity).")
        return Verified(opened=False)
    return _read(path, identity)


def _read(path: Path, identity: pyrage.x25519.Identity | None) -> Verified:
    sums: defaultdict[str, rows.Sum] = defaultdict(rows.Sum)
    files: dict[str, str] = {}
    about: dict[str, Any] = {}
    told: dict[str, Any] = {}
    with parts_of(path, identity) as parts:
        for part, content in parts:
            kind, _slash, name = part.partition("/")
            if part == "about.json":
                about = json.load(content)
            elif kind == "data":
                sums[name.rpartition("/")[0]].add(content.read())
            elif kind == "files":
                files[name] = _digest(content)
            elif part == "sums.json":
                told = json.load(content)
    if about.get("format") != FORMAT or not told:
        raise BackupError(f"{path.name} is no backup that this version reads, or its end is missing.")
    if told["tables"] != {name: asdict(sums[name]) for name in about["tables"]} or told["files"] != files:
        raise BackupError(f"{path.name} was changed since it was made: its checksums do not agree.")
    total = sum(each.rows for each in sums.values())
    return Verified(opened=True, version=about["version"], at=about["at"], rows=total, files=len(files))


def _digest(content: IO[bytes]) -> str:
    digest = sha256()
    while block := content.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()
