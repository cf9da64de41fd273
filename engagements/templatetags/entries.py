"""Draws the entries of a timeline. A page has thirty: drawn by templates, they are a third of its time. The markup of
years and months stands in engagements/includes/timeline.html."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.models import CommitmentKind, Confidentiality, Kind
from engagements.templatetags.register import short_date
from engagements.templatetags.sijill import icon, kind_icon
from engagements.templatetags.timeline import address, attendees, commitment_status, entry_date

if TYPE_CHECKING:
    from datetime import date, datetime

    from engagements.models import Commitment, Topic
    from engagements.timelines.entries import Entry

register = template.Library()
_KINDS, _COMMITMENT_KINDS = dict(Kind.choices), dict(CommitmentKind.choices)
"""Looked up here: Django's own `get_…_display` makes all choices anew each time."""


@register.simple_tag
def draw_entry(entry: Entry, today: date, filters: bool = False, since: datetime | None = None) -> SafeString:
    """One engagement. On a page that `filters`, topics are links into it; what was recorded after `since` is new."""
    one = entry.engagement
    here = address(one)
    sides = "".join(
        f"<div><dt>{escape(label)}:</dt> <dd>{attendees(people)}</dd></div>" for label, people in entry.sides
    )
    pledges = "".join(_pledge(commitment, today) for commitment in entry.commitments)
    return mark_safe(  # noqa: S308 - each part is escaped
        f'<li class="entry"><p class="entry__date">{entry_date(one)}</p>'
        f'<div class="entry__rail"><span class="knot{" knot--next" if entry.planned else ""}">'
        f"{kind_icon(one.kind)}</span></div>"
        f'<article class="entry__body"><p class="entry__kind"><span>{escape(_KINDS[one.kind])}</span>'
        f"{_marks(entry, since)}</p>"
        f'<h4 class="entry__title"><a href="{here}"><bdi>{escape(one.title)}</bdi></a></h4>'
        + (f'<dl class="entry__people">{sides}</dl>' if sides else "")
        + f'<p class="entry__meta">{_meta(entry, here, filters)}</p>'
        + (f'<ul class="pledges">{pledges}</ul>' if pledges else "")
        + "</article></li>\n"
    )


def _marks(entry: Entry, since: datetime | None) -> str:
    one, marks = entry.engagement, []
    if entry.planned or entry.cancelled:
        going, sign = (" status--going", "contrast") if entry.planned else ("", "x")
        marks.append(f'<span class="status{going}">{icon(sign)}{escape(one.get_status_display())}</span>')
    if since and one.approved_at > since:
        new = escape(_("New"))
        marks.append(f' <span class="status status--going">{icon("sparkle")}{new}</span>')
    if one.confidentiality == Confidentiality.RESTRICTED:
        marks.append(f'<span class="status">{icon("lock")}{escape(one.get_confidentiality_display())}</span>')
    return "".join(marks)


def _meta(entry: Entry, here: str, filters: bool) -> str:
    shown = []
    if entry.place:
        shown.append(f'<span class="meta">{icon("map-pin")}<bdi>{escape(entry.place)}</bdi></span>')
    if entry.topics:
        tags = "".join(_tag(topic, filters) for topic in entry.topics)
        shown.append(f'<span class="tags">{tags}</span>')
    if entry.sources:
        told = ngettext("%(n)s source", "%(n)s sources", entry.sources) % {"n": entry.sources}
        shown.append(f'<a class="meta" href="{here}#sources">{icon("file-text")}{escape(told)}</a>')
    return "".join(shown)


def _tag(topic: Topic, filters: bool) -> str:
    leads = f"?topic={escape(topic.pk)}" if filters else _of_topic(topic.pk)
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
    """The kind of a commitment, who must act, and its days."""
    parts = [f"<span>{escape(_COMMITMENT_KINDS[commitment.kind])}</span>"]
    if commitment.owner:
        parts.append(escape(_("Who must act")) + f": <bdi>{escape(commitment.owner)}</bdi>")
    if commitment.due_on:
        parts.append(escape(_("Due")) + f" {short_date(commitment.due_on)}")
    if commitment.closed_on:
        parts.append(escape(_("Closed")) + f" {short_date(commitment.closed_on)}")
    return mark_safe(f'<p class="pledge__by">{" · ".join(parts)}</p>')  # noqa: S308 - each part is escaped
