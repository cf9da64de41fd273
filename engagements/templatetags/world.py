"""The cells of the table of countries, which has up to two hundred rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from engagements.shelves.figures import LEVELS, level
from engagements.templatetags.register import short_date
from engagements.templatetags.sijill import icon
from engagements.wording import full_years

if TYPE_CHECKING:
    from datetime import date

    from engagements.world.countries import CountryRow

register = template.Library()
HEIGHT, BAR = 28, 26
"""The height of the drawing of twelve months, and of its highest bar."""


@register.simple_tag
def days_ago(day: date, today: date) -> SafeString:
    """How long ago a day was."""
    days = (today - day).days
    if days == 0:
        return mark_safe(escape(_("today")))  # noqa: S308 - escaped
    if years := full_years(day, today):
        words = ngettext("%(n)s <small>year ago</small>", "%(n)s <small>years ago</small>", years)
        return mark_safe(words % {"n": years})  # noqa: S308 - a number in words of ours
    words = ngettext("%(n)s <small>day ago</small>", "%(n)s <small>days ago</small>", days)
    return mark_safe(words % {"n": days})  # noqa: S308 - a number in words of ours


@register.simple_tag
def last_of(row: CountryRow, today: date) -> SafeString:
    """The last engagement with a country: how long ago, whether the country is silent, the day."""
    if row.last is None:
        return mark_safe('<span class="muted">—</span>')
    word = escape(_("Silent"))
    silent = f' <span class="status status--soon">{icon("clock")}{word}</span>' if row.silent else ""
    day = f'<span class="table__sub block">{short_date(row.last)}</span>'
    return mark_safe(f"{days_ago(row.last, today)}{silent}{day}")  # noqa: S308 - parts made here


@register.simple_tag
def open_of(row: CountryRow) -> SafeString:
    """The open commitments of a country, and how many of them are overdue."""
    if not row.overdue:
        return mark_safe(str(row.open))  # noqa: S308 - a number
    words = ngettext("%(n)s overdue", "%(n)s overdue", row.overdue) % {"n": row.overdue}
    return mark_safe(f'{row.open} <span class="late">({escape(words)})</span>')  # noqa: S308 - escaped


@register.simple_tag
def months_of(row: CountryRow) -> SafeString:
    """The last twelve months of a country as bars (one path), each country on its own scale."""
    if not row.months:
        none = escape(pgettext("engagements", "none"))
        return mark_safe(f'<span class="muted">{none}</span>')  # noqa: S308 - escaped
    most = max(row.months)
    bars = ""
    for place, number in enumerate(row.months):
        height = max(1, level(number, most) * BAR // LEVELS)
        bars += f"M{1 + 10 * place} {HEIGHT}v-{height}h8v{height}"
    told = _("Engagements in the last 12 months") + ": " + " ".join(map(str, row.months))
    return mark_safe(  # noqa: S308 - numbers, and words of ours escaped
        f'<svg class="spark" viewBox="0 0 120 {HEIGHT}" role="img" aria-label="{escape(told)}">'
        f'<path d="{bars}"/></svg>'
    )
