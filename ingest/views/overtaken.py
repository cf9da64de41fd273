"""The answer to a decision that came too late: who decided before, how, and everything that the user had typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from engagements.lists.querystring import whole
from engagements.models import Engagement
from engagements.permissions import Permission, require
from ingest.forms.unfinished import TooMuch, own_fields
from ingest.models import Draft, DraftStatus
from ingest.reviewing.typed import typed_into
from ingest.services import review, unfinished
from ingest.views.onwards import onwards

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from engagements.errors import Conflict
    from engagements.models import User
    from ingest.forms.review import Fields
    from ingest.reviewing.typed import Typed


def overtaken(request: HttpRequest, number: int, conflict: Conflict | None = None) -> HttpResponse:
    """Answers 409 to a decision about a draft that was decided meanwhile; nothing that was typed is lost.

    If the user merely pressed twice (the decision that stands is theirs and has the same values), the next draft
    opens instead.
    """
    user = require(request, Permission.REVIEW)
    related = ("release__source", "decided_by", "endorsed_by", "engagement", "merge")
    draft = Draft.objects.visible_to(user).select_related(*related).filter(pk=number).first()
    fields = _fields(request)
    typed = typed_into(draft, fields)
    if draft and fields and unfinished.decided_by(draft, user) and not _lost(draft, typed):
        title = format_html("<bdi>{}</bdi>", draft.title)
        messages.info(request, format_html(_("You had decided this draft already: {title}."), title=title))
        return onwards(request, draft)
    if draft and typed.text:
        work = unfinished.of(draft, user)
        kept = {**(work.fields if work else {}), **fields}
        unfinished.keep(number=number, by=user, fields=kept, now=timezone.now(), even_if_decided=True)
    query = whole(request.GET)
    context = _standing(draft, user) | {
        "message": conflict or (review.too_late(draft) if draft else ""),
        "typed": typed,
        "query": query,
    }
    return render(request, "ingest/overtaken.html", context, status=409)


def _fields(request: HttpRequest) -> Fields:
    try:
        return own_fields(request.POST)
    except TooMuch:
        return {}


def _lost(draft: Draft, typed: Typed) -> bool:
    """Whether the decision that stands lacks something that was typed."""
    if typed.words:
        same = draft.status == DraftStatus.REJECTED
        sent = {each.other for each in typed.words}
        return not (same and sent <= {str(draft.get_reason_display()), draft.note.replace("\r\n", "\n")})
    return bool(typed.own if typed.differs is None else typed.differs)


def _standing(draft: Draft | None, user: User) -> dict[str, Any]:
    """The decision that stands, as far as this user may see its result."""
    if draft is None:
        return {"draft": None}
    engagement = draft.engagement
    visible = engagement is not None and Engagement.objects.visible_to(user).filter(pk=engagement.pk).exists()
    return {
        "draft": draft,
        "by_self": unfinished.decided_by(draft, user),
        "visible": visible,
        "comparable": visible or draft.status == DraftStatus.ENDORSED,
        "made": list(draft.made_into.all()) if draft.status == DraftStatus.REPLACED else [],
    }
