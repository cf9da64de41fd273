"""Files and pasted texts come in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from engagements.models import Source
from engagements.permissions import Permission, require
from ingest.errors import explain
from ingest.forms.upload import UploadForm
from ingest.listing import entries_of
from ingest.models import Release, WayIn
from ingest.reading import DEFAULT_LIMITS
from ingest.reading.limits import MEGABYTE
from ingest.services.submission import MAX_KEPT_BYTES, Submitted, TooLarge, submit

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from engagements.models import User

PASTED = "text.txt"


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """GET shows the form and, after an upload, what becomes of its files (`new`, `again`: numbers of releases)."""
    user = require(request, Permission.SUBMIT)
    if request.method != "POST":
        return _page(request, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    submitted = _submit_all(request, form, by=user, now=timezone.now())
    if len(submitted) == 1:
        if submitted[0].duplicate:
            messages.info(request, _("This file was uploaded before. This is the release it brought."))
        return redirect(submitted[0].release)
    batch = [("again" if each.duplicate else "new", each.release.pk) for each in submitted]
    return redirect(f"{reverse('upload')}?{urlencode(batch)}")


def _submit_all(request: HttpRequest, form: UploadForm, *, by: User, now: datetime) -> list[Submitted]:
    """Each file is a release of its own; one that is refused does not hold up the others."""
    data = form.cleaned_data
    known = {name: data[name] for name in ("published_on", "outlet", "url")}
    submitted = []
    for file in data["files"]:
        try:
            if file.size is not None and file.size > MAX_KEPT_BYTES:
                raise TooLarge
            content = file.read()
            submitted.append(submit(content=content, filename=file.name or "", by=by, now=now, **known))
        except TooLarge:
            limit = MAX_KEPT_BYTES // MEGABYTE
            words = _("“%(name)s” is larger than %(limit)d MB and was not kept.")
            advice = explain("too_large", {"limit": MAX_KEPT_BYTES}).advice
            messages.error(request, f"{words % {'name': file.name, 'limit': limit}} {advice}")
    if data["text"].strip():
        # Browsers send lines as CRLF; the text is kept as it was pasted.
        content = data["text"].replace("\r\n", "\n").encode()
        submitted.append(
            submit(content=content, filename=PASTED, by=by, now=now, way_in=WayIn.PASTE, **known)
        )
    return submitted


def _page(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    again = _numbers(request, "again")
    batch = Release.objects.filter(pk__in=_numbers(request, "new") | again).for_list()
    entries = entries_of(batch.order_by("-pk"), again)
    outlets = Source.objects.exclude(outlet="").values_list("outlet", flat=True).order_by("outlet").distinct()
    context = {
        "form": form,
        "entries": entries,
        "busy": any(entry.busy for entry in entries),
        "outlets": outlets[:200],
        "limit": DEFAULT_LIMITS.max_bytes // MEGABYTE,
    }
    return render(request, "ingest/upload.html", context, status=status)


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return {int(value) for value in request.GET.getlist(name)[:500] if value.isascii() and value.isdigit()}
