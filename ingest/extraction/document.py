"""A release as the finders see it: one folded text, its blocks and sentences, and the way back to the source."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ingest.extraction.schema import Band, Span, Value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from arabic.folding import Folded
    from ingest.extraction.english.tokens import Text
    from ingest.extraction.line import Line
    from ingest.extraction.mentions import Person
    from ingest.extraction.registry import Registry
    from ingest.extraction.words import Words


@dataclass(frozen=True, slots=True)
class Home:
    """Whose register this is: ISO country code, and, where known, the ministry's own names and its city."""

    country: str
    ministries: tuple[str, ...] = ()
    city: str | None = None


class Mention(NamedTuple):
    """Something named in the text, in folded offsets. `kind` says what `value` is.

    country: ISO code (`form` name, nisba, capital or group); city: ISO code of its country;
    date: ISO date, as precise as it is long (`form` absolute, weekday, relative, hijri, range).
    """

    kind: str
    start: int
    end: int
    value: str
    form: str = ""
    rule: str = ""
    band: Band = Band.CHECK


class Block(NamedTuple):
    """A run of lines of one kind: masthead, title, dateline, body, image, junk, related or tail."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of title, dateline or body, in folded offsets; `index` counts from 0 over the document."""

    index: int
    start: int
    end: int
    block: Block


@dataclass(slots=True)
class Document:
    """All that is known of a release before its events are read. Offsets are folded unless said otherwise."""

    text: str
    home: Home
    published: date | None
    language: str
    folded: Folded
    fold: str  # folded.text with soft line ends as spaces: same length, same offsets
    words: Words  # of the part that is read
    blocks: tuple[Block, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    countries: tuple[Mention, ...] = ()
    cities: tuple[Mention, ...] = ()
    dates: tuple[Mention, ...] = ()
    registry: Registry | None = None  # who is who, made when first asked for
    lines: dict[int, Line] = field(default_factory=dict)  # by sentence, laid out when first asked for
    texts: dict[tuple[int, int], Text] = field(default_factory=dict)  # in English: by range
    persons: tuple[Person, ...] = ()  # every mention of a person, in the order of the text

    @property
    def reach(self) -> int:
        """Where the part that is read ends."""
        return self.blocks[-1].end if self.blocks else 0

    def close(self) -> None:
        """Parts the document from what points back to it, so that all is freed at once, without the collector."""
        self.lines.clear()
        self.texts.clear()
        self.registry = None

    def span(self, start: int, end: int) -> Span:
        """Source offsets of `fold[start:end]`."""
        return Span(*self.folded.span(start, end))

    def quote(self, start: int, end: int) -> str:
        """The exact source words behind `fold[start:end]`."""
        first, last = self.folded.span(start, end)
        return self.text[first:last]

    def letter(self, index: int) -> str:
        """The unfolded source character at a folded offset: tells على from علي."""
        return self.text[self.folded.starts[index]]

    def copied(self, start: int, end: int, rule: str, band: Band = Band.CHECK) -> Value[str]:
        """A value copied from the source, with its evidence."""
        span = self.span(start, end)
        return Value(self.text[span.start : span.end], span, rule, band)

    def within(self, mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
        """Those of `mentions` (in the order of the text) that lie inside `start:end`."""
        first = bisect_left(mentions, start, key=lambda mention: mention.start)
        last = bisect_left(mentions, end, lo=first, key=lambda mention: mention.start)
        return [mention for mention in mentions[first:last] if mention.end <= end]

    def persons_in(self, start: int, end: int) -> Sequence[Person]:
        """The persons named from `start` on and before `end`."""
        first = bisect_left(self.persons, start, key=lambda person: person.start)
        return self.persons[first : bisect_left(self.persons, end, lo=first, key=lambda person: person.start)]


@dataclass(frozen=True, slots=True)
class EventScope:
    """The part of a release that tells one event. `lead` is the sentence that says that it took place.

    `title` is the headline if it speaks of this event. `trigger` is the folded offset of the word that gave
    `kind` (inside `lead`), `planned` whether the event is still to come.
    """

    kind: str
    sentences: tuple[Sentence, ...]
    lead: Sentence
    trigger: int
    primary: bool = True
    planned: bool = False
    title: Sentence | None = None
    rule: str = ""
    band: Band = Band.CHECK
