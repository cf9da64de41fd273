"""The steps of a draft's status: each is one conditional UPDATE, so of two editors exactly one takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.errors import Conflict
from ingest.models import Draft, DraftStatus, DraftWork, Verdict
from ingest.services import unfinished
from ingest.services.pairing import look_again

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from engagements.models import User
    from ingest.reviewing.deciding import FieldVerdict

_FREE: dict[str, object] = {"claimed_by": None, "claimed_until": None, "postponed_until": None, "note": ""}
_UNENDORSED: dict[str, object] = {"endorsed_by": None, "endorsed_at": None, "left_form": None}
_UNDECIDED: dict[str, object] = {
    "decided_by": None,
    "decided_at": None,
    "engagement": None,
    "merge": None,
    "reason": "",
}


def hold(draft: Draft, seen: datetime | None = None) -> Draft:
    """The row as it stands, and a second editor waits here. `seen` is when the first of two persons approved it, as
    the editor's page had it; none if nobody had. Raises Conflict if it does not wait like that any more.
    """
    held = (
        Draft.objects.waiting().select_for_update(of=("self",), no_key=True).select_related("release__source")
    )
    found = held.filter(pk=draft.pk, endorsed_at=seen).first()
    if found is None:
        raise too_late(draft)
    return found


def settle(
    draft: Draft,
    status: DraftStatus,
    *,
    by: User,
    now: datetime,
    seen: datetime | None = None,
    **fields: object,
) -> None:
    """A decision. Raises Conflict unless exactly one row took the step."""
    kept: dict[str, object] = {} if status == DraftStatus.APPROVED else _UNENDORSED
    waiting = Draft.objects.waiting().filter(pk=draft.pk, endorsed_at=seen)
    if waiting.update(status=status, decided_by=by, decided_at=now, **(_FREE | kept | fields)) != 1:
        raise too_late(draft)
    unfinished.forget(number=draft.pk, by=by)


def endorsed(draft: Draft, form: dict[str, list[str]], *, by: User, now: datetime) -> None:
    """The first of two approvals, on a draft that is held."""
    first = {"endorsed_by": by, "endorsed_at": now, "left_form": form}
    Draft.objects.filter(pk=draft.pk).update(status=DraftStatus.ENDORSED, **(_FREE | first))
    unfinished.forget(number=draft.pk, by=by)


def wait_again(draft: Draft, status: DraftStatus, *, by: Iterable[User], now: datetime) -> bool:
    """The way back: False if the draft is not (any more) in `status`, which `draft` has it decided by.

    Its form as it was left becomes the unfinished one of each of `by` who has none.
    """
    decided = Draft.objects.filter(
        pk=draft.pk, status=status, decided_at=draft.decided_at, endorsed_at=draft.endorsed_at
    )
    if decided.update(status=DraftStatus.PENDING, **(_FREE | _UNENDORSED | _UNDECIDED)) != 1:
        return False
    if draft.left_form:
        DraftWork.objects.bulk_create(
            [DraftWork(draft=draft, by=one, fields=draft.left_form, saved_at=now) for one in set(by)],
            ignore_conflicts=True,
        )
    look_again(draft)
    return True


def too_late(draft: Draft) -> Conflict:
    """What stands in the way of a decision: who decided before, and when."""
    found = Draft.objects.select_related("decided_by", "endorsed_by").filter(pk=draft.pk).first()
    if found is None:
        return Conflict(_("This draft is gone: the splitting or joining that it came from was undone."))
    who, at = found.decided_by or found.endorsed_by, found.decided_at or found.endorsed_at
    if who is None or at is None:
        return Conflict(_("This draft waits for review again: what had been decided about it was undone."))
    words = {
        DraftStatus.ENDORSED: _(
            "This draft was already approved by %(name)s on %(when)s, and waits for a second person."
        ),
        DraftStatus.APPROVED: _("This draft was already approved by %(name)s on %(when)s."),
        DraftStatus.MERGED: _("This draft was already merged by %(name)s on %(when)s."),
        DraftStatus.REJECTED: _("This draft was already rejected by %(name)s on %(when)s."),
        DraftStatus.REPLACED: _("This draft was already split or joined by %(name)s on %(when)s."),
    }[DraftStatus(found.status)]
    when = date_format(timezone.localtime(at), "j F Y H:i")
    return Conflict(words % {"name": who.display_name, "when": when})


def undone_before() -> Conflict:
    """What stands in the way of undoing a decision: it stands no more."""
    return Conflict(_("Somebody else undid this decision in the meantime."))


def changes_of(verdicts: Iterable[FieldVerdict]) -> dict[str, tuple[str | None, str | None]]:
    """For the trail, what the editor changed; what was accepted stands in the review events."""
    return {
        verdict.field: (verdict.proposed or None, verdict.decided or None)
        for verdict in verdicts
        if verdict.verdict != Verdict.ACCEPTED
    }
