"""Who changed what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from engagements.asking import PagesForm
from engagements.models import AuditEntry
from engagements.permissions import Permission, require
from engagements.trail import lines_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 100


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """The trail, the newest line first."""
    require(request, Permission.ADMINISTER)
    form = PagesForm(request.GET)
    entries = AuditEntry.objects.all()
    pages = Paginator(entries.none() if form.complaints else entries, PAGE_SIZE)
    page = pages.get_page(form.asked("page"))
    context = {
        "lines": lines_of(page.object_list),
        "page": page,
        "total": pages.count,
        "complaints": form.complaints,
    }
    return render(request, "engagements/audit.html", context)
