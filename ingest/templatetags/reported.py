"""For the page of a follow-up: later releases that seem to report it done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from engagements.permissions import Permission
from ingest.models import DoneReport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engagements.models import Commitment, User

register = template.Library()


@register.inclusion_tag("ingest/includes/done_reports.html", takes_context=True)
def reported_done(context: Mapping[str, Any], commitment: Commitment) -> dict[str, Any]:
    """Reports that wait for a decision, the likeliest first; none for accounts that may not decide, or for a
    closed follow-up.
    """
    user: User = context["request"].user
    reports: list[DoneReport] = []
    if commitment.is_open and user.may(Permission.MANAGE_COMMITMENTS):
        rows = DoneReport.objects.open().visible_to(user).filter(commitment=commitment)
        reports = list(rows.select_related("release__source").order_by("-score", "pk"))
    return {"reports": reports, "csrf_token": context.get("csrf_token")}
