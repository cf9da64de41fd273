"""How dates, icons and states are shown. What they are is decided elsewhere."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache

import lucide
from django import template
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from hijridate import Gregorian

from engagements.models import Commitment

register = template.Library()
_DRESS = re.compile(r' (?:width|height|fill|stroke[a-z-]*)="[^"]*"')


@register.simple_tag
@cache
def icon(name: str, turn: bool = False) -> SafeString:
    """A drawing beside a word, so hidden from screen readers. `turn`: it points along the line of reading."""
    classes = "icon icon--turn" if turn else "icon"
    drawn = lucide._render_icon(name, 20, **{"class": classes, "aria-hidden": "true"})
    head, body = drawn.split(">", 1)
    # Size and strokes are the style sheet's; repeated on each icon they are a tenth of a page.
    return mark_safe(_DRESS.sub("", head) + ">" + "".join(line.strip() for line in body.split("\n")))  # noqa: S308 - the package's own SVG


@register.filter
def hijri(day: date | None, precision: str = "day") -> str:
    """The day (or month, or years) in the Umm al-Qura calendar; empty outside its table (1924 to 2077)."""
    if day is None or precision == "none":
        return ""
    try:
        that = Gregorian(day.year, day.month, day.day).to_hijri()
    except (OverflowError, ValueError):
        return ""
    if precision == "year":
        return f"{that.year}/{that.year + 1}"
    month = that.month_name("en" if get_language() == "en" else "ar")
    return f"{month} {that.year}" if precision == "month" else f"{that.day} {month} {that.year}"


@register.filter
def gregorian(day: date | None, precision: str = "day") -> str:
    """The day, month or year, as closely as it is known, in the language of the page."""
    if day is None or precision == "none":
        return ""
    if precision == "year":
        return str(day.year)
    if precision == "month":
        return f"{MONTHS[day.month]} {day.year}"
    return date_format(day, "j F Y")


@register.simple_tag
def dual_date(
    day: date | None, precision: str = "day", stacked: bool = False, weekday: bool = False
) -> SafeString:
    """A date in both calendars: Gregorian first, Hijri second and quieter."""
    return _dual_date(get_language() or "", day, precision, stacked, weekday and precision == "day")


@lru_cache(maxsize=20_000)
def _dual_date(
    language: str, day: date | None, precision: str, stacked: bool, with_weekday: bool
) -> SafeString:
    if day is None:
        return format_html('<span class="date muted">{}</span>', _("No date"))
    other = hijri(day, precision)
    if other:
        era = "" if stacked else " " + _("AH")
        other = format_html(' <span class="date__h">{}{}</span>', other, era)
    return format_html(
        '<time datetime="{}" class="date{}"><span class="date__g">{}</span>{}{}</time>',
        iso_date(day, precision),
        " date--stacked" if stacked else "",
        gregorian(day, precision),
        other,
        format_html(' <span class="date__h">{}</span>', weekday(day)) if with_weekday else "",
    )


def weekday(day: date) -> str:
    """Its name in the language of the page."""
    return str(WEEKDAYS[day.weekday()])


def iso_date(day: date | None, precision: str) -> str:
    if day is None:
        return ""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


@register.filter
def days_late(commitment: Commitment, today: date) -> int:
    return commitment.days_late(today)


@register.filter
def negated(number: int) -> int:
    return -number


KIND_ICONS = {
    "meeting": "users",
    "internal": "building",
    "call": "phone",
    "visit": "map-pinned",
    "conference": "presentation",
    "signing": "pen-line",
}


@register.simple_tag
def kind_icon(kind: str) -> SafeString:
    """The drawing that stands for a kind of engagement."""
    return icon(KIND_ICONS[kind])
