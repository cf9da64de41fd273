"""The words of the made-up register, and names composed of them."""

from __future__ import annotations

from functools import cache

from engagements.tables import rows


@cache
def words(kind: str) -> tuple[str, ...]:
    """The words of this kind in `data/seed_words.tsv`, in its order."""
    return tuple(word for its, word in rows("seed_words.tsv") if its == kind)


def person_name(number: int, *, home: bool) -> str:
    """The name of person `number`. When all pairs of first and family name are used up, further first names are
    added between.
    """
    firsts, families = (
        words("first_home" if home else "first_abroad"),
        words("family_home" if home else "family_abroad"),
    )
    number, first = divmod(number, len(firsts))
    number, family = divmod(number, len(families))
    middle = ""
    while number:
        number, one = divmod(number, len(firsts))
        middle += f" {firsts[one]}"
    return f"{firsts[first]}{middle} {families[family]}"


def body_name(number: int, place: str) -> str:
    """The name of organisation `number` in `place`, the name of a country."""
    kinds, fields = words("body"), words("body_field")
    number, kind = divmod(number, len(kinds))
    number, field = divmod(number, len(fields))
    return f"{kinds[kind]} {fields[field]} {place}" + (f" {number + 1}" if number else "")
