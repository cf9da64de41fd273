"""Unites two participants, or two follow-ups, of one engagement. The kept one keeps its values and gets those it
lacks.
"""

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
    """Unites `gone` with `kept`: quotations move, empty columns are filled, `gone` is deleted. Returns the key of
    `kept`.
    """
    names = [name for name in ("role", "organization", "country_id") if not getattr(kept, name)]
    if not kept.name:
        names += ["name", "person_id"]
    columns: dict[str, Any] = {name: getattr(gone, name) for name in names}
    Participation.objects.filter(pk=kept.pk).update(**columns)
    return replace(gone, kept, "participation")


def unify_commitments(gone: Commitment, kept: Commitment, columns: dict[str, Any]) -> Key:
    """Unites `gone` with `kept`, which gets the values `columns`: reports, proofs, steps and quotations move, `gone`
    is deleted.

    Returns the key of `kept`. Raises Refusal if both have a number of the ministry's own list, as one of them would
    be lost.
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
    # Only after `gone` is deleted, because the number is unique.
    Commitment.objects.filter(pk=kept.pk).update(**columns, reference=kept.reference or gone.reference)
    return key


def replace(gone: Participation | Commitment, kept: Participation | Commitment, name: str) -> Key:
    """Moves the quotations of `gone` to `kept` and deletes `gone`. Settlements about it are deleted, so they are
    open again.
    """
    Evidence.objects.filter(**{name: gone}).update(**{name: kept})
    Settlement.objects.filter(**{name: gone}).delete()
    gone.delete()
    return kept._meta.label_lower, kept.pk
