"""The message after a decision: what was done, and where it can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from engagements.lists.querystring import whole

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ingest.models import Draft


def tell(
    request: HttpRequest, draft: Draft, words: str, *, href: str = "", title: str = "", undo: bool = True
) -> None:
    """Adds the message. In `words`, `{link}` becomes the title, which links to `href`. `undo`: whether this user
    may undo it.
    """
    title = title or draft.title
    title = format_html('<a href="{}">{}</a>', href, title) if href else title
    said = format_html(words, link=format_html("<bdi>{}</bdi>", title))
    if undo:
        link = format_html('<a href="{}" data-undo>{}</a>', undo_address(request, draft), _("Undo"))
        said = format_html("{} {}", said, link)
    messages.success(request, said)


def undo_address(request: HttpRequest, draft: Draft) -> str:
    """The page that undoes the decision about the draft; the list that the editor came from is carried along."""
    query = whole(request.GET)
    return reverse("draft_undo", args=[draft.pk]) + query
