"""The sections of a brief about commitments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.brief.blocks import BriefColumn, BriefTable, Paragraph, Section, Span
from engagements.brief.wordings import citation_lines, day_lines, day_words, joined, more_line

if TYPE_CHECKING:
    from engagements.brief.contents import FirstRows, Promise, Promises


def open_sections(promises: Promises) -> tuple[Section, ...]:
    """The sections of the commitments open today: a heading, and below it a section for each side that has some."""
    if not promises.total:
        return (
            Section(_("Open commitments"), 1, (Paragraph((Span(_("Nothing promised is still open.")),)),)),
        )
    about = _(
        "As of today, whatever the period. Whose each is, is worked out from who is named as its owner in the source."
    )
    sides = (
        (_("Ours"), promises.ours),
        (_("The other side's"), promises.theirs),
        (_("Of both sides, or not said whose"), promises.unsaid),
    )
    parts = [Section(_("Open commitments"), 1, (Paragraph((Span(about),), "quiet"),))]
    parts += [Section(heading, 2, table=_table(rows, closed=False)) for heading, rows in sides if rows]
    if promises.more:
        words = ngettext(
            "%(n)s more open commitment is in the register.",
            "%(n)s more open commitments are in the register.",
            promises.more,
        )
        last = parts.pop()
        line = Paragraph((Span(words % {"n": promises.more}, promises.href),))
        parts.append(Section(last.heading, last.level, last.lines, last.table, (line,)))
    return tuple(parts)


def done_section(done: FirstRows[Promise]) -> Section:
    more = ngettext("%(n)s more is in the register.", "%(n)s more are in the register.", done.more)
    nothing = () if done.rows else (Paragraph((Span(_("No commitment was done in this period.")),)),)
    table = _table(done.rows, closed=True) if done.rows else None
    return Section(_("Done in the period"), 1, nothing, table, more_line(done, more % {"n": done.more}))


def _table(rows: tuple[Promise, ...], *, closed: bool) -> BriefTable:
    columns = (
        BriefColumn(_("Commitment"), 40),
        BriefColumn(_("Who must act"), 18),
        BriefColumn(_("Done on") if closed else _("Due date"), 20),
        BriefColumn(_("Sources"), 22),
    )
    lines = tuple(
        (
            _about(one),
            (Paragraph((Span(one.owner or "—", said=bool(one.owner)),)),),
            day_lines(one.closed) if closed else _due(one),
            citation_lines(one.cited, one.href),
        )
        for one in rows
    )
    return BriefTable(columns, lines, main=0)


def _about(one: Promise) -> tuple[Paragraph, ...]:
    marks = [[Span(one.kind)], [Span(one.status)], [Span(day_words(one.made))]]
    if one.restricted:
        marks.append([Span(_("Restricted"), weight="strong")])
    lines = [Paragraph((Span(one.text, one.href, "strong", said=True),)), Paragraph(joined(marks), "quiet")]
    if one.quote:
        lines.append(Paragraph((Span(f"«{one.quote}»", said=True),), "quote"))
    return tuple(lines)


def _due(one: Promise) -> tuple[Paragraph, ...]:
    if one.due is None:
        return (Paragraph((Span(_("No due date")),)),)
    lines = [*day_lines(one.due), Paragraph((Span(one.basis),), "quiet")]
    if one.late:
        lines.append(Paragraph((Span(one.late, weight="strong"),)))
    return tuple(lines)
