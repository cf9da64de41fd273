"""Unpacks a container: each file in it becomes a release of its own, all of them or none."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from engagements.files.keeping import as_path
from engagements.models import Source
from ingest.models import ContainedFile, ParseRun, Release, ReleaseStatus, RunStatus, WayIn
from ingest.reading import ErrorCode, Part, Unpacked, take_apart_in_subprocess
from ingest.services.claiming import Claim, close
from ingest.services.submission import Original, admit, store

if TYPE_CHECKING:
    from datetime import datetime

VERSION = "unpack-1"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A part of the container and where its bytes are: newly stored, or in a release that was there before."""

    part: Part
    sha256: str = ""
    original: Original | None = None


def unpack(claim: Claim, *, clock: Callable[[], datetime]) -> None:
    """Stores the parts, then commits in one transaction the container, its parts and the list of what was left out.

    If the worker is killed on the way, stored files remain that no row points to, and the next worker begins anew.
    Bytes that are in the register already are not stored again: the container then lists the release that has them.
    Raises ReadError if the container as a whole is refused.
    """
    release = claim.run.release
    with tempfile.TemporaryFile() as spool, as_path(release.file) as path:
        found = take_apart_in_subprocess(path, release.filename, spool)
        kept = [_stored(part, spool, now=clock()) for part in found.parts]
    _keep(claim, found, kept, now=clock())
    _delete_unused(kept)


def _stored(part: Part, spool: IO[bytes], *, now: datetime) -> _Kept:
    if part.left_out:
        return _Kept(part)
    spool.seek(part.start)
    content = spool.read(part.size)
    digest = hashlib.sha256(content).hexdigest()
    if Release.objects.filter(sha256=digest).exists():
        return _Kept(part, digest)
    return _Kept(part, digest, store(content, part.name, digest, now=now))


@transaction.atomic
def _keep(claim: Claim, found: Unpacked, kept: list[_Kept], *, now: datetime) -> None:
    """Commits all rows and the end of the run; nothing if the claim is lost."""
    if all(each.part.left_out for each in kept):
        fault = {"error_code": ErrorCode.NOTHING_INSIDE.value, "error_params": {"count": len(kept)}}
        held = close(claim, ReleaseStatus.FAILED, RunStatus.FAILED, now=now, **fault)
    else:
        held = close(claim, ReleaseStatus.UNPACKED, RunStatus.DONE, now=now)
    if not held:
        return
    ParseRun.objects.filter(pk=claim.run.pk).update(reader_version=VERSION, file_format=found.format)
    container = claim.run.release
    container.contents.all().delete()
    ContainedFile.objects.bulk_create(
        ContainedFile(
            container=container,
            position=position,
            path=each.part.path,
            size=each.part.size,
            release=None if each.part.left_out else _release(container, each, now=now),
            left_out=each.part.left_out.value if each.part.left_out else "",
            outlet=each.part.around.outlet[:200],
            sent_on=each.part.around.sent_on,
        )
        for position, each in enumerate(kept)
    )


def _release(container: Release, each: _Kept, *, now: datetime) -> Release:
    """The release of these bytes. What was said at the upload of the container holds for each of its parts."""
    if before := Release.objects.filter(sha256=each.sha256).first():
        return before
    assert each.original
    said = Source(outlet=container.source.outlet, published_on=container.source.published_on)
    try:
        return admit(each.original, said, by=container.submitted_by, now=now, way_in=WayIn.PART)
    except IntegrityError:
        return Release.objects.get(sha256=each.sha256)


def _delete_unused(kept: list[_Kept]) -> None:
    """Deletes stored copies that no row points to: of a file that is twice in the container, or that came in
    meanwhile.
    """
    originals = [each.original for each in kept if each.original]
    rows = Release.objects.filter(sha256__in=[original.sha256 for original in originals])
    used = set(rows.values_list("file", flat=True))
    for original in originals:
        if original.stored not in used:
            default_storage.delete(original.stored)
