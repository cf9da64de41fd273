"""Releases that could not be read: by reason, with advice, and another try for one, some or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from engagements.lists import facets
from engagements.lists.paging import page_by_id
from engagements.lists.querystring import as_number, changed, without
from engagements.permissions import Permission, require
from ingest.models import Release, WayIn
from ingest.releases.errors import reason
from ingest.releases.filters import FailureFilter, with_reason
from ingest.releases.listing import entries_of
from ingest.services import retrying

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from engagements.models import User

PAGE_SIZE = 50
PICKED, ALL = "pick", "all"


@require_safe
def failures(request: HttpRequest) -> HttpResponse:
    """The failed releases, newest first. The reasons are counted under all other filters."""
    user = require(request, Permission.READ)
    seen = Release.objects.visible_to(user)
    asked = FailureFilter(request.GET, with_reason(seen))
    page = page_by_id(asked.qs.for_list(), request.GET, newest_first=True, size=PAGE_SIZE)
    ways = dict(seen.failed().order_by().values_list("way_in").annotate(n=Count("pk")))
    context = {
        "page": page,
        "entries": entries_of(page.rows, user),
        "form": asked.form,
        "complaints": asked.complaints,
        "asked": bool(asked.values),
        "reasons": _reasons(request.GET, user),
        "ways": facets.choices(request.GET, "way_in", WayIn.choices, ways),
        "hidden": [
            (name, value) for name, values in without(request.GET, "after").lists() for value in values
        ],
        "at_most": min(page.total, retrying.MOST),
    }
    return render(request, "ingest/failures.html", context)


def _reasons(query: QueryDict, user: User) -> list[dict[str, object]]:
    """Each reason with its count, the advice and the address that shows only it; the most frequent first."""
    others = FailureFilter(without(query, "reason", "after"), with_reason(Release.objects.visible_to(user)))
    counts = others.qs.order_by().values_list("reason").annotate(n=Count("pk"))
    picked = query.get("reason", "")
    return [
        {
            "words": reason(code),
            "number": number,
            "picked": code == picked,
            "query": changed(query, reason=None if code == picked else code),
        }
        for code, number in sorted(counts, key=lambda row: (-row[1], row[0]))
    ]


@require_POST
def retry(request: HttpRequest) -> HttpResponse:
    """Has the ticked releases read again, or with `all` everything that the filter shows, up to the limit of the
    service.
    """
    user = require(request, Permission.SUBMIT)
    query = without(request.POST, "csrfmiddlewaretoken", PICKED, ALL)
    if request.POST.get(ALL):
        asked = FailureFilter(query, with_reason(Release.objects.visible_to(user)))
        numbers = list(asked.qs.order_by("-pk").values_list("pk", flat=True)[: retrying.MOST])
    else:
        picked = request.POST.getlist(PICKED)
        numbers = [number for each in picked if (number := as_number(each)) is not None]
    done = retrying.retry_all(numbers=numbers, by=user, now=timezone.now())
    _tell(request, done)
    return redirect(f"{reverse('failures')}{changed(query)}")


def _tell(request: HttpRequest, done: retrying.Retried) -> None:
    if done.back:
        words = ngettext(
            "%(n)d release is waiting to be read again.",
            "%(n)d releases are waiting to be read again.",
            done.back,
        )
        messages.success(request, words % {"n": done.back})
    if done.passed_over:
        words = ngettext(
            "%(n)d release was not failed any more and was left as it is.",
            "%(n)d releases were not failed any more and were left as they are.",
            done.passed_over,
        )
        messages.info(request, words % {"n": done.passed_over})
    if not done.back and not done.passed_over:
        messages.info(request, _("No release was picked, so nothing was done."))
