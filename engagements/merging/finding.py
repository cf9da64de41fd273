"""Finds the engagement that somebody means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engagements.days import shifted
from engagements.lists.paging import TIMELINE
from engagements.lists.querystring import as_number
from engagements.lists.words import matching
from engagements.models import Engagement

if TYPE_CHECKING:
    from engagements.merging.forms import FindForm
    from engagements.models import User

NEAR = 7
"""Days before and after."""
LIMIT = 20


def found(user: User, form: FindForm) -> list[Engagement]:
    """At most LIMIT engagements that exist for `user`, newest first. A number finds exactly that one.

    Empty if the form is not valid or nothing is asked.
    """
    if not form.is_valid() or not any(form.cleaned_data.values()):
        return []
    asked: dict[str, Any] = form.cleaned_data
    rows = Engagement.objects.visible_to(user)
    text, day = asked["q"].strip(), asked["near"]
    number = as_number(text)
    if number is not None:
        return list(rows.filter(pk=number).prefetch_related("partner_countries"))
    if text:
        rows = matching(rows, text)
    if asked["country"]:
        rows = rows.with_country(asked["country"].pk)
    if day:
        rows = rows.filter(date__gte=shifted(day, -NEAR), date__lte=shifted(day, NEAR))
    return list(TIMELINE.sort(rows.prefetch_related("partner_countries"))[:LIMIT])
