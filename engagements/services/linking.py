"""Who in the register a name may mean. Proposes only: nobody is linked, and nothing merged, by a likeness.

The database narrows by trigrams of the folded names and aliases; rapidfuzz then compares the keys (honorifics off,
أبو, عبد and بن joined). A likeness of 78 is the measured border between the same name spelt otherwise and another
name; brothers score high too (أحمد and محمد of one family: 92), so a differing first name lowers the score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import F
from django.db.models.functions import Greatest
from rapidfuzz import fuzz

from arabic.folding import fold
from arabic.names import name_key
from engagements.models import Partner, PartnerAlias, Person, PersonAlias
from engagements.services.names import tidy

if TYPE_CHECKING:
    from django.db import models

Known = TypeVar("Known", Person, Partner)

ALIKE = 78
"""Least likeness of two keys (0 to 100) at which one is proposed for the other."""
_OTHER_FIRST_NAME = 12
_NARROWED_BY = 0.35
_MOST = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody or some body of the register whose name is like the one asked for. `score` is 78 to 100."""

    pk: int
    name: str
    score: int


def people_like(name: str) -> list[Candidate]:
    """People whose name, but not its folded form, differs from `name`; the likest first, at most four."""
    return _like(
        name, Person.objects.current(), PersonAlias.objects.filter(person__merged_into=None), "person_id"
    )


def partners_like(name: str) -> list[Candidate]:
    """Organisations whose name, but not its folded form, differs from `name`; the likest first, at most four."""
    return _like(
        name, Partner.objects.current(), PartnerAlias.objects.filter(partner__merged_into=None), "partner_id"
    )


def remember_person(person: Person, name: str) -> bool:
    """Keeps `name` as an alias that an editor confirmed. False if the person is known by it already."""
    return _remember(person, name, PersonAlias(person=person, text=tidy(name)))


def remember_partner(partner: Partner, name: str) -> bool:
    """Keeps `name` as an alias that an editor confirmed. False if the partner is known by it already."""
    return _remember(partner, name, PartnerAlias(partner=partner, text=tidy(name)))


def _remember(known: Person | Partner, name: str, alias: PersonAlias | PartnerAlias) -> bool:
    folded = fold(tidy(name))
    if (
        not folded
        or folded in {known.folded_ar, known.folded_en}
        or known.aliases.filter(folded=folded).exists()
    ):
        return False
    alias.save(force_insert=True)
    return True


def _like(
    name: str,
    known: models.QuerySet[Known],
    aliases: models.QuerySet[PersonAlias] | models.QuerySet[PartnerAlias],
    owner: str,
) -> list[Candidate]:
    folded, key = fold(tidy(name)), name_key(name)
    if len(key) < 4:
        return []
    near = known.annotate(
        near=Greatest(TrigramWordSimilarity(folded, "folded_ar"), TrigramWordSimilarity(folded, "folded_en"))
    ).filter(near__gte=_NARROWED_BY)
    rows: list[tuple[int, str]] = [
        (each.pk, written)
        for each in near.order_by("-near")[:50]
        for written in (each.name_ar, each.name_en)
        if written
    ]
    rows += (
        aliases.annotate(near=TrigramWordSimilarity(folded, "folded"), of=F(owner))
        .filter(near__gte=_NARROWED_BY)
        .order_by("-near")
        .values_list("of", "text")[:50]
    )
    best: dict[int, int] = {}
    for pk, written in rows:
        if fold(written) == folded:
            return []
        best[pk] = max(best.get(pk, 0), _score(key, name_key(written)))
    chosen = sorted(
        ((score, pk) for pk, score in best.items() if score >= ALIKE), key=lambda row: (-row[0], row[1])
    )
    names = {each.pk: each.name for each in known.filter(pk__in=[pk for _, pk in chosen[:_MOST]])}
    return [Candidate(pk, names[pk], score) for score, pk in chosen[:_MOST] if pk in names]


def _score(one: str, other: str) -> int:
    score = fuzz.ratio(one, other)
    first, second = one.split()[:1], other.split()[:1]
    if first and second and fuzz.ratio(first[0], second[0]) < ALIKE:
        score -= _OTHER_FIRST_NAME
    return round(score)
