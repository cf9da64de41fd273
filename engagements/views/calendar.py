"""The calendar of an account: the page on which its address is made, and the calendar file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from engagements.barriers import Barred, pass_barriers
from engagements.calendars.feed import MOST, calendar_of
from engagements.models import CalendarFeed, FeedScope
from engagements.permissions import Permission, require
from engagements.proving import require_proof
from engagements.services.calendar_feeds import choose_scope, issue_feed, note_shown, revoke_feed
from engagements.services.tokens import digest_of

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from engagements.models import User

TASKS = "tasks"
"""Value of the parameter `todo`: follow-ups as tasks. Without it they are all-day events, which every program shows."""
ICS = "text/calendar; charset=utf-8"
MAKE, CHOOSE, REVOKE = "make", "choose", "revoke"


class CalendarForm(forms.Form):
    """Which follow-ups the calendar has, and what to do with its address."""

    scope = forms.ChoiceField(
        label=gettext_lazy("Which follow-ups"), choices=FeedScope.choices, widget=forms.RadioSelect
    )
    do = forms.ChoiceField(choices=[(name, name) for name in (MAKE, CHOOSE, REVOKE)])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The page of one's calendar address. Only the answer to the POST that makes it ever shows the address."""
    user = require(request, Permission.READ)
    address, refused = "", False
    if request.method == "POST":
        form = CalendarForm(request.POST)
        if form.is_valid():
            if form.cleaned_data["do"] != CHOOSE:
                require_proof(request)
            if form.cleaned_data["do"] != MAKE:
                _change(request, user, form, timezone.now())
                return redirect("calendar")
            _feed, secret = issue_feed(by=user, scope=form.cleaned_data["scope"], now=timezone.now())
            address = request.build_absolute_uri(reverse("calendar_feed", args=[secret]))
        else:
            refused = True
    feed = CalendarFeed.objects.filter(user=user).first()
    context = {
        "feed": feed,
        "address": address,
        "tasks": f"{address}?todo={TASKS}",
        "webcal": address.replace("https://", "webcal://", 1).replace("http://", "webcal://", 1),
        "scopes": FeedScope.choices,
        "scope": feed.scope if feed else FeedScope.MINE.value,
        "refused": refused,
        "most": MOST,
    }
    return render(request, "engagements/calendar.html", context, status=400 if refused else 200)


def _change(request: HttpRequest, user: User, form: CalendarForm, now: datetime) -> None:
    if form.cleaned_data["do"] == REVOKE:
        if revoke_feed(by=user, now=now):
            messages.success(request, _("The calendar address was revoked; it opens nothing any more."))
    elif choose_scope(by=user, scope=form.cleaned_data["scope"], now=now):
        messages.success(request, _("Your choice was saved."))


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar file, as its account may see it now. Only the token identifies the account; no cookie is read or
    set. 404 if the address was revoked or the account is not active.
    """
    feed = CalendarFeed.objects.living().select_related("user").filter(digest=digest_of(token)).first()
    if feed is None or not feed.user.may(Permission.READ):
        raise Http404
    try:
        pass_barriers(feed.user)
    except Barred as why:
        return HttpResponse(str(why), status=403, content_type="text/plain; charset=utf-8")
    now = timezone.now()
    root = settings.SITE_ADDRESS or request.build_absolute_uri("/").rstrip("/")
    with translation.override(feed.user.language or settings.LANGUAGE_CODE):
        tasks = request.GET.get("todo") == TASKS
        body = calendar_of(feed, today=timezone.localdate(now), root=root, tasks=tasks)
    mark, since = note_shown(feed=feed, calendar=body, now=now)
    response = HttpResponse(body, content_type=ICS)
    response["ETag"] = etag = f'"{mark[:32]}"'
    response["Last-Modified"] = http_date(since.timestamp())
    response["Content-Disposition"] = 'inline; filename="sijill.ics"'
    answer = (
        get_conditional_response(request, etag=etag, last_modified=int(since.timestamp()), response=response)
        or response
    )
    patch_cache_control(answer, private=True, no_cache=True)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
