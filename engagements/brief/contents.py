"""What a brief says, as frozen records without a query behind them. Texts are in the brief's language, made `plain`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from django.utils.text import Truncator

Row = TypeVar("Row")

LONGEST = 600
"""Characters of one text; of a longer one the beginning is shown."""
# What XML cannot hold, and what turns the reading order of all that follows it.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


def plain(text: str) -> str:
    """One line without control characters, with all white space as single blanks, at most LONGEST characters."""
    line = " ".join(_UNFIT.sub("", text).split())
    return line if len(line) <= LONGEST else Truncator(line).chars(LONGEST)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as closely as it is known; `end` is the last day of what took longer."""

    first: date
    precision: str = "day"
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Cut(Generic[Row]):
    """The first rows of `total`; `href` leads to all of them."""

    rows: tuple[Row, ...]
    total: int
    href: str

    @property
    def more(self) -> int:
        return max(self.total - len(self.rows), 0)


@dataclass(frozen=True, slots=True)
class Citation:
    """A source: who published it when, its number in the register, its page there and the outlet's own (or empty)."""

    outlet: str
    day: Day | None
    number: int
    href: str
    url: str


@dataclass(frozen=True, slots=True)
class Cited:
    """The first sources of a line, and how many more there are."""

    sources: tuple[Citation, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody as the sources wrote it: a name, an office, or both."""

    name: str
    office: str


@dataclass(frozen=True, slots=True)
class Party:
    """The people of one side; `more` are not shown."""

    label: str
    people: tuple[Attendee, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One engagement. `status` is empty if it was simply held; `disputed` fields are open between its sources."""

    href: str
    day: Day | None
    kind: str
    status: str
    title: str
    place: tuple[str, ...]
    parties: tuple[Party, ...]
    partners: tuple[str, ...]
    cited: Cited
    disputed: int
    restricted: bool


@dataclass(frozen=True, slots=True)
class Promise:
    """One commitment. `basis` says how its due date is known, `late` by how much it was missed,
    `quote` are its source's words."""

    href: str
    text: str
    kind: str
    status: str
    owner: str
    due: Day | None
    basis: str
    late: str
    closed: Day | None
    quote: str
    made: Day | None
    cited: Cited
    restricted: bool


@dataclass(frozen=True, slots=True)
class Promises:
    """The open ones, by whose they are; `unsaid`: of both sides, or nobody said whose. `more` are not shown."""

    ours: tuple[Promise, ...]
    theirs: tuple[Promise, ...]
    unsaid: tuple[Promise, ...]
    total: int
    overdue: int
    href: str

    @property
    def more(self) -> int:
        return max(self.total - len(self.ours) - len(self.theirs) - len(self.unsaid), 0)


@dataclass(frozen=True, slots=True)
class Met:
    """A person or an organisation, how often it took part, when last and (of a person) in which office."""

    href: str
    name: str
    office: str
    times: int
    last: Day | None
    last_href: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Voice:
    """One of the values that the sources have, and who says it (nobody: the editor)."""

    value: str
    who: str


@dataclass(frozen=True, slots=True)
class Point:
    """A field in which the sources disagree."""

    label: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """An engagement whose sources disagree in something that nobody settled."""

    href: str
    title: str
    day: Day | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """An engagement of which only the day matters: the first, the last, the next."""

    day: Day
    href: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """`kinds` are those of the period with how often, `undated` the engagements that no period has."""

    engagements: int
    kinds: tuple[tuple[str, int], ...]
    undated: int
    sources: int
    outlets: int
    done: int
    first: Milestone | None
    last: Milestone | None
    next: Milestone | None
    silent_days: int | None


@dataclass(frozen=True, slots=True)
class Brief:
    """All of it. `since` and `until` bound the period, `since` being None for everything on record.

    Open commitments and what is planned are as of `made_at`, whatever the period. `restricted`: it holds something
    that is not for all staff.
    """

    country: str
    code: str
    href: str
    ministry: str
    since: date | None
    until: date
    made_at: datetime
    by: str
    numbers: Numbers
    entries: Cut[Entry]
    planned: Cut[Entry]
    promises: Promises
    done: Cut[Promise]
    people: Cut[Met]
    partners: Cut[Met]
    conflicts: Cut[Conflict]
    restricted: bool
