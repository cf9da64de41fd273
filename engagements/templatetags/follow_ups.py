"""Makes the HTML of a row of the list of follow-ups. In Python and not by an include: a template inside a loop takes
most of the time of a page.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from engagements.addresses import by_number
from engagements.models import CommitmentKind, CommitmentStatus, DueBasis
from engagements.templatetags.sijill import dual_date, icon
from engagements.templatetags.timeline import commitment_status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from engagements.models import Commitment
    from engagements.saved_filters.listing import Beside

register = template.Library()
_SHOWN, _TICKED = 60, 80
_KINDS = dict(CommitmentKind.choices)


@register.simple_tag
def pencil() -> SafeString:
    """The icon of the edit links, defined once for all of them."""
    drawn = icon("pencil").split(">", 1)[1].removesuffix("</svg>")
    symbol = f'<symbol id="pencil" viewBox="0 0 24 24">{drawn}</symbol>'
    return mark_safe(f'<svg class="cell-pencil" width="0" height="0" aria-hidden="true">{symbol}</svg>')  # noqa: S308


@register.simple_tag(takes_context=True)
def follow_up_row(context: dict[str, Any], commitment: Commitment) -> SafeString:
    """A row of the list. It uses from the context: `may_change`, `today`, `beside`, `countries` (names by code), and
    `next`, the quoted URL of the list. Edit links lead to the follow-up's page; with script the value is changed in
    its place (static/js/follow_ups.js).
    """
    today, may_change = context["today"], context.get("may_change")
    late = commitment.days_late(today) > 0
    page = by_number("follow_up") % commitment.pk
    edit = _Edits(page, context["next"], commitment.text) if may_change else None
    owner = f"<bdi>{escape(commitment.owner)}</bdi>" if commitment.owner else _muted(_("Not said"))
    due = str(dual_date(commitment.due_on, stacked=True))
    if commitment.due_basis == DueBasis.DEFAULT:
        due += _below(_("By default"))
    status = str(commitment_status(commitment, today))
    if late and commitment.status == CommitmentStatus.IN_PROGRESS:
        status += _below(_("In progress"))
    assignee = commitment.assignee
    who = f"<bdi>{escape(assignee.display_name)}</bdi>" if assignee else _muted(_("Nobody"))
    marked, where = ' class="is-late"' if late else "", _("Country")
    return mark_safe(  # noqa: S308 - each part is escaped
        f'<tr role="row" data-row="{commitment.pk}"{marked}>\n'
        f"{_pick(commitment) if may_change else ''}{_main(commitment, page, context.get('beside'))}\n"
        f'<td role="cell" data-label="{escape(where)}">'
        f"<span>{_countries(commitment, context['countries'])}</span></td>\n"
        + _cell("owner", _("Who must act"), owner, edit)
        + _cell("due", _("Due date"), due, edit)
        + _cell("status", _("Status"), status, edit)
        + _cell("assignee", _("Assigned to"), who, edit)
        + "</tr>\n"
    )


class _Edits:
    """The edit links of a row: to the follow-up's page, or with script in place."""

    def __init__(self, page: str, following: str, text: str) -> None:
        self._page, self._next = page, following
        self._text = escape(Truncator(text).chars(_SHOWN))

    def of(self, name: str) -> str:
        label = {
            "owner": _("Change who must act"),
            "due": _("Change the due date"),
            "status": _("Change the status"),
            "assignee": _("Assign"),
        }[name]
        return (
            f'<a class="cell-edit" href="{self._page}?next={self._next}" data-edit="{self._page}in-place/{name}/">'
            f'<svg class="icon" aria-hidden="true"><use href="#pencil"/></svg>'
            f'<span class="sr">{escape(label)}: <bdi>{self._text}</bdi></span></a>'
        )


@cache
def _country_page(code: str) -> str:
    return reverse("country", args=[code])


def _muted(words: str) -> str:
    return f'<span class="muted">{escape(words)}</span>'


def _below(words: str) -> str:
    return f' <span class="table__sub block">{escape(words)}</span>'


def _pick(commitment: Commitment) -> str:
    told = _("Tick “%(text)s”") % {"text": Truncator(commitment.text).chars(_TICKED)}
    return (
        '<td role="cell" class="table__pick"><input class="pick" type="checkbox" form="many" name="number" '
        f'value="{commitment.pk}" aria-label="{escape(told)}"></td>\n'
    )


def _main(commitment: Commitment, page: str, beside: Beside | None) -> str:
    one, new = commitment.engagement, ""
    if beside and beside.since and one.approved_at > beside.since:
        told = _("New")
        new = f' <span class="status status--going">{icon("sparkle")}{escape(told)}</span>'
    return (
        f'<th role="rowheader" scope="row" class="table__main"><a href="{page}"><bdi>{escape(commitment.text)}</bdi>'
        f'</a>{new}<span class="table__sub block"><span>{escape(_KINDS[commitment.kind])}</span> · '
        f"<bdi>{escape(one.title)}</bdi></span></th>"
    )


def _countries(commitment: Commitment, names: Mapping[str, str]) -> str:
    shown = [
        f'<a href="{_country_page(code)}">{escape(names[code])}</a>'
        for code in commitment.country_codes
        if code in names
    ]
    return pgettext("list", ", ").join(shown) or _muted("—")


def _cell(name: str, label: str, value: str, edit: _Edits | None) -> str:
    return (
        f'<td role="cell" data-label="{escape(label)}" data-cell="{name}"><span class="cell"><span>{value}</span>'
        f"{edit.of(name) if edit else ''}</span></td>\n"
    )
