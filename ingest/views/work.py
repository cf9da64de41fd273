"""What the page of an open draft sends by itself: the unfinished form, and that somebody is there. Without
scripts, buttons send it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.lists.querystring import whole
from engagements.permissions import Permission, require
from ingest.forms.unfinished import TooMuch, own_fields
from ingest.models import Draft
from ingest.services import holding, review, unfinished

if TYPE_CHECKING:
    from django.http import HttpRequest

    from engagements.models import User


@require_POST
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """Stores the unfinished form.

    With `leaving` (the time until which the page that is being left had the draft claimed) the claim is given back
    too, unless the same editor has opened the draft again. With `keep` the answer is a page.
    """
    user, now = require(request, Permission.REVIEW), timezone.now()
    draft = get_object_or_404(Draft.objects.visible_to(user), pk=number)
    try:
        fields = own_fields(request.POST)
    except TooMuch:
        return HttpResponse(_("This is more than a draft can hold."), status=413, content_type="text/plain")
    kept = bool(fields) and unfinished.keep(number=number, by=user, fields=fields, now=now)
    if "leaving" in request.POST:
        if until := _moment(request.POST["leaving"]):
            holding.give_back(number=number, by=user, until=until)
        return HttpResponse(status=204)
    if "keep" in request.POST:
        if kept:
            messages.success(request, _("What you typed is kept for later."))
        return _back(request, draft)
    return _told(number, user, now, saved=kept)


@require_POST
def hold(request: HttpRequest, number: int) -> HttpResponse:
    """Prolongs the claim on the draft, or says who has it or what became of it."""
    return _told(number, require(request, Permission.REVIEW), timezone.now())


@require_POST
def take_over(request: HttpRequest, number: int) -> HttpResponse:
    """Claims a draft that somebody else has open. Their page tells them."""
    user = require(request, Permission.REVIEW)
    draft = get_object_or_404(Draft.objects.visible_to(user), pk=number)
    holding.take_over(number=number, by=user, now=timezone.now(), lasting=holding.lasting())
    return _back(request, draft)


@require_POST
def start_again(request: HttpRequest, number: int) -> HttpResponse:
    """Deletes the unfinished form, so that the form shows the proposal again."""
    user = require(request, Permission.REVIEW)
    draft = get_object_or_404(Draft.objects.visible_to(user), pk=number)
    unfinished.forget(number=number, by=user)
    return _back(request, draft)


def _told(number: int, user: User, now: datetime, *, saved: bool = False) -> JsonResponse:
    """JSON: `saved` is the time of day, `says` what the editor should know of others, `until` the end of the claim."""
    says, until = "", now + holding.lasting()
    claimed = holding.claim(number=number, by=user, now=now, lasting=holding.lasting())
    if not claimed:
        draft = get_object_or_404(Draft.objects.visible_to(user).select_related("claimed_by"), pk=number)
        holder = draft.claimant(now)
        if not draft.waits:
            says = str(review.too_late(draft))
        elif holder and holder != user:
            says = _("%(name)s has this draft open now.") % {"name": holder.display_name}
    return JsonResponse(
        {
            "saved": date_format(timezone.localtime(now), "H:i") if saved else "",
            "says": says,
            "until": until.isoformat() if claimed else "",
        }
    )


def _moment(sent: str) -> datetime | None:
    """The time that `_told` sent as `until`; None for anything else."""
    try:
        moment = datetime.fromisoformat(sent)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _back(request: HttpRequest, draft: Draft) -> HttpResponse:
    query = whole(request.GET)
    return redirect(draft.get_absolute_url() + query)
