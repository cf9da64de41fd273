"""Pages of a list in the order in which its rows came in, by the number of the last row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from engagements.paging import Page
from engagements.querystring import CURSOR, changed

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import QueryDict

    from engagements.paging import Row


def page_by_number(rows: QuerySet[Row], query: QueryDict, *, newest_first: bool, size: int) -> Page[Row]:
    """The page that the address asks for. Raises Http404 if it asks for none that can be."""
    ordered = rows.order_by("-pk" if newest_first else "pk")
    cursor = query.get(CURSOR, "")
    if cursor:
        if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= 18):
            raise Http404(_("This list has no such page."))
        ordered = ordered.filter(**{"pk__lt" if newest_first else "pk__gt": int(cursor)})
    found = list(ordered[: size + 1])
    page = found[:size]
    more = f"{changed(query)}&{CURSOR}={page[-1].pk}" if len(found) > size else ""
    total = rows.order_by().count() if cursor or more else len(page)
    return Page(page, total, more, changed(query) if cursor else "")
