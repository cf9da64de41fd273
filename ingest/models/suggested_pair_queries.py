"""QuerySet methods of SuggestedPair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from engagements.models import Engagement
from ingest.models.match_verdict import Judgement, MatchVerdict
from ingest.models.terms import DraftStatus

if TYPE_CHECKING:
    from engagements.models import User
    from ingest.models.suggested_pair import SuggestedPair  # noqa: F401 (the base class names it)


class SuggestedPairQuerySet(models.QuerySet["SuggestedPair"]):
    def open_to(self, user: User) -> SuggestedPairQuerySet:
        """Pairs that still suggest something to `user`: nobody has called the two different, and the other side is
        either a draft that waits or an engagement that `user` may see.

        A draft that was approved counts as its engagement, and an engagement that was merged as the one it was merged
        into. An engagement that cites the draft's own release is left out.
        """
        different = MatchVerdict.objects.filter(judgement=Judgement.DIFFERENT).filter(
            Q(draft=OuterRef("draft"), other_draft=OuterRef("other_draft"))
            | Q(draft=OuterRef("other_draft"), other_draft=OuterRef("draft"))
            | Q(draft=OuterRef("draft"), engagement=OuterRef("engagement"))
            | Q(draft=OuterRef("draft"), engagement=OuterRef("other_draft__engagement"))
        )
        waits = Q(other_draft__status=DraftStatus.PENDING)
        if not user.sees_restricted:
            waits &= Q(other_draft__release__source__hidden=False)
        there = (
            waits
            | _seen("engagement", user)
            | _seen("engagement__merged_into", user)
            | _seen("other_draft__engagement", user)
            | _seen("other_draft__engagement__merged_into", user)
        )
        own = Engagement.sources.through.objects.filter(
            engagement=OuterRef("engagement"), source=OuterRef("draft__release")
        )
        return self.filter(there).exclude(Exists(own)).exclude(Exists(different))


def _seen(column: str, user: User) -> Exists:
    """EXISTS for one pair. A subquery «id IN (all that may be seen)» would read every engagement of the register."""
    return Exists(Engagement.objects.visible_to(user).filter(pk=OuterRef(column)))
