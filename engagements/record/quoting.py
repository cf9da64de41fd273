"""The quotations behind an engagement's values with the sources that say them, and a source's text with them marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from arabic.folding import fold
from engagements.models import Engagement, Evidence, EvidenceBand, EvidenceState, Source
from engagements.record.marking import Mark, anchor, marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

    from engagements.models import User

_ROWS = {"city": "place", "country": "place", "date_end": "date"}


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A source of an engagement. `number` counts the sources by day, 0 if there is only one; `tab` is the address of
    its text.

    `here`: the page shows its text.
    """

    source: Source
    number: int
    tab: str
    here: bool = False

    @property
    def name(self) -> str:
        return self.source.outlet or str(self.source)

    def href(self, one: Evidence) -> str:
        """The address of these words on the tab."""
        place = f"#{anchor(one.start, one.end)}"
        return place if self.here else f"{self.tab}{place}"


@dataclass(frozen=True, slots=True)
class Saying:
    """A source that says the words of a quotation, and where."""

    origin: CitedSource
    href: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that one or more sources say. `unsure`: the reader guessed; `corrected`: the editor gave another value."""

    text: str
    sayings: tuple[Saying, ...]
    unsure: bool
    corrected: bool


class CitedSources:
    """The sources of an engagement from `for_page`, the earliest first. Makes no query."""

    def __init__(self, engagement: Engagement, shown: Source | None = None) -> None:
        known = {one.pk: one for one in engagement.sources.all()}
        known |= {one.source_id: one.source for one in engagement.evidence.all()}
        ordered = sorted(known.values(), key=lambda one: (one.published_on or date.max, one.pk))
        many = len(ordered) > 1
        self._by_id = {
            one.pk: CitedSource(
                one,
                number if many else 0,
                f"{engagement.get_absolute_url()}?source={one.pk}",
                here=one == shown,
            )
            for number, one in enumerate(ordered, start=1)
        }

    def all(self) -> list[CitedSource]:
        return list(self._by_id.values())

    def quotes(self, evidence: Iterable[Evidence]) -> list[Quote]:
        """The quotations of these pieces of evidence, without those that lie within another one of the same source.

        What several sources say in the same words is one quotation.
        """
        kept: list[Evidence] = []
        for one in sorted(evidence, key=lambda row: (row.source_id, row.start, -row.end)):
            last = kept[-1] if kept else None
            if last is None or last.source_id != one.source_id or one.end > last.end:
                kept.append(one)
        return self.joined(kept)

    def joined(self, evidence: Iterable[Evidence]) -> list[Quote]:
        """All these quotations, with those of the same words united."""
        alike: dict[tuple[str, bool, bool], list[Evidence]] = {}
        for one in evidence:
            unsure = _unsure(one)
            corrected = _typed_over(one)
            alike.setdefault((fold(one.quote), unsure, corrected), []).append(one)
        return [
            Quote(rows[0].quote, self._sayings(rows), unsure, corrected)
            for (_words, unsure, corrected), rows in alike.items()
        ]

    def _sayings(self, rows: list[Evidence]) -> tuple[Saying, ...]:
        """Each source once, with its first place."""
        first: dict[int, Evidence] = {}
        for one in rows:
            first.setdefault(one.source_id, one)
        said = [(self._by_id[number], one) for number, one in first.items()]
        said.sort(key=lambda pair: pair[0].number)
        return tuple(Saying(origin, origin.href(one)) for origin, one in said)


def veiled(engagement: Engagement, user: User) -> Engagement:
    """An engagement from `for_page`, with its sources changed to what `user` may see of them."""
    for source in (*engagement.sources.all(), *(one.source for one in engagement.evidence.all())):
        source.as_seen_by(user)
    return engagement


def row_of(one: Evidence) -> str:
    """The id of the row on the engagement's page that shows the value of this evidence."""
    if one.participation_id is not None:
        return f"v-participant-{one.participation_id}"
    if one.commitment_id is not None:
        return f"commitment-{one.commitment_id}"
    name = one.field.partition(":")[0]
    return f"v-{_ROWS.get(name, name)}"


def lit(engagement: Engagement, shown: Source) -> SafeString:
    """The text of a source with the words behind the engagement's values marked, each linked to its row."""
    marks = [
        Mark(
            one.start,
            one.end,
            (f"#{row_of(one)}",),
            unsure=_unsure(one),
        )
        for one in engagement.evidence.all()
        if one.source_id == shown.pk
    ]
    return marked(shown.text, marks)


def _unsure(one: Evidence) -> bool:
    """Whether the reader guessed and the editor left the value as it was."""
    return one.band == EvidenceBand.GUESS and one.state == EvidenceState.ACCEPTED


def _typed_over(one: Evidence) -> bool:
    """Whether the editor typed another value instead of marking the words that say it."""
    if one.band == EvidenceBand.HAND:
        return not one.rule
    return one.state == EvidenceState.CORRECTED
