"""Takes an editor's verdict on a suggestion: the same, different, or later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.lists.querystring import as_number, whole
from engagements.models import Engagement
from engagements.permissions import Permission, require
from ingest.models import Draft, Judgement, Release
from ingest.services.verdicts import judge, judge_releases

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from engagements.models import User


@require_POST
def on_draft(request: HttpRequest, number: int) -> HttpResponse:
    """`other` is `draft:N` or `engagement:N`. An empty `judgement` takes the verdict back."""
    user = require(request, Permission.REVIEW)
    draft = get_object_or_404(Draft.objects.visible_to(user), pk=number)
    judgement = _judgement(request)
    judge(draft=draft, other=_other(request, draft, user), judgement=judgement, by=user, now=timezone.now())
    messages.success(request, _said(judgement))
    return redirect(draft.get_absolute_url() + whole(request.GET))


@require_POST
def on_release(request: HttpRequest, number: int) -> HttpResponse:
    """`other` is the number of the other release."""
    user = require(request, Permission.REVIEW)
    seen = Release.objects.visible_to(user)
    release = get_object_or_404(seen, pk=number)
    other = get_object_or_404(seen.exclude(pk=number), pk=_number(request.POST.get("other", "")))
    judgement = _judgement(request)
    judge_releases(release=release, other=other, judgement=judgement, by=user, now=timezone.now())
    messages.success(request, _said(judgement))
    return redirect(release)


def _other(request: HttpRequest, draft: Draft, user: User) -> Draft | Engagement:
    sort, _colon, number = request.POST.get("other", "").partition(":")
    if sort == "engagement":
        return get_object_or_404(Engagement.objects.visible_to(user), pk=_number(number))
    return get_object_or_404(Draft.objects.visible_to(user).exclude(pk=draft.pk), pk=_number(number))


def _number(text: str) -> int:
    number = as_number(text)
    if number is None:
        raise Http404
    return number


def _judgement(request: HttpRequest) -> Judgement | None:
    """The Judgement of this name, None if it is empty. Raises Http404 for any other word."""
    word = request.POST.get("judgement", "")
    if word and word not in Judgement.values:
        raise Http404
    return Judgement(word) if word else None


def _said(judgement: Judgement | None) -> str:
    return {
        None: _("The verdict was taken back."),
        Judgement.SAME: _("Noted: the same."),
        Judgement.DIFFERENT: _("Noted: not the same. It will not be suggested again."),
        Judgement.LATER: _("Put off."),
    }[judgement]
