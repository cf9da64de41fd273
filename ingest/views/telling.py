"""What a message says after a decision: what was done, and where it is undone."""

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
    """`words` has `{link}` where the title goes, which leads to `href`. `undo`: whether this account may."""
    title = title or draft.title
    title = format_html('<a href="{}">{}</a>', href, title) if href else title
    said = format_html(words, link=format_html("<bdi>{}</bdi>", title))
    if undo:
        link = format_html('<a href="{}" data-undo>{}</a>', undo_address(request, draft), _("Undo"))
        said = format_html("{} {}", said, link)
    messages.success(request, said)


def undo_address(request: HttpRequest, draft: Draft) -> str:
    """Where a decision about the draft is undone; the list that the editor came from goes along."""
    query = whole(request.GET)
    return reverse("draft_undo", args=[draft.pk]) + query
