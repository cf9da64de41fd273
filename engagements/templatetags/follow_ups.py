"""What stands in a row of the list of follow-ups several times. Made here and not by an include: a template inside a
loop takes most of the time of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from engagements.templatetags.sijill import icon

if TYPE_CHECKING:
    from engagements.models import Commitment

register = template.Library()
_SHOWN = 60


@register.simple_tag
def pencil() -> SafeString:
    """The drawing that `cell_edit` shows, once for all of them."""
    drawn = icon("pencil").split(">", 1)[1].removesuffix("</svg>")
    symbol = f'<symbol id="pencil" viewBox="0 0 24 24">{drawn}</symbol>'
    return mark_safe(f'<svg class="cell-pencil" width="0" height="0" aria-hidden="true">{symbol}</svg>')  # noqa: S308


@register.simple_tag(takes_context=True)
def cell_edit(context: dict[str, Any], commitment: Commitment, name: str) -> SafeString:
    """The way to change this value of the row, for who may: to the follow-up's page, with script in its place."""
    if not context.get("may_change"):
        return mark_safe("")
    label = {
        "owner": _("Change who must act"),
        "due": _("Change the due date"),
        "status": _("Change the status"),
        "assignee": _("Assign"),
    }[name]
    page = reverse("follow_up", args=[commitment.pk])
    text = escape(Truncator(commitment.text).chars(_SHOWN))
    return mark_safe(  # noqa: S308 - what people wrote is escaped
        f'<a class="cell-edit" href="{page}?next={context["next"]}" data-edit="{page}in-place/{name}/">'
        f'<svg class="icon" aria-hidden="true"><use href="#pencil"/></svg>'
        f'<span class="sr">{escape(label)}: <bdi>{text}</bdi></span></a>'
    )
