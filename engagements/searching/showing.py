"""Shows matches: records of the register with the matching words highlighted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from engagements.models import Commitment, Engagement, Source
from engagements.searching.snippets import lit, snippet
from engagements.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engagements.searching.expanding import Term


@dataclass(frozen=True, slots=True)
class Shown:
    """A record; `title` and `says` are HTML. `says` is the best snippet; empty if none has a matching word."""

    row: Engagement | Commitment | Source
    title: SafeString
    says: SafeString


def engagements(numbers: Sequence[int], terms: Sequence[Term]) -> list[Shown]:
    """The engagements with these ids, in this order. A constant number of queries."""
    rows = Engagement.objects.prefetch_related(
        "partner_countries", "partners", "participations", "commitments"
    ).in_bulk(numbers)
    return [
        Shown(rows[one], lit(rows[one].title, terms), _best(_told(rows[one]), terms))
        for one in numbers
        if one in rows
    ]


def commitments(numbers: Sequence[int], terms: Sequence[Term]) -> list[Shown]:
    """The follow-ups with these ids, in this order. A constant number of queries."""
    rows = Commitment.objects.for_list().in_bulk(numbers)
    return [
        Shown(rows[one], lit(rows[one].text, terms), snippet(rows[one].owner, terms))
        for one in numbers
        if one in rows
    ]


def sources(numbers: Sequence[int], terms: Sequence[Term]) -> list[Shown]:
    """The releases with these ids, in this order. A constant number of queries."""
    rows = Source.objects.in_bulk(numbers)
    return [
        Shown(rows[one], lit(str(rows[one]), terms), snippet(rows[one].text, terms))
        for one in numbers
        if one in rows
    ]


def _told(engagement: Engagement) -> Iterator[str]:
    """The texts of an engagement, the most telling ones first."""
    yield engagement.summary
    yield from (one.text for one in engagement.commitments.all())
    for one in engagement.participations.all():
        yield listed(part for part in (one.name, one.role, one.organization) if part)
    yield listed(partner.name for partner in engagement.partners.all())


def _best(texts: Iterator[str], terms: Sequence[Term]) -> SafeString:
    """The snippet with the most highlighted words."""
    found = [snippet(text, terms) for text in texts if text]
    return max(found, key=lambda one: one.count("<mark>"), default=SafeString(""))
