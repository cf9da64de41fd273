"""The pages of a release as pictures. Each machine draws them once, when somebody first looks at them.

The pictures lie under `files/pages/` in the data folder. They can be deleted at any time and are drawn again.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from django.conf import settings

from engagements.files.keeping import as_path
from ingest.reading import ErrorCode, ReadError
from ingest.reading.viewing import draw_in_subprocess, survey_in_subprocess

if TYPE_CHECKING:
    from ingest.models import Release

AHEAD = 3
"""Pages drawn at once: whoever looks at one will look at the next."""
_PATIENCE = 20.0
# One drawing child for each web process: many readers of one long scan must not take the whole machine.
_drawing = BoundedSemaphore(1)
# Faults that another try may not meet, so they are not remembered.
_PASSING = {ErrorCode.TIMEOUT, ErrorCode.MEMORY}


class Busy(Exception):
    """Other pages are being drawn just now. Asking again in a moment helps."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, counted from 1, and its size in pixels."""

    number: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Pages:
    """The first pages of an original that has `total` pages."""

    shown: tuple[Page, ...]
    total: int


def pages_of(release: Release) -> Pages:
    """The pages that can be shown. Raises ReadError if none can, Busy, and OSError if the original cannot be
    reached.
    """
    kept = _folder(release) / "pages.json"
    if not kept.exists():
        with _turn():
            if not kept.exists():
                _keep(kept, json.dumps(_surveyed(release)).encode())
    known: dict[str, Any] = json.loads(kept.read_bytes())
    if "error" in known:
        raise ReadError(ErrorCode(known["error"]), **known["params"])
    sizes = enumerate(known["sizes"], start=1)
    return Pages(tuple(Page(number, *size) for number, size in sizes), known["total"])


def page_image(release: Release, number: int) -> Path:
    """The path of the picture of page `number`, which is drawn now if need be.

    Raises IndexError if there is no such page, and what `pages_of` raises.
    """
    if not any(page.number == number for page in pages_of(release).shown):
        raise IndexError(number)
    picture = _picture(release, number)
    if not picture.exists():
        with _turn():
            if not picture.exists():
                _draw(release, number)
    return picture


def _draw(release: Release, number: int) -> None:
    """Draws the page and the next ones; if one of those exceeds the limits, the page alone."""
    with as_path(release.file) as path:
        try:
            drawn = draw_in_subprocess(path, number, number + AHEAD - 1)
        except ReadError:
            drawn = draw_in_subprocess(path, number, number)
    if not drawn:
        raise ReadError(ErrorCode.BROKEN)
    for place, picture in enumerate(drawn, start=number):
        _keep(_picture(release, place), picture)


def _surveyed(release: Release) -> dict[str, Any]:
    """The number and sizes of the pages, or the fault that prevents them, as JSON keeps it. Raises ReadError for
    a passing fault.
    """
    try:
        with as_path(release.file) as path:
            return survey_in_subprocess(path)
    except ReadError as error:
        if error.code in _PASSING:
            raise
        return {"error": str(error.code), "params": error.params}


def _folder(release: Release) -> Path:
    """The folder of this original's pictures. It is named by the digest of the bytes, so its pictures never go
    stale.
    """
    return Path(settings.MEDIA_ROOT) / "pages" / release.sha256[:2] / release.sha256


def _picture(release: Release, number: int) -> Path:
    return _folder(release) / f"{number}.webp"


def _keep(path: Path, content: bytes) -> None:
    """Writes the file in one step, as another process may look for it at any moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


@contextlib.contextmanager
def _turn() -> Any:
    if not _drawing.acquire(timeout=_PATIENCE):
        raise Busy
    try:
        yield
    finally:
        _drawing.release()
