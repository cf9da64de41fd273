"""Decides many drafts at once, each in its own transaction and with its own audit entry.

Only drafts that leave nothing to look at are approved together: all values sure, no suggestion of the same event,
nobody at work on them, no second person needed. This is checked again for each draft just before it is decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from engagements.errors import Conflict, Refusal
from ingest.models import Draft, DraftStatus, DraftWork, SuggestedPair
from ingest.reviewing.standing import decision_as_proposed
from ingest.services.matching import suggestions_for
from ingest.services.review import approve, reject
from ingest.services.steps import too_late

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from engagements.models import Engagement, User
    from ingest.models import RejectReason
    from ingest.reviewing.deciding import Decision

MOST = 100
"""The most drafts decided at once: an editor reads their list first and then waits for the decisions."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one draft. `why` says in words why it was not decided; empty if it was."""

    number: int
    title: str
    why: str = ""


def approve_all(numbers: Iterable[int], *, by: User, now: datetime) -> list[Outcome]:
    """Approves each draft as it was proposed, if nothing stands in the way."""

    def one(draft: Draft) -> None:
        if why := obstacles([draft], by=by, now=now).get(draft.pk):
            raise Refusal(why)
        if suggestions_for(draft, by):
            raise Refusal(_likely())
        approve_unread(draft, by=by, now=now)

    return _each(numbers, one, by=by)


def approve_unread(draft: Draft, *, by: User, now: datetime) -> Engagement:
    """Approves the draft as it was proposed. Raises Conflict, and Refusal if the proposal is not enough for that."""
    return approve(draft=draft, decision=_as_proposed(draft), by=by, now=now)


def reject_all(
    numbers: Iterable[int], *, reason: RejectReason, note: str, by: User, now: datetime
) -> list[Outcome]:
    """Rejects each draft for the same reason, except those that are decided already or that somebody else has open."""

    def one(draft: Draft) -> None:
        if why := _busy(draft, by=by, now=now):
            raise Refusal(why)
        reject(draft=draft, reason=reason, note=note, by=by, now=now)

    return _each(numbers, one, by=by)


def busy(drafts: Sequence[Draft], *, by: User, now: datetime) -> dict[int, str]:
    """Why some of these drafts cannot be decided together, by draft number; drafts that can are left out."""
    found = {draft.pk: _busy(draft, by=by, now=now) for draft in drafts}
    return {number: why for number, why in found.items() if why}


def obstacles(drafts: Sequence[Draft], *, by: User, now: datetime) -> dict[int, str]:
    """Why some of these drafts cannot be approved unread, by draft number; drafts that can are left out.

    A constant number of queries, however many drafts.
    """
    numbers = [draft.pk for draft in drafts]
    begun = set(DraftWork.objects.filter(draft__in=numbers).values_list("draft", flat=True))
    pairs = SuggestedPair.objects.open_to(by).filter(draft__in=numbers)
    likely = set(pairs.values_list("draft", flat=True))
    found = busy(drafts, by=by, now=now)
    for draft in drafts:
        if why := found.get(draft.pk) or _unfit(
            draft, begun=draft.pk in begun, likely=draft.pk in likely, now=now
        ):
            found[draft.pk] = why
    return found


def _busy(draft: Draft, *, by: User, now: datetime) -> str:
    if draft.status != DraftStatus.PENDING:
        return str(too_late(draft))
    holder = draft.claimant(now)
    if holder is None or holder == by:
        return ""
    return _("%(name)s has it open.") % {"name": holder.display_name}


def _unfit(draft: Draft, *, begun: bool, likely: bool, now: datetime) -> str:
    if draft.to_check:
        return _("It has values to check.")
    if likely:
        return _likely()
    if begun:
        return _("Somebody began to correct it.")
    if draft.postponed_until and draft.postponed_until > timezone.localdate(now):
        return _("It is put off until %(day)s.") % {"day": date_format(draft.postponed_until, "j F Y")}
    return ""


def _likely() -> str:
    return _("It may tell of an event that is there already.")


def _as_proposed(draft: Draft) -> Decision:
    """The decision of somebody who opened the draft and changed nothing. Raises Refusal if that is not enough."""
    decision = decision_as_proposed(draft)
    if decision is None:
        raise Refusal(_("The proposal is not complete."))
    return decision


def _each(numbers: Iterable[int], decide_one: Callable[[Draft], None], *, by: User) -> list[Outcome]:
    """Decides one draft after the other. A failure of one does not affect the rest."""
    outcomes = []
    rows = Draft.objects.visible_to(by).select_related("release__source", "claimed_by")
    for number in list(dict.fromkeys(numbers))[:MOST]:
        draft = rows.filter(pk=number).first()
        if draft is None:
            continue
        try:
            decide_one(draft)
        except (Conflict, Refusal) as why:
            outcomes.append(Outcome(number, draft.title, str(why)))
        else:
            outcomes.append(Outcome(number, draft.title))
    return outcomes
