"""Where an editor goes after a draft: to the next one of the list they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from engagements.lists.querystring import whole
from engagements.permissions import Permission, require
from ingest.queue.pages import next_after
from ingest.services import holding
from ingest.views.draft import draft_or_404

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ingest.models import Draft


def onwards(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Redirects to the next draft of the list that the editor came from, or back to that list."""
    query = whole(request.GET)
    user = require(request, Permission.REVIEW)
    following = next_after(draft, request.GET, user=user, now=timezone.now())
    return redirect((following.get_absolute_url() if following else reverse("drafts")) + query)


@require_safe
def next_draft(request: HttpRequest, number: int) -> HttpResponse:
    """Leaves the draft undecided and free for others, and opens the next one."""
    user = require(request, Permission.REVIEW)
    holding.give_back(number=number, by=user)
    return onwards(request, draft_or_404(number, user))
