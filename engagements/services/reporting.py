"""Progress reports on a follow-up, and proofs that it was done."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from engagements.errors import Conflict, Refusal
from engagements.files.keeping import keep
from engagements.files.naming import clean_name
from engagements.models import Action, Commitment, ProgressUpdate, Proof, Rating, Source, User
from engagements.services import audit
from engagements.services.commitments import held
from engagements.services.notices import tell_of_changes

if TYPE_CHECKING:
    from datetime import datetime

MAX_PROOF_BYTES = 20_000_000
"""As much as a release may have that is to be read."""
PROOF_SUFFIXES = (
    *("pdf", "docx", "doc", "odt", "rtf", "txt", "xlsx", "ods", "csv", "eml", "msg"),
    *("png", "jpg", "jpeg", "webp", "gif", "tif", "tiff"),
)


@transaction.atomic
def report_progress(
    *, commitment: Commitment, rating: str, words: str, next_step: str = "", by: User, now: datetime
) -> ProgressUpdate:
    """Adds a report; the follow-up gets its rating.

    Raises Refused if `by` may not, Refusal without words or with an unknown rating, or for a closed follow-up.
    """
    found = held(commitment, by)
    if not found.is_open:
        raise Refusal(_("This follow-up is closed. Open it again before reporting on it."))
    if rating not in Rating.values:
        raise Refusal(_("Say how it stands."), "rating")
    if not words.strip():
        raise Refusal(_("Say what was done."), "words")
    update = ProgressUpdate.objects.create(
        commitment=found, by=by, at=now, rating=rating, words=words.strip(), next_step=next_step.strip()
    )
    Commitment.objects.filter(pk=found.pk).update(rating=rating)
    changes: dict[str, tuple[str | None, str]] = {}
    if found.rating != rating:
        changes["rating"] = (found.rating or None, rating)
    if update.next_step:
        changes["next_step"] = (None, update.next_step)
    entry = audit.write(
        by=by, action=Action.REPORTED, subject=found, now=now, changes=changes, note=words.strip()
    )
    tell_of_changes(entries=[entry])
    return update


@transaction.atomic
def add_proof_source(
    *,
    commitment: Commitment,
    source: Source,
    place: tuple[int, int] | None = None,
    words: str = "",
    by: User,
    now: datetime,
) -> Proof:
    """Makes a source a proof that the follow-up was done. `place` is the half-open range of its words in the text.

    Raises Refused if `by` may not, Refusal if the source is a proof already, ValueError for a range outside the text.
    """
    found = held(commitment, by)
    start, end = place or (None, None)
    if start is not None and end is not None and not 0 <= start < end <= len(source.text):
        raise ValueError(f"{start}-{end} is not in the source's {len(source.text)}")
    if found.proofs.filter(source=source, start=start, end=end, withdrawn_at=None).exists():
        raise Refusal(_("This is among the proofs already."), "release")
    proof = Proof.objects.create(
        commitment=found,
        source=source,
        start=start,
        end=end,
        quote=source.text[start:end] if place else "",
        words=words.strip(),
        by=by,
        at=now,
    )
    return _told(proof, (None, _called(proof)), words.strip(), by, now)


@transaction.atomic
def add_proof_file(
    *, commitment: Commitment, content: bytes, filename: str, words: str = "", by: User, now: datetime
) -> Proof:
    """Makes a file a proof that the follow-up was done. It is stored unchanged, beside the originals of releases.

    Raises Refused if `by` may not, Refusal for a file that is empty, too large, of a kind that is not allowed, or a
    proof already.
    """
    found = held(commitment, by)
    filename = clean_name(filename, otherwise="file")
    suffix = PurePath(filename).suffix.lower()
    digest = hashlib.sha256(content).hexdigest()
    if suffix.removeprefix(".") not in PROOF_SUFFIXES:
        message = _("A proof is one of these kinds of files: %(kinds)s.")
        raise Refusal(message % {"kinds": ", ".join(PROOF_SUFFIXES)}, "file")
    if not content:
        raise Refusal(_("The file is empty."), "file")
    if len(content) > MAX_PROOF_BYTES:
        raise Refusal(too_large(), "file")
    if found.proofs.filter(sha256=digest, withdrawn_at=None).exists():
        raise Refusal(_("This is among the proofs already."), "file")
    proof = Proof.objects.create(
        commitment=found,
        file=keep(content, f"proofs/{now:%Y/%m}/{digest}{suffix}"),
        filename=filename,
        size=len(content),
        sha256=digest,
        words=words.strip(),
        by=by,
        at=now,
    )
    return _told(proof, (None, filename), words.strip(), by, now)


@transaction.atomic
def withdraw_proof(*, proof: Proof, reason: str, by: User, now: datetime) -> Proof:
    """Marks the proof as withdrawn; it remains visible.

    Raises Refused if `by` may not, Refusal without a reason, Conflict if it was withdrawn already.
    """
    found = held(proof.commitment, by)
    if not reason.strip():
        raise Refusal(_("Say why the proof is withdrawn."), "reason")
    rows = Proof.objects.filter(pk=proof.pk, commitment=found, withdrawn_at=None)
    if rows.update(withdrawn_at=now, withdrawn_by=by) != 1:
        raise Conflict(_("Somebody else withdrew this proof in the meantime."))
    return _told(Proof.objects.get(pk=proof.pk), (_called(proof), None), reason.strip(), by, now)


def too_large() -> str:
    """The message about a file that is too large."""
    return _("The file is larger than %(size)s megabytes.") % {"size": MAX_PROOF_BYTES // 1_000_000}


def _called(proof: Proof) -> str:
    """The proof's name in the audit trail. Everybody who may see the follow-up reads it, so it is no headline of
    a restricted source.
    """
    source = proof.source
    secret = source is not None and source.hidden and not proof.commitment.hidden
    return f"#{proof.source_id}" if secret else str(proof)


def _told(proof: Proof, change: tuple[str | None, str | None], note: str, by: User, now: datetime) -> Proof:
    entry = audit.write(
        by=by,
        action=Action.CHANGED,
        subject=proof.commitment,
        now=now,
        changes={"proof": change},
        note=note,
    )
    tell_of_changes(entries=[entry])
    return proof
