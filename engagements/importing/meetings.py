"""The meeting of a row that has no number of an engagement: found in the register by what is said of it, or new."""

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

    from engagements.importing.rows import Line
    from engagements.models import User

TITLE = 500
"""Characters of a title, as the register has it."""
FROM_TEXT = 150
"""If a meeting has no title, it gets the first words of a follow-up: this many."""
_AHEAD = 10
"""The likest of several is it if it is so much liker than the next."""
_NAMED = 6
_FORMATS = {DatePrecision.DAY: "j F Y", DatePrecision.MONTH: "F Y", DatePrecision.YEAR: "Y"}


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a row says of a meeting. `side` is with whom it was: a country (the home one: among ourselves), a partner,
    or not said. An empty title is made of the words of the first follow-up."""

    title: str
    day: date | None
    precision: str
    side: Country | Partner | None

    @property
    def key(self) -> tuple[str, date | None, str, Country | Partner | None]:
        """Rows with the same are of one meeting."""
        return fold(self.title), self.day, self.precision, self.side

    @property
    def is_internal(self) -> bool:
        return isinstance(self.side, Country) and self.side.pk == settings.HOME_COUNTRY

    @property
    def country(self) -> str | None:
        """The code of the country that took part; that of a partner is its own. None for the home country."""
        code = self.side.country_id if isinstance(self.side, Partner) else self.side.pk if self.side else None
        return None if code == settings.HOME_COUNTRY else code

    def __str__(self) -> str:
        day = date_format(self.day, _FORMATS[DatePrecision(self.precision)]) if self.day else ""
        side = self.side.name if self.side else ""
        # Each of its own direction: a day behind an Arabic title would else be torn apart on an English page.
        return " · ".join(isolated(part) for part in (self.title, day, side) if part)


@dataclass(frozen=True, slots=True)
class _Known:
    """An engagement of the register. `brought`: no source tells of it, so its title is that of a list."""

    engagement: Engagement
    brought: bool
    sides: frozenset[Country | Partner]


def place(lines: Iterable[Line], by: User) -> None:
    """Gives each of these lines its engagement, if exactly one that exists for `by` is meant, or a meeting that is new,
    or a complaint. A constant number of queries."""
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


def gathered(lines: Iterable[Line]) -> None:
    """One meeting for all of these lines that say the same of it, with a title."""
    first: dict[object, Meeting] = {}
    for line in lines:
        if line.meeting is not None:
            title = line.meeting.title or Truncator(tidy(line.asked.text)).chars(FROM_TEXT)
            line.meeting = first.setdefault(line.meeting.key, replace(line.meeting, title=title))


class _Sides:
    """The countries and partners that cells name; of partners by all their names."""

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
        """None for an empty cell. Raises Unclear."""
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


def _meeting(line: Line, sides: _Sides) -> Meeting | None:
    """None if the row says nothing of a meeting or cannot be understood, which is then complained of."""
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
    """Engagements of these days, and those called like the meetings without one, by day and title."""
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
    """The engagement that is meant; several if it may be either; none if the register has none.

    One with the same title is. What another list brought along has the title of that list: with another it is another
    meeting. Of releases the titles are their own: day and side say enough where one alone has them.
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
    # Without a side the day alone makes nothing the same.
    return alike if len(alike) == 1 or not meeting.side else told


def _alike(title: str, told: Sequence[Engagement]) -> list[Engagement]:
    """Those whose titles are like this one, the likest first; that one alone if it is so much liker than the next."""
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
