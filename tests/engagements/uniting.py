"""Names that are nearly the same, merged and taken apart, for the tests."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from engagements.models import Commitment, Engagement, Partner
from engagements.services.name_merging import merge_names, version_of
from engagements.services.name_undoing import undo_name_merge
from engagements.services.recording import CommitmentRecord
from tests.engagements.merging import LATER, NOW

if TYPE_CHECKING:
    from engagements.services.name_merging import NameMerged
    from tests.engagements.conftest import Register

KENJI, KINJI = "كينجي موراكامي", "كنجي موراكامى"
EMBASSY, MISSION = "سفارة اليابان", "السفارة اليابانية"


def unite(register: Register, survivor: Any, merged: Any, *taken: str) -> NameMerged:
    return merge_names(
        survivor=survivor,
        merged=merged,
        taken=taken,
        version=version_of(survivor, merged),
        by=register.editor,
        now=NOW,
    )


def undo(register: Register, done: NameMerged) -> Any:
    return undo_name_merge(merge=type(done)._default_manager.get(pk=done.pk), by=register.editor, now=LATER)


def met(register: Register, name: str, **values: Any) -> Engagement:
    """An engagement with somebody of this name, who said something and owes something."""
    said = (register.quotation("name", "كينجي موراكامي", name),)
    promise = CommitmentRecord("agreed", f"وعد {name}", name, date(2027, 1, 1))
    return register.engagement(
        **{
            "participants": (register.participant(name, evidence=said),),
            "commitments": (promise,),
            "organizations": (EMBASSY,),
        }
        | values
    )


def register_owner(partner: Partner) -> None:
    one = Commitment.objects.exclude(owner_partner__isnull=False).order_by("pk")[0]
    Commitment.objects.filter(pk=one.pk).update(owner_person=None, owner_partner=partner)
