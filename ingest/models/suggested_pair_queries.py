"""Questions about likely pairs."""

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
        """Those that still suggest something to `user`: the other draft waits, or there is an engagement that they
        may see; and nobody said that the two are not the same.

        An engagement that was merged into another stands for that one; a draft that was approved, for its engagement.
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
    """Looked up for each pair: «one of all that may be seen» had every engagement of the register read for each."""
    return Exists(Engagement.objects.visible_to(user).filter(pk=OuterRef(column)))
