"""Makes up engagements with all their related rows, as lines for COPY."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from engagements.seeding.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from engagements.seeding.cast import Cast, Somebody
    from engagements.seeding.chance import Calendar

KINDS = ("meeting",) * 11 + ("visit",) * 4 + ("call",) * 2 + ("conference",) * 2 + ("signing",)
NULL = "\\N"
COLUMNS = {
    "engagements_source": "id outlet title url published_on language text",
    "engagements_engagement": "id kind status title summary date date_precision date_as_written city country_id "
    "confidentiality approved_by_id approved_at merged_into_id disputed",
    "engagements_engagement_partner_countries": "engagement_id country_id",
    "engagements_engagement_partners": "engagement_id partner_id",
    "engagements_engagement_topics": "engagement_id topic_id",
    "engagements_engagement_sources": "engagement_id source_id",
    "engagements_participation": "id engagement_id person_id name role organization side country_id position",
    "engagements_commitment": "id engagement_id kind text owner due_on due_basis status closed_on position hidden",
    "engagements_evidence": 'engagement_id source_id field start "end" quote value rule band state',
}
"""The tables, in the order in which they must be filled."""
UNDATED, OF_A_YEAR, OF_A_MONTH = 0.02, 0.03, 0.06
"""Cumulative shares of engagements without a date, with only a year, with only a month."""
RESTRICTED, MERGED, WITHIN_HOME, AHEAD = 0.02, 0.01, 0.06, 0.004
SOURCES_EVERY, SOURCED, DISPUTED = 20, 0.4, 0.002
PROMISING = 0.22
STILL_OPEN = 0.12
"""The share of old commitments that are still open; younger ones than YOUNG are all open."""
YOUNG = timedelta(days=400)


@dataclass
class Lines:
    """Makes the lines of each table in COPY's text format. `pick` chooses a word; ids continue from those given."""

    cast: Cast
    random: Random
    calendar: Calendar
    today: date
    by: int
    next_participation: int
    next_commitment: int
    next_source: int
    tables: dict[str, list[str]] = field(default_factory=dict)
    source: tuple[int, str] = (0, "")
    earlier: int = 0

    def add(self, table: str, *cells: object) -> None:
        self.tables[table].append("\t".join([NULL if cell is None else str(cell) for cell in cells]))

    def pick(self, kind: str) -> str:
        return self.random.choice(words(kind))

    def batch(self, first: int, number: int) -> dict[str, list[str]]:
        """The rows of engagements `first` to `first + number - 1`."""
        self.tables = {table: [] for table in COLUMNS}
        for one in range(first, first + number):
            if one % SOURCES_EVERY == 1 or not self.source[0]:
                self._source()
            self._engagement(one)
        return self.tables

    def _source(self) -> None:
        day = self.calendar.draw(self.random)
        title = f"{self.pick('action_ar')} {self.pick('subject_ar')}"
        text = f"{title}\\n\\n{self.pick('sentence_ar')} يوم {day:%d-%m-%Y} في {self.pick('city')}."
        self.add("engagements_source", self.next_source, self.pick("outlet"), title, "", day, "ar", text)
        # In COPY's text format a line end is written as two characters.
        self.source = (self.next_source, text.replace("\\n", "\n"))
        self.next_source += 1

    def _engagement(self, number: int) -> None:
        random, chance = self.random, self.random.random
        if self.earlier and chance() < MERGED:
            self._row(number, "meeting", "held", self.today, "day", self.earlier)
            return
        countries = self._countries()
        held = chance() >= AHEAD
        day: date | None = (
            self.calendar.draw(random) if held else self.today + timedelta(days=int(chance() * 60))
        )
        known, precision = chance(), "day"
        if held and day is not None and known < OF_A_MONTH:
            day, precision = _vague(day, known)
        kind = "internal" if not countries else random.choice(KINDS)
        self._row(number, kind, "held" if held else "planned", day, precision, None)
        self.earlier = number
        for code in countries:
            self.add("engagements_engagement_partner_countries", number, code)
        for topic in dict.fromkeys(self.cast.topics.draw(random) for _ in range(1 + int(chance() * 2.2))):
            self.add("engagements_engagement_topics", number, topic)
        self._bodies(number, countries)
        self._people(number, countries)
        if chance() < PROMISING:
            self._commitments(number, day or self.today - YOUNG)

    def _row(
        self, number: int, kind: str, status: str, day: date | None, precision: str, merged_into: int | None
    ) -> None:
        chance = self.random.random
        subject = self.pick("subject_ar")
        sourced = merged_into is None and chance() < SOURCED
        disputed = sourced and chance() < DISPUTED / SOURCED
        self.add(
            "engagements_engagement", number, kind, status, f"{self.pick('action_ar')} {subject}",
            f"{self.pick('sentence_ar')}. {self.pick('sentence_ar')}." if chance() < 0.6 else "",
            day, precision, "", self.pick("city") if chance() < 0.8 else "",
            self.cast.home if chance() < 0.7 else self.cast.countries.draw(self.random),
            "restricted" if chance() < RESTRICTED else "open", self.by, f"{self.today} 09:00+00",
            merged_into, int(disputed),
        )  # fmt: skip
        if sourced:
            self._evidence(number, disputed)

    def _evidence(self, number: int, disputed: bool) -> None:
        source, text = self.source
        self.add("engagements_engagement_sources", number, source)
        start = text.rindex("يوم ")
        end = start + len("يوم 00-00-0000")
        day = text[start + 4 : end]
        value = f"{day[6:]}-{day[3:5]}-{day[:2]}"
        if self.random.random() < 0.2 or disputed:
            quote = text[start:end]
            self.add(
                "engagements_evidence",
                number,
                source,
                "date",
                start,
                end,
                quote,
                value,
                "by-seed",
                "sure",
                "accepted",
            )
        if disputed and source > 1:
            self.tables["engagements_engagement_sources"].append(f"{number}\t{source - 1}")

    def _countries(self) -> list[str]:
        chance = self.random.random()
        if chance < WITHIN_HOME:
            return []
        number = 1 if chance < 0.84 else 2 if chance < 0.96 else 4
        return list(dict.fromkeys(self.cast.countries.draw(self.random) for _ in range(number)))

    def _bodies(self, number: int, countries: list[str]) -> None:
        found = set()
        for code in [*countries, self.cast.home, ""]:
            own = self.cast.bodies.get(code)
            if own and self.random.random() < (0.5 if code in countries else 0.12):
                found.add(own.draw(self.random).number)
        for body in sorted(found):
            self.add("engagements_engagement_partners", number, body)

    def _people(self, number: int, countries: list[str]) -> None:
        """Adds participants, three on average: somebody of the home side, then people or offices of the others."""
        seen: set[int] = set()
        codes = [
            self.cast.home,
            *(countries or [self.cast.home])[:2],
            self.random.choice(countries or [self.cast.home]),
        ]
        for position, code in enumerate(codes[: 3 + (len(codes) > 3 and self.random.random() < 0.15)]):
            home = code == self.cast.home
            crowd = self.cast.people.get(code)
            who: Somebody | None = crowd.draw(self.random) if crowd and self.random.random() < 0.85 else None
            if who is not None and who.number in seen:
                who = None
            if who is not None:
                seen.add(who.number)
            self.add(
                "engagements_participation", self.next_participation, number, who.number if who else None,
                who.name if who else "", self.pick("office_home" if home else "office_abroad"), "",
                "home" if home else "partner", code, position,
            )  # fmt: skip
            self.next_participation += 1

    def _commitments(self, number: int, day: date) -> None:
        random, chance = self.random, self.random.random
        for position in range(1 + int(chance() * 2.64)):
            due = day + timedelta(days=int(14 + chance() * 300)) if chance() < 0.65 else None
            open_ = self.today - day < YOUNG or chance() < STILL_OPEN
            status = (
                random.choice(("open", "open", "in_progress"))
                if open_
                else random.choice(("done", "done", "dropped"))
            )
            self.add(
                "engagements_commitment", self.next_commitment, number,
                random.choice(("agreed", "agreed", "signed", "directed", "pledged", "requested")),
                f"{self.pick('pledge_ar')} {self.pick('subject_ar')}",
                self.pick("owner") if chance() < 0.9 else "", due, "stated" if due else "none", status,
                None if open_ else day + timedelta(days=int(chance() * 400)), position, "f",
            )  # fmt: skip
            self.next_commitment += 1


def _vague(day: date, known: float) -> tuple[date | None, str]:
    if known < UNDATED:
        return None, "none"
    return (day.replace(month=1, day=1), "year") if known < OF_A_YEAR else (day.replace(day=1), "month")


def bodies(cast: Cast) -> Iterator[str]:
    """The lines for `engagements_partner`: id, name_ar, name_en, kind, country_id."""
    for one in cast.all_bodies:
        kind = "company" if one.country else "international"
        yield f"{one.number}\t{one.name}\t\t{kind}\t{one.country or NULL}"


def people(cast: Cast) -> Iterator[str]:
    """The lines for `engagements_person`: id, name_ar, name_en, country_id."""
    for one in cast.all_people:
        yield f"{one.number}\t{one.name}\t\t{one.country}"
