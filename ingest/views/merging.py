"""Adds a draft to an engagement of the register: finds the engagement, compares the two, merges; and takes it out
again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from engagements.errors import Conflict, Refusal
from engagements.lists.querystring import whole
from engagements.merging.finding import found
from engagements.merging.forms import FindForm
from engagements.models import Engagement
from engagements.permissions import Permission, require
from engagements.record.quoting import veiled
from engagements.services import undoing
from ingest.forms.comparing import FIND, CompareForm, as_sent, carried
from ingest.forms.review import ReviewForm, review_form
from ingest.merging.comparing import compare
from ingest.merging.joining import chosen
from ingest.models import Draft, DraftStatus
from ingest.reviewing.deciding import decide
from ingest.services import review, unfinished
from ingest.services.matching import suggestions_for
from ingest.views.draft import draft_or_404, form_of, review_page
from ingest.views.onwards import onwards
from ingest.views.overtaken import overtaken
from ingest.views.telling import tell

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def into(request: HttpRequest, number: int) -> HttpResponse:
    """The page to choose an engagement: those suggested, those near, and those that a search finds.

    The review form as the editor left it is carried along to the comparison.
    """
    user = require(request, Permission.REVIEW)
    draft = draft_or_404(number, user)
    form = _review(request, draft)
    if draft.status != DraftStatus.PENDING:
        return overtaken(request, number)
    if not form.is_valid():
        return review_page(request, draft, form, status=422)
    countries = [row["code"] for row in form.rows("partner_countries")]
    usual = {
        f"{FIND}-near": form.main.cleaned_data["date"] or "",
        f"{FIND}-country": countries[0] if countries else "",
    }
    finding = FindForm(request.POST if "search" in request.POST else usual, prefix=FIND)
    context = {
        "draft": draft,
        "form": finding,
        "carried": carried(form),
        "suggestions": [one for one in suggestions_for(draft, user) if one.engagement],
        "others": found(user, finding),
        "query": whole(request.GET),
    }
    return render(request, "ingest/into.html", context)


def compare_page(request: HttpRequest, number: int, engagement: int) -> HttpResponse:
    """The draft beside the engagement. POST with `decide` merges them and opens the next draft."""
    user = require(request, Permission.REVIEW)
    draft = draft_or_404(number, user)
    known = get_object_or_404(Engagement.objects.visible_to(user).for_page(), pk=engagement)
    form = _review(request, draft)
    if draft.status != DraftStatus.PENDING:
        return overtaken(request, number)
    if not form.is_valid():
        return review_page(request, draft, form, status=422)
    text = draft.release.source.text
    decision = decide(draft.proposal, form, text)
    comparison = compare(veiled(known, user), decision.record, text)
    choices = CompareForm(comparison, request.POST if "decide" in request.POST else None)
    if choices.is_valid():
        merged = replace(decision, record=chosen(decision.record, choices.choices()))
        try:
            review.merge_into(draft=draft, engagement=known, decision=merged, by=user, now=timezone.now())
        except Conflict as conflict:
            return overtaken(request, number, conflict)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return review_page(request, draft, form)
        seen = Engagement.objects.visible_to(user).filter(pk=known.pk).exists()
        href = known.get_absolute_url() if seen else ""
        tell(request, draft, _("Added as a source to: {link}."), href=href, title=known.title, undo=seen)
        return onwards(request, draft)
    context: dict[str, Any] = {
        "draft": draft,
        "source": draft.release.source,
        "engagement": known,
        "title": decision.record.title,
        "carried": carried(form),
        "form": choices,
        "values": [(line, choices.tick(line)) for line in comparison.values],
        "lists": [
            (heading, [(line, choices.tick(line)) for line in lines]) for heading, lines in comparison.lists
        ],
        "people": [(part, choices.choice("person", part)) for part in comparison.people],
        "commitments": [(part, choices.choice("commitment", part)) for part in comparison.commitments],
        "query": whole(request.GET),
    }
    return render(request, "ingest/compare.html", context, status=422 if choices.is_bound else 200)


def source_out(request: HttpRequest, number: int, source: int) -> HttpResponse:
    """Asks before a source is taken out of an engagement again; POST does it, and its draft waits again."""
    user = require(request, Permission.REVIEW)
    engagement = get_object_or_404(Engagement.objects.visible_to(user), pk=number)
    drafts = Draft.objects.visible_to(user).select_related("merge__by", "merge__source", "merge__engagement")
    joined = drafts.filter(merge__engagement=engagement, merge__source=source).order_by("-merge")
    draft = joined.first()
    if draft is None or draft.merge is None:
        return redirect(engagement)
    if request.method == "POST":
        try:
            review.take_out(draft=draft, by=user, now=timezone.now())
        except (Conflict, Refusal) as error:
            refusal = {"message": str(error), "href": engagement.get_absolute_url()}
            return render(request, "409.html", refusal, status=409)
        link = format_html('<a href="{}">{}</a>', draft.get_absolute_url(), draft.title)
        messages.success(
            request, format_html(_("The source was taken out; its draft waits again: {link}."), link=link)
        )
        return redirect(engagement)
    context = {
        "merge": draft.merge,
        "engagement": engagement,
        "obstacles": undoing.obstacles(draft.merge),
        "back": engagement.get_absolute_url(),
    }
    return render(request, "engagements/undo.html", context)


def _review(request: HttpRequest, draft: Draft) -> ReviewForm:
    """The review form as it was sent; else as it was left unfinished, or with nothing changed."""
    if "title" in request.POST:
        return review_form(draft.proposal, request.POST, source=draft.release.source.text)
    kept = form_of(draft, unfinished.of(draft, require(request, Permission.REVIEW)))
    return (
        kept
        if kept.main.is_bound
        else review_form(draft.proposal, as_sent(kept), source=draft.release.source.text)
    )
