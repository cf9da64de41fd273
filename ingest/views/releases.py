"""Releases: the list, one with its text, its original, another try."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagements.lists import facets
from engagements.lists.paging import page_by_id
from engagements.lists.querystring import as_number
from engagements.models import Engagement, Evidence, Source
from engagements.permissions import Permission, require
from engagements.record.marking import Mark, marked
from ingest.models import DraftStatus, Lane, Release, ReleaseStatus, WayIn
from ingest.releases.attempts import attempts_of, lasting
from ingest.releases.contents import contents_of
from ingest.releases.filters import RECOGNITION, STATES, ReleaseFilter
from ingest.releases.listing import entries_of, entry_of
from ingest.releases.told_before import told_before
from ingest.reviewing.presenting import source_marks
from ingest.services import retrying
from ingest.services.drafting import READ

if TYPE_CHECKING:
    from django.http import HttpRequest

    from engagements.models import User
    from ingest.models.release_queries import ReleaseQuerySet
    from ingest.releases.listing import Entry

PAGE_SIZE = 50
FOLLOWED = 100
"""The most lines that a page follows at once: some servers refuse a longer address."""


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    user = require(request, Permission.READ)
    seen = Release.objects.visible_to(user)
    asked = ReleaseFilter(request.GET, seen)
    page = page_by_id(asked.qs.for_list(), request.GET, newest_first=True, size=PAGE_SIZE)
    entries = entries_of(page.rows, user)
    told = Source.objects.filter(release__in=seen.order_by().values("pk")).exclude(outlet="")
    outlets = told.order_by("outlet").values_list("outlet", flat=True).distinct()
    ways = dict(seen.order_by().values_list("way_in").annotate(n=Count("pk")))
    context = {
        "page": page,
        "entries": entries,
        "busy": any(entry.busy for entry in entries),
        "form": asked.form,
        "complaints": asked.complaints,
        "asked": bool(asked.values),
        "statuses": facets.choices(request.GET, "status", STATES, _by_state(seen)),
        "ways": facets.choices(request.GET, "way_in", WayIn.choices, ways),
        "outlets": facets.choices(request.GET, "outlet", [(name, name) for name in outlets]),
        "whole": asked.values.get("part_of"),
    }
    return render(request, "ingest/releases.html", context)


def _by_state(releases: ReleaseQuerySet) -> Counter[str]:
    """How many of these releases match each choice of the filter by state."""
    found: Counter[str] = Counter()
    rows = releases.order_by().values_list("status", "lane").annotate(n=Count("pk"))
    for status, lane, number in rows:
        waits = status == ReleaseStatus.RECEIVED and lane == Lane.SCAN
        found[RECOGNITION if waits else status] += number
    return found


@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """Of the lines that a page shows (`n`: number and token of each), those that have changed, as HTML to replace
    them.

    204 if none has.
    """
    user = require(request, Permission.READ)
    shown = set(request.GET.getlist("n")[:FOLLOWED])
    asked = [number for token in shown if (number := as_number(token.partition(":")[0])) is not None]
    entries = entries_of(Release.objects.visible_to(user).filter(pk__in=asked).for_list(), user)
    changed = [entry for entry in entries if entry.token not in shown]
    if not changed:
        return HttpResponse(status=204)
    context = {"entries": changed, "compare": "compare" in request.GET}
    return render(request, "ingest/includes/entries_changed.html", context)


@require_safe
def release(request: HttpRequest, number: int) -> HttpResponse:
    """A release, what became of it, and its text with the words marked from which values were taken.

    A page that follows along sends what it shows (`seen`); while nothing has changed, the answer is 204.
    """
    user = require(request, Permission.READ)
    found = get_object_or_404(Release.objects.visible_to(user).for_list(), pk=number)
    entry = entry_of(found, user)
    contents = contents_of(found, user)
    token = f"{entry.token}:{len(found.runs.all())}:{contents.token}"
    if request.GET.get("seen") == token:
        return HttpResponse(status=204)
    engagements = Engagement.objects.visible_to(user).filter(sources=number)
    runs = list(found.runs.all())
    ended = runs[-1].ended_at if runs and not entry.busy else None
    context = {
        "release": found,
        "entry": entry,
        "token": token,
        "follow": entry.busy or contents.busy,
        "contents": contents,
        "containers": found.contained_in.filter(
            container__in=Release.objects.visible_to(user)
        ).select_related("container__source"),
        "attempts": attempts_of(entry),
        "ended": ended,
        "waited": lasting(ended - found.submitted_at) if ended else "",
        "text": marked(found.source.text, _marks(entry, user)),
        "engagements": engagements.prefetch_related("partner_countries"),
        "may_see_drafts": user.may(Permission.REVIEW) or found.submitted_by_id == user.pk,
        "may_begin": user.may(Permission.REVIEW) and found.status in READ and bool(found.source.text),
        "told": told_before(found, user) if user.may(Permission.REVIEW) and entry.comparable else [],
    }
    return render(request, "ingest/release.html", context)


@require_safe
def told(request: HttpRequest, number: int) -> HttpResponse:
    """For a line that is in view: what the release may tell again. 204 if nothing is known."""
    user = require(request, Permission.REVIEW)
    found = get_object_or_404(Release.objects.visible_to(user).select_related("source"), pk=number)
    likes = told_before(found, user)
    if not likes:
        return HttpResponse(status=204)
    return render(request, "ingest/includes/likes.html", {"likes": likes})


def _marks(entry: Entry, user: User) -> list[Mark]:
    """Marks for the words that the register quotes and, for reviewers, for those of the proposals."""
    visible = Engagement.objects.visible_to(user)
    quoted = Evidence.objects.filter(source=entry.release.pk, engagement__in=visible)
    marks = [
        Mark(evidence.start, evidence.end, (evidence.engagement.get_absolute_url(),))
        for evidence in quoted.select_related("engagement")
    ]
    if user.may(Permission.REVIEW):
        for draft in entry.drafts:
            if draft.status == DraftStatus.PENDING:
                marks += source_marks(draft.proposal, draft.get_absolute_url())
    return marks


@require_POST
def retry(request: HttpRequest, number: int) -> HttpResponse:
    user = require(request, Permission.SUBMIT)
    found = get_object_or_404(Release.objects.visible_to(user), pk=number)
    if retrying.retry(release=found, by=user, now=timezone.now()):
        messages.success(request, _("The release is waiting to be read again."))
    else:
        messages.info(request, _("The release had not failed (any more), so nothing was done."))
    return redirect(found)
