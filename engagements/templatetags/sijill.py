"""How dates, icons and states are shown. What they are is decided elsewhere."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Any

import lucide
from django import template
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
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


@register.inclusion_tag("includes/date.html")
def dual_date(
    day: date | None, precision: str = "day", stacked: bool = False, weekday: bool = False
) -> dict[str, Any]:
    """A date in both calendars: Gregorian first, Hijri second and quieter."""
    return {
        "day": day,
        "precision": precision,
        "stacked": stacked,
        "weekday": weekday and precision == "day",
        "iso": iso_date(day, precision),
    }


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
