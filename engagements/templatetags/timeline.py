"""Makes HTML that a list has hundreds of times. In Python and not by an include: a template inside a loop takes most
of the time of a page. Constant words are cached per language.
"""

from __future__ import annotations

from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from django import template
from django.utils.dates import MONTHS, MONTHS_3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from engagements.models import (
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    DatePrecision,
    EngagementStatus,
    Kind,
)
from engagements.templatetags.sijill import dual_date, icon
from engagements.wording import how_late, weekday_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from engagements.lists.facets import Choice
    from engagements.models import Engagement
    from engagements.shelves.figures import StripMonth
    from engagements.timelines.entries import Attendee, Jump

register = template.Library()
SOON = 14
"""A commitment due within this many days is marked."""


class Words(NamedTuple):
    """Constant words of entries in one language, escaped. `kinds`, `statuses` and `promises` are labels by value:
    Django's `get_…_display` rebuilds all choices on each call."""

    language: str
    comma: str
    semicolon: str
    kinds: dict[str, str]
    statuses: dict[str, str]
    promises: dict[str, str]
    owner: str
    due: str
    closed: str


def words() -> Words:
    """The words in the active language."""
    return _words(get_language() or "")


@cache
def _words(language: str) -> Words:
    kinds, statuses, promises = (
        {value: escape(str(label)) for value, label in terms.choices}
        for terms in (Kind, EngagementStatus, CommitmentKind)
    )
    return Words(
        language,
        pgettext("list", ", "),
        pgettext("list", "; "),
        kinds,
        statuses,
        promises,
        escape(_("Who must act")),
        escape(_("Due")),
        escape(_("Closed")),
    )


def entry_date(engagement: Engagement, language: str) -> SafeString:
    """The date of an entry in both calendars, with the weekday if the day is known. `language` is that of the page."""
    return _entry_date(language, engagement.date, engagement.date_precision)


@lru_cache(maxsize=10_000)
def _entry_date(language: str, day: date | None, precision: str) -> SafeString:
    shown = dual_date(day, precision, stacked=True)
    if day and precision == DatePrecision.DAY:
        shown += mark_safe(f'<span class="entry__day">{escape(weekday_of(day))}</span>')  # noqa: S308
    return shown


def attendees(people: Iterable[Attendee], said: Words, person: str) -> str:
    """The participants of one side: name, office, organisation. Names link to the person's page; `person` is its URL
    with %d for the id.
    """
    shown = []
    for one in people:
        name = f"<bdi>{escape(one.name)}</bdi>" if one.name else ""
        if one.person is not None:
            name = f'<a href="{person % one.person}">{name}</a>'
        parts = [name, *(f"<bdi>{escape(part)}</bdi>" for part in (one.role, one.organization) if part)]
        shown.append(said.comma.join(part for part in parts if part))
    return said.semicolon.join(shown)


@register.simple_tag
def commitment_status(commitment: Commitment, today: date) -> SafeString:
    """The status of a commitment as icon, words and colour; the words say how late it is."""
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
        told = ngettext("In %(days)s day", "In %(days)s days", -late) % {"days": -late}
        return _status("status--soon", "clock", told)
    if commitment.status == CommitmentStatus.IN_PROGRESS:
        return _status("status--going", "contrast", _("In progress"))
    return _status("", "circle", _("Open"))


def _status(kind: str, sign: str, told: str) -> SafeString:
    classes = f"status {kind}".rstrip()
    return mark_safe(f'<span class="{classes}">{icon(sign)}{escape(told)}</span>')  # noqa: S308


@register.filter
def picked(choices: Iterable[Choice]) -> bool:
    """Whether any of the choices is picked."""
    return any(one.picked for one in choices)


@register.simple_tag
def options(choices: Iterable[Choice]) -> SafeString:
    """The options of a <select>."""
    return mark_safe(  # noqa: S308 - each part is escaped
        "".join(
            f'<option value="{escape(one.value)}"{" selected" if one.picked else ""}>{escape(one.label)}</option>'
            for one in choices
        )
    )


@register.simple_tag
def check_boxes(name: str, choices: Iterable[Choice]) -> SafeString:
    """A check box for each choice, with its count if known."""
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
def jumps(places: Iterable[Jump], counted: bool = False) -> SafeString:
    """List items that link to places in the list, with the number of engagements if `counted`."""
    items = []
    for one in places:
        here = ' aria-current="true"' if one.here else ""
        count = f' <span class="count">{one.count}</span>' if counted else ""
        items.append(f'<li><a href="{escape(one.query)}"{here}>{escape(one.name)}{count}</a></li>')
    return mark_safe("".join(items))  # noqa: S308 - each part is escaped


@register.simple_tag
def strip_months(months: Iterable[StripMonth], since: str, until: str) -> SafeString:
    """Months of the strip, which filter the list; `since` and `until` are what it is filtered by."""
    names = _months(get_language() or "")
    return mark_safe("".join(_strip_month(one, names, since, until) for one in months))  # noqa: S308


def _strip_month(month: StripMonth, names: tuple[tuple[str, str], ...], since: str, until: str) -> str:
    first, last = month.since, month.until
    name, short = names[month.first.month - 1]
    told = f"{name} {month.first.year}: {month.count}"
    ahead = ' class="is-next"' if month.ahead else ""
    here = ' aria-current="true"' if (since, until) == (first, last) else ""
    shown = f'<span class="strip__n">{month.count}</span><span class="strip__m">{short}</span></a></li>'
    if not (month.count or here):
        # Leads nowhere, so that the Tab key does not stop at every month of ten quiet years.
        return f'<li><a data-n="0" data-level="0" title="{told}">{shown}'
    return (  # dates, numbers and names of months
        f'<li><a href="?since={first}&amp;until={last}" data-n="{month.count}"'
        f' data-level="{month.level}"{ahead}{here} aria-label="{told}" title="{told}">{shown}'
    )


@cache
def _months(language: str) -> tuple[tuple[str, str], ...]:
    """(name, short name) of the twelve months in the active language. Arabic names are short already."""
    return tuple((str(MONTHS[n]), str(MONTHS_3[n]).capitalize()) for n in range(1, 13))
