"""Two participants, or two follow-ups, of one engagement are one: it keeps what it has, and takes what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from engagements.errors import Refusal
from engagements.models import (
    Commitment,
    Evidence,
    Participation,
    ProgressUpdate,
    Proof,
    Settlement,
    Step,
)
from engagements.services.notices import carry_over

if TYPE_CHECKING:
    from engagements.services.journal import Key


def unify_participations(gone: Participation, kept: Participation) -> Key:
    """`gone` becomes `kept`; its quotations are the other's. The key of the one that stays."""
    names = [name for name in ("role", "organization", "country_id") if not getattr(kept, name)]
    if not kept.name:
        names += ["name", "person_id"]
    columns: dict[str, Any] = {name: getattr(gone, name) for name in names}
    Participation.objects.filter(pk=kept.pk).update(**columns)
    return replace(gone, kept, "participation")


def unify_commitments(gone: Commitment, kept: Commitment, columns: dict[str, Any]) -> Key:
    """`gone` becomes `kept`, which takes these `columns`; what was reported, shown and planned is the other's.

    Raises Refusal if both have a number in the ministry's own list: one of the two would be lost there.
    """
    if gone.reference and kept.reference:
        words = _("Both follow-ups have a number of their own: %(one)s and %(other)s. They stay two.")
        raise Refusal(words % {"one": kept.reference, "other": gone.reference})
    for model in (ProgressUpdate, Proof, Step):
        model._base_manager.filter(commitment=gone).update(commitment=kept)
    last = ProgressUpdate.objects.filter(commitment=kept).first()
    if last is not None:
        columns["rating"] = last.rating
    carry_over(gone=gone, kept=kept)
    key = replace(gone, kept, "commitment")
    # Only now: a number is of one follow-up at a time.
    Commitment.objects.filter(pk=kept.pk).update(**columns, reference=kept.reference or gone.reference)
    return key


def replace(gone: Participation | Commitment, kept: Participation | Commitment, name: str) -> Key:
    """What hangs on the one now hangs on the other. What was settled of it is open again."""
    Evidence.objects.filter(**{name: gone}).update(**{name: kept})
    Settlement.objects.filter(**{name: gone}).delete()
    gone.delete()
    return kept._meta.label_lower, kept.pk
