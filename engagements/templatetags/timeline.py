"""What stands on a list hundreds of times. Made here and not by an include: a template inside a loop takes most of
the time of a page."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from engagements.models import Commitment, CommitmentStatus, DatePrecision
from engagements.templatetags.sijill import dual_date, icon
from engagements.wording import how_late, weekday_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from engagements.lists.facets import Choice
    from engagements.models import Engagement
    from engagements.shelves.figures import StripMonth
    from engagements.timelines.entries import Attendee

register = template.Library()
SOON = 14
"""A commitment that is due within so many days is marked."""


@cache
def _address(name: str) -> str:
    """The address of a page by number, with %d where the number goes."""
    return reverse(name, args=[0]).replace("0", "%d")


def entry_date(engagement: Engagement) -> SafeString:
    """The date of an entry in both calendars, and the weekday of a day."""
    return _entry_date(get_language() or "", engagement.date, engagement.date_precision)


@lru_cache(maxsize=10_000)
def _entry_date(language: str, day: date | None, precision: str) -> SafeString:
    shown = dual_date(day, precision, stacked=True)
    if day and precision == DatePrecision.DAY:
        shown += mark_safe(f'<span class="entry__day">{escape(weekday_of(day))}</span>')  # noqa: S308
    return shown


def attendees(people: Iterable[Attendee]) -> SafeString:
    """The people of one side: name, office, organisation; a name leads to its page."""
    comma, semicolon = pgettext("list", ", "), pgettext("list", "; ")
    shown = []
    for one in people:
        name = f"<bdi>{escape(one.name)}</bdi>" if one.name else ""
        if one.person is not None:
            name = f'<a href="{_address("person") % one.person}">{name}</a>'
        parts = [name, *(f"<bdi>{escape(part)}</bdi>" for part in (one.role, one.organization) if part)]
        shown.append(comma.join(part for part in parts if part))
    return mark_safe(semicolon.join(shown))  # noqa: S308 - each part is escaped


def address(engagement: Engagement) -> SafeString:
    """Of the page of an engagement."""
    return mark_safe(_address("engagement") % engagement.pk)  # noqa: S308 - a path of ours


@register.simple_tag
def commitment_status(commitment: Commitment, today: date) -> SafeString:
    """Sign, word and colour; the word says how much."""
    late = commitment.days_late(today)
    if commitment.status == CommitmentStatus.DONE:
        return _status("status--ok", "check", _("Done"))
    if commitment.status == CommitmentStatus.DROPPED:
        return _status("", "x", _("Dropped"))
    if late > 0 and commitment.due_on:
        return _status("status--late", "triangle-alert", how_late(commitment.due_on, today))
    if late == 0 and commitment.due_on:
        return _status("status--soon", "clock", _("Due today"))
    if -SOON <= late < 0:
        words = ngettext("In %(days)s day", "In %(days)s days", -late) % {"days": -late}
        return _status("status--soon", "clock", words)
    if commitment.status == CommitmentStatus.IN_PROGRESS:
        return _status("status--going", "contrast", _("In progress"))
    return _status("", "circle", _("Open"))


def _status(kind: str, sign: str, words: str) -> SafeString:
    classes = f"status {kind}".rstrip()
    return mark_safe(f'<span class="{classes}">{icon(sign)}{escape(words)}</span>')  # noqa: S308


@register.filter
def picked(choices: Iterable[Choice]) -> bool:
    """Whether any of them is."""
    return any(one.picked for one in choices)


@register.simple_tag
def options(choices: Iterable[Choice]) -> SafeString:
    """Of a <select>."""
    return mark_safe(  # noqa: S308 - each part is escaped
        "".join(
            f'<option value="{escape(one.value)}"{" selected" if one.picked else ""}>{escape(one.label)}</option>'
            for one in choices
        )
    )


@register.simple_tag
def check_boxes(name: str, choices: Iterable[Choice]) -> SafeString:
    """A box for each choice, with its number where that is known."""
    boxes = []
    for one in choices:
        checked = " checked" if one.picked else ""
        count = "" if one.count is None else f' <span class="count">{one.count}</span>'
        boxes.append(
            f'<label class="check"><input type="checkbox" name="{name}" value="{escape(one.value)}"{checked}>'
            f" <bdi>{escape(one.label)}</bdi>{count}</label>"
        )
    return mark_safe("".join(boxes))  # noqa: S308 - each part is escaped


@register.simple_tag
def strip_month(month: StripMonth, since: str, until: str) -> SafeString:
    """A month of the strip, which filters the list; `since` and `until` are what it is filtered by."""
    told = f"{month.name} {month.first.year}: {month.count}"
    ahead = ' class="is-next"' if month.ahead else ""
    here = ' aria-current="true"' if (since, until) == (month.since, month.until) else ""
    return mark_safe(  # noqa: S308 - dates, numbers and names of months
        f'<li><a href="?since={month.since}&amp;until={month.until}" data-n="{month.count}"'
        f' data-level="{month.level}"{ahead}{here} aria-label="{told}" title="{told}">'
        f'<span class="strip__n">{month.count}</span><span class="strip__m">{month.short}</span></a></li>'
    )
