"""Takes a release in: the original kept, its row committed, then a message to the workers."""

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
"""Up to here a file is kept even if it is too large to be read, and its page says so."""

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


class TooLarge(Exception):
    """The file is larger than what is kept at all. Nothing of it was stored."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """`duplicate`: these bytes were here before, and `release` is the one that brought them."""

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
    """Keeps `content` unchanged and has it read. Of two at once with the same bytes, one gets the other's release.

    Raises TooLarge. A broker that is down does not matter: the sweep brings the release to a worker later.
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
        # Only here is it certain that no row points to this copy; after any other fault it stays.
        default_storage.delete(original.stored)
        return Submitted(before, duplicate=True)
    return Submitted(release, duplicate=False)


@dataclass(frozen=True, slots=True)
class Original:
    """A kept file, under `stored`, that no row points to yet. `filename` is its name for people."""

    stored: str
    filename: str
    size: int
    sha256: str


def store(content: bytes, filename: str, digest: str, *, now: datetime) -> Original:
    """The original in the store of files, under a name made from its digest; `filename` is only kept for people."""
    filename = clean_name(filename, otherwise="release")
    stored = keep(content, f"releases/{now:%Y/%m}/{digest}{_suffix(filename)}")
    return Original(stored, filename, len(content), digest)


@transaction.atomic
def admit(original: Original, source: Source, *, by: User, now: datetime, way_in: WayIn) -> Release:
    """The rows of a stored original, and once they are committed the message to the workers.

    Raises IntegrityError if these bytes came in meanwhile.
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
