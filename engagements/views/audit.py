"""Who changed what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

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
    pages = Paginator(AuditEntry.objects.all(), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    context = {"lines": lines_of(page.object_list), "page": page, "total": pages.count}
    return render(request, "engagements/audit.html", context)
