"""A list of follow-ups as a Word report: by country or by owner, each line with its sources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagements.brief.blocks import BriefColumn, BriefTable, Figure, Layout, Paragraph, Section, Span
from engagements.brief.contents import Day, plain
from engagements.brief.wordings import day_lines, day_words, hijri_words, joined
from engagements.models import CommitmentKind, CommitmentStatus, Country, DueBasis
from engagements.wording import how_late, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from engagements.exporting.follow_up_rows import FollowUp

MOST = 2000
"""The most follow-ups in one report or calendar: some two hundred pages."""
BY_COUNTRY, BY_OWNER = "country", "owner"
SOURCES = 3
_OPEN = frozenset({CommitmentStatus.OPEN.value, CommitmentStatus.IN_PROGRESS.value})


@dataclass(frozen=True, slots=True)
class Frame:
    """What a report says about itself. `asked` is the filter in words; `root` is put before every path."""

    by: str
    made_at: datetime
    asked: str
    root: str


def too_many(number: int) -> str:
    """Why a report or calendar with this number of follow-ups is not made; empty if it is."""
    if number <= MOST:
        return ""
    words = _(
        "This file holds up to %(most)s follow-ups, and the list has %(number)s. Filter it, or take the workbook."
    )
    return words % {"most": number_format(MOST), "number": number_format(number)}


def report_of(rows: Sequence[FollowUp], *, by: str, frame: Frame, today: date) -> Layout:
    """The report in the active language. `by` is BY_COUNTRY (a follow-up with several countries stands below each)
    or BY_OWNER.

    `rows` have to be read with their sources.
    """
    title = _("Follow-ups by owner") if by == BY_OWNER else _("Follow-ups by country")
    groups = _by_owner(rows) if by == BY_OWNER else _by_country(rows)
    warning = _("This report holds follow-ups of restricted engagements. It is for those who may see them.")
    made = Day(timezone.localtime(frame.made_at).date())
    made_on = listed((day_words(made), f"{timezone.localtime(frame.made_at):%H:%M}"))
    writer = _Writer(frame.root, today, _labels(CommitmentKind.choices), _labels(CommitmentStatus.choices))
    sections = tuple(_section(heading, members, writer) for heading, members in groups)
    nothing = (Section(title, 1, (Paragraph((Span(_("No follow-up matches these filters")),)),)),)
    return Layout(
        title=title,
        running=title,
        footing=f"{made_on} · {frame.by}",
        head=(
            (_("Filter"), plain(frame.asked) or _("all follow-ups")),
            (_("Made on"), f"{made_on} ({hijri_words(made)})"),
            (_("Made by"), frame.by),
        ),
        warning=warning if any(row.hidden for row in rows) else "",
        figures=_figures(rows, today),
        sections=sections or nothing,
    )


def _figures(rows: Sequence[FollowUp], today: date) -> tuple[Figure, ...]:
    waiting = [row for row in rows if row.status in _OPEN]
    overdue = sum(1 for row in waiting if row.due_on and row.due_on < today)
    done = sum(1 for row in rows if row.status == CommitmentStatus.DONE)
    undue = sum(1 for row in waiting if row.due_on is None)
    numbers = (
        (len(rows), _("follow-ups in this report")),
        (len(waiting), _("still open")),
        (overdue, _("overdue")),
        (done, _("carried out")),
    )
    note = _("%(n)s without a due date") % {"n": undue} if undue else ""
    return tuple(
        Figure(Span(str(number)), label, note if place == 1 else "")
        for place, (number, label) in enumerate(numbers)
    )


def _by_country(rows: Sequence[FollowUp]) -> list[tuple[str, list[FollowUp]]]:
    names = {country.pk: country.name for country in Country.objects.all()}
    return _grouped(rows, lambda row: [names[code] for code in row.countries], _("No country"))


def _by_owner(rows: Sequence[FollowUp]) -> list[tuple[str, list[FollowUp]]]:
    return _grouped(rows, lambda row: [row.owner] if row.owner else [], _("Nobody is said to be the owner"))


def _grouped(
    rows: Sequence[FollowUp], names: Callable[[FollowUp], list[str]], nobody: str
) -> list[tuple[str, list[FollowUp]]]:
    """The rows grouped by name, in the order of names; those without a name come last."""
    groups: dict[str, list[FollowUp]] = {}
    nameless: list[FollowUp] = []
    for row in rows:
        found = names(row)
        for name in found:
            groups.setdefault(plain(name), []).append(row)
        if not found:
            nameless.append(row)
    return [*sorted(groups.items()), *([(nobody, nameless)] if nameless else [])]


def _section(heading: str, rows: Sequence[FollowUp], writer: _Writer) -> Section:
    columns = (
        BriefColumn(_("Commitment"), 38),
        BriefColumn(_("Who must act"), 18),
        BriefColumn(_("Due date"), 20),
        BriefColumn(_("Sources"), 24),
    )
    late = sum(1 for row in rows if writer.days_late(row) > 0)
    number = ngettext("%(n)s follow-up", "%(n)s follow-ups", len(rows)) % {"n": len(rows)}
    overdue = ngettext("%(n)s of them overdue", "%(n)s of them overdue", late) % {"n": late}
    words = Paragraph((Span(listed((number, overdue)) if late else number),), "quiet")
    return Section(
        heading, 1, (words,), BriefTable(columns, tuple(writer.cells(row) for row in rows), main=0)
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    root: str
    today: date
    kinds: Mapping[str, str]
    statuses: Mapping[str, str]

    def days_late(self, row: FollowUp) -> int:
        return (self.today - row.due_on).days if row.due_on and row.status in _OPEN else 0

    def cells(self, row: FollowUp) -> tuple[tuple[Paragraph, ...], ...]:
        owner = [Paragraph((Span(plain(row.owner) or "—", said=bool(row.owner)),))]
        if row.assignee:
            owner.append(Paragraph((Span(plain(row.assignee), said=True),), "quiet"))
        return self._about(row), tuple(owner), self._due(row), self._sources(row)

    def _about(self, row: FollowUp) -> tuple[Paragraph, ...]:
        href = self.root + reverse("follow_up", args=[row.number])
        marks = [[Span(self.kinds[row.kind])], [Span(self.statuses[row.status])]]
        if row.reference:
            marks.insert(0, [Span(plain(row.reference), said=True)])
        if row.hidden:
            marks.append([Span(_("Restricted"), weight="strong")])
        return (
            Paragraph((Span(plain(row.text), href, "strong", said=True),)),
            Paragraph(joined(marks), "quiet"),
        )

    def _due(self, row: FollowUp) -> tuple[Paragraph, ...]:
        if row.closed_on:
            closed = Paragraph((Span(_("Closed on")),), "quiet")
            return (closed, *day_lines(Day(row.closed_on)))
        if row.due_on is None:
            return (Paragraph((Span(_("No due date")),)),)
        lines = list(day_lines(Day(row.due_on)))
        if row.due_basis == DueBasis.DEFAULT:
            lines.append(Paragraph((Span(str(DueBasis.DEFAULT.label)),), "quiet"))
        if self.days_late(row) > 0:
            lines.append(Paragraph((Span(how_late(row.due_on, self.today), weight="strong"),)))
        return tuple(lines)

    def _sources(self, row: FollowUp) -> tuple[Paragraph, ...]:
        """The engagement and its sources."""
        href = self.root + reverse("engagement", args=[row.engagement])
        day = Day(row.day, row.precision) if row.day else None
        lines = [
            Paragraph((Span(plain(row.title), href, said=True),), "quiet"),
            Paragraph((Span(day_words(day)),), "quiet"),
        ]
        cited = row.cited or []
        for one in cited[:SOURCES]:
            address = self.root + reverse("release", args=[one["id"]])
            outlet = [Span(plain(one["outlet"]), said=True)] if one["outlet"] else []
            number = [Span(_("release %(number)s") % {"number": one["id"]}, address)]
            lines.append(Paragraph(joined((outlet, number)), "quiet"))
        if len(cited) > SOURCES:
            more = len(cited) - SOURCES
            words = ngettext("and %(n)s more source", "and %(n)s more sources", more) % {"n": more}
            lines.append(Paragraph((Span(words, href),), "quiet"))
        return tuple(lines)


def _labels(choices: Iterable[tuple[object, object]]) -> Mapping[str, str]:
    return {str(value): str(label) for value, label in choices}
