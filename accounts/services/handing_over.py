"""Hands the open work of an account to others, one function for each kind. Called by `deactivating` in its
transaction.

What the taker may not see is handed to nobody: an account outside the restricted group gets no restricted work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engagements.models import Action, Commitment, Following, SavedFilter, Step
from engagements.services import audit
from engagements.services.notices import tell_of_changes
from engagements.services.saved_filters import MOST as MOST_SAVED
from engagements.shelves.deriving import derived_once
from ingest.models import Draft, DraftStatus, DraftWork
from ingest.services.steps import wait_again

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from engagements.models import AuditEntry, User
    from engagements.models.commitment_queries import CommitmentQuerySet

_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Leaving:
    """The account that leaves, who hands its work over, and when."""

    account: User
    by: User
    now: datetime


def follow_ups_of(account: User) -> CommitmentQuerySet:
    """The open follow-ups that are assigned to the account."""
    return Commitment.objects.open().filter(assignee=account)


def steps_of(account: User) -> QuerySet[Step]:
    """The steps of open follow-ups that are assigned to the account and not done."""
    rows = Step.objects.filter(assignee=account, done_on=None)
    return rows.filter(commitment__in=Commitment.objects.open().values("pk"))


def unfinished_of(account: User) -> QuerySet[DraftWork]:
    """The account's unfinished forms over drafts that still wait for a decision."""
    return DraftWork.objects.filter(by=account, draft__in=Draft.objects.waiting().values("pk"))


def endorsed_by(account: User) -> QuerySet[Draft]:
    """The drafts that the account approved first and that wait for a second person."""
    return Draft.objects.filter(status=DraftStatus.ENDORSED, endorsed_by=account)


def hand_over_follow_ups(leaving: Leaving, to: User | None) -> int:
    """Assigns the open follow-ups to `to`, writes each change to the trail and notifies who follows it. Returns how
    many there were.
    """
    rows = follow_ups_of(leaving.account).select_for_update(of=("self",)).order_by("pk")
    entries = []
    with derived_once() as touched:
        found = list(rows)
        takers = {each.pk: _taker(each, to) for each in found}
        for taker in {None, to}:
            mine = [number for number, one in takers.items() if one == taker]
            Commitment.objects.filter(pk__in=mine).update(assignee=taker)
        for each in found:
            touched.append(each.engagement_id)
            entries.append(_assigned(each, takers[each.pk], leaving))
    tell_of_changes(entries=entries)
    return len(found)


def _assigned(commitment: Commitment, taker: User | None, leaving: Leaving) -> AuditEntry:
    return audit.write(
        by=leaving.by,
        action=Action.CHANGED,
        subject=commitment,
        now=leaving.now,
        changes={"assignee": (leaving.account.display_name, taker.display_name if taker else None)},
    )


def hand_over_steps(leaving: Leaving, to: User | None) -> int:
    """Assigns the steps to `to`; the change is in the trail of each follow-up. Returns how many there were."""
    rows = steps_of(leaving.account).select_related("commitment").select_for_update(of=("self",))
    entries, found = [], list(rows.order_by("commitment_id", "pk"))
    for step in found:
        taker = _taker(step.commitment, to)
        Step.objects.filter(pk=step.pk).update(assignee=taker)
        names = (leaving.account.display_name, taker.display_name if taker else "")
        before, after = (" · ".join(filter(None, [step.text, name])) for name in names)
        entries.append(
            audit.write(
                by=leaving.by,
                action=Action.CHANGED,
                subject=step.commitment,
                now=leaving.now,
                changes={"step": (before, after)},
            )
        )
    tell_of_changes(entries=entries)
    return len(found)


def hand_over_unfinished(leaving: Leaving, to: User | None) -> int:
    """Gives the unfinished forms to `to`, except for drafts over which `to` has one too; if `to` is None they stay
    as they are. Ends the account's claims on drafts. Returns how many forms changed hands.
    """
    Draft.objects.filter(claimed_by=leaving.account).update(claimed_by=None, claimed_until=None)
    if to is None:
        return 0
    own = DraftWork.objects.filter(by=to).values("draft")
    rows = unfinished_of(leaving.account).exclude(draft__in=own).select_related("draft").order_by("pk")
    found = list(rows)
    DraftWork.objects.filter(pk__in=[each.pk for each in found]).update(by=to)
    for each in found:
        _told(each.draft, "unfinished_review", to, leaving)
    return len(found)


def hand_over_endorsed(leaving: Leaving, to: User | None) -> int:
    """Puts the drafts that the account approved first back to waiting for a first decision, with the form for `to`
    as it was; if `to` is None they go on waiting for a second person.

    Returns how many wait for review again.
    """
    found = list(endorsed_by(leaving.account).order_by("pk")) if to is not None else []
    again = [
        draft for draft in found if to and wait_again(draft, DraftStatus.ENDORSED, by=[to], now=leaving.now)
    ]
    for draft in again:
        _told(draft, "first_approval", to, leaving)
    return len(again)


def hand_over_saved(leaving: Leaving, to: User | None) -> int:
    """Gives `to` the saved filters that it does not have yet, up to MOST_SAVED in all. Returns how many."""
    if to is None:
        return 0
    theirs = list(SavedFilter.objects.filter(user=to))
    asked, names = {(one.path, one.query) for one in theirs}, {one.name for one in theirs}
    new = [
        one
        for one in SavedFilter.objects.filter(user=leaving.account).order_by("pk")
        if (one.path, one.query) not in asked
    ][: max(0, MOST_SAVED - len(theirs))]
    for one in new:
        one.name = _free_name(one.name, names)
        names.add(one.name)
        SavedFilter.objects.filter(pk=one.pk).update(user=to, name=one.name)
    return len(new)


def hand_over_followed(leaving: Leaving, to: User | None) -> int:
    """Lets `to` follow the follow-ups that the account followed, as far as `to` may see them. Returns how many are
    new.
    """
    if to is None:
        return 0
    seen = Commitment.objects.visible_to(to).values("pk")
    theirs = Following.objects.filter(user=to).values("commitment")
    rows = Following.objects.filter(user=leaving.account, commitment__in=seen).exclude(commitment__in=theirs)
    return rows.update(user=to)


def _taker(commitment: Commitment, to: User | None) -> User | None:
    return None if to is None or (commitment.hidden and not to.sees_restricted) else to


def _told(draft: Draft, what: str, to: User | None, leaving: Leaving) -> None:
    names = (leaving.account.display_name, to.display_name if to else None)
    audit.write(
        by=leaving.by, action=Action.HANDED_OVER, subject=draft, now=leaving.now, changes={what: names}
    )


def _free_name(name: str, taken: set[str]) -> str:
    tried, number = name, 1
    while tried in taken:
        number += 1
        mark = f" ({number})"
        tried = name[: _LONGEST_NAME - len(mark)] + mark
    return tried
