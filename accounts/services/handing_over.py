"""What somebody leaves open goes to others, kind by kind. Called by `deactivating` in its transaction.

What the one who takes over may not see goes to nobody: an account outside the restricted group is given nothing of it.
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
    """Who leaves, who does this, and when."""

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
    """What the account typed into drafts that still wait."""
    return DraftWork.objects.filter(by=account, draft__in=Draft.objects.waiting().values("pk"))


def endorsed_by(account: User) -> QuerySet[Draft]:
    """The drafts that the account approved first and that wait for a second person."""
    return Draft.objects.filter(status=DraftStatus.ENDORSED, endorsed_by=account)


def hand_over_follow_ups(leaving: Leaving, to: User | None) -> int:
    """Each has its own entry of the trail, and those who are to be told are told. Returns how many there were."""
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
    """The trail of each follow-up tells it. Returns how many there were."""
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
    """What was typed is the taker's from now on, but where that one has typed something too; with nobody it stays kept
    as it is. Drafts that the account has open are free. Returns how many changed hands."""
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
    """They wait for review again, as they were left, with the taker; with nobody they wait for a second person on.

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
    """The saved filters that the taker does not have already, as far as there is room. Returns how many."""
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
    """The taker follows what the account followed and the taker may see. Returns how many are new."""
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
