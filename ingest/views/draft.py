"""The review page: a draft beside the text from which it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.lists.querystring import whole
from engagements.models import Engagement
from engagements.permissions import Permission, require
from ingest.forms.postpone import PostponeForm
from ingest.forms.review import as_data, review_form
from ingest.forms.unfinished import rejecting, sent_again
from ingest.models import Draft
from ingest.queue.pages import place_of
from ingest.reviewing.presenting import shown
from ingest.reviewing.typed import typed_into
from ingest.services import holding, unfinished
from ingest.services.pairing import suggestions_shown
from ingest.services.verdicts import declined_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from engagements.models import User
    from ingest.forms.reject import RejectForm
    from ingest.forms.review import ReviewForm
    from ingest.models import DraftWork
    from ingest.reviewing.eyes import Unseen


@require_safe
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Opens a draft and claims it, so that others see who has it open. An unfinished form is shown again."""
    user = require(request, Permission.REVIEW)
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        holding.claim(number=number, by=user, now=timezone.now(), lasting=holding.lasting())
    found = draft_or_404(number, user)
    work = unfinished.of(found, user)
    return review_page(request, found, form_of(found, work), work=work, reject=rejecting(work))


def draft_or_404(number: int, user: User) -> Draft:
    # Who decided, and what it became, is read separately and only for decided drafts: planning a join of nine tables
    # takes ten times as long as reading the rows.
    return get_object_or_404(Draft.objects.visible_to(user).select_related("release__source"), pk=number)


def form_of(draft: Draft, work: DraftWork | None) -> ReviewForm:
    """The review form: as this editor left it unfinished, else as the first of two persons left it, else the
    proposal.
    """
    if not draft.waits:
        return review_form(draft.proposal)
    left = as_data(draft.left_form) if draft.left_form else None
    return review_form(draft.proposal, sent_again(work) or left, source=draft.release.source.text)


def review_page(
    request: HttpRequest,
    draft: Draft,
    form: ReviewForm,
    *,
    work: DraftWork | None = None,
    reject: RejectForm | None = None,
    postpone: PostponeForm | None = None,
    unseen: Sequence[Unseen] = (),
    told: Sequence[Engagement] = (),
    status: int = 200,
) -> HttpResponse:
    """The review page. With status 422 it shows what has to be corrected.

    `unseen` are guesses that nobody has looked at, `told` are engagements of which the draft may tell again; if
    either is given, the page asks whether to approve all the same.
    """
    user, now = require(request, Permission.REVIEW), timezone.now()
    number = draft.engagement_id
    visible = number is not None and Engagement.objects.visible_to(user).filter(pk=number).exists()
    holder = draft.claimant(now) if draft.claimed_by_id != user.pk else None
    context: dict[str, Any] = {
        "draft": draft,
        "release": draft.release,
        "source": draft.release.source,
        "form": form,
        "shown": shown(draft.proposal, form, draft.release.source.text, user),
        "reject": reject or rejecting(None),
        "postpone": postpone or PostponeForm(timezone.localdate(now)),
        "place": place_of(draft, request.GET, user=user, now=now),
        "query": whole(request.GET),
        "open": draft.waits,
        "failed": status == 422 and reject is None and postpone is None,
        "unseen": unseen,
        "told": told,
        "unsaved": request.method == "POST",
        "holder": holder,
        "beat": round(holding.lasting().total_seconds() / 3),
        "work": work,
        "typed": typed_into(draft, work.fields) if work and not draft.waits else None,
        "today": timezone.localdate(now),
        "suggestions": suggestions_shown(draft, user),
        "declined": declined_for(draft, user),
        "visible": visible,
    }
    return render(request, "ingest/draft.html", context, status=status)
