"""The wording of days, sources and people in a brief."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _

from engagements.brief.blocks import Paragraph, Span, Weight
from engagements.wording import gregorian, hijri

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from engagements.brief.contents import Attendee, Citation, Cited, Day, FirstRows, Party

DOT = Span(" · ", weight="quiet")
_COMMA = {True: "، ", False: ", "}
_PAUSE = {True: "؛ ", False: "; "}


def day_words(day: Day | None) -> str:
    """A day in the Gregorian calendar, with its last day if it took several."""
    if day is None:
        return _("No date")
    first = gregorian(day.first, day.precision)
    if day.end is None or day.end == day.first:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": gregorian(day.end)}


def hijri_words(day: Day | None) -> str:
    """A day in the Umm al-Qura calendar; empty if that calendar does not cover it."""
    if day is None:
        return ""
    words = hijri(day.first, day.precision)
    if not words:
        return ""
    # A no-break space keeps the year and its era on one line.
    return "\u00a0".join((_("%(day)s AH") % {"day": words}).rsplit(" ", 1))


def day_lines(day: Day | None, href: str = "") -> tuple[Paragraph, ...]:
    """The day in both calendars, a line for each."""
    first = Paragraph((Span(day_words(day), href),))
    other = hijri_words(day)
    return (first, Paragraph((Span(other),), "quiet")) if other else (first,)


def joined(groups: Iterable[Sequence[Span]]) -> tuple[Span, ...]:
    """All groups with a dot between them; empty ones are left out."""
    spans: list[Span] = []
    for group in groups:
        if group:
            spans += [DOT, *group] if spans else group
    return tuple(spans)


def said(parts: Iterable[str], *, weight: Weight = "") -> list[Span]:
    """Words from the register, each in its own direction, separated by commas of the brief's language."""
    spans: list[Span] = []
    for part in parts:
        spans += [Span(_COMMA[get_language_bidi()], weight=weight)] if spans else []
        spans.append(Span(part, weight=weight, said=True))
    return spans


def citation_lines(cited: Cited, href: str) -> tuple[Paragraph, ...]:
    """A line for each named source; `href` is the page that has the others."""
    lines = [_citation(one) for one in cited.sources]
    if cited.more:
        more = ngettext("and %(n)s more source", "and %(n)s more sources", cited.more) % {"n": cited.more}
        lines.append(Paragraph((Span(more, href),), "quiet"))
    return tuple(lines) or (Paragraph((Span(_("No source is kept")),), "quiet"),)


def _citation(one: Citation) -> Paragraph:
    outlet = [Span(one.outlet, one.url, said=True)]
    day = [Span(day_words(one.day))] if one.day else []
    number = [Span(_("release %(number)s") % {"number": one.number}, one.href)]
    return Paragraph(joined((outlet, day, number)), "quiet")


def party_line(party: Party) -> Paragraph:
    """One side as a line: «For Japan: a name, the office; another»."""
    spans = [Span(f"{party.label}: ", weight="strong")]
    for place, one in enumerate(party.people):
        spans += [Span(_PAUSE[get_language_bidi()])] if place else []
        spans += _attendee(one)
    if party.more:
        spans.append(
            Span(" " + ngettext("and %(n)s other", "and %(n)s others", party.more) % {"n": party.more})
        )
    return Paragraph(tuple(spans))


def _attendee(one: Attendee) -> list[Span]:
    if one.name and one.office:
        comma = Span(_COMMA[get_language_bidi()], weight="quiet")
        return [Span(one.name, said=True), comma, Span(one.office, weight="quiet", said=True)]
    return [Span(one.name or one.office, said=True)]


def more_line(cut: FirstRows[Any], words: str) -> tuple[Paragraph, ...]:
    """A line that says how many are not listed, with a link; none if all are listed. `words` contain the number
    already.
    """
    return (Paragraph((Span(words, cut.href),)),) if cut.more else ()
