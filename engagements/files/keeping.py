"""Files that people handed in, kept for ever: on a disk or in an object store, whichever the settings name."""

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
    """Keeps the bytes under `name` or a name made from it, and gives that. Raises OSError.

    When it returns they are safe, so that no committed row can point to a file that is not there: a disk was made to
    write them through, an object store has said that it has them.
    """
    on_disk = has_paths()
    stored = default_storage.save(name if on_disk else _unique(name), ContentFile(content))
    if on_disk:
        with default_storage.open(stored, "rb") as file:
            os.fsync(file.fileno())
    return stored


def has_paths() -> bool:
    """Whether kept files lie on a disk of this machine (or one that looks like it)."""
    try:
        default_storage.path("")
    except NotImplementedError:
        return False
    return True


def _unique(name: str) -> str:
    """Two machines may store the same bytes at one moment, and whoever comes second deletes his own again."""
    path = PurePosixPath(name)
    return str(path.with_name(f"{path.stem}-{secrets.token_hex(4)}{path.suffix}"))


@contextlib.contextmanager
def as_path(file: FieldFile) -> Iterator[str]:
    """A path under which programs that want one find the bytes, until the end of the block. Raises OSError."""
    if has_paths():
        yield file.path
        return
    with tempfile.NamedTemporaryFile(prefix="sijill-", suffix=Path(file.name or "").suffix) as copy:
        with file.storage.open(file.name or "", "rb") as content:
            shutil.copyfileobj(content, copy, 1024 * 1024)
        copy.flush()
        yield copy.name
