"""Small filters and tags for the register's pages."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language

from engagements.days import iso
from engagements.wording import gregorian

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def days_until(day: date, today: date) -> int:
    """Days from today to `day`; negative once it is past."""
    return (day - today).days


@register.filter
def at(rows: Sequence[object], place: int) -> object | None:
    """The row at this index, counted from 0; None if there is none."""
    return rows[place] if 0 <= place < len(rows) else None


@register.simple_tag
def short_date(day: date | None, precision: str = "day") -> SafeString | str:
    """A date in the Gregorian calendar alone, for secondary lines; empty without a date."""
    return "" if day is None else _short_date(get_language() or "", day, precision)


@lru_cache(maxsize=10_000)
def _short_date(language: str, day: date, precision: str) -> SafeString:
    return format_html(
        '<time datetime="{}" class="date">{}</time>', iso(day, precision), gregorian(day, precision)
    )
