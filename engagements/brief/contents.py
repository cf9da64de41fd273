"""The content of a brief, as frozen records that need no further query. Texts are in the brief's language and were
cleaned by `plain`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from django.utils.text import Truncator

Row = TypeVar("Row")

LONGEST = 600
"""The most characters of one text; a longer one is cut."""
# Characters that XML cannot hold, and direction marks that would turn all text after them.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


def plain(text: str) -> str:
    """The text as one line, without control characters, with single blanks, and of at most LONGEST characters."""
    line = " ".join(_UNFIT.sub("", text).split())
    return line if len(line) <= LONGEST else Truncator(line).chars(LONGEST)


@dataclass(frozen=True, slots=True)
class Day:
    """A date with its precision (`day`, `month`, `year`); `end` is the last day if it took several."""

    first: date
    precision: str = "day"
    end: date | None = None


@dataclass(frozen=True, slots=True)
class FirstRows(Generic[Row]):
    """The first rows of a list with `total` rows; `href` is the page with all of them."""

    rows: tuple[Row, ...]
    total: int
    href: str

    @property
    def more(self) -> int:
        return max(self.total - len(self.rows), 0)


@dataclass(frozen=True, slots=True)
class Citation:
    """A source: outlet and day of publication, number in the register, `href` its page there, `url` the outlet's own
    page or empty.
    """

    outlet: str
    day: Day | None
    number: int
    href: str
    url: str


@dataclass(frozen=True, slots=True)
class Cited:
    """The first sources of a line, and the number of further ones."""

    sources: tuple[Citation, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Attendee:
    """A participant as the sources write it: a name, an office, or both."""

    name: str
    office: str


@dataclass(frozen=True, slots=True)
class Party:
    """The participants of one side; `more` is the number of those not shown."""

    label: str
    people: tuple[Attendee, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One engagement. `status` is empty if it was held; `disputed` is the number of fields in which its sources
    disagree.
    """

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
    """One commitment. `basis` says where its due date comes from, `late` by how much it is overdue, `quote` is what
    its source says.
    """

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
    """The open commitments by the side that owes them; `unsaid` are those of both sides or of neither. `more` is the
    number of those not shown.
    """

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
class Contact:
    """A person or organisation: how often it took part, when last and (for a person) in which office then."""

    href: str
    name: str
    office: str
    times: int
    last: Day | None
    last_href: str
    cited: Cited


@dataclass(frozen=True, slots=True)
class Version:
    """One of the differing values, and who says it (empty: the editor)."""

    value: str
    who: str


@dataclass(frozen=True, slots=True)
class Point:
    """A field in which the sources disagree."""

    label: str
    voices: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """An engagement whose sources disagree in something that nobody settled."""

    href: str
    title: str
    day: Day | None
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Milestone:
    """The date of an engagement that is the first, the last or the next one."""

    day: Day
    href: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The key figures. `kinds` are the kinds of engagements in the period with their numbers; `undated` engagements
    belong to no period.
    """

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
    """The whole brief. `since` and `until` bound the period; `since` is None for everything on record.

    Open commitments and planned engagements are as of `made_at`, whatever the period. `restricted`: the brief
    contains something that not all staff may see.
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
    entries: FirstRows[Entry]
    planned: FirstRows[Entry]
    promises: Promises
    done: FirstRows[Promise]
    people: FirstRows[Contact]
    partners: FirstRows[Contact]
    conflicts: FirstRows[Conflict]
    restricted: bool
