"""An editor's decision comes in; the next draft of the same queue goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from engagements.errors import Conflict
from engagements.permissions import Permission, require
from ingest.deciding import decide
from ingest.forms.reject import RejectForm
from ingest.forms.review import review_form
from ingest.models import DraftStatus, RejectReason, Release
from ingest.services import drafting, review, unfinished
from ingest.views.draft import draft_or_404, form_of, review_page
from ingest.views.onwards import onwards
from ingest.views.overtaken import overtaken

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def approve(request: HttpRequest, number: int) -> HttpResponse:
    user = require(request, Permission.REVIEW)
    if request.method != "POST":
        return redirect("draft", number)  # a reload or a bookmark: the decision was not meant
    draft = draft_or_404(number)
    form = review_form(draft.proposal, request.POST, source=draft.release.source.text)
    if draft.status != DraftStatus.PENDING:
        return overtaken(request, number)
    if not form.is_valid():
        return review_page(request, draft, form, status=422)
    decision = decide(draft.proposal, form, draft.release.source.text)
    try:
        engagement = review.approve(draft=draft, decision=decision, by=user, now=timezone.now())
    except Conflict as conflict:
        return overtaken(request, number, conflict)
    words = _("Approved: {link}.")
    link = format_html('<a href="{}">{}</a>', engagement.get_absolute_url(), engagement.title)
    messages.success(request, format_html(words, link=link))
    return onwards(request, draft)


def reject(request: HttpRequest, number: int) -> HttpResponse:
    user = require(request, Permission.REVIEW)
    if request.method != "POST":
        return redirect("draft", number)
    draft = draft_or_404(number)
    form = RejectForm(request.POST)
    if not form.is_valid():
        work = unfinished.of(draft, user)
        return review_page(request, draft, form_of(draft, work), reject=form, work=work, status=422)
    reason, note = RejectReason(form.cleaned_data["reason"]), form.cleaned_data["note"]
    try:
        review.reject(draft=draft, reason=reason, note=note, by=user, now=timezone.now())
    except Conflict as conflict:
        return overtaken(request, number, conflict)
    messages.success(request, _("The draft was rejected."))
    return onwards(request, draft)


@require_POST
def begin_draft(request: HttpRequest, number: int) -> HttpResponse:
    """An empty draft of a release, for what the reader did not find in it."""
    user = require(request, Permission.REVIEW)
    release = get_object_or_404(Release, pk=number)
    try:
        return redirect(drafting.begin(release=release, by=user, now=timezone.now()))
    except Conflict as conflict:
        messages.error(request, str(conflict))
        return redirect(release)
