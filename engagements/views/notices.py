"""Notices: the list, opening one, marking as read; and following a follow-up."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engagements.follow_ups.typed import typed
from engagements.lists.paging import page_by_id, shown_as
from engagements.models import Commitment, Notice
from engagements.permissions import Permission, require
from engagements.reminding.listing import notice_page, told
from engagements.services.notices import follow, open_notice, read_all
from engagements.views.follow_up import again

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from engagements.models import User

OF_ONE = 50
"""The follow-ups on a page of notices that came together."""


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """One's own notices, the newest first."""
    user = require(request, Permission.READ)
    now = timezone.now()
    context = {
        "page": notice_page(user, request.GET),
        "until": now.isoformat(),
        "today": timezone.localdate(now),
        "subscribed": user.subscriptions.filter(in_app=True).exists(),
    }
    return render(request, "engagements/notices.html", context)


@require_safe
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """Marks the notice as read and redirects to its follow-up; if several came together, shows their list."""
    user = require(request, Permission.READ)
    one = _mine(user, number)
    rows = Notice.objects.told_to(user).like(one)
    open_notice(notice=one, now=timezone.now())
    page = page_by_id(
        rows.select_related("commitment", "entry", "by"), request.GET, newest_first=False, size=OF_ONE
    )
    if page.total == 1 and len(page.rows) == 1:
        return redirect(one.commitment)
    context = {"notice": one, "page": shown_as(page, told), "today": timezone.localdate()}
    return render(request, "engagements/notice.html", context)


@require_POST
def notice_read(request: HttpRequest, number: int) -> HttpResponse:
    """Marks the notice, and those that came with it, as read."""
    user = require(request, Permission.READ)
    open_notice(notice=_mine(user, number), now=timezone.now())
    return redirect("notices")


@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Marks as read all notices that existed when the page was made."""
    user = require(request, Permission.READ)
    now = timezone.now()
    try:
        until = datetime.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        until = now
    if timezone.is_naive(until):
        raise Http404
    read_all(by=user, until=until, now=now)
    messages.success(request, _("All notices are marked as read."))
    return redirect("notices")


@require_POST
def following(request: HttpRequest, number: int) -> HttpResponse:
    """Starts or stops following a follow-up, and goes back to its page."""
    user = require(request, Permission.READ)
    commitment = get_object_or_404(Commitment.objects.visible_to(user), pk=number)
    wanted = request.POST.get("follow") == "1"
    follow(commitment=commitment, by=user, wanted=wanted)
    if wanted:
        messages.success(
            request, _("You follow this now. What you are told of it is chosen on your account’s page.")
        )
    else:
        messages.success(request, _("You do not follow this any more."))
    parts = typed(request, commitment) if user.may(Permission.MANAGE_COMMITMENTS) else {}
    return again(request, commitment, parts, saved="following")


def _mine(user: User, number: int) -> Notice:
    """The notice of this id. Raises Http404 if it is somebody else's, or about something that `user` may not see any
    more.
    """
    mine = Notice.objects.told_to(user).select_related("commitment")
    return get_object_or_404(mine, pk=number)
