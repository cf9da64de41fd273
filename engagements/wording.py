"""Puts lists, spans of time and dates (in both calendars) into words in the language of the page."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from hijridate import Gregorian

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

LONG_AGO = 2
"""From this number of years on, a span is given in years: nobody can picture 918 days."""


def in_page_language(name_ar: str, name_en: str) -> str:
    """The name in the language of the page if there is one, else the other."""
    return in_language(get_language(), name_ar, name_en)


def in_language(language: str | None, name_ar: str, name_en: str) -> str:
    """The name in `language` if there is one, else the other. Faster in loops, where the language is known."""
    return (name_en or name_ar) if language == "en" else (name_ar or name_en)


def listed(parts: Iterable[object]) -> str:
    """`a، b، c` on an Arabic page, `a, b, c` on an English one."""
    return pgettext("list", ", ").join(str(part) for part in parts)


def full_years(since: date, until: date) -> int:
    """Full years from one day to the other, 0 if fewer than LONG_AGO."""
    years = full_months(since, until) // 12
    return years if years >= LONG_AGO else 0


def full_months(since: date, until: date) -> int:
    """Full months from one day to the other. In shorter months the last day stands for the days they lack."""
    last = calendar.monthrange(until.year, until.month)[1]
    short = until.day < min(since.day, last)
    return (until.year - since.year) * 12 + until.month - since.month - short


def how_late(due: date, today: date) -> str:
    """How long ago the day was: in days, from one year on in years and months."""
    years, months = divmod(full_months(due, today), 12)
    if years and months:
        return _("%(span)s late") % {"span": span(years, months)}
    if years:
        return ngettext("%(n)s year late", "%(n)s years late", years) % {"n": years}
    days = (today - due).days
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}


def span(years: int, months: int) -> str:
    """A span of time as it reads after a word like «of». `years` is at least 1."""
    told = ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    if not months:
        return told
    and_months = ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    return _("%(years)s and %(months)s") % {"years": told, "months": and_months}


def hijri(day: date | None, precision: str = "day") -> str:
    """The day, month or year in the Umm al-Qura calendar; empty outside its table (1924 to 2077)."""
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


def gregorian(day: date | None, precision: str = "day") -> str:
    """The day, month or year, as precisely as it is known, in the language of the page."""
    if day is None or precision == "none":
        return ""
    if precision == "year":
        return str(day.year)
    if precision == "month":
        return f"{MONTHS[day.month]} {day.year}"
    return date_format(day, "j F Y")


def weekday_of(day: date) -> str:
    """The name of the weekday, in the language of the page."""
    return str(WEEKDAYS[day.weekday()])
