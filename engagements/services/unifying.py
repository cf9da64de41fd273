"""Two participants of one engagement are one person: the one keeps what it has, and takes what it lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engagements.models import Evidence, Participation, Settlement

if TYPE_CHECKING:
    from engagements.models import Commitment
    from engagements.services.journal import Key


def unify_participations(gone: Participation, kept: Participation) -> Key:
    """`gone` becomes `kept`; its quotations are the other's. The key of the one that stays."""
    names = [name for name in ("role", "organization", "country_id") if not getattr(kept, name)]
    if not kept.name:
        names += ["name", "person_id"]
    columns: dict[str, Any] = {name: getattr(gone, name) for name in names}
    Participation.objects.filter(pk=kept.pk).update(**columns)
    return replace(gone, kept, "participation")


def replace(gone: Participation | Commitment, kept: Participation | Commitment, name: str) -> Key:
    """What hangs on the one now hangs on the other. What was settled of it is open again."""
    Evidence.objects.filter(**{name: gone}).update(**{name: kept})
    Settlement.objects.filter(**{name: gone}).delete()
    gone.delete()
    return kept._meta.label_lower, kept.pk
