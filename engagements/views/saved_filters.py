"""Saved filters: the list, saving, opening, renaming, deleting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagements.errors import Refusal
from engagements.models import SavedFilter
from engagements.permissions import Permission, require
from engagements.saved_filters.listing import saved_by
from engagements.saved_filters.places import list_at
from engagements.services.saved_filters import open_filter, rename_filter, save_filter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from engagements.models import User


def saved_filters(request: HttpRequest) -> HttpResponse:
    """One's own saved filters. POST saves another and goes back to its list."""
    user = require(request, Permission.READ)
    if request.method != "POST":
        return _page(request, user)
    asked = {name: request.POST.get(name, "") for name in ("name", "path", "query")}
    try:
        saved = save_filter(by=user, now=timezone.now(), **asked)
    except Refusal as refusal:
        return _page(request, user, refused=str(refusal), typed=asked if list_at(asked["path"]) else None)
    messages.success(request, _("The filter was saved as “%(name)s”.") % {"name": saved.name})
    return redirect(saved.address)


def _page(
    request: HttpRequest, user: User, refused: str = "", typed: dict[str, str] | None = None
) -> HttpResponse:
    """The page. `typed` is what was refused, to be tried again with another name."""
    context = {"saved": saved_by(user, timezone.localdate()), "refused": refused, "typed": typed}
    return render(request, "engagements/saved_filters.html", context, status=400 if refused else 200)


@require_safe
def saved_filter(request: HttpRequest, number: int) -> HttpResponse:
    """Redirects to the list with this filter, in which what is new since the last visit is marked."""
    user = require(request, Permission.READ)
    saved = get_object_or_404(SavedFilter, pk=number, user=user)
    return redirect(open_filter(saved=saved, now=timezone.now()))


@require_POST
def rename(request: HttpRequest, number: int) -> HttpResponse:
    user = require(request, Permission.READ)
    saved = get_object_or_404(SavedFilter, pk=number, user=user)
    try:
        rename_filter(saved=saved, name=request.POST.get("name", ""))
    except Refusal as refusal:
        return _page(request, user, refused=str(refusal))
    messages.success(request, _("The filter is called “%(name)s” now.") % {"name": saved.name})
    return redirect("saved_filters")


@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    user = require(request, Permission.READ)
    saved = get_object_or_404(SavedFilter, pk=number, user=user)
    saved.delete()
    messages.success(request, _("The filter “%(name)s” was deleted.") % {"name": saved.name})
    return redirect("saved_filters")
