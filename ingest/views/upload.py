"""Uploads of files and pasted text: as one form or, with scripts, as one request for each file."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from engagements.lists.querystring import as_number
from engagements.models import Source
from engagements.permissions import Permission, require
from ingest.forms.upload import FORM_ID, UploadForm
from ingest.models import Release, WayIn
from ingest.reading import DEFAULT_LIMITS
from ingest.reading.limits import MEGABYTE
from ingest.releases.errors import Explanation, explain
from ingest.releases.listing import counted, entries_of, entry_of
from ingest.services.submission import MAX_KEPT_BYTES, Submitted, TooLarge, submit

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from engagements.models import User

logger = logging.getLogger(__name__)

PASTED = "text.txt"


@dataclass(frozen=True, slots=True)
class Refused:
    """A file of which nothing was stored: its name, the reason, and the status of the answer."""

    name: str
    why: Explanation
    status: int


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """GET shows the form and, after an upload, its releases (`new` and `again` are their numbers). POST takes
    files in.
    """
    user = require(request, Permission.SUBMIT)
    now = timezone.now()
    today = timezone.localdate(now)
    if request.method != "POST":
        return _page(request, UploadForm(today=today), user)
    form = UploadForm(request.POST, request.FILES, today=today)
    if not form.is_valid():
        return _page(request, form, user, status=422)
    outcomes = _take_in(form.cleaned_data, by=user, now=now)
    submitted = [outcome for outcome in outcomes if isinstance(outcome, Submitted)]
    for outcome in outcomes:
        if isinstance(outcome, Refused):
            words = _("“%(name)s” was not kept.") % {"name": outcome.name}
            messages.error(request, f"{words} {outcome.why.what} {outcome.why.advice}")
    if len(submitted) == 1 == len(outcomes):
        if submitted[0].duplicate:
            messages.info(request, _("This file was uploaded before. This is the release it brought."))
        return redirect(submitted[0].release)
    batch = [("again" if each.duplicate else "new", each.release.pk) for each in submitted]
    return redirect(f"{reverse('upload')}?{urlencode(batch)}")


@require_POST
def upload_one(request: HttpRequest) -> HttpResponse:
    """Takes one file or one pasted text in and answers with its line: 201 if it is new, 200 if its bytes came in
    before.

    A refused file is answered with the reason in words: 413 (too large), 422 (the form is not valid), 503 (it could
    not be stored now).
    """
    user = require(request, Permission.SUBMIT)
    now = timezone.now()
    form = UploadForm(request.POST, request.FILES, today=timezone.localdate(now))
    if not form.is_valid():
        return render(request, "ingest/includes/refused.html", {"form": form}, status=422)
    outcome = _take_in(form.cleaned_data, by=user, now=now)[0]
    if isinstance(outcome, Refused):
        return render(request, "ingest/includes/refused.html", {"why": outcome.why}, status=outcome.status)
    release = Release.objects.for_list().get(pk=outcome.release.pk)
    told = form.cleaned_data["files"][0].name if outcome.duplicate and form.cleaned_data["files"] else ""
    entry = entry_of(release, user, again=outcome.duplicate, told=told)
    return render(request, "ingest/includes/entry.html", {"entry": entry}, status=200 if entry.again else 201)


def _take_in(data: dict[str, Any], *, by: User, now: datetime) -> list[Submitted | Refused]:
    """Takes each file in as a release of its own. A refused file does not stop the others."""
    known = {name: data[name] for name in ("published_on", "outlet", "url")}
    given: list[UploadedFile[Any] | str] = [*data["files"]]
    if data["text"].strip():
        given.append(data["text"])
    return [_take_one(each, known, by=by, now=now) for each in given]


def _take_one(
    given: UploadedFile[Any] | str, known: dict[str, Any], *, by: User, now: datetime
) -> Submitted | Refused:
    file = given if isinstance(given, UploadedFile) else None
    name = file.name or "" if file else _("Pasted text")
    try:
        if file is None:
            # Browsers send lines as CRLF; the text is kept as it was pasted.
            content = str(given).replace("\r\n", "\n").encode()
            outcome = submit(content=content, filename=PASTED, by=by, now=now, way_in=WayIn.PASTE, **known)
        elif file.size is not None and file.size > MAX_KEPT_BYTES:
            raise TooLarge
        else:
            outcome = submit(content=file.read(), filename=name, by=by, now=now, **known)
    except TooLarge:
        return Refused(name, explain("too_large", {"limit": MAX_KEPT_BYTES}), 413)
    except (OSError, DatabaseError):
        # The disk may be full or the database away: whoever sent it must know, and the others go on.
        logger.exception("a file could not be kept")
        return Refused(name, explain("not_kept", {}), 503)
    if outcome.duplicate and not Release.objects.visible_to(by).filter(pk=outcome.release.pk).exists():
        # The release does not exist for this user, so they must not learn what became of it.
        why = Explanation(
            "came_before", _("This very file came in before."), _("There is nothing left to do.")
        )
        return Refused(name, why, 200)
    return outcome


def _page(request: HttpRequest, form: UploadForm, user: User, status: int = 200) -> HttpResponse:
    again = _numbers(request, "again")
    seen = Release.objects.visible_to(user)
    batch = seen.filter(pk__in=_numbers(request, "new") | again).for_list()
    entries = entries_of(batch.order_by("-pk"), user, again)
    told = Source.objects.filter(release__in=seen.order_by().values("pk"))
    outlets = told.exclude(outlet="").values_list("outlet", flat=True).order_by("outlet").distinct()
    context = {
        "form": form,
        "form_id": FORM_ID,
        "entries": entries,
        "counts": counted(entries),
        "compare": True,
        "outlets": outlets[:200],
        "limit": DEFAULT_LIMITS.max_bytes // MEGABYTE,
        "most_kept": MAX_KEPT_BYTES,
        "too_large": explain("too_large", {"limit": MAX_KEPT_BYTES}),
    }
    return render(request, "ingest/upload.html", context, status=status)


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return {number for value in request.GET.getlist(name)[:500] if (number := as_number(value)) is not None}
