"""Undoes an import of follow-ups: what it created is deleted, what it changed is restored.

Rows with which something was done since the import stay as they are. Each follow-up and each engagement gets an audit
entry, and so does the import.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from engagements.errors import Conflict, Refusal
from engagements.models import Action, AuditEntry, Commitment, Engagement, FollowUpImport
from engagements.permissions import Permission, refuse_without
from engagements.services import audit, journal
from engagements.services.commitments import shown
from engagements.services.journal import key_of
from engagements.services.notices import tell_of_changes
from engagements.services.relations import place_of, relations
from engagements.shelves.deriving import derived_once

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from engagements.models import User
    from engagements.services.journal import Change, Key

FOLLOW_UP, ENGAGEMENT = Commitment._meta.label_lower, Engagement._meta.label_lower
_PAIRS = "suggested_pairs"
"""Likely pairs of a waiting draft and an engagement. The machine found them, so they do not stop an undoing."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What undoing would do now: `back` are the changes that would be reverted; `left` are the follow-ups and
    engagements that would stay, because something was done with them since.
    """

    back: list[Change]
    left: list[Key]

    @property
    def follow_ups(self) -> list[int]:
        """Numbers of the follow-ups that would be deleted."""
        return _numbers(FOLLOW_UP, (change for change in self.back if change["before"] is None))

    @property
    def engagements(self) -> list[int]:
        """Numbers of the engagements that would be deleted."""
        return _numbers(ENGAGEMENT, self.back)

    @property
    def restored(self) -> list[int]:
        """Numbers of the follow-ups that would get their former values back."""
        return _numbers(FOLLOW_UP, (change for change in self.back if change["before"] is not None))


def outlook(brought: FollowUpImport, *, by: User) -> Outlook:
    """What undoing the import would do now. Whatever `by` may not see stays. A constant number of queries."""
    changes = {key_of(change): change for change in brought.changes}
    ours = {key for key in changes if key[0] in {FOLLOW_UP, ENGAGEMENT}}
    ties = changes.keys() - ours
    same = _as_written(changes)
    free = (same & ours & _seen(ours, by)) - _touched(brought, ours)
    made = {key for key in free if key[0] == FOLLOW_UP and changes[key]["before"] is None}
    burdened = {(FOLLOW_UP, number) for number in journal.hung_upon(FOLLOW_UP, [key[1] for key in made])}
    engagements = {key for key in free if key[0] == ENGAGEMENT}
    engagements -= {(ENGAGEMENT, changes[key]["after"]["engagement_id"]) for key in ties - same}
    pairs = place_of(relations(Engagement)[_PAIRS])[0]._meta.label_lower
    numbers = [key[1] for key in engagements]
    hung = journal.hung_upon(ENGAGEMENT, numbers, {*(made - burdened), *ties}, {pairs})
    engagements -= {(ENGAGEMENT, number) for number in hung}
    back = {key for key in free if key[0] == FOLLOW_UP} - burdened | engagements
    along = {key for key in ties if (ENGAGEMENT, changes[key]["after"]["engagement_id"]) in engagements}
    return Outlook([changes[key] for key in sorted(back | along)], sorted(ours - back))


@transaction.atomic
def undo_import(*, brought: FollowUpImport, by: User, now: datetime) -> FollowUpImport:
    """Undoes the import, once. Rows with which something was done since stay; `left` of the result lists them.

    Raises Refused if `by` may not import; Conflict if the import is not theirs, was undone already, or somebody is
    just working on what it brought; Refusal if nothing of it can be undone.
    """
    refuse_without(Permission.MANAGE_COMMITMENTS, by)
    waiting = FollowUpImport.objects.filter(pk=brought.pk, by=by, undone_at=None).exclude(carried_out_at=None)
    found = waiting.select_for_update().first()
    if found is None:
        raise Conflict(_("This was undone already."))
    held = _hold(found.changes)
    coming = outlook(found, by=by)
    if not coming.back:
        raise Refusal(nothing_to_undo(found))
    before = Commitment.objects.with_owners().in_bulk(coming.restored)
    _tell_what_goes(coming, found, by, now)
    try:
        with derived_once() as touched:
            touched.extend(held)
            pairs, engagement = place_of(relations(Engagement)[_PAIRS])
            pairs._base_manager.filter(**{f"{engagement}__in": coming.engagements}).delete()
            journal.revert(coming.back)
    except IntegrityError as error:
        raise Conflict(_("What was done since stands in the way.")) from error
    tell_of_changes(entries=_tell_what_returns(coming, before, by, now))
    found.undone_at, found.undone_by, found.left = now, by, [list(key) for key in coming.left]
    found.save(update_fields=["undone_at", "undone_by", "left"])
    stayed = {
        "created": (found.created, found.created - len(coming.follow_ups)),
        "changed": (found.changed, found.changed - len(coming.restored)),
    }
    audit.write(by=by, action=Action.UNDONE, subject=found, now=now, changes=stayed)
    return found


def nothing_to_undo(brought: FollowUpImport) -> str:
    """Why nothing of this import can be undone, in words."""
    if not brought.changes and (brought.created or brought.changed):
        return _("An older version of the program carried this out and did not keep what it wrote.")
    return _("Something was done with all of it since.")


def _numbers(label: str, changes: Iterable[Change]) -> list[int]:
    return [number for its, number in map(key_of, changes) if its == label]


def _hold(changes: list[Change]) -> set[int]:
    """Locks these follow-ups and their engagements until the end of the transaction; returns the numbers of the
    engagements.

    Changing one follow-up takes locks in the same order. Others lock the engagement first, so that lock is not waited
    for. Raises Conflict if somebody else has it.
    """
    numbers = _numbers(FOLLOW_UP, changes)
    follow_ups = Commitment.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk")
    held = {*follow_ups.values_list("engagement_id", flat=True), *_numbers(ENGAGEMENT, changes)}
    engagements = Engagement.objects.select_for_update(of=("self",), nowait=True).filter(pk__in=held)
    try:
        list(engagements.order_by("pk").values_list("pk"))
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        raise Conflict(_("Somebody is working on a part of it at this moment. Try again.")) from error
    return held


def _as_written(changes: Mapping[Key, Change]) -> set[Key]:
    """Keys of rows that still have, in every column that the import wrote, the value that it wrote."""
    rows_now = journal.current_rows(changes)
    return {
        key
        for key, columns in rows_now.items()
        if all(columns[name] == value for name, value in changes[key]["after"].items() if name in columns)
    }


def _seen(keys: Collection[Key], by: User) -> set[Key]:
    follow_ups = Commitment.objects.visible_to(by).filter(pk__in=[n for its, n in keys if its == FOLLOW_UP])
    engagements = Engagement.objects.visible_to(by).filter(pk__in=[n for its, n in keys if its == ENGAGEMENT])
    seen = {(FOLLOW_UP, number) for number in follow_ups.values_list("pk", flat=True)}
    return seen | {(ENGAGEMENT, number) for number in engagements.values_list("pk", flat=True)}


def _touched(brought: FollowUpImport, keys: Collection[Key]) -> set[Key]:
    """Keys of rows with an audit entry after the import, even if their values are as the import wrote them."""
    found = set()
    for model in (Commitment, Engagement):
        label = model._meta.label_lower
        entries = AuditEntry.objects.filter(
            subject_type=model._meta.model_name,
            subject_id__in=[number for its, number in keys if its == label],
            at__gt=brought.carried_out_at,
        )
        found |= {(label, number) for number in entries.values_list("subject_id", flat=True) if number}
    return found


def _tell_what_goes(coming: Outlook, found: FollowUpImport, by: User, now: datetime) -> None:
    """Writes the audit entries of what will be deleted; before that, as they need its names."""
    out = {"list": (found.file_name, None)}
    follow_ups = Commitment.objects.filter(pk__in=coming.follow_ups).order_by("pk")
    lines = [(one, {"reference": (one.reference, None), **out}, "") for one in follow_ups]
    audit.write_many(by=by, action=Action.UNDONE, lines=lines, now=now)
    engagements = Engagement.objects.filter(pk__in=coming.engagements).order_by("pk")
    audit.write_many(by=by, action=Action.UNDONE, lines=[(one, out, "") for one in engagements], now=now)


def _tell_what_returns(
    coming: Outlook, before: Mapping[int, Commitment], by: User, now: datetime
) -> list[AuditEntry]:
    after = Commitment.objects.with_owners().in_bulk(coming.restored)
    lines = []
    for change in coming.back:
        if change["before"] is None:
            continue
        number = key_of(change)[1]
        names = [name for name in Commitment.CHANGEABLE if name in change["before"]]
        changes = {
            name.removesuffix("_id"): (shown(before[number], name), shown(after[number], name))
            for name in names
        }
        lines.append((after[number], changes, ""))
    return audit.write_many(by=by, action=Action.CHANGED, lines=lines, now=now)
