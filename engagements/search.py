"""Finding words in folded columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from arabic.folding import fold
from engagements.models import Commitment, Participation

if TYPE_CHECKING:
    from engagements.models.engagement_queries import EngagementQuerySet

ARTICLE = "ال"


def needles(text: str) -> list[str]:
    """The words to look for: folded, without the article, so that one form finds the others.

    A word is looked for anywhere within words, which also finds it behind و ب ل ك ف.
    """
    return [_bare(word) for word in fold(text).split()]


def containing(column: str, text: str) -> Q:
    """Rows whose folded `column` contains every word of `text`; none if it has no words."""
    words = needles(text)
    found = Q() if words else Q(pk__in=[])
    for word in words:
        found &= Q(**{f"{column}__contains": word})
    return found


def matching(rows: EngagementQuerySet, text: str) -> EngagementQuerySet:
    """Those that say every word of `text`: in their own words, in a commitment or as a participant's name.

    None if it has no words.
    """
    words = needles(text)
    if not words:
        return rows.none()
    for word in words:
        commitments = Commitment.objects.filter(engagement=OuterRef("pk"), folded__contains=word)
        people = Participation.objects.filter(
            Q(person__folded_ar__contains=word) | Q(person__folded_en__contains=word),
            engagement=OuterRef("pk"),
        )
        rows = rows.filter(Q(folded__contains=word) | Exists(commitments) | Exists(people))
    return rows


def _bare(word: str) -> str:
    # Three letters must remain: الم is a word, not the article and a م.
    return word[len(ARTICLE) :] if word.startswith(ARTICLE) and len(word) >= len(ARTICLE) + 3 else word
