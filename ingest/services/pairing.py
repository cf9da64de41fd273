"""Stores for each waiting draft which drafts and engagements it probably doubles (SuggestedPair).

The queue filters by these pairs, and the page of a draft without any need not search. Pairs are looked up once, when
a draft is made, against everything that is there. So the later of two drafts finds the earlier one, and the pair is
stored in both directions. Whatever happens to either side later is read from its own row: a decision or a verdict
changes nothing here. Only an engagement that was approved with other values than its draft had is paired anew, with
the drafts that wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists

from engagements.models import Engagement
from ingest.models import CURRENT, Draft, DraftPrint, DraftStatus, SuggestedPair
from ingest.services.matching import likely_drafts, likely_pairs, suggestions_for

if TYPE_CHECKING:
    from engagements.models import User
    from ingest.models.draft_queries import DraftQuerySet
    from ingest.services.matching import Suggestion

_MOST = 20
"""The most pairs that are kept for a draft, the likeliest ones."""


def look_again(draft: Draft) -> None:
    """Marks the draft, so that a worker looks its pairs up again.

    That is needed for a draft that waits again, because drafts that came in meanwhile did not find it; and for one
    that was decided with other values or added to an engagement, because other drafts may be similar to the result.
    """
    DraftPrint.objects.filter(draft=draft).update(paired=0)


def suggestions_shown(draft: Draft, user: User) -> list[Suggestion]:
    """As `suggestions_for`, but without the search if the stored pairs say that there is nothing. One query more.

    Finding nothing takes longest, and a worker has done it already. As long as a worker has anything left to pair,
    the search is made all the same.
    """
    if draft.status != DraftStatus.PENDING:
        return []
    undone = DraftPrint.objects.filter(version=CURRENT, paired__lt=CURRENT)
    known = SuggestedPair.objects.filter(draft=draft)
    worth_it = Draft.objects.filter(Exists(known) | Exists(undone), pk=draft.pk).exists()
    return suggestions_for(draft, user) if worth_it else []


def told_already(draft: Draft, user: User) -> list[Engagement]:
    """The engagements of which the draft probably tells again, among those that `user` may see."""
    pairs = SuggestedPair.objects.open_to(user).filter(draft=draft)
    found: set[int] = set()
    for one in pairs.select_related("engagement", "other_draft__engagement"):
        engagement = one.engagement or (one.other_draft and one.other_draft.engagement)
        if engagement:
            found.add(engagement.merged_into_id or engagement.pk)
    return list(Engagement.objects.visible_to(user).filter(pk__in=found)) if found else []


def pair_release(release_id: int) -> int:
    """Looks up the pairs of a release's drafts where that is still to be done. Returns how many drafts; may run
    again.
    """
    return _pair_all(Draft.objects.filter(release=release_id))


def catch_up(*, at_most: int) -> int:
    """Looks up what no worker has paired yet: engagements first, then waiting drafts by age. Returns how many of
    both.
    """
    undone = DraftPrint.objects.filter(paired__lt=CURRENT).exclude(draft__status=DraftStatus.PENDING)
    undone.filter(draft__engagement=None).update(paired=CURRENT)
    decided = Draft.objects.filter(fingerprint__in=undone, fingerprint__version=CURRENT)
    found = list(decided.exclude(engagement=None).select_related("release__source").order_by("pk")[:at_most])
    for draft in found:
        _pair_engagement(draft)
    return len(found) + _pair_all(Draft.objects.all(), at_most - len(found))


def _pair_all(drafts: DraftQuerySet, at_most: int | None = None) -> int:
    rows = drafts.pending().filter(fingerprint__version=CURRENT, fingerprint__paired__lt=CURRENT)
    found = list(rows.select_related("release__source").order_by("pk")[:at_most])
    for draft in found:
        _pair(draft)
    return len(found)


@transaction.atomic
def _pair_engagement(decided: Draft) -> None:
    """Pairs the engagement that `decided` became or was added to with the drafts that wait."""
    rows = [
        SuggestedPair(draft=draft, engagement_id=decided.engagement_id, score=score)
        for draft, score in likely_drafts(decided)[:_MOST]
    ]
    rows.sort(key=lambda row: row.draft_id)
    SuggestedPair.objects.bulk_create(rows, ignore_conflicts=True)
    DraftPrint.objects.filter(draft=decided).update(paired=CURRENT)


@transaction.atomic
def _pair(draft: Draft) -> None:
    rows = []
    for subject, score in likely_pairs(draft)[:_MOST]:
        if isinstance(subject, Draft):
            rows.append(SuggestedPair(draft=draft, other_draft=subject, score=score))
            rows.append(SuggestedPair(draft=subject, other_draft=draft, score=score))
        else:
            rows.append(SuggestedPair(draft=draft, engagement=subject, score=score))
    SuggestedPair.objects.filter(draft=draft).delete()
    # All workers insert in the same order, so two that store the same pair wait for each other but never deadlock.
    rows.sort(key=lambda row: (row.draft_id, row.other_draft_id or 0, row.engagement_id or 0))
    SuggestedPair.objects.bulk_create(rows, ignore_conflicts=True)
    DraftPrint.objects.filter(draft=draft).update(paired=CURRENT)
