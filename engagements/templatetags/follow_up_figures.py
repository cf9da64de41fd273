"""The charts of the dashboard of follow-ups: bars without text, beside tables with the same numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from engagements.follow_ups.dashboard import Dashboard
    from engagements.follow_ups.linked import FigureRow, Number

register = template.Library()
SLOT, HEIGHT, TALLEST = 30, 100, 98
"""The width of a month, the height of the drawing, and that of the highest bar."""
_BARS = (("opened", 4), ("done", 12), ("dropped", 20))


@register.simple_tag
def linked(number: Number) -> SafeString:
    """The number as a link to the list of what it counts."""
    if not number.href:
        return mark_safe(str(number.n))  # noqa: S308 - a number
    return mark_safe(f'<a href="{escape(number.href)}">{number.n}</a>')  # noqa: S308 - escaped


@register.simple_tag
def flow(board: Dashboard) -> SafeString:
    """Bars of the follow-ups promised, done and dropped in each month; the table after it has the numbers."""
    most = max(board.most_in_a_month, 1)
    paths = ""
    for name, left in _BARS:
        bars = ""
        for place, month in enumerate(board.months):
            number = getattr(month, name).n
            height = max(1, round(number / most * TALLEST)) if number else 0
            bars += f"M{SLOT * place + left} {HEIGHT}v-{height}h6v{height}z" if height else ""
        paths += f'<path class="flow__{name}" d="{bars}"/>'
    told = escape(
        _("Promised, done and dropped in each of the last 12 months; the table below has the numbers")
    )
    return mark_safe(  # noqa: S308 - numbers, and words of ours escaped
        f'<svg class="flow__drawing" viewBox="0 0 {SLOT * len(board.months)} {HEIGHT}" role="img"'
        f' preserveAspectRatio="none" aria-label="{told}">{paths}</svg>'
    )


@register.simple_tag
def share(line: FigureRow, lines: list[FigureRow]) -> SafeString:
    """The line as a bar, relative to the longest one, its overdue part first; empty for the line of all others."""
    if line.rest:
        return SafeString("")
    most = max(one.open.n for one in lines if not one.rest) or 1
    late, whole = (round(number.n / most * 100, 1) for number in (line.overdue, line.open))
    return mark_safe(  # noqa: S308 - numbers
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f'<path class="share__open" d="M{late} 0H{whole}V8H{late}z"/>'
        f'<path class="share__late" d="M0 0H{late}V8H0z"/></svg>'
    )
