"""Turns the content of a brief into headings, lines and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.brief.blocks import BriefColumn, BriefTable, Figure, Layout, Paragraph, Section, Span
from engagements.brief.contents import Day
from engagements.brief.promising import done_section, open_sections
from engagements.brief.wordings import (
    citation_lines,
    day_lines,
    day_words,
    hijri_words,
    joined,
    more_line,
    party_line,
    said,
)
from engagements.wording import listed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from engagements.brief.contents import Brief, Conflict, Contact, Entry, FirstRows, Milestone


def layout_of(brief: Brief) -> Layout:
    """The layout in the active language, which has to be the one in which the brief was gathered."""
    title = _("Brief: %(country)s") % {"country": brief.country}
    warning = _("This brief holds restricted engagements. It is for those who may see them.")
    return Layout(
        title=title,
        running=listed((title, brief.ministry)),
        footing=f"{_day_and_time(brief)} · {brief.by}",
        head=_head(brief),
        warning=warning if brief.restricted else "",
        figures=_figures(brief),
        sections=(
            _engagements(brief),
            _planned(brief),
            *open_sections(brief.promises),
            done_section(brief.done),
            *_people(brief),
            _conflicts(brief.conflicts),
        ),
    )


def period_words(since: date | None, until: date) -> str:
    last = day_words(Day(until))
    if since is None:
        return _("everything on record, up to %(last)s") % {"last": last}
    return _("%(first)s to %(last)s") % {"first": day_words(Day(since)), "last": last}


def _day_and_time(brief: Brief) -> str:
    made = timezone.localtime(brief.made_at)
    return listed((day_words(Day(made.date())), f"{made:%H:%M}"))


def _head(brief: Brief) -> tuple[tuple[str, str], ...]:
    made = Day(timezone.localtime(brief.made_at).date())
    return (
        (_("Period"), period_words(brief.since, brief.until)),
        (_("Made on"), f"{_day_and_time(brief)} ({hijri_words(made)})"),
        (_("Made by"), brief.by),
    )


def _figures(brief: Brief) -> tuple[Figure, ...]:
    n, open_ones = brief.numbers, brief.promises
    kinds = listed(f"{label} {number}" for label, number in n.kinds)
    overdue = ngettext("%(n)s of them overdue", "%(n)s of them overdue", open_ones.overdue) % {
        "n": open_ones.overdue
    }
    outlets = ngettext("from %(n)s outlet", "from %(n)s outlets", n.outlets) % {"n": n.outlets}
    return (
        Figure(Span(str(n.engagements), brief.entries.href), _("engagements in the period"), kinds),
        Figure(Span(str(open_ones.total), open_ones.href), _("open commitments"), overdue),
        Figure(Span(str(n.done)), _("commitments done in the period"), ""),
        Figure(Span(str(n.sources)), _("releases in the period"), outlets if n.sources else ""),
        _milestone(n.last, _("last engagement"), _silence(n.silent_days)),
        _milestone(n.next, _("next engagement"), "" if n.next else _("none announced")),
        _milestone(n.first, _("first on record"), ""),
        Figure(Span(str(brief.planned.total), brief.planned.href), _("planned engagements"), ""),
    )


def _milestone(one: Milestone | None, label: str, note: str) -> Figure:
    return Figure(Span(day_words(one.day), one.href) if one else Span("—"), label, note)


def _silence(days: int | None) -> str:
    """How many days passed without an engagement: that is worth telling too."""
    if days is None:
        return ""
    if days == 0:
        return _("today")
    return ngettext(
        "%(n)s day without an engagement since", "%(n)s days without an engagement since", days
    ) % {"n": days}


def _engagements(brief: Brief) -> Section:
    cut, undated = brief.entries, brief.numbers.undated
    lines = [] if cut.rows else [Paragraph((Span(_("No engagement in this period.")),))]
    if undated:
        words = ngettext(
            "%(n)s engagement without a date is in no period.",
            "%(n)s engagements without a date are in no period.",
            undated,
        )
        lines.append(Paragraph((Span(words % {"n": undated}),), "quiet"))
    more = ngettext(
        "%(n)s earlier engagement of the period is in the register.",
        "%(n)s earlier engagements of the period are in the register.",
        cut.more,
    )
    return Section(
        _("Engagements of the period"), 1, tuple(lines), _entries(cut), more_line(cut, more % {"n": cut.more})
    )


def _planned(brief: Brief) -> Section:
    cut = brief.planned
    nothing = () if cut.rows else (Paragraph((Span(_("Nothing is announced.")),)),)
    more = ngettext("%(n)s more is in the register.", "%(n)s more are in the register.", cut.more)
    return Section(_("Planned"), 1, nothing, _entries(cut), more_line(cut, more % {"n": cut.more}))


def _entries(cut: FirstRows[Entry]) -> BriefTable | None:
    columns = (
        BriefColumn(_("Date"), 17),
        BriefColumn(_("Engagement"), 30),
        BriefColumn(_("People"), 31),
        BriefColumn(_("Sources"), 22),
    )
    rows = tuple(
        (day_lines(one.day), _about(one), _present(one), citation_lines(one.cited, one.href))
        for one in cut.rows
    )
    return BriefTable(columns, rows, main=1) if rows else None


def _about(one: Entry) -> tuple[Paragraph, ...]:
    marks = [[Span(one.kind)]]
    if one.status:
        marks.append([Span(one.status, weight="strong")])
    if one.restricted:
        marks.append([Span(_("Restricted"), weight="strong")])
    if one.place:
        marks.append(said(one.place))
    lines = [Paragraph((Span(one.title, one.href, "strong", said=True),)), Paragraph(joined(marks), "quiet")]
    if one.disputed:
        words = ngettext("Sources disagree in %(n)s point", "Sources disagree in %(n)s points", one.disputed)
        lines.append(Paragraph((Span(words % {"n": one.disputed}, one.href, "strong"),), "quiet"))
    return tuple(lines)


def _present(one: Entry) -> tuple[Paragraph, ...]:
    lines = [party_line(party) for party in one.parties]
    if one.partners:
        partners = [Span(_("Organisations") + ": ", weight="strong"), *said(one.partners)]
        lines.append(Paragraph(tuple(partners)))
    return tuple(lines) or (Paragraph((Span("—"),)),)


def _people(brief: Brief) -> tuple[Section, Section]:
    return (
        _met(
            brief.people,
            _("People met"),
            _("Nobody of the other side is named in this period."),
            offices=True,
        ),
        _met(brief.partners, _("Partners"), _("No organisation is named in this period."), offices=False),
    )


def _met(cut: FirstRows[Contact], heading: str, nothing: str, *, offices: bool) -> Section:
    label = _("Name and last office") if offices else _("Organisation")
    columns = (
        BriefColumn(label, 42),
        BriefColumn(_("Times"), 10),
        BriefColumn(_("Last met"), 22),
        BriefColumn(_("Sources"), 26),
    )
    rows = tuple(
        (
            _who(one),
            (Paragraph((Span(str(one.times)),)),),
            day_lines(one.last, one.last_href),
            citation_lines(one.cited, one.last_href),
        )
        for one in cut.rows
    )
    more = ngettext("%(n)s more is in the register.", "%(n)s more are in the register.", cut.more)
    return Section(
        heading,
        1,
        () if rows else (Paragraph((Span(nothing),)),),
        BriefTable(columns, rows, main=0) if rows else None,
        more_line(cut, more % {"n": cut.more}),
    )


def _who(one: Contact) -> tuple[Paragraph, ...]:
    name = Paragraph((Span(one.name, one.href, "strong", said=True),))
    return (name, Paragraph((Span(one.office, said=True),), "quiet")) if one.office else (name,)


def _conflicts(cut: FirstRows[Conflict]) -> Section:
    columns = (BriefColumn(_("Engagement"), 34), BriefColumn(_("What the sources say"), 66))
    rows = tuple((_disputed(one), _points(one)) for one in cut.rows)
    nothing = _(
        "The sources of these engagements do not contradict one another, or what they say is settled."
    )
    more = ngettext("%(n)s more is in the register.", "%(n)s more are in the register.", cut.more)
    return Section(
        _("Unsettled conflicts"),
        1,
        () if rows else (Paragraph((Span(nothing),)),),
        BriefTable(columns, rows, main=0) if rows else None,
        more_line(cut, more % {"n": cut.more}),
    )


def _disputed(one: Conflict) -> tuple[Paragraph, ...]:
    return (
        Paragraph((Span(one.title, one.href, "strong", said=True),)),
        Paragraph((Span(day_words(one.day)),), "quiet"),
    )


def _points(one: Conflict) -> tuple[Paragraph, ...]:
    lines: list[Paragraph] = []
    for point in one.points:
        lines.append(Paragraph((Span(point.label, weight="strong", said=True),)))
        for voice in point.voices:
            who: Sequence[Span] = [Span(voice.who or _("the editor"), weight="quiet", said=bool(voice.who))]
            lines.append(Paragraph(joined(([Span(voice.value or "—", said=True)], who))))
    return tuple(lines)
