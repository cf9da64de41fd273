"""Template tags and filters that show dates and icons."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, lru_cache

import lucide
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from engagements.days import iso
from engagements.wording import gregorian, hijri, weekday_of

register = template.Library()
register.filter("hijri", hijri)
register.filter("gregorian", gregorian)
_DRESS = re.compile(r' (?:width|height|fill|stroke[a-z-]*)="[^"]*"')


@register.simple_tag
@cache
def icon(name: str, turn: bool = False) -> SafeString:
    """An icon beside a word, so hidden from screen readers. `turn`: it points in the direction of reading and is
    mirrored.
    """
    classes = "icon icon--turn" if turn else "icon"
    drawn = lucide._render_icon(name, 20, **{"class": classes, "aria-hidden": "true"})
    head, body = drawn.split(">", 1)
    # Size and strokes are set by the style sheet; repeated on each icon they would be a tenth of a page.
    return mark_safe(_DRESS.sub("", head) + ">" + "".join(line.strip() for line in body.split("\n")))  # noqa: S308 - the package's own SVG


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
        iso(day, precision),
        " date--stacked" if stacked else "",
        gregorian(day, precision),
        other,
        format_html(' <span class="date__h">{}</span>', weekday_of(day)) if with_weekday else "",
    )


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
    """The icon of a kind of engagement."""
    return icon(KIND_ICONS[kind])
