"""Makes the HTML of the entries of a timeline. Made in Python, because with templates the thirty entries take a
third of the page's time. The markup of years and months is in engagements/includes/timeline.html.
"""

from __future__ import annotations

from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.addresses import by_number
from engagements.models import Confidentiality
from engagements.templatetags.register import short_date
from engagements.templatetags.sijill import icon, kind_icon
from engagements.templatetags.timeline import Words, attendees, commitment_status, entry_date, words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from engagements.models import Commitment
    from engagements.timelines.entries import About, Entry

register = template.Library()


@register.simple_tag
def draw_entries(
    entries: Iterable[Entry], today: date, filters: bool = False, since: datetime | None = None
) -> SafeString:
    """Engagements. On a page that `filters`, topics are links into it; what was recorded after `since` is new."""
    page = _Page(words(), today, filters, since, by_number("engagement"), by_number("person"))
    return mark_safe("".join(_entry(one, page) for one in entries))  # noqa: S308 - each part is escaped


class _Page(NamedTuple):
    """What all entries of a page share. `engagement` and `person` are addresses with %d for the number."""

    said: Words
    today: date
    filters: bool
    since: datetime | None
    engagement: str
    person: str


def _entry(entry: Entry, page: _Page) -> str:
    one, said = entry.engagement, page.said
    here = page.engagement % one.pk
    sides = "".join(
        f"<div><dt>{escape(label)}:</dt> <dd>{attendees(people, said, page.person)}</dd></div>"
        for label, people in entry.sides
    )
    pledges = "".join(_pledge(commitment, page.today) for commitment in entry.commitments)
    return (
        f'<li class="entry"><p class="entry__date">{entry_date(one, said.language)}</p>'
        f'<div class="entry__rail"><span class="knot{" knot--next" if entry.planned else ""}">'
        f"{kind_icon(one.kind)}</span></div>"
        f'<article class="entry__body"><p class="entry__kind"><span>{said.kinds[one.kind]}</span>'
        f"{_marks(entry, page)}</p>"
        f'<h4 class="entry__title"><a href="{here}"><bdi>{escape(one.title)}</bdi></a></h4>'
        + (f'<dl class="entry__people">{sides}</dl>' if sides else "")
        + f'<p class="entry__meta">{_meta(entry, here, page)}</p>'
        + (f'<ul class="pledges">{pledges}</ul>' if pledges else "")
        + "</article></li>\n"
    )


def _marks(entry: Entry, page: _Page) -> str:
    one, marks = entry.engagement, []
    if entry.planned or entry.cancelled:
        going, sign = (" status--going", "contrast") if entry.planned else ("", "x")
        marks.append(f'<span class="status{going}">{icon(sign)}{page.said.statuses[one.status]}</span>')
    if page.since and one.approved_at > page.since:
        new = escape(_("New"))
        marks.append(f' <span class="status status--going">{icon("sparkle")}{new}</span>')
    if one.confidentiality == Confidentiality.RESTRICTED:
        marks.append(f'<span class="status">{icon("lock")}{escape(one.get_confidentiality_display())}</span>')
    return "".join(marks)


def _meta(entry: Entry, here: str, page: _Page) -> str:
    shown = []
    if entry.place:
        shown.append(f'<span class="meta">{icon("map-pin")}<bdi>{escape(entry.place)}</bdi></span>')
    if entry.topics:
        tags = "".join(_tag(topic, page.filters) for topic in entry.topics)
        shown.append(f'<span class="tags">{tags}</span>')
    if entry.sources:
        told = _sources(page.said.language, entry.sources)
        shown.append(f'<a class="meta" href="{here}#sources">{icon("file-text")}{told}</a>')
    return "".join(shown)


@lru_cache(maxsize=1000)
def _sources(language: str, number: int) -> str:
    return escape(ngettext("%(n)s source", "%(n)s sources", number) % {"n": number})


def _tag(topic: About, filters: bool) -> str:
    leads = f"?topic={escape(topic.code)}" if filters else _of_topic(topic.code)
    return f'<a class="tag" href="{leads}">{escape(topic.name)}</a>'


@cache
def _of_topic(code: str) -> str:
    return reverse("topic", args=[code])


def _pledge(commitment: Commitment, today: date) -> str:
    return (
        f'<li class="pledge"><p class="pledge__text"><bdi>{escape(commitment.text)}</bdi></p>'
        f"{pledge_by(commitment)}{commitment_status(commitment, today)}</li>"
    )


@register.simple_tag
def pledge_by(commitment: Commitment) -> SafeString:
    """The kind of a commitment, its owner, and its dates."""
    said = words()
    parts = [f"<span>{said.promises[commitment.kind]}</span>"]
    if commitment.owner:
        parts.append(f"{said.owner}: <bdi>{escape(commitment.owner)}</bdi>")
    if commitment.due_on:
        parts.append(f"{said.due} {short_date(commitment.due_on)}")
    if commitment.closed_on:
        parts.append(f"{said.closed} {short_date(commitment.closed_on)}")
    return mark_safe(f'<p class="pledge__by">{" · ".join(parts)}</p>')  # noqa: S308 - each part is escaped
