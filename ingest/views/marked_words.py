"""Reads words of the source that an editor marks for a field on the review page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from engagements.lists.querystring import as_number
from engagements.permissions import Permission, require
from ingest.extraction.dates import day_in
from ingest.views.draft import draft_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest

_LONGEST = 300
_PRECISIONS = {10: "day", 7: "month", 4: "year"}


@require_safe
def day(request: HttpRequest, number: int) -> JsonResponse:
    """JSON `{date, precision, end}` of the words from character `start` to `end`; empty values if they name no date."""
    user = require(request, Permission.REVIEW)
    source = draft_or_404(number, user).release.source
    start, end = (as_number(request.GET.get(name, "")) for name in ("start", "end"))
    if start is None or end is None:
        return JsonResponse({}, status=400)
    first, _slash, last = day_in(source.text[start:end][:_LONGEST], source.published_on).partition("/")
    return JsonResponse(
        {
            "date": f"{first}-01-01"[:10] if first else "",
            "precision": _PRECISIONS.get(len(first), ""),
            "end": last,
        }
    )
