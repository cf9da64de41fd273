"""Takes an editor's decision about a draft, then opens the next draft of the same list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.errors import Conflict, Refusal
from engagements.models import Engagement
from engagements.permissions import Permission, require
from ingest.forms.postpone import PostponeForm
from ingest.forms.reject import RejectForm
from ingest.forms.review import review_form
from ingest.models import RejectReason, Release
from ingest.reviewing.deciding import decide
from ingest.reviewing.eyes import unseen
from ingest.services import drafting, pairing, postponing, review, unfinished
from ingest.views.draft import draft_or_404, form_of, review_page
from ingest.views.onwards import onwards
from ingest.views.overtaken import overtaken
from ingest.views.telling import tell

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.http import HttpRequest, HttpResponse


def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approves the draft, or is its first approval if two persons are needed.

    Answers 422 if the form is not valid. If values are left that the editor has not looked at, or the register seems
    to have the engagement already, the page asks first (`all_the_same` confirms).
    """
    user = require(request, Permission.REVIEW)
    if request.method != "POST":
        return redirect("draft", number)  # a reload or a bookmark: the decision was not meant
    draft, seen = draft_or_404(number, user), endorsement_seen(request)
    form = review_form(draft.proposal, request.POST, source=draft.release.source.text)
    if not draft.waits or draft.endorsed_at != seen:
        return overtaken(request, number)
    if not form.is_valid():
        return review_page(request, draft, form, status=422)
    decision = decide(draft.proposal, form, draft.release.source.text)
    guesses = unseen(draft.proposal, form, decision)
    told = pairing.told_already(draft, user)
    if (guesses or told) and "all_the_same" not in request.POST:
        return review_page(request, draft, form, unseen=guesses, told=told)
    now = timezone.now()
    try:
        engagement = review.approve_or_endorse(draft=draft, decision=decision, by=user, now=now, seen=seen)
    except Conflict as conflict:
        return overtaken(request, number, conflict)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return review_page(request, draft, form)
    if engagement is None:
        tell(request, draft, _("Approved first: {link}. It waits for a second person now."))
    else:
        visible = Engagement.objects.visible_to(user).filter(pk=engagement.pk).exists()
        href = engagement.get_absolute_url() if visible else ""
        tell(request, draft, _("Approved: {link}."), href=href, undo=visible, title=engagement.title)
    return onwards(request, draft)


def reject(request: HttpRequest, number: int) -> HttpResponse:
    """Closes the draft without an engagement, for a reason."""
    user = require(request, Permission.REVIEW)
    if request.method != "POST":
        return redirect("draft", number)
    draft, seen = draft_or_404(number, user), endorsement_seen(request)
    form = RejectForm(request.POST)
    if not form.is_valid():
        work = unfinished.of(draft, user)
        return review_page(request, draft, form_of(draft, work), reject=form, work=work, status=422)
    reason, note = RejectReason(form.cleaned_data["reason"]), form.cleaned_data["note"]
    try:
        review.reject(draft=draft, reason=reason, note=note, by=user, now=timezone.now(), seen=seen)
    except Conflict as conflict:
        return overtaken(request, number, conflict)
    tell(request, draft, _("Rejected: {link}."), href=draft.get_absolute_url())
    return onwards(request, draft)


def postpone(request: HttpRequest, number: int) -> HttpResponse:
    """Puts the draft off until a day."""
    user = require(request, Permission.REVIEW)
    if request.method != "POST":
        return redirect("draft", number)
    draft, now = draft_or_404(number, user), timezone.now()
    form = PostponeForm(timezone.localdate(now), request.POST)
    if not form.is_valid():
        work = unfinished.of(draft, user)
        return review_page(request, draft, form_of(draft, work), postpone=form, work=work, status=422)
    until: date = form.cleaned_data["until"]
    try:
        postponing.postpone(draft=draft, until=until, note=form.cleaned_data["note"], by=user, now=now)
    except Conflict as conflict:
        return overtaken(request, number, conflict)
    words = _("Put off until %(day)s: {link}.") % {"day": date_format(until, "j F Y")}
    tell(request, draft, words, href=draft.get_absolute_url())
    return onwards(request, draft)


def endorsement_seen(request: HttpRequest) -> datetime | None:
    """The time of the first of two approvals, as the page had it from which this request was sent; None if there
    was none.
    """
    try:
        seen = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        return None
    return seen if seen and timezone.is_aware(seen) else None


@require_POST
def begin_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Makes an empty draft of a release, for an engagement that the reader did not find in it."""
    user = require(request, Permission.REVIEW)
    release = get_object_or_404(Release.objects.visible_to(user), pk=number)
    try:
        return redirect(drafting.begin(release=release, by=user, now=timezone.now()))
    except Conflict as conflict:
        messages.error(request, str(conflict))
        return redirect(release)
