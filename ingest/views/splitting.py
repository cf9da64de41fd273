"""Splits a draft into two, or joins two drafts of one release. What was typed into the form is carried along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.errors import Conflict
from engagements.lists.querystring import whole
from engagements.permissions import Permission, require
from ingest.forms.joining import JoinForm, fields_taken
from ingest.forms.recutting import divided, united
from ingest.forms.review import review_form
from ingest.forms.splitting import SplitForm
from ingest.forms.unfinished import sent_again
from ingest.forms.untouched import untouched
from ingest.models import Draft, DraftStatus
from ingest.proposals.dividing import divide
from ingest.proposals.uniting import unite
from ingest.reviewing.typed import typed_into
from ingest.services import splitting, unfinished
from ingest.views.draft import draft_or_404
from ingest.views.overtaken import overtaken
from ingest.views.telling import tell

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from engagements.models import User
    from ingest.forms.review import Fields, ReviewForm


_CHOSEN = {"words", "link", "link_words", "place"}
"""What an editor chose rather than wrote."""


def split(request: HttpRequest, number: int) -> HttpResponse:
    """The page to say which value goes into which half. POST with `decide` splits and opens the first half."""
    user = require(request, Permission.REVIEW)
    draft = draft_or_404(number, user)
    if draft.status != DraftStatus.PENDING:
        return overtaken(request, number)
    form = _form(request, draft, user)
    fields = form.sent
    choices = SplitForm(
        fields, draft.proposal, form.places, request.POST if "decide" in request.POST else None
    )
    if choices.is_valid():
        halves = divide(draft.proposal, choices.numbers())
        forms = divided(fields, halves, choices.placed(), choices.topics())
        typed = _typed(fields, draft)
        try:
            made = splitting.split(
                draft=draft,
                halves=halves,
                by=user,
                now=timezone.now(),
                forms=forms if typed else (None, None),
                left=fields if typed else None,
            )
        except Conflict as conflict:
            return overtaken(request, number, conflict)
        tell(request, draft, _("Split in two: {link}. This is the first of them."))
        return redirect(made[0].get_absolute_url() + whole(request.GET))
    context = {"draft": draft, "form": choices, "carried": _carried(fields), "query": whole(request.GET)}
    return render(request, "ingest/split.html", context, status=422 if choices.is_bound else 200)


def with_which(request: HttpRequest, number: int) -> HttpResponse:
    """The other waiting drafts of the release, to choose the one to join."""
    user = require(request, Permission.REVIEW)
    draft = draft_or_404(number, user)
    if draft.status != DraftStatus.PENDING:
        return overtaken(request, number)
    others = Draft.objects.pending().filter(release=draft.release_id).exclude(pk=draft.pk).order_by("index")
    carried = _carried(_form(request, draft, user).sent)
    context = {"draft": draft, "others": others, "carried": carried, "query": whole(request.GET)}
    return render(request, "ingest/join_which.html", context)


def join(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """The page to say which value holds where the two drafts differ. POST with `decide` joins them and opens the
    result.
    """
    user = require(request, Permission.REVIEW)
    draft = draft_or_404(number, user)
    second = draft_or_404(other, user)
    if draft.status != DraftStatus.PENDING:
        return overtaken(request, number)
    if second.status != DraftStatus.PENDING or second.release_id != draft.release_id or second == draft:
        messages.error(request, _("Only two drafts of the same release that both wait can be joined."))
        return redirect("draft_join", number)
    form, its = _form(request, draft, user), _form_of(second, user)
    choices = JoinForm(form, its, request.POST if "decide" in request.POST else None)
    if choices.is_valid():
        theirs = choices.chosen()
        made = unite(draft.proposal, second.proposal, theirs)
        mine = form.sent
        typed = _typed(mine, draft), _typed(its.sent, second)
        try:
            joined = splitting.join(
                drafts=(draft, second),
                proposal=made.proposal,
                by=user,
                now=timezone.now(),
                form=united(mine, its.sent, made, fields_taken(theirs, mine, its.sent))
                if any(typed)
                else None,
                left={draft.pk: mine if typed[0] else None, second.pk: its.sent if typed[1] else None},
            )
        except Conflict as conflict:
            return overtaken(request, number, conflict)
        tell(request, draft, _("Joined into one: {link}."))
        return redirect(joined.get_absolute_url() + whole(request.GET))
    context = {
        "draft": draft,
        "other": second,
        "form": choices,
        "carried": _carried(form.sent),
        "query": whole(request.GET),
    }
    return render(request, "ingest/join.html", context, status=422 if choices.is_bound else 200)


def _form(request: HttpRequest, draft: Draft, user: User) -> ReviewForm:
    """The review form as it was sent; else as the editor left it unfinished, or with nothing changed."""
    if "title" not in request.POST:
        return _form_of(draft, user)
    return review_form(draft.proposal, request.POST, source=draft.release.source.text)


def _form_of(draft: Draft, user: User) -> ReviewForm:
    left = sent_again(unfinished.of(draft, user)) or untouched(review_form(draft.proposal))
    return review_form(draft.proposal, left, source=draft.release.source.text)


def _typed(fields: Fields, draft: Draft) -> bool:
    """Whether the form has anything that the editor typed."""
    chosen = any(any(values) for name, values in fields.items() if name.rpartition("-")[2] in _CHOSEN)
    return chosen or bool(typed_into(draft, fields).own)


def _carried(fields: Fields) -> list[tuple[str, str]]:
    return [(name, value) for name, values in fields.items() for value in values]
