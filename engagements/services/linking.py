"""Proposes which partner or person of the register a name may mean. Nothing is linked or merged here.

The database narrows by trigrams of the folded names and aliases. rapidfuzz then compares keys of the names: without
honorifics, and with أبو, عبد and بن joined to the next word. A likeness of 78 is the measured border between two
spellings of one name and two names. Brothers also score high (أحمد and محمد of one family: 92), so a different first
name lowers the score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from rapidfuzz import fuzz

from arabic.folding import fold
from arabic.names import name_key
from engagements.models import Partner, PartnerAlias, Person, PersonAlias
from engagements.names.near import Near, near_names
from engagements.services.names import tidy

if TYPE_CHECKING:
    from collections.abc import Iterable

Known = TypeVar("Known", Person, Partner)

ALIKE = 78
"""Least likeness of two keys (0 to 100) at which one is proposed for the other."""
_OTHER_FIRST_NAME = 12
_MOST = 4
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Candidate(Generic[Known]):
    """A record of the register with a name like the one asked for. `score` is 78 to 100."""

    record: Known
    score: int

    @property
    def pk(self) -> int:
        return self.record.pk

    @property
    def name(self) -> str:
        return self.record.name


@dataclass(frozen=True, slots=True)
class Found(Generic[Known]):
    """What the register has for one name: the records with exactly this folded name or, if there is none, the
    most similar ones.
    """

    exact: tuple[Known, ...] = ()
    alike: tuple[Candidate[Known], ...] = ()


def people_like(names: Iterable[str]) -> dict[str, Found[Person]]:
    """What the register has for each of these names of people. One query; at most four similar records for each
    name.
    """
    return _like(names, Person)


def partners_like(names: Iterable[str]) -> dict[str, Found[Partner]]:
    """What the register has for each of these names of organisations. One query; at most four similar records for
    each name.
    """
    return _like(names, Partner)


def remember_person(person: Person, name: str, **origin: Any) -> bool:
    """Stores `name` as an alias that an editor confirmed. False if the person is already known by it.

    `origin` are the columns of the alias that say when and by whom it was confirmed.
    """
    return _remember(person, name, PersonAlias(person=person, text=tidy(name), **origin))


def remember_partner(partner: Partner, name: str, **origin: Any) -> bool:
    """As `remember_person`, for a partner."""
    return _remember(partner, name, PartnerAlias(partner=partner, text=tidy(name), **origin))


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


def _like(names: Iterable[str], model: type[Known]) -> dict[str, Found[Known]]:
    tidied = {name: tidy(name) for name in names}
    near = near_names(model, tidied.values())
    return {name: _found(text, near.get(text, [])) for name, text in tidied.items()}


def _found(name: str, near: list[Near[Known]]) -> Found[Known]:
    folded, key = fold(name), name_key(name)
    exact = {
        each.record.pk: each.record for each in near if folded in {fold(text) for text in each.spellings}
    }
    if exact:
        return Found(exact=tuple(exact[pk] for pk in sorted(exact)))
    if len(key) < _SHORTEST:
        return Found()
    scored = [
        Candidate(each.record, max(likeness(key, name_key(text)) for text in each.spellings)) for each in near
    ]
    alike = sorted((each for each in scored if each.score >= ALIKE), key=lambda each: (-each.score, each.pk))
    return Found(alike=tuple(alike[:_MOST]))


def likeness(one: str, other: str) -> int:
    """How alike two keys of names are, 0 to 100. A different first name lowers it."""
    score = fuzz.ratio(one, other)
    first, second = one.split()[:1], other.split()[:1]
    if first and second and fuzz.ratio(first[0], second[0]) < ALIKE:
        score -= _OTHER_FIRST_NAME
    return round(score)
