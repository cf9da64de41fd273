"""The timeline of a country, a partner, a person or a topic as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from engagements.exporting.serving import log, refused, table_answer
from engagements.exporting.timelines import TIMELINE, timeline_table
from engagements.models import Country, Partner, Person, Topic
from engagements.names.visible import shelf_of
from engagements.permissions import Permission, require
from engagements.shelves.shelf import Shelf, country_shelf, topic_shelf
from engagements.timelines.filters import EngagementFilter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from engagements.models import User

FORMS = ("csv", "xlsx")


@require_safe
def export(request: HttpRequest, what: str, key: str | int, form: str) -> HttpResponseBase:
    """All rows of the list as a file. An invalid filter is answered with 400 and no rows."""
    user = require(request, Permission.EXPORT)
    if form not in FORMS:
        raise Http404
    now = timezone.now()
    name, shelf = _list(what, key, user)
    asked = EngagementFilter(request.GET, shelf)
    if asked.complaints:
        return refused(asked.complaints)
    rows = asked.qs.order_by().count()
    table = timeline_table(asked.qs, title=name, language=get_language() or "ar")
    columns = [column.name for column in table.columns]
    subject = f"{TIMELINE} {what} {key}"
    log(by=user, what=subject, form=form, query=request.GET, columns=columns, rows=rows, now=now)
    return table_answer(table, form=form, name=f"sijill-{what}-{key}-{timezone.localdate(now):%Y-%m-%d}")


def _list(what: str, key: str | int, user: User) -> tuple[str, Shelf]:
    """The name of the list and its shelf. Raises Http404 if it does not exist for this account."""
    match what:
        case "country":
            country = get_object_or_404(Country, pk=key)
            return country.name, Shelf(country_shelf(country.pk), user)
        case "topic":
            topic = get_object_or_404(Topic, pk=key)
            return topic.name, Shelf(topic_shelf(topic.pk), user)
    found: Partner | Person
    found = get_object_or_404(Partner, pk=key) if what == "partner" else get_object_or_404(Person, pk=key)
    shelf = shelf_of(found, user)
    if shelf is None or found.merged_into_id is not None:
        raise Http404
    return found.name, shelf
