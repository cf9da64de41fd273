"""Takes a release in: keeps the original, commits its row, then sends a message to the workers."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from engagements.files.keeping import keep
from engagements.files.naming import clean_name
from engagements.models import Source
from engagements.models.audit import Action
from engagements.services import audit
from ingest.models import Release, WayIn
from ingest.services.queueing import enqueue

if TYPE_CHECKING:
    from datetime import date, datetime

    from engagements.models import User

MAX_KEPT_BYTES = 64_000_000
"""The largest file that is kept. A file may be too large to be read and still be kept; its page then says so."""

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


class TooLarge(Exception):
    """The file is larger than MAX_KEPT_BYTES. Nothing of it was stored."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """The release with these bytes. `duplicate` is whether they had come in before."""

    release: Release
    duplicate: bool


def submit(
    *,
    content: bytes,
    filename: str,
    by: User,
    now: datetime,
    published_on: date | None = None,
    outlet: str = "",
    url: str = "",
    way_in: WayIn = WayIn.UPLOAD,
) -> Submitted:
    """Stores `content` unchanged and has it read. If the same bytes came in before, that release is returned instead.

    This also holds if two people submit the same bytes at once. Raises TooLarge, and OSError if the store fails. It
    is no error if the broker is down: the sweep brings the release to a worker later.
    """
    if len(content) > MAX_KEPT_BYTES:
        raise TooLarge
    digest = hashlib.sha256(content).hexdigest()
    if before := Release.objects.filter(sha256=digest).first():
        return Submitted(before, duplicate=True)
    original = store(content, filename, digest, now=now)
    source = Source(outlet=outlet, url=url, published_on=published_on)
    try:
        release = admit(original, source, by=by, now=now, way_in=way_in)
    except IntegrityError:
        before = Release.objects.filter(sha256=digest).first()
        if before is None:
            raise
        # Only after this error it is certain that no row points to this copy. After any other fault the copy stays.
        default_storage.delete(original.stored)
        return Submitted(before, duplicate=True)
    return Submitted(release, duplicate=False)


@dataclass(frozen=True, slots=True)
class Original:
    """A stored file that no row points to yet. `stored` is its name in the store, `filename` its name for people."""

    stored: str
    filename: str
    size: int
    sha256: str


def store(content: bytes, filename: str, digest: str, *, now: datetime) -> Original:
    """Puts the content into the store of files, under a name made from its SHA-256 `digest`. Raises OSError."""
    filename = clean_name(filename, otherwise="release")
    stored = keep(content, f"releases/{now:%Y/%m}/{digest}{_suffix(filename)}")
    return Original(stored, filename, len(content), digest)


@transaction.atomic
def admit(original: Original, source: Source, *, by: User, now: datetime, way_in: WayIn) -> Release:
    """Creates the rows of a stored original; once they are committed, the message to the workers is sent.

    Raises IntegrityError if a release with the same bytes came in meanwhile.
    """
    source.save(force_insert=True)
    release = Release.objects.create(
        source=source,
        file=original.stored,
        filename=original.filename,
        size=original.size,
        sha256=original.sha256,
        way_in=way_in,
        submitted_by=by,
        submitted_at=now,
        enqueued_at=now,
    )
    audit.write(by=by, action=Action.SUBMITTED, subject=release, now=now)
    transaction.on_commit(partial(enqueue, release.pk, release.lane, way_in))
    return release


def _suffix(filename: str) -> str:
    suffix = PurePath(filename).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""
