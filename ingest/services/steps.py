"""The steps of a draft's status. Each is one conditional UPDATE, so of two editors exactly one takes it."""

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
    """Locks the draft's row until the end of the transaction and returns it as it stands.

    `seen` is the time of the first approval (`endorsed_at`) that the editor's page showed, None if there was none.
    Raises Conflict if the draft does not wait any more, or another first approval stands.
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
    """Decides a waiting draft: sets `status` and the further columns `fields`. Raises Conflict unless it still
    waits.
    """
    kept: dict[str, object] = {} if status == DraftStatus.APPROVED else _UNENDORSED
    waiting = Draft.objects.waiting().filter(pk=draft.pk, endorsed_at=seen)
    if waiting.update(status=status, decided_by=by, decided_at=now, **(_FREE | kept | fields)) != 1:
        raise too_late(draft)
    unfinished.forget(number=draft.pk, by=by)


def endorsed(draft: Draft, form: dict[str, list[str]], *, by: User, now: datetime) -> None:
    """Records the first of two approvals on a draft that is locked (`hold`)."""
    first = {"endorsed_by": by, "endorsed_at": now, "left_form": form}
    Draft.objects.filter(pk=draft.pk).update(status=DraftStatus.ENDORSED, **(_FREE | first))
    unfinished.forget(number=draft.pk, by=by)


def wait_again(draft: Draft, status: DraftStatus, *, by: Iterable[User], now: datetime) -> bool:
    """Undoes a decision: the draft waits again. False if it is not in `status` by the very decision that `draft`
    shows.

    The form as it was left becomes the unfinished form of each account in `by` that has none.
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
    """A Conflict that says who decided about the draft before, and when."""
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
    """A Conflict that says that the decision to be undone does not stand any more."""
    return Conflict(_("Somebody else undid this decision in the meantime."))


def changes_of(verdicts: Iterable[FieldVerdict]) -> dict[str, tuple[str | None, str | None]]:
    """What the editor changed, as an audit entry has it. Accepted values are not in it; they have review events."""
    return {
        verdict.field: (verdict.proposed or None, verdict.decided or None)
        for verdict in verdicts
        if verdict.verdict != Verdict.ACCEPTED
    }
