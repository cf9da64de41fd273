"""Which side owes a commitment: ours, theirs or not known. Derived from who is named as its owner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings

from engagements.lists.words import needles
from engagements.models import Side
from engagements.tables import rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from engagements.models import Commitment, Country, Participation

_MANY = re.compile("[،,؛;]")
# Without these endings ليبيا and ليبي, Libya and Libyan are equal.
_ENDINGS = ("يه", "يا", "ه", "ي", "ا", "n")
# Words in the names of several countries, or of none in particular: جامعة الجنوب is not South Korea's.
_COMMON = frozenset(
    {
        "عرب",
        "متحد",
        "جمهور",
        "ديمقراط",
        "مملك",
        "دول",
        "ولا",
        "جنوب",
        "شمال",
        "شرق",
        "غرب",
        "وسط",
        "افريق",
        "جزر",
    }
    | {"arab", "united", "republic", "democratic", "kingdom", "states", "islands", "south", "north", "africa"}
    | {"of", "the", "and"}
)
_SHORTEST = 3


def side_of(commitment: Commitment, words: Mapping[str, frozenset[str]]) -> str:
    """`Side.HOME`, `Side.PARTNER`, or empty if not known. `words` are the stems of the countries (`words_of`).

    The engagement's participations, its partner countries and the linked owner must be prefetched.
    """
    if commitment.owner_unit_id is not None:
        return Side.HOME
    linked = commitment.owner_partner or commitment.owner_person
    if linked is not None and linked.country_id:
        return Side.HOME if linked.country_id == settings.HOME_COUNTRY else Side.PARTNER
    named = [part for part in _MANY.split(commitment.owner) if part.strip()]
    sides = {_side(part, commitment, words) for part in named}
    return sides.pop() if len(sides) == 1 else ""


def words_of(countries: Iterable[Country]) -> dict[str, frozenset[str]]:
    """The stems of each country's names and demonyms, by the country's code."""
    known = dict(rows("demonyms.tsv"))
    return {
        one.code: frozenset(
            _stem(word) for word in needles(f"{one.name_ar} {one.name_en} {known.get(one.code, '')}")
        )
        - _COMMON
        for one in countries
    }


def _side(owner: str, commitment: Commitment, words: Mapping[str, frozenset[str]]) -> str:
    asked = set(needles(owner))
    if any(set(needles(name)) <= asked for name in (*settings.HOME_MINISTRIES, settings.HOME_MINISTRY_EN)):
        return Side.HOME
    present = {Side(one.side) for one in commitment.engagement.participations.all() if asked <= _words(one)}
    if len(present) == 1:
        return present.pop()
    stems = {_stem(word) for word in asked}
    abroad = [one.code for one in commitment.engagement.partner_countries.all()]
    ours = bool(stems & words.get(settings.HOME_COUNTRY, frozenset()))
    theirs = any(stems & words.get(code, frozenset()) for code in abroad)
    if ours == theirs:
        return ""
    return Side.HOME if ours else Side.PARTNER


def _words(one: Participation) -> set[str]:
    return set(needles(f"{one.name} {one.role} {one.organization}"))


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST:
            return word.removesuffix(ending)
    return word
