"""Finding words in folded columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from arabic.folding import fold

if TYPE_CHECKING:
    from engagements.models.engagement_queries import EngagementQuerySet

ARTICLE = "ال"


def needles(text: str) -> list[str]:
    """The words of a text to search for: folded and without the article, so that all forms of a word are found.

    Each is looked for anywhere within words, so it is also found after the attached particles و ب ل ك ف.
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
    """Engagements that contain every word of `text`: in their own text, in a commitment or in a participant's name.

    No rows if the text has no words.
    """
    return rows.filter(containing("wording__text", text)) if needles(text) else rows.none()


def _bare(word: str) -> str:
    # Three letters must remain: الم is a word, not the article and a م.
    return word[len(ARTICLE) :] if word.startswith(ARTICLE) and len(word) >= len(ARTICLE) + 3 else word
