"""Undoes an approval: the engagement leaves the register again, unless something was built on it since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from engagements.errors import Conflict, Refusal
from engagements.models import Action, Approval, Engagement, User
from engagements.services import audit, journal
from engagements.services.journal import Change, Key, key_of
from engagements.services.names import hold_names
from engagements.services.undoing import NAMES

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


def obstacles(engagement: Engagement, along: Collection[Key] = ()) -> list[str]:
    """The reasons, in words, why the approval cannot be undone now, each once; empty if it can.

    `along` are rows that refer to the engagement and that the caller will detach, such as its draft.
    """
    approval = Approval.objects.filter(engagement=engagement).first()
    if approval is None:
        return [_("It was approved by an older version of the program, which did not keep what it wrote.")]
    if engagement.merged_into_id is not None:
        return [_("This engagement was merged into another since. Undo that merge first.")]
    if found := _merged(engagement):
        return found
    words = _("A disagreement was settled since: «%(value)s». Open it again first.")
    found = [words % {"value": one.value} for one in engagement.settlements.all()]
    found += _changed(approval.changes)
    found += _hanging(approval, along)
    return list(dict.fromkeys(found))


@transaction.atomic
def withdraw(*, engagement: Engagement, along: Collection[Key] = (), by: User, now: datetime) -> None:
    """Removes the engagement from the register, with everything that its approval wrote. The audit trail stays.

    A name that the approval created stays if it is used elsewhere by now. The rows `along` have to be detached
    before. Raises Refusal with the reasons if later changes stand in the way, Conflict if somebody else has undone
    it.
    """
    found = Engagement.objects.select_for_update().filter(pk=engagement.pk).first()
    if found is None:
        raise Conflict(_("Somebody else undid this approval in the meantime."))
    hold_names()
    if reasons := obstacles(found, along):
        raise Refusal("\n".join(reasons))
    approval = Approval.objects.get(engagement=found)
    changes = approval.changes
    staying = _staying(changes)
    # Before the row is deleted, because the entry names it.
    audit.write(
        by=by, action=Action.UNDONE, subject=found, now=now, changes={"approval": (found.title, None)}
    )
    try:
        with transaction.atomic():
            approval.delete()
            journal.revert(changes, staying)
    except IntegrityError as error:
        raise Refusal(_("What was done since stands in the way.")) from error


def _merged(engagement: Engagement) -> list[str]:
    """Reasons: sources and engagements that were merged into it."""
    found = []
    for merge in engagement.merges.select_related("source", "merged"):
        words = (
            _("Another source was added since: «%(what)s». Take it out first.")
            if merge.source_id
            else _("Another record was merged into this one since: «%(what)s». Undo that merge first.")
        )
        found.append(words % {"what": merge})
    return found


def _changed(changes: list[Change]) -> list[str]:
    """Reasons: rows that are not as the approval wrote them. Names do not count: they change independently."""
    rows = journal.current_rows(key_of(change) for change in changes)
    found = []
    for change in changes:
        key, row = key_of(change), rows.get(key_of(change))
        if key[0] in NAMES:
            continue
        if row is None:
            found.append(_("Something that the approval wrote is gone."))
        elif any(row[name] != value for name, value in change["after"].items() if name in row):
            found.append(_("«%(what)s» was changed since.") % {"what": journal.record_at(key)})
    return found


def _hanging(approval: Approval, along: Collection[Key]) -> list[str]:
    """Reasons: rows that refer to those that would be deleted and were not written with them."""
    written = {key_of(change) for change in approval.changes}
    known = {*written, ("engagements.approval", approval.pk), *along}
    found = []
    for key in sorted(written):
        if key[0] not in NAMES and journal.hangs_on(key, known) is not None:
            found.append(_("«%(what)s» was changed since.") % {"what": journal.record_at(key)})
    return found


def _staying(changes: list[Change]) -> set[Key]:
    """Keys of names that the approval created, but that were changed or are used elsewhere by now."""
    known = {key_of(change) for change in changes}
    rows = journal.current_rows(known)
    return {
        key_of(change)
        for change in changes
        if key_of(change)[0] in NAMES
        and (
            journal.differs(rows.get(key_of(change)), change["after"])
            or journal.hangs_on(key_of(change), known) is not None
        )
    }
