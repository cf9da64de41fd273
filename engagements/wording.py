"""How words are put together in the language of the page."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

from django.utils.translation import ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

LONG_AGO = 2
"""From so many years on, a span is told in years: nobody can picture 918 days."""


def listed(parts: Iterable[object]) -> str:
    """`a، b، c` on an Arabic page, `a, b, c` on an English one."""
    return pgettext("list", ", ").join(str(part) for part in parts)


def full_years(since: date, until: date) -> int:
    """The full years between two days, 0 if they are fewer than LONG_AGO."""
    last = calendar.monthrange(until.year, since.month)[1]
    years = until.year - since.year - (until < since.replace(year=until.year, day=min(since.day, last)))
    return years if years >= LONG_AGO else 0


def how_late(due: date, today: date) -> str:
    """By how much a day that is past was missed."""
    if years := full_years(due, today):
        return ngettext("%(n)s year late", "%(n)s years late", years) % {"n": years}
    days = (today - due).days
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days}
