"""What the page of one follow-up shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from engagements.auditing import seen
from engagements.auditing.lines import history_of_follow_up, lines_of
from engagements.models import Engagement
from engagements.permissions import Permission
from engagements.record.marking import Mark, marked
from engagements.record.quoting import CitedSources, veiled
from engagements.services.owners import suggestions

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from engagements.models import Commitment, Evidence, User

HISTORY = 50
_AROUND = 240
"""The most characters shown before and after the quoted words, within their line."""


def page_of_one(commitment: Commitment, user: User) -> dict[str, Any]:
    """The context of the page, without its forms."""
    engagement = Engagement.objects.visible_to(user).for_page().get(pk=commitment.engagement_id)
    evidence = [one for one in engagement.evidence.all() if one.commitment_id == commitment.pk]
    updates = list(commitment.progress.select_related("by"))
    may_change = user.may(Permission.MANAGE_COMMITMENTS)
    proofs = list(commitment.proofs.select_related("source", "by", "withdrawn_by"))
    sources = [one.source for one in proofs if one.source is not None]
    history = seen.redacted(history_of_follow_up(commitment)[:HISTORY], user, sources)
    for source in sources:
        source.as_seen_by(user)
    veiled(engagement, user)
    return {
        "commitment": commitment,
        "engagement": engagement,
        "quotes": CitedSources(engagement).quotes(evidence),
        "passages": passages(evidence, user),
        "updates": updates,
        "latest": updates[0] if updates else None,
        "steps": list(commitment.steps.select_related("assignee")),
        "proofs": proofs,
        "lines": lines_of(history),
        "suggestions": suggestions(commitment, user) if may_change else [],
        "followed": commitment.followed_by.filter(user=user).exists(),
        "may_change": may_change,
        "today": timezone.localdate(),
    }


def passages(evidence: list[Evidence], user: User) -> list[tuple[Evidence, SafeString]]:
    """For each source the words that promise it (preferring the evidence of the text), with the rest of their line.
    If the text of the source is hidden from `user`, only the words themselves.
    """
    first: dict[int, Evidence] = {}
    for one in evidence:
        if one.source_id not in first or (one.field == "text" != first[one.source_id].field):
            first[one.source_id] = one
    return [
        (one, _passage(one, 0 if one.source.hidden and not user.sees_restricted else _AROUND))
        for one in first.values()
    ]


def _passage(one: Evidence, around: int) -> SafeString:
    text = one.source.text
    start = max(text.rfind("\n", 0, one.start) + 1, one.start - around)
    line_end = text.find("\n", one.end)
    end = min(line_end if line_end >= 0 else len(text), one.end + around)
    # Cuts between words at both ends.
    if around and start > 0 and text[start - 1] != "\n":
        start = text.find(" ", start, one.start) + 1 or one.start
    if around and end < len(text) and text[end] != "\n":
        end = max(text.rfind(" ", one.end, end), one.end)
    link = one.source.quotation_url(one.start, one.end)
    return marked(text[start:end], [Mark(one.start - start, one.end - start, (link,))])
