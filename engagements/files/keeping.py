"""Stores uploaded files for ever, on a disk or in an object store, as the settings say."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models.fields.files import FieldFile


def keep(content: bytes, name: str) -> str:
    """Stores the bytes under `name`, or a name made from it, and returns that name. Raises OSError.

    When it returns, the bytes are safe, so that no committed row can point to a missing file: a disk has been made
    to write them (fsync), an object store has confirmed them.
    """
    on_disk = has_paths()
    stored = default_storage.save(name if on_disk else _unique(name), ContentFile(content))
    if on_disk:
        with default_storage.open(stored, "rb") as file:
            os.fsync(file.fileno())
    return stored


def has_paths() -> bool:
    """Whether stored files are on a disk of this machine (or a mounted one)."""
    try:
        default_storage.path("")
    except NotImplementedError:
        return False
    return True


def _unique(name: str) -> str:
    """A name of its own: two machines may store the same bytes at the same moment, and the second deletes its copy
    again.
    """
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{secrets.token_hex(4)}{path.suffix}"))


@contextlib.contextmanager
def as_path(file: FieldFile) -> Iterator[str]:
    """Gives a path to the bytes for programs that need one, until the end of the block. Raises OSError."""
    if has_paths():
        yield file.path
        return
    with tempfile.NamedTemporaryFile(prefix="sijill-", suffix=Path(file.name or "").suffix) as copy:
        with file.storage.open(file.name or "", "rb") as content:
            shutil.copyfileobj(content, copy, 1024 * 1024)
        copy.flush()
        yield copy.name
