"""Releases: the list, one with its text, its original, another try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Count
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagements import facets
from engagements.models import Engagement, Evidence
from engagements.permissions import Permission, require
from ingest.filters import ReleaseFilter
from ingest.listing import entries_of, entry_of
from ingest.marking import Mark, marked
from ingest.models import Release, ReleaseStatus
from ingest.paging import page_by_number
from ingest.presenting import source_marks
from ingest.services import submission

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from engagements.models import User
    from ingest.listing import Entry

PAGE_SIZE = 50


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    require(request, Permission.READ)
    asked = ReleaseFilter(request.GET, Release.objects.all())
    page = page_by_number(asked.qs.for_list(), request.GET, newest_first=True, size=PAGE_SIZE)
    entries = entries_of(page.rows)
    counts = dict(Release.objects.order_by().values_list("status").annotate(n=Count("pk")))
    outlets = sorted(
        set(Release.objects.exclude(source__outlet="").values_list("source__outlet", flat=True).distinct())
    )
    context = {
        "page": page,
        "entries": entries,
        "busy": any(entry.busy for entry in entries),
        "form": asked.form,
        "complaints": asked.complaints,
        "asked": bool(asked.values),
        "statuses": facets.choices(request.GET, "status", ReleaseStatus.choices, counts),
        "outlets": facets.choices(request.GET, "outlet", [(name, name) for name in outlets]),
    }
    return render(request, "ingest/releases.html", context)


@require_safe
def release(request: HttpRequest, number: int) -> HttpResponse:
    """What came in and what became of it, with the words that values were taken from marked."""
    user = require(request, Permission.READ)
    found = get_object_or_404(Release.objects.for_list(), pk=number)
    entry = entry_of(found)
    engagements = Engagement.objects.visible_to(user).filter(sources=number)
    context = {
        "release": found,
        "entry": entry,
        "text": marked(found.source.text, _marks(entry, user)),
        "engagements": engagements.prefetch_related("partner_countries"),
        "may_see_drafts": user.may(Permission.REVIEW),
    }
    return render(request, "ingest/release.html", context)


def _marks(entry: Entry, user: User) -> list[Mark]:
    """What the register quotes; for reviewers also what the machine proposed."""
    visible = Engagement.objects.visible_to(user)
    quoted = Evidence.objects.filter(source=entry.release.pk, engagement__in=visible)
    marks = [
        Mark(evidence.start, evidence.end, (evidence.engagement.get_absolute_url(),))
        for evidence in quoted.select_related("engagement")
    ]
    if user.may(Permission.REVIEW):
        for draft in entry.drafts:
            if draft.status == "pending":
                marks += source_marks(draft.proposal, draft.get_absolute_url())
    return marks


@require_safe
def original(request: HttpRequest, number: int) -> FileResponse:
    """The bytes as they came in: always as a download, never shown by the browser."""
    require(request, Permission.READ)
    found = get_object_or_404(Release, pk=number)
    try:
        file = found.file.open("rb")
    except OSError as error:
        raise Http404(_("The original cannot be reached now.")) from error
    return FileResponse(
        file,
        as_attachment=True,
        filename=found.filename,
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"},
    )


@require_POST
def retry(request: HttpRequest, number: int) -> HttpResponse:
    user = require(request, Permission.SUBMIT)
    found = get_object_or_404(Release, pk=number)
    if submission.retry(release=found, by=user, now=timezone.now()):
        messages.success(request, _("The release is waiting to be read again."))
    else:
        messages.info(request, _("The release had not failed (any more), so nothing was done."))
    return redirect(found)
