"""Finds the engagement for a row that gives no number, by the title, date and country of its meeting; or plans a new
one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from arabic.folding import fold
from engagements.importing.cells import Unclear, known_day_of, words
from engagements.importing.isolating import isolated
from engagements.models import Country, DatePrecision, Engagement, Partner
from engagements.services.names import called, tidy
from engagements.services.pairing import ALIKE_TEXT, text_likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from engagements.importing.rows import ImportRow
    from engagements.models import User

TITLE = 500
"""The most characters of a title in the register."""
FROM_TEXT = 150
"""If a meeting has no title, it gets the first words of a follow-up: this many."""
_AHEAD = 10
"""Of several similar titles the most similar is taken if it leads by at least this score."""
_NAMED = 6
_FORMATS = {DatePrecision.DAY: "j F Y", DatePrecision.MONTH: "F Y", DatePrecision.YEAR: "Y"}


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a row says of its meeting. `side` is the other party: a country (the home country means an internal
    meeting), a partner, or None if not given. An empty title is later made of the words of the first follow-up.
    """

    title: str
    day: date | None
    precision: str
    side: Country | Partner | None

    @property
    def key(self) -> tuple[str, date | None, str, Country | Partner | None]:
        """Rows with equal keys belong to one meeting."""
        return fold(self.title), self.day, self.precision, self.side

    @property
    def is_internal(self) -> bool:
        return isinstance(self.side, Country) and self.side.pk == settings.HOME_COUNTRY

    @property
    def country(self) -> str | None:
        """The code of the other party's country; None for the home country, or if there is none."""
        code = self.side.country_id if isinstance(self.side, Partner) else self.side.pk if self.side else None
        return None if code == settings.HOME_COUNTRY else code

    def __str__(self) -> str:
        day = date_format(self.day, _FORMATS[DatePrecision(self.precision)]) if self.day else ""
        side = self.side.name if self.side else ""
        # Each part is isolated: on an English page a date after an Arabic title would be torn apart.
        return " · ".join(isolated(part) for part in (self.title, day, side) if part)


@dataclass(frozen=True, slots=True)
class _Known:
    """An engagement of the register. `brought`: it has no source, so it came from a list, with the title of that
    list.
    """

    engagement: Engagement
    brought: bool
    sides: frozenset[Country | Partner]


def place(lines: Iterable[ImportRow], by: User) -> None:
    """Sets for each line its engagement, if exactly one that exists for `by` is meant; else a new meeting, or a
    complaint. A constant number of queries.
    """
    lines = list(lines)
    sides = _Sides(line.asked.meeting_country for line in lines)
    asked = [(line, meeting) for line in lines if (meeting := _meeting(line, sides)) is not None]
    known = _known([meeting for _line, meeting in asked], by)
    for line, meeting in asked:
        found = _meant(meeting, known)
        if len(found) > 1:
            line.complaints.append(("engagement", _several(found)))
        elif found:
            line.engagement = found[0]
        else:
            line.meeting = meeting


def gathered(lines: Iterable[ImportRow]) -> None:
    """Gives lines that say the same of a meeting one common meeting, with a title."""
    first: dict[object, Meeting] = {}
    for line in lines:
        if line.meeting is not None:
            title = line.meeting.title or Truncator(tidy(line.asked.text)).chars(FROM_TEXT)
            line.meeting = first.setdefault(line.meeting.key, replace(line.meeting, title=title))


class _Sides:
    """The countries and partners that cells name; partners by any of their names."""

    def __init__(self, cells: Iterable[str]) -> None:
        self._countries: dict[str, Country] = {}
        by_code = {country.pk: country for country in Country.objects.all()}
        for country in by_code.values():
            for name in (country.name_ar, country.name_en, country.code):
                self._countries.setdefault(fold(name), country)
        for name, code in words()["country"].items():
            self._countries.setdefault(name, by_code[code])
        folded = {fold(tidy(cell)) for cell in cells}
        self._partners = called(Partner, folded - self._countries.keys() - {""})

    def named(self, cell: str) -> Country | Partner | None:
        """The country or partner of a cell; None for an empty cell. Raises Unclear."""
        name = fold(tidy(cell))
        if not name:
            return None
        if name in self._countries:
            return self._countries[name]
        found = self._partners.get(name, [])
        if len(found) > 1:
            raise Unclear(_("Several partners are called “%(name)s”.") % {"name": isolated(cell)})
        if not found:
            raise Unclear(
                _("The register knows no country or partner “%(name)s”.") % {"name": isolated(cell)}
            )
        return found[0]


def _meeting(line: ImportRow, sides: _Sides) -> Meeting | None:
    """The meeting of a row; None if the row gives none, or if a cell is unclear, which is added to the complaints."""
    asked, before = line.asked, len(line.complaints)
    day, precision, side = None, str(DatePrecision.NONE), None
    try:
        day, precision = known_day_of(asked.meeting_date)
    except Unclear as unclear:
        line.complaints.append(("meeting_date", str(unclear)))
    try:
        side = sides.named(asked.meeting_country)
    except Unclear as unclear:
        line.complaints.append(("meeting_country", str(unclear)))
    if len(asked.meeting_title) > TITLE:
        words = _("It has more than %(n)s characters.") % {"n": TITLE}
        line.complaints.append(("meeting_title", words))
    if len(line.complaints) > before or not (asked.meeting_title or day or side):
        return None
    return Meeting(asked.meeting_title, day, precision, side)


def _known(meetings: Sequence[Meeting], by: User) -> Mapping[object, list[_Known]]:
    """Engagements on the days of these meetings, and with the titles of those without a day: by (date, precision)
    and by folded title.
    """
    dated = [meeting for meeting in meetings if meeting.day]
    titles = {meeting.title for meeting in meetings if meeting.title and not meeting.day}
    wanted = Q(date__in={meeting.day for meeting in dated})
    if all(meeting.side and not meeting.is_internal for meeting in dated):
        countries = {one.side.pk for one in dated if isinstance(one.side, Country)}
        partners = {one.side.pk for one in dated if isinstance(one.side, Partner)}
        wanted &= Q(partner_countries__in=countries) | Q(partners__in=partners)
    if titles:
        wanted |= Q(title__in=titles)
    rows = list(
        Engagement.objects.visible_to(by)
        .filter(wanted)
        .distinct()
        .order_by("pk")
        .defer("summary", "folded")
        .prefetch_related("partner_countries", "partners")
    )
    through = Engagement.sources.through.objects.filter(engagement__in=rows)
    sourced = set(through.values_list("engagement_id", flat=True))
    found: dict[object, list[_Known]] = defaultdict(list)
    for row in rows:
        sides = frozenset([*row.partner_countries.all(), *row.partners.all()])
        one = _Known(row, row.pk not in sourced, sides)
        found[row.date, row.date_precision].append(one)
        found[fold(row.title)].append(one)
    return found


def _meant(meeting: Meeting, known: Mapping[object, list[_Known]]) -> list[Engagement]:
    """The engagement that is meant; several if it is not clear which; none if the register has none.

    One with the same title is meant. An engagement from another list has the title of that list: with a different
    title it is a different meeting. Titles of engagements from releases may differ: if only one fits the day and
    side, it is meant.
    """
    place = (meeting.day, meeting.precision) if meeting.day else fold(meeting.title)
    of_it = [one for one in known.get(place, ()) if _fits(meeting, one)]
    if not meeting.title:
        return [one.engagement for one in of_it] if meeting.day else []
    same = [one.engagement for one in of_it if fold(one.engagement.title) == fold(meeting.title)]
    if same:
        return same
    told = [one.engagement for one in of_it if not one.brought]
    if len(told) == 1 and meeting.side:
        return told
    alike = _alike(meeting.title, told)
    # If no side is given, the day alone is not enough.
    return alike if len(alike) == 1 or not meeting.side else told


def _alike(title: str, told: Sequence[Engagement]) -> list[Engagement]:
    """The engagements with similar titles, the most similar first; only the first if it leads clearly."""
    scored = [(text_likeness(title, one.title), one) for one in told]
    alike = sorted((row for row in scored if row[0] >= ALIKE_TEXT), key=lambda row: (-row[0], row[1].pk))
    if len(alike) > 1 and alike[0][0] - alike[1][0] >= _AHEAD:
        return [alike[0][1]]
    return [one for _score, one in alike]


def _fits(meeting: Meeting, one: _Known) -> bool:
    if meeting.side is None:
        return True
    if meeting.is_internal:
        return not any(isinstance(side, Country) for side in one.sides)
    return meeting.side in one.sides


def _several(found: Sequence[Engagement]) -> str:
    numbers = _(", ").join(str(one.pk) for one in found[:_NAMED]) + ("…" if len(found) > _NAMED else "")
    return _("It may be any of these engagements: %(numbers)s. Write the number.") % {"numbers": numbers}
