"""Who in the register a name may mean. Proposes only: nobody is linked, and nothing merged, by a likeness.

The database narrows by trigrams of the folded names and aliases; rapidfuzz then compares the keys (honorifics off,
أبو, عبد and بن joined). A likeness of 78 is the measured border between the same name spelt otherwise and another
name; brothers score high too (أحمد and محمد of one family: 92), so a differing first name lowers the score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, Q, When
from django.db.models.functions import Greatest
from rapidfuzz import fuzz

from arabic.folding import fold
from arabic.names import name_key
from engagements.models import Partner, PartnerAlias, Person, PersonAlias
from engagements.services.names import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from engagements.models.named import NamedQuerySet

Known = TypeVar("Known", Person, Partner)

ALIKE = 78
"""Least likeness of two keys (0 to 100) at which one is proposed for the other."""
_OTHER_FIRST_NAME = 12
_NARROWED_BY = 0.35
_MOST = 4
_SHORTEST = 4
# How many records of the register are compared: for each name asked for, and for all of them together.
_POOL, _POOL_LIMIT = 50, 1000


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody or some body of the register whose name is like the one asked for. `score` is 78 to 100."""

    pk: int
    name: str
    score: int


@dataclass(frozen=True, slots=True)
class Found(Generic[Known]):
    """What the register has for one name: those called exactly so (folded; by number), else the likest first."""

    exact: tuple[Known, ...] = ()
    alike: tuple[Candidate, ...] = ()


def people_like(names: Iterable[str]) -> dict[str, Found[Person]]:
    """What the register has for each of these names of people, in one query; at most four likenesses each."""
    return _like(names, Person.objects.current())


def partners_like(names: Iterable[str]) -> dict[str, Found[Partner]]:
    """What the register has for each of these names of organisations, in one query; at most four each."""
    return _like(names, Partner.objects.current())


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


@dataclass(frozen=True, slots=True)
class _Spelling(Generic[Known]):
    """One of the names that a record goes by."""

    record: Known
    folded: str
    key: str


def _like(names: Iterable[str], known: NamedQuerySet[Known]) -> dict[str, Found[Known]]:
    asked = {name: fold(tidy(name)) for name in names}
    spellings = _near(sorted({folded for folded in asked.values() if folded}), known)
    return {name: _found(name_key(name), folded, spellings) for name, folded in asked.items()}


def _near(folded: list[str], known: NamedQuerySet[Known]) -> list[_Spelling[Known]]:
    """The spellings of the records that share enough trigrams with any of the folded names."""
    if not folded:
        return []
    columns = ("folded_ar", "folded_en", "aliases__folded")
    near = Greatest(*(TrigramWordSimilarity(name, column) for name in folded for column in columns))
    # Longer names that hold this one are as near as itself, so its bearers come first.
    same = Q(folded_ar__in=folded) | Q(folded_en__in=folded) | Q(aliases__folded__in=folded)
    very = Case(When(same, then=1), default=0)
    rows: Any = known.annotate(near=near, very=very, alias=F("aliases__text"))
    pool = min(_POOL * len(folded), _POOL_LIMIT)
    spellings = {
        (each.pk, written): _Spelling(each, fold(written), name_key(written))
        for each in rows.order_by("-very", "-near", "pk")[:pool]
        # Not filtered by the database, which would compute each likeness twice.
        if each.near >= _NARROWED_BY
        for written in (each.name_ar, each.name_en, each.alias)
        if written
    }
    return list(spellings.values())


def _found(key: str, folded: str, spellings: list[_Spelling[Known]]) -> Found[Known]:
    exact = {each.record.pk: each.record for each in spellings if each.folded == folded}
    if exact:
        return Found(exact=tuple(exact[pk] for pk in sorted(exact)))
    if len(key) < _SHORTEST:
        return Found()
    best: dict[int, Candidate] = {}
    for each in spellings:
        pk, score = each.record.pk, likeness(key, each.key)
        if score >= ALIKE and (pk not in best or best[pk].score < score):
            best[pk] = Candidate(pk, each.record.name, score)
    return Found(alike=tuple(sorted(best.values(), key=lambda each: (-each.score, each.pk))[:_MOST]))


def likeness(one: str, other: str) -> int:
    """How alike two keys of names are, 0 to 100; a differing first name counts against it."""
    score = fuzz.ratio(one, other)
    first, second = one.split()[:1], other.split()[:1]
    if first and second and fuzz.ratio(first[0], second[0]) < ALIKE:
        score -= _OTHER_FIRST_NAME
    return round(score)
