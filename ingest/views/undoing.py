"""Undoes a decision about a draft: the page asks, or says why it is not possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from engagements.errors import Conflict, Refusal
from engagements.lists.querystring import whole
from engagements.models import Engagement
from engagements.permissions import Permission, require
from ingest.models import Draft, DraftStatus
from ingest.services import postponing, reopening, splitting
from ingest.views.draft import draft_or_404

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from engagements.models import User


@dataclass(frozen=True, slots=True)
class Way:
    """How one kind of decision is undone: its label, what will be the case afterwards, why it is not possible,
    the function that does it, and the message afterwards.
    """

    title: str
    words: str
    obstacles: list[str]
    act: Callable[..., object]
    done: str


def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Asks whether to undo the decision. POST undoes it and opens the draft, which waits again."""
    user = require(request, Permission.REVIEW)
    draft = draft_or_404(number, user)
    query = whole(request.GET)
    if draft.status == DraftStatus.MERGED and draft.merge is not None:
        return redirect(draft.merge)
    if draft.engagement_id is not None:
        # Who may not see the engagement must not learn what became of the draft.
        get_object_or_404(Engagement.objects.visible_to(user), pk=draft.engagement_id)
    way = _way(draft, user)
    if way is None:
        messages.info(request, _("Nothing has been decided about this draft."))
        return redirect(draft.get_absolute_url() + query)
    obstacles, status = way.obstacles, 200
    if request.method == "POST":
        try:
            way.act(draft=draft, by=user, now=timezone.now())
        except Conflict as conflict:
            context = {"message": str(conflict), "href": draft.get_absolute_url() + query}
            return render(request, "409.html", context, status=409)
        except Refusal as refusal:
            obstacles, status = str(refusal).splitlines(), 409
        else:
            messages.success(request, way.done)
            return redirect(draft.get_absolute_url() + query)
    page: dict[str, Any] = {"draft": draft, "way": way, "obstacles": obstacles, "query": query}
    return render(request, "ingest/undo.html", page, status=status)


def undo_approval_of(request: HttpRequest, number: int) -> HttpResponse:
    """Redirects from an engagement to the page that undoes its approval."""
    user = require(request, Permission.REVIEW)
    engagement = get_object_or_404(Engagement.objects.visible_to(user), pk=number)
    approved = Draft.objects.filter(engagement=engagement, status=DraftStatus.APPROVED).order_by("pk")
    draft = approved.first()
    if draft is None:
        messages.info(request, _("No draft became this engagement, so there is no approval to undo."))
        return redirect(engagement)
    return redirect("draft_undo", draft.pk)


def _way(draft: Draft, user: User) -> Way | None:
    again = _("The draft waits for review again, and stands as it was left.")
    if draft.status == DraftStatus.APPROVED:
        return Way(
            _("Undo the approval"),
            _(
                "The engagement leaves the register with everything that its approval brought; people and "
                "organisations that nothing else names go too. The draft waits for review again, as it was left."
            ),
            reopening.obstacles(draft),
            reopening.undo_approval,
            _("The approval was undone. The draft waits again, as it was left."),
        )
    if draft.status == DraftStatus.ENDORSED:
        others = _("Only who approved first can take that back; you can reject the draft or change it.")
        obstacles = [] if draft.endorsed_by_id == user.pk else [others]
        back = _("Your approval was taken back.")
        return Way(_("Take your approval back"), again, obstacles, reopening.take_back, back)
    if draft.status == DraftStatus.REJECTED:
        words = _("The draft will then wait for review again.")
        done = _("The draft waits for review again.")
        return Way(_("Open the draft again"), words, [], reopening.reopen, done)
    if draft.status == DraftStatus.REPLACED:
        return _recut(draft, user)
    if draft.postponed_until is not None:
        words = _("The draft is in the queue again at once.")
        done = _("The draft is in the queue again.")
        return Way(_("Bring the draft back"), words, [], postponing.wake, done)
    return None


def _recut(draft: Draft, user: User) -> Way:
    joined = any(one.made_from.count() > 1 for one in draft.made_into.all())
    words = _(
        "The drafts that were made go, with what you typed into them since; what they were made of waits "
        "again, as you had left it."
    )
    title = _("Undo the joining") if joined else _("Undo the splitting")
    return Way(title, words, splitting.obstacles(draft, user), splitting.undo, _("It is as it was before."))
